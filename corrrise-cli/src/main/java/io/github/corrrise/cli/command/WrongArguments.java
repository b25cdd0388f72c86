package io.github.corrrise.cli.command;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of arguments that cannot be read: the reason, the nearest name, where help is. */
final class WrongArguments {
    /** Letters that may differ for a name to be meant. */
    private static final int MOST_EDITS = 3;

    private WrongArguments() {}

    /** Says it, and gives the exit code. */
    static int tell(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter errors = command.getErr();
        errors.println(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            nearest(word.replaceFirst("=.*", ""), names(command))
                    .ifPresent(name -> errors.println("Did you mean " + name + "?"));
        }
        errors.println(
                "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        errors.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static List<String> names(CommandLine command) {
        return Stream.concat(
                        command.getSubcommands().keySet().stream(),
                        command.getCommandSpec().options().stream()
                                .flatMap(option -> Stream.of(option.names())))
                .toList();
    }

    private static Optional<String> nearest(String word, List<String> names) {
        return names.stream()
                .filter(name -> edits(word, name) <= Math.min(MOST_EDITS, name.length() / 2))
                .min(Comparator.comparingInt(name -> edits(word, name)));
    }

    /** Letters to insert, delete or replace (Levenshtein, 1966). */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int same = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
