package io.github.corrrise.correlation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The moments of a stratum of masks of any visibility, from sums of powers
 *
 * <pre>P[a][b](p) = sum over masks i of (M_i(p) - M_0(p))^a z_i^b</pre>
 *
 * for the ten (a, b) that the fourth moments of a correlation's influence function need. Taken from
 * the first mask, powers are as small as what varies, and so is their rounding.
 */
final class DenseMoments implements StratumMoments {
    /** Highest power of visibility. */
    static final int TOP = 4;

    /** Row of P[a][0], a = 1..4; its other b follow, {@link #scorePowerCount} in all. */
    private static final int[] FIRST_ROW = {-1, 0, 4, 7, 9};

    private static final int[][] BINOMIAL = {{1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}, {1, 4, 6, 4, 1}};

    /** [row of (a, b)][pixel]. */
    private final double[][] sums;

    /** [b]: sums of z^b, b = 0..4. */
    private final double[] scorePowers;

    private final double perMask;

    /** [pixel]: M_0. */
    private final float[] anchor;

    private final BitSet varying;

    /**
     * @param sums [b][pixel] of each a = 1..4, with {@link #scorePowerCount} b each
     * @param scorePowers sums of z^b, b = 0..4
     * @param anchor the visibility that deviations are taken from
     * @param varying pixels whose visibility varies within the stratum
     */
    DenseMoments(List<double[][]> sums, double[] scorePowers, float[] anchor, BitSet varying) {
        this.sums = sums.stream().flatMap(Arrays::stream).toArray(double[][]::new);
        this.scorePowers = scorePowers;
        this.perMask = 1 / scorePowers[0];
        this.anchor = anchor;
        this.varying = varying;
    }

    /** How many powers of the score, from z^0 on, go with visibility to the power a = 1..4. */
    static int scorePowerCount(int a) {
        return TOP + 1 - a;
    }

    @Override
    public BitSet varying() {
        return varying;
    }

    @Override
    public double scoreSquare() {
        return scorePowers[2];
    }

    @Override
    public double visible(int pixel) {
        return sums[0][pixel] + scorePowers[0] * anchor[pixel];
    }

    @Override
    public double spread(int pixel) {
        return central(2, 0, pixel);
    }

    @Override
    public double co(int pixel) {
        return central(1, 1, pixel);
    }

    @Override
    public double psiSquare(int pixel, double r, double perSd) {
        double perSd2 = perSd * perSd;
        double m2 = central(2, 0, pixel) * perSd2;
        double m1z1 = central(1, 1, pixel) * perSd;
        double m2z2 = central(2, 2, pixel) * perSd2;
        double m3z1 = central(3, 1, pixel) * perSd * perSd2;
        double m1z3 = central(1, 3, pixel) * perSd;
        double m4 = central(4, 0, pixel) * perSd2 * perSd2;
        double z2 = scorePowers[2];
        double z4 = scorePowers[4];
        double psiMean = (m1z1 - r / 2 * (m2 + z2)) / scorePowers[0];
        return m2z2
                - r * (m3z1 + m1z3)
                + r * r / 4 * (m4 + 2 * m2z2 + z4)
                - scorePowers[0] * psiMean * psiMean;
    }

    /** Sum of M^a z^b, M taken from its mean, out of the sums that are taken from the anchor. */
    private double central(int a, int b, int pixel) {
        double mean = sums[0][pixel] * perMask;
        double sum = 0;
        double power = 1;
        for (int j = a; j >= 0; j--) {
            double raw = j == 0 ? scorePowers[b] : sums[FIRST_ROW[j] + b][pixel];
            sum += BINOMIAL[a][j] * power * raw;
            power *= -mean;
        }
        return sum;
    }
}
