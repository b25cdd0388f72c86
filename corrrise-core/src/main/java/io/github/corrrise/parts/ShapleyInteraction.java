package io.github.corrrise.parts;

/**
 * Shapley interaction indices of the pairs of parts of one face, from the similarities of all its
 * coalitions.
 *
 * <pre>
 * I_ij = sum over S without i and j of s! (K - s - 2)! / (K - 1)!
 *        (v(S + i + j) - v(S + i) - v(S + j) + v(S))
 * </pre>
 *
 * <p>Source: M. Grabisch, M. Roubens, International Journal of Game Theory 28 (1999), 547-565.
 */
final class ShapleyInteraction {
    /** Scores are rounded to single precision, and up to four of them are summed. */
    private static final double ROUNDING = 1e-6;

    private final double[] valueOf;
    private final double[] weights;

    /**
     * The indices of a face.
     *
     * @param partCount K, at least 2
     * @param valueOf the similarity of each set of visible parts, by its bits; not copied
     */
    ShapleyInteraction(int partCount, double[] valueOf) {
        this.valueOf = valueOf;
        this.weights = new double[partCount - 1];
        double ofSize = 1.0 / (partCount - 1);
        for (int size = 0; size < weights.length; size++) {
            weights[size] = ofSize;
            ofSize *= (size + 1.0) / Math.max(1, partCount - size - 2);
        }
    }

    /** The index of two different parts. */
    double of(int first, int second) {
        int i = 1 << first;
        int j = 1 << second;
        double index = 0;
        for (int set = 0; set < valueOf.length; set++) {
            if ((set & (i | j)) == 0) {
                double gain =
                        valueOf[set | i | j] - valueOf[set | i] - valueOf[set | j] + valueOf[set];
                index += weights[Integer.bitCount(set)] * gain;
            }
        }
        return index;
    }

    /** The largest index that rounded scores of parts which do not act together can have. */
    double rounding() {
        double largest = 0;
        for (double value : valueOf) {
            largest = Math.max(largest, Math.abs(value));
        }
        return ROUNDING * largest;
    }
}
