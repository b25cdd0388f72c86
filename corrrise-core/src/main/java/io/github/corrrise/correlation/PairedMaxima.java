package io.github.corrrise.correlation;

import java.util.Arrays;

/**
 * The distribution of maxima T of which few are known, with the help of others, U, of which many
 * are: the first of U belong to T one by one, by the same permutations.
 *
 * <pre>
 * T_k = mean T + b (U_k - mean U) + e_k        k = 1..n, least squares
 * T   ~ mean T + b (U_i - mean U) + c e_k      all pairs (i, k), c^2 = (n + 1) / (n - 2)</pre>
 *
 * <p>b U carries what chance does anywhere, known well from many shuffles, the residuals what is
 * peculiar to the scores at hand: where the two agree closely the result is as steady as U is,
 * where they have nothing in common it is that of T alone. c makes up for the two parameters and
 * for the error of the means, as in the prediction of one more value.
 *
 * <p>Source: control variates, here for a quantile instead of a mean. Cost: O(n log N) for each of
 * {@value #HALVINGS} halvings.
 */
final class PairedMaxima {
    /** Correlation below which the others are of no help and n alone are too few. */
    private static final double LEAST_CORRELATION = 0.5;

    /** Leaves a millionth of the range of the values. */
    private static final int HALVINGS = 20;

    private final double correlation;
    private final double[] explained;
    private final double[] residuals;

    /**
     * Maxima to be paired.
     *
     * @param own T, at least 3
     * @param others U, at least as many; the first belong to {@code own}
     */
    PairedMaxima(double[] own, double[] others) {
        int n = own.length;
        double ownMean = mean(own);
        double pairedMean = mean(Arrays.copyOf(others, n));
        double ownSquare = 0;
        double pairedSquare = 0;
        double product = 0;
        for (int k = 0; k < n; k++) {
            double t = own[k] - ownMean;
            double u = others[k] - pairedMean;
            ownSquare += t * t;
            pairedSquare += u * u;
            product += t * u;
        }
        boolean vary = ownSquare > 0 && pairedSquare > 0;
        this.correlation = vary ? product / Math.sqrt(ownSquare * pairedSquare) : 0;
        double slope = vary ? product / pairedSquare : 0;
        double factor = Math.sqrt((n + 1.0) / (n - 2.0));
        this.residuals = new double[n];
        for (int k = 0; k < n; k++) {
            residuals[k] = factor * (own[k] - ownMean - slope * (others[k] - pairedMean));
        }
        this.explained =
                Arrays.stream(others).map(u -> ownMean + slope * (u - pairedMean)).toArray();
        Arrays.sort(residuals);
        Arrays.sort(explained);
    }

    /** Whether the others say anything about the few. */
    boolean areAlike() {
        return correlation >= LEAST_CORRELATION;
    }

    /** What T stays under with this probability; at least 0. */
    double quantile(double probability) {
        double low = explained[0] + residuals[0];
        double high = explained[explained.length - 1] + residuals[residuals.length - 1];
        double most = probability * explained.length * residuals.length;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            if (pairsUnder(middle) > most) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.max(0, high);
    }

    /** Pairs whose sum is below a value; one walk, since both are sorted. */
    private long pairsUnder(double value) {
        long count = 0;
        int end = explained.length;
        for (double residual : residuals) {
            while (end > 0 && explained[end - 1] + residual >= value) {
                end--;
            }
            count += end;
        }
        return count;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}
