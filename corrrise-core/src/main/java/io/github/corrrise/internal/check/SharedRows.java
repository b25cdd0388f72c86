package io.github.corrrise.internal.check;

import java.util.IdentityHashMap;
import java.util.Optional;

/** Finds rows of a two-dimensional array that are one and the same array. */
public final class SharedRows {
    private SharedRows() {}

    /**
     * Two places of one array.
     *
     * @param first the lower index
     * @param second the higher index
     */
    public record Two(int first, int second) {}

    /**
     * Whether two rows must be different arrays. That they need not be is an equivalence relation,
     * as is equality of faces.
     */
    @FunctionalInterface
    public interface Distinct {
        /** True where the rows at these places must be different arrays. */
        boolean test(int first, int second);
    }

    /**
     * Finds two places that share an array and must not; empty where there are none. Each place is
     * tested against the first place of its array.
     */
    public static Optional<Two> find(float[][] rows, Distinct distinct) {
        IdentityHashMap<float[], Integer> places = new IdentityHashMap<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            Integer before = places.putIfAbsent(rows[i], i);
            if (before != null && distinct.test(before, i)) {
                return Optional.of(new Two(before, i));
            }
        }
        return Optional.empty();
    }
}
