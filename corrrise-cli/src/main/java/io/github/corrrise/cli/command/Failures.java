package io.github.corrrise.cli.command;

import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failures in the words of a command line. */
public final class Failures {
    /** Options by the arguments of the library that they set. */
    private static final Map<String, String> OPTIONS =
            Map.ofEntries(
                    Map.entry("batchLimit", "--batch-size COUNT"),
                    Map.entry("batchSize", "--batch-size COUNT"),
                    Map.entry("inputName", "--input NAME"),
                    Map.entry("inputSize", "--preset NAME"),
                    Map.entry("limit", "--limit COUNT"),
                    Map.entry("maskCount", "--masks COUNT"),
                    Map.entry("method", "--methods NAMES"),
                    Map.entry("methods", "--methods NAMES"),
                    Map.entry("mostMasks", "--most-masks COUNT"),
                    Map.entry("outputName", "--output NAME"),
                    Map.entry("passBudget", "--passes COUNT"),
                    Map.entry("profile", "--profile FILE"),
                    Map.entry("runs", "--runs COUNT"),
                    Map.entry("stepCount", "--steps COUNT"),
                    Map.entry("threshold", "--threshold SIMILARITY"));

    private static final Pattern ARGUMENT = Pattern.compile("(\\w+) must ");

    private static final String OURS = "io.github.corrrise";

    private Failures() {}

    /**
     * What is told of a failure: its message and, where an option would help, which; of a failure
     * that nobody foresaw, also where it came about.
     */
    public static String text(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return memory();
        }
        if (failure instanceof StackOverflowError) {
            return "the stack is too small; give a larger one with java -Xss";
        }
        if (failure instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + ": it must be a folder, was a file";
        }
        if (failure instanceof FileSystemException system) {
            return system.getFile() + ": " + FileFailures.reason(system);
        }
        boolean isForeseen =
                failure instanceof IllegalArgumentException
                        || failure instanceof IOException
                        || failure instanceof UncheckedIOException
                        || failure instanceof VerifierException
                        || failure instanceof CancellationException;
        if (failure.getMessage() == null || !isForeseen) {
            return "unexpected " + failure + place(failure);
        }
        String message = failure.getMessage();
        String option = option(failure);
        boolean isNamed = message.contains(option.replaceFirst(" .*", ""));
        return isNamed ? message : message + " (on the command line: " + option + ")";
    }

    /** That memory is used up, and what to do. */
    static String memory() {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return "not enough memory in the "
                + megabytes
                + " MB that the JVM may use; give it more with java -Xmx";
    }

    private static String place(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                return " at " + frame;
            }
        }
        return "";
    }

    /** Whether another argument would have helped. */
    static boolean isOfArguments(Throwable failure) {
        boolean isOption =
                failure instanceof IllegalArgumentException
                        && String.valueOf(failure.getMessage()).startsWith("--");
        return isOption || !option(failure).isEmpty();
    }

    private static String option(Throwable failure) {
        if (!(failure instanceof IllegalArgumentException) || failure.getMessage() == null) {
            return "";
        }
        Matcher argument = ARGUMENT.matcher(failure.getMessage());
        return argument.lookingAt() ? OPTIONS.getOrDefault(argument.group(1), "") : "";
    }
}
