package io.github.corrrise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A command as users start it: in a JVM of its own, with its options and environment. */
final class ChildJvm {
    private ChildJvm() {}

    /** What it printed on both streams, and its exit code. */
    record Result(int code, String printed) {}

    static Process start(
            String command,
            Path folder,
            Map<String, String> environment,
            List<String> options,
            String... arguments)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        // Too short a life to compile for.
        words.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-cp"));
        words.add(System.getProperty("java.class.path"));
        words.add(Corrrise.class.getName());
        words.add(command);
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().remove("LANG");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).start();
    }

    static Result run(
            String command,
            Path folder,
            Map<String, String> environment,
            List<String> options,
            String... arguments)
            throws IOException, InterruptedException {
        Process process = start(command, folder, environment, options, arguments);
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), printed);
    }
}
