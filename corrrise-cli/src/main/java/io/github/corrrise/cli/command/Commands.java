package io.github.corrrise.cli.command;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** How all commands take their arguments and how they fail: a line that says why, and a code. */
public final class Commands {
    /** The exit code of a command that is done but for the rows that it lists. */
    public static final int SOME_ROWS_FAILED = 3;

    /** What every command's help says about its exit code. */
    public static final String EXIT_CODES =
            "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 done but for the rows listed.";

    private Commands() {}

    /**
     * A command, ready to execute. Its code is 0 where it is done, 1 where it failed, 2 where an
     * argument was wrong, or what the command returns; a failure is told on the error stream and
     * never as a stack trace.
     */
    public static CommandLine of(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Path.class, Commands::path)
                .setParameterExceptionHandler(WrongArguments::tell)
                .setExecutionStrategy(
                        parsed -> {
                            try {
                                return new RunLast().execute(parsed);
                            } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
                                throw new ExecutionException(
                                        parsed.commandSpec().commandLine(), e.toString(), e);
                            }
                        })
                .setExecutionExceptionHandler(
                        (failure, commandLine, parsed) -> {
                            Throwable cause = failure;
                            if (failure instanceof ExecutionException wrapped
                                    && wrapped.getCause() != null) {
                                cause = wrapped.getCause();
                            }
                            commandLine.getErr().println("Failed: " + Failures.text(cause));
                            commandLine.getErr().flush();
                            return Failures.isOfArguments(cause)
                                    ? commandLine.getCommandSpec().exitCodeOnInvalidInput()
                                    : commandLine.getCommandSpec().exitCodeOnExecutionException();
                        });
    }

    /**
     * Runs a command and ends the program with its code. What it prints has the digits of {@link
     * Locale#ROOT}, also where a library formats by the locale of the machine.
     */
    public static void run(CommandLine command, String... arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(command.execute(arguments));
    }

    private static Path path(String name) {
        try {
            return FileNames.path(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
