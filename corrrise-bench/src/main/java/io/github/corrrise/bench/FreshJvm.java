package io.github.corrrise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Figures of a command that is run once, in a JVM of its own. */
final class FreshJvm {
    /**
     * Options for a heap that is resident from the start: the first touch of a page costs more than
     * what is written there, and a process pays it once.
     */
    static final List<String> RESIDENT_HEAP =
            List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private FreshJvm() {}

    /**
     * The values of the lines that a command prints with {@code --once}.
     *
     * @param jvmOptions options of the JVM itself
     * @param once what the command is to do
     */
    static List<Double> figures(
            List<String> jvmOptions, SharedModel shared, String command, String once) {
        return figures(jvmOptions, shared, command, once, List.of());
    }

    /** The same with further arguments of the command. */
    static List<Double> figures(
            List<String> jvmOptions,
            SharedModel shared,
            String command,
            String once,
            List<String> further) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmOptions);
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(Figures.class.getName(), command, "--once", once));
        words.addAll(List.of("--model", shared.model().toString()));
        words.addAll(List.of("--shared", shared.folder().toString()));
        words.addAll(shared.options().arguments());
        words.addAll(further);
        try {
            Process process =
                    new ProcessBuilder(words)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String told =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the fresh JVM failed: " + told);
            }
            return told.lines()
                    .map(line -> Double.valueOf(line.substring(line.indexOf(':') + 1).trim()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
