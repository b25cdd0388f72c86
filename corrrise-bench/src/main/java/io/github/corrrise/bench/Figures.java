package io.github.corrrise.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Prints the figures that the documentation and the notes quote, as lines of {@code key: value},
 * the headline first.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * java -jar corrrise-bench/target/corrrise-figures.jar NAME [--model PATH] [--shared DIR]</pre>
 */
@Command(
        name = "Figures",
        mixinStandardHelpOptions = true,
        description = "Prints measured figures as lines of key: value, the headline first.")
public final class Figures implements Callable<Integer> {
    /** What can be measured. */
    enum Name {
        /** Time of an explanation over the time of its passes alone. */
        overhead,
        /** Live memory at 500 and at 50,000 masks. */
        memory,
        /** Correlation of estimates with an exactly known population map. */
        known,
        /** Both adapters on one model: passes over the raw session, start-up, memory. */
        adapters
    }

    @Parameters(paramLabel = "NAME", description = "One of ${COMPLETION-CANDIDATES}.")
    private Name name = Name.overhead;

    @Option(names = "--model", description = "ONNX face model; default mobileface_v2 of --shared.")
    private @Nullable Path model;

    @Option(
            names = "--shared",
            defaultValue = "../shared",
            description = "Folder of models and faces; default ${DEFAULT-VALUE}.")
    private Path shared = Path.of("../shared");

    @Spec private @Nullable CommandSpec spec;

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        // Set before the runtime starts: its log would come between the figures.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.exit(new CommandLine(new Figures()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path onnx = model == null ? shared.resolve("models/mobileface_v2.onnx") : model;
        switch (name) {
            case overhead -> OverheadFigures.print(this::line, onnx, shared);
            case memory -> MemoryFigures.print(this::line);
            case known -> KnownContributionFigures.print(this::line);
            case adapters -> DjlFigures.print(this::line, onnx);
        }
        return 0;
    }

    /** Where a figure goes. */
    @FunctionalInterface
    interface Lines {
        void line(String key, double value);
    }

    private void line(String key, double value) {
        if (spec == null) {
            throw new IllegalStateException("to be run by its command line");
        }
        PrintWriter console = spec.commandLine().getOut();
        console.printf(Locale.ROOT, "%s: %.4f%n", key, value);
        console.flush();
    }
}
