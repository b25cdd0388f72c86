package io.github.corrrise.bench;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** What all commands have in common: how they fail, and how they read paths and constants. */
public final class CommandLines {
    /** Calls of builders that messages of the library name, and the options that make them. */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "outputName", "--output NAME",
                    "inputName", "--input NAME",
                    "batchLimit", "--batch-size N",
                    "FaceAligner", "--detector yunet.onnx");

    private CommandLines() {}

    /**
     * A command that exits with 0 when it is done, 1 when it failed and has said why in one line,
     * and 2 for wrong arguments.
     */
    public static CommandLine of(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, new PathNames())
                .setExecutionExceptionHandler(
                        (failure, commandLine, result) -> {
                            commandLine.getErr().println("Failed: " + told(failure));
                            return commandLine.getCommandSpec().exitCodeOnExecutionException();
                        });
    }

    /** Why something failed, in one line, with the option of the command that helps. */
    public static String told(Throwable failure) {
        String message = failure.getMessage();
        if (failure instanceof OutOfMemoryError) {
            return "memory is used up (" + message + "); java -Xmx raises the limit";
        }
        if (message == null) {
            return failure.getClass().getSimpleName();
        }
        StringBuilder told = new StringBuilder(message);
        OPTIONS.forEach(
                (call, option) -> {
                    if (message.contains(call) && !message.contains(option.split(" ", -1)[0])) {
                        told.append(" (on the command line: ").append(option).append(')');
                    }
                });
        return told.toString();
    }
}
