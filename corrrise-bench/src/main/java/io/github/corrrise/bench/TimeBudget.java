package io.github.corrrise.bench;

import io.github.corrrise.internal.check.Checks;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * How long a figure may take. It is asked before each further pair or round; what is left out then
 * is told, so that a figure over fewer pairs is not taken for one over all.
 */
final class TimeBudget {
    private static final double SECONDS_PER_MINUTE = 60;

    private final InstantSource clock;
    private final Instant start;

    @Option(
            names = "--minutes",
            defaultValue = "2",
            description =
                    "Begin no further pair or round after this time; what is left out is told;"
                            + " default ${DEFAULT-VALUE}.")
    private double minutes = 2;

    /** By the machine's clock, from now on. */
    TimeBudget() {
        this(InstantSource.system(), 2);
    }

    TimeBudget(InstantSource clock, double minutes) {
        this.clock = clock;
        this.start = clock.instant();
        this.minutes = minutes;
    }

    /** The argument that gives another command a share of this time. */
    List<String> arguments(double share) {
        return List.of("--minutes", Double.toString(share * checkedMinutes()));
    }

    /**
     * The first items, as many as the time allows, at least one.
     *
     * @param what they are, in the plural
     * @param told where to tell how many were left out
     */
    <T> Iterable<T> over(List<T> items, String what, PrintWriter told) {
        return over(1, items, what, told);
    }

    /** The same, of a share of the time. */
    <T> Iterable<T> over(double share, List<T> items, String what, PrintWriter told) {
        double seconds = share * SECONDS_PER_MINUTE * checkedMinutes();
        return () ->
                new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        if (next == items.size()) {
                            return false;
                        }
                        if (next == 0 || secondsGone() < seconds) {
                            return true;
                        }
                        told.println(
                                "left out: "
                                        + (items.size() - next)
                                        + " of "
                                        + items.size()
                                        + " "
                                        + what
                                        + " (time; --minutes gives more)");
                        told.flush();
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

    /** Rounds 0 to count - 1, as many as the share of the time allows, at least one. */
    Iterable<Integer> rounds(double share, int count, String what, PrintWriter told) {
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
