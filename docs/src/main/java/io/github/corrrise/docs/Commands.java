package io.github.corrrise.docs;

import picocli.CommandLine;

/** How the commands fail: one line that says why, and an exit code. */
final class Commands {
    private Commands() {}

    static CommandLine of(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(
                        (failure, commandLine, result) -> {
                            commandLine.getErr().println("Failed: " + failure.getMessage());
                            return commandLine.getCommandSpec().exitCodeOnExecutionException();
                        });
    }
}
