package io.github.corrrise.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The moments of a stratum of binary masks. Visibility of 0 or 1 equals its powers, so four sums of
 * it serve them all.
 */
final class BinaryMoments implements StratumMoments {
    /** [b][pixel]: sums of z^b, b = 0..3, over the masks that show the pixel. */
    private final double[][] visible;

    /** [b]: sums of z^b, b = 0..4. */
    private final double[] scorePowers;

    private final double perMask;
    private final BitSet varying;

    private BinaryMoments(double[][] visible, double[] scorePowers) {
        this.visible = visible;
        this.scorePowers = scorePowers;
        this.perMask = 1 / scorePowers[0];
        this.varying = new BitSet();
        // Counts of ones are exact in double.
        for (int p = 0; p < visible[0].length; p++) {
            varying.set(p, visible[0][p] > 0 && visible[0][p] < scorePowers[0]);
        }
    }

    /** The moments of each of some strata, from one sweep over the masks. */
    static List<StratumMoments> of(DrawnMasks masks, List<StratumScores> strata) {
        double[][] weights =
                strata.stream()
                        .flatMap(stratum -> Arrays.stream(stratum.weights(masks.maskCount())))
                        .toArray(double[][]::new);
        double[][] sums = masks.visibleSums(weights, ScoreCorrelation.Kernel.HIDDEN_RUNS);
        List<StratumMoments> moments = new ArrayList<>();
        for (int g = 0; g < strata.size(); g++) {
            moments.add(
                    new BinaryMoments(
                            Arrays.copyOfRange(sums, 4 * g, 4 * g + 4), strata.get(g).powerSums()));
        }
        return moments;
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
        return visible[0][pixel];
    }

    /** Each visible mask adds its distance to the mean once. */
    @Override
    public double spread(int pixel) {
        double shown = visible[0][pixel];
        return shown * (1 - shown * perMask);
    }

    @Override
    public double co(int pixel) {
        return visible[1][pixel] - visible[0][pixel] * perMask * scorePowers[1];
    }

    /** Visibility has two deviations: one of the masks that show the pixel, one of the rest. */
    @Override
    public double psiSquare(int pixel, double r, double perSd) {
        double[] all = scorePowers;
        double v0 = visible[0][pixel];
        double v1 = visible[1][pixel];
        double v2 = visible[2][pixel];
        double v3 = visible[3][pixel];
        double mean = v0 * perMask;
        double shown = (1 - mean) * perSd;
        double hidden = -mean * perSd;
        double shown2 = shown * shown;
        double hidden2 = hidden * hidden;
        double m2 = shown2 * v0 + hidden2 * (all[0] - v0);
        double m4 = shown2 * shown2 * v0 + hidden2 * hidden2 * (all[0] - v0);
        double m2z2 = shown2 * v2 + hidden2 * (all[2] - v2);
        double m1z1 = shown * v1 + hidden * (all[1] - v1);
        double m3z1 = shown * shown2 * v1 + hidden * hidden2 * (all[1] - v1);
        double m1z3 = shown * v3 + hidden * (all[3] - v3);
        double psiSum = m1z1 - r / 2 * (m2 + all[2]);
        return m2z2
                - r * (m3z1 + m1z3)
                + r * r / 4 * (m4 + 2 * m2z2 + all[4])
                - psiSum * psiSum * perMask;
    }
}
