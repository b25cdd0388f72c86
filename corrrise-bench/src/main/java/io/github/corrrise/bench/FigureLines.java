package io.github.corrrise.bench;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** Figures on the console as lines of {@code key: value}, the headline first. */
final class FigureLines {
    private final PrintWriter console;

    private FigureLines(PrintWriter console) {
        this.console = console;
    }

    /** Lines where the command prints. */
    static FigureLines of(CommandSpec spec) {
        return new FigureLines(spec.commandLine().getOut());
    }

    /** Prints one figure to four places. */
    void line(String key, double value) {
        console.printf(Locale.ROOT, "%s: %.4f%n", key, value);
        console.flush();
    }
}
