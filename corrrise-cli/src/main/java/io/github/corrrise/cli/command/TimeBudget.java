package io.github.corrrise.cli.command;

import io.github.corrrise.internal.check.Checks;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * How long a figure may take. It is asked before each further pair or round; what is left out then
 * is told and stands in the report, so that a figure over fewer pairs is not taken for one over
 * all. The option is the same for every figure. For one thread.
 */
public final class TimeBudget {
    private static final double SECONDS_PER_MINUTE = 60;

    private final InstantSource clock;
    private final Instant start;
    private final List<String> leftOut = new ArrayList<>();

    @Option(
            names = "--minutes",
            paramLabel = "COUNT",
            description =
                    "Begin no further pair or round after this time; what is left out is told;"
                            + " default ${DEFAULT-VALUE}.")
    private double minutes;

    private TimeBudget(double minutes) {
        this(InstantSource.system(), minutes);
    }

    /** No limit unless one is named. */
    public static TimeBudget unlimited() {
        return new TimeBudget(Double.POSITIVE_INFINITY);
    }

    /** So many minutes unless others are named, by the machine's clock, from now on. */
    public static TimeBudget ofMinutes(double minutes) {
        return new TimeBudget(minutes);
    }

    TimeBudget(InstantSource clock, double minutes) {
        this.clock = clock;
        this.start = clock.instant();
        this.minutes = minutes;
    }

    /** The argument that gives another command a share of this time. */
    public List<String> arguments(double share) {
        return List.of("--minutes", Double.toString(share * checkedMinutes()));
    }

    /**
     * The first items, as many as the time allows, at least one.
     *
     * @param what they are, in the plural
     * @param told where to tell how many were left out
     */
    public <T> Iterable<T> over(List<T> items, String what, PrintWriter told) {
        return over(1, items, what, told);
    }

    /** The same, of a share of the time. */
    public <T> Iterable<T> over(double share, List<T> items, String what, PrintWriter told) {
        return over(share, items, done -> done, what, told);
    }

    /**
     * Counts that grow by a step up to the last, as many as the share of the time allows, at least
     * one: for what can be gone on with.
     */
    public Iterable<Integer> counts(
            double share, int last, int step, String what, PrintWriter told) {
        int steps = (last + step - 1) / step;
        IntUnaryOperator reached = done -> Math.min(last, done * step);
        return over(
                share,
                IntStream.rangeClosed(1, steps).map(reached).boxed().toList(),
                reached,
                what,
                told);
    }

    /**
     * @param reached how many of what is told are done after so many items
     */
    private <T> Iterable<T> over(
            double share, List<T> items, IntUnaryOperator reached, String what, PrintWriter told) {
        checkedMinutes();
        return () ->
                new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        if (next == items.size()) {
                            return false;
                        }
                        if (next == 0 || !isOver(share)) {
                            return true;
                        }
                        int all = reached.applyAsInt(items.size());
                        leaveOut(all - reached.applyAsInt(next) + " of " + all + " " + what, told);
                        return false;
                    }

                    @Override
                    public T next() {
                        if (next == items.size()) {
                            throw new NoSuchElementException();
                        }
                        return items.get(next++);
                    }
                };
    }

    /** Tells that something is left out for want of time, and keeps it for the report. */
    public void leaveOut(String what, PrintWriter told) {
        String line = "left out: " + what + " (time; --minutes gives more)";
        leftOut.add(line);
        told.println(line);
        told.flush();
    }

    /** What was left out so far, as it was told. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Whether a share of the time is over. */
    public boolean isOver(double share) {
        return secondsGone() >= share * SECONDS_PER_MINUTE * checkedMinutes();
    }

    /** Rounds 0 to count - 1, as many as the share of the time allows, at least one. */
    public Iterable<Integer> rounds(double share, int count, String what, PrintWriter told) {
        return over(share, IntStream.range(0, count).boxed().toList(), what, told);
    }

    private double secondsGone() {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }

    private double checkedMinutes() {
        if (!(minutes > 0)) {
            throw Checks.rejected("minutes", "above 0", minutes);
        }
        return minutes;
    }
}
