package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The sums over masks that a map and its standard errors are made of, for one line of scores:
 *
 * <pre>P[g][a][b](p) = sum over masks i of stratum g of (M_i(p) - M_0(p))^a z_i^b</pre>
 *
 * for the ten (a, b) that the fourth moments of a correlation's influence function need. Taken from
 * the first mask, powers are as small as what varies, and so is their rounding. Visibility of
 * binary masks equals its powers, so four sums of it serve them.
 */
final class PixelMoments {
    /** Highest power of the score that goes with visibility to the power a = 1..4. */
    private static final int[] TOP_SCORE_POWER = {0, 3, 2, 1, 0};

    private static final int[][] BINOMIAL = {{1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}, {1, 4, 6, 4, 1}};

    private final StandardScores scores;
    private final boolean binary;

    /** [stratum][a][b][pixel]; binary: a = 1 only. */
    private final double[][][][] sums;

    /** [pixel]: what visibility is taken from; 0 where masks are binary. */
    private final float[] anchor;

    /** [stratum][b]: sums of z^b, b = 0..4. */
    private final double[][] scorePowers;

    /** [stratum]: one over the number of its masks. */
    private final double[] perMember;

    /** [pixel]: visibility varies within some stratum. */
    private final BitSet varying;

    private PixelMoments(
            StandardScores scores,
            boolean binary,
            double[][][][] sums,
            float[] anchor,
            BitSet varying) {
        this.scores = scores;
        this.binary = binary;
        this.sums = sums;
        this.anchor = anchor;
        this.varying = varying;
        this.scorePowers = new double[scores.stratumCount()][5];
        for (int k = 0; k < scores.usedCount(); k++) {
            double power = 1;
            for (int b = 0; b <= 4; b++) {
                scorePowers[scores.stratum(k)][b] += power;
                power *= scores.value(k);
            }
        }
        this.perMember = Arrays.stream(scorePowers).mapToDouble(powers -> 1 / powers[0]).toArray();
    }

    static List<PixelMoments> of(
            DrawnMasks masks, List<StandardScores> lines, CorrelationKernel kernel) {
        List<double[]> weights = new ArrayList<>();
        for (StandardScores line : lines) {
            for (int g = 0; g < line.stratumCount(); g++) {
                for (int b = 0; b <= 3; b++) {
                    weights.add(new double[masks.maskCount()]);
                }
            }
            int first = weights.size() - 4 * line.stratumCount();
            for (int k = 0; k < line.usedCount(); k++) {
                double power = 1;
                for (int b = 0; b <= 3; b++) {
                    weights.get(first + 4 * line.stratum(k) + b)[line.mask(k)] = power;
                    power *= line.value(k);
                }
            }
        }
        double[][] all = weights.toArray(double[][]::new);
        return kernel == CorrelationKernel.HIDDEN_RUNS
                ? binary(masks, lines, all)
                : dense(masks, lines, all, kernel);
    }

    private static List<PixelMoments> binary(
            DrawnMasks masks, List<StandardScores> lines, double[][] weights) {
        double[][] visible = masks.visibleSums(weights, CorrelationKernel.HIDDEN_RUNS);
        List<PixelMoments> moments = new ArrayList<>();
        int next = 0;
        for (StandardScores line : lines) {
            double[][][][] sums = new double[line.stratumCount()][2][4][];
            BitSet varying = new BitSet();
            for (int g = 0; g < line.stratumCount(); g++) {
                int memberCount = line.members(g).length;
                for (int b = 0; b <= 3; b++) {
                    sums[g][1][b] = visible[next++];
                }
                // Counts of ones are exact in double.
                for (int p = 0; p < sums[g][1][0].length; p++) {
                    if (sums[g][1][0][p] > 0 && sums[g][1][0][p] < memberCount) {
                        varying.set(p);
                    }
                }
            }
            float[] anchor = new float[masks.size().pixelCount()];
            moments.add(new PixelMoments(line, true, sums, anchor, varying));
        }
        return moments;
    }

    private static List<PixelMoments> dense(
            DrawnMasks masks,
            List<StandardScores> lines,
            double[][] weights,
            CorrelationKernel kernel) {
        int pixelCount = masks.size().pixelCount();
        double[][][] byPower = new double[5][][];
        double[][][] weightsByPower = new double[5][][];
        for (int a = 1; a <= 4; a++) {
            int top = TOP_SCORE_POWER[a];
            List<double[]> some = new ArrayList<>();
            for (int v = 0; v < weights.length; v++) {
                if (v % 4 <= top) {
                    some.add(weights[v]);
                }
            }
            weightsByPower[a] = some.toArray(double[][]::new);
            byPower[a] = new double[some.size()][pixelCount];
        }
        float[] anchor = new float[pixelCount];
        List<Extremes> extremes = lines.stream().map(line -> new Extremes(line, masks)).toList();
        float[] tile = new float[DenseKernel.TILE_ROWS * pixelCount];
        float[] powered = new float[tile.length];
        masks.overTiles(
                kernel,
                (dense, first, count) -> {
                    int length = count * pixelCount;
                    dense.tile().get(tile, 0, length);
                    extremes.forEach(extreme -> extreme.look(tile, first, count, pixelCount));
                    if (first == 0) {
                        System.arraycopy(tile, 0, anchor, 0, pixelCount);
                    }
                    subtract(tile, anchor, length);
                    System.arraycopy(tile, 0, powered, 0, length);
                    for (int a = 1; a <= 4; a++) {
                        if (a > 1) {
                            multiply(powered, tile, length);
                        }
                        dense.tile().put(powered, 0, length);
                        dense.accumulate(count, weightsByPower[a], first, byPower[a]);
                    }
                });
        List<PixelMoments> moments = new ArrayList<>();
        int stratumBefore = 0;
        for (int line = 0; line < lines.size(); line++) {
            int stratumCount = lines.get(line).stratumCount();
            double[][][][] sums = new double[stratumCount][5][4][];
            for (int g = 0; g < stratumCount; g++) {
                for (int a = 1; a <= 4; a++) {
                    int width = TOP_SCORE_POWER[a] + 1;
                    for (int b = 0; b < width; b++) {
                        sums[g][a][b] = byPower[a][(stratumBefore + g) * width + b];
                    }
                }
            }
            stratumBefore += stratumCount;
            moments.add(
                    new PixelMoments(
                            lines.get(line), false, sums, anchor, extremes.get(line).varying()));
        }
        return moments;
    }

    private static void subtract(float[] rows, float[] anchor, int length) {
        for (int from = 0; from < length; from += anchor.length) {
            for (int p = 0; p < anchor.length; p++) {
                rows[from + p] -= anchor[p];
            }
        }
    }

    private static void multiply(float[] product, float[] factor, int length) {
        for (int j = 0; j < length; j++) {
            product[j] *= factor[j];
        }
    }

    /** The map with standard errors and coverage. */
    SaliencyMap map(FaceSize size) {
        int pixelCount = size.pixelCount();
        float[] values = new float[pixelCount];
        float[] errors = new float[pixelCount];
        float[] coverage = new float[pixelCount];
        BitSet undefined = new BitSet();
        undefined.set(0, pixelCount);
        undefined.andNot(varying);
        double scoreSquare = 0;
        for (double[] powers : scorePowers) {
            scoreSquare += powers[2];
        }
        double perMask = 1.0 / scores.usedCount();
        double perScore = 1 / Math.sqrt(scoreSquare);
        for (int p = 0; p < pixelCount; p++) {
            double visible = 0;
            for (int g = 0; g < sums.length; g++) {
                visible += sums[g][1][0][p] + scorePowers[g][0] * anchor[p];
            }
            coverage[p] = (float) Math.min(1, Math.max(0, visible * perMask));
            double spread = varying.get(p) ? maskSpread(p) : 0;
            if (spread <= 0) {
                // Rounding may leave nothing of the spread of a pixel that varies by a hair.
                undefined.set(p);
            } else if (scoreSquare > 0) {
                double perSpread = 1 / Math.sqrt(spread);
                double value = co(p) * perSpread * perScore;
                values[p] = (float) value;
                errors[p] = (float) standardError(p, value, perSpread);
            }
        }
        return SaliencyMap.of(size, MapScale.CORRELATION, values)
                .withUndefined(undefined)
                .withStandardErrors(errors)
                .withCoverage(coverage);
    }

    /** Largest absolute value of the map of each weighting of the masks. */
    double[] largestMagnitudes(DrawnMasks masks, double[][] weights, CorrelationKernel kernel) {
        double[] scale = shuffleScale();
        if (kernel.takesIndex() && masks.fitsOneIndex()) {
            return masks.index(0).largestMagnitudes(weights, scale);
        }
        double[][] visible = masks.visibleSums(weights, kernel);
        double[] largest = new double[weights.length];
        for (int v = 0; v < largest.length; v++) {
            for (int p = 0; p < scale.length; p++) {
                largest[v] = Math.max(largest[v], Math.abs(visible[v][p] * scale[p]));
            }
        }
        return largest;
    }

    /** 1 / (sqrt(sum of squared visibility deviations) sqrt(N)) per pixel, 0 where undefined. */
    private double[] shuffleScale() {
        double[] scale = new double[sums[0][1][0].length];
        for (int p = varying.nextSetBit(0); p >= 0; p = varying.nextSetBit(p + 1)) {
            double spread = maskSpread(p);
            scale[p] = spread > 0 ? 1 / Math.sqrt(spread * scores.usedCount()) : 0;
        }
        return scale;
    }

    private double maskSpread(int p) {
        double spread = 0;
        for (int g = 0; g < sums.length; g++) {
            // Each visible mask of a binary stratum adds its distance to the mean once.
            double visible = sums[g][1][0][p];
            spread += binary ? visible * (1 - visible * perMember[g]) : central(g, 2, 0, p);
        }
        return spread;
    }

    private double co(int p) {
        double co = 0;
        for (int g = 0; g < sums.length; g++) {
            co += central(g, 1, 1, p);
        }
        return co;
    }

    /** sd(psi) / sqrt(N), psi = z_M z_s - (r / 2)(z_M^2 + z_s^2), its spread within strata. */
    private double standardError(int p, double r, double perSpread) {
        double n = scores.usedCount();
        double perSd = perSpread * Math.sqrt(n);
        double psiSquare = 0;
        for (int g = 0; g < sums.length; g++) {
            psiSquare += binary ? binaryPsiSquare(g, p, r, perSd) : softPsiSquare(g, p, r, perSd);
        }
        // The spread of psi is 0 for a perfect correlation; rounding may put it a hair below.
        return Math.sqrt(Math.max(0, psiSquare)) / n;
    }

    private double softPsiSquare(int g, int p, double r, double perSd) {
        double perSd2 = perSd * perSd;
        double m2 = central(g, 2, 0, p) * perSd2;
        double m1z1 = central(g, 1, 1, p) * perSd;
        double m2z2 = central(g, 2, 2, p) * perSd2;
        double m3z1 = central(g, 3, 1, p) * perSd * perSd2;
        double m1z3 = central(g, 1, 3, p) * perSd;
        double m4 = central(g, 4, 0, p) * perSd2 * perSd2;
        double z2 = scorePowers[g][2];
        double z4 = scorePowers[g][4];
        double psiMean = (m1z1 - r / 2 * (m2 + z2)) / scorePowers[g][0];
        return m2z2
                - r * (m3z1 + m1z3)
                + r * r / 4 * (m4 + 2 * m2z2 + z4)
                - scorePowers[g][0] * psiMean * psiMean;
    }

    /** The same where z_M has two values: one of the masks that show the pixel, one of the rest. */
    private double binaryPsiSquare(int g, int p, double r, double perSd) {
        double[][] visible = sums[g][1];
        double[] all = scorePowers[g];
        double v0 = visible[0][p];
        double v1 = visible[1][p];
        double v2 = visible[2][p];
        double v3 = visible[3][p];
        double mean = v0 * perMember[g];
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
                - psiSum * psiSum * perMember[g];
    }

    /** Sum of (M - m_g)^a z^b over stratum g at pixel p, from the raw sums. */
    private double central(int g, int a, int b, int p) {
        double mean = sums[g][1][0][p] * perMember[g];
        double sum = 0;
        double power = 1;
        for (int j = a; j >= 0; j--) {
            double raw = j == 0 ? scorePowers[g][b] : sums[g][j][b][p];
            sum += BINOMIAL[a][j] * power * raw;
            power *= -mean;
        }
        return sum;
    }

    /** The least and the greatest visibility of each pixel within each stratum. */
    private static final class Extremes {
        private final int[] stratumOfMask;
        private final float[][] least;
        private final float[][] greatest;

        Extremes(StandardScores line, DrawnMasks masks) {
            stratumOfMask = line.stratumOfMask(masks.maskCount());
            int pixelCount = masks.size().pixelCount();
            least = new float[line.stratumCount()][pixelCount];
            greatest = new float[line.stratumCount()][pixelCount];
            for (int g = 0; g < least.length; g++) {
                Arrays.fill(least[g], Float.POSITIVE_INFINITY);
                Arrays.fill(greatest[g], Float.NEGATIVE_INFINITY);
            }
        }

        void look(float[] tile, int first, int count, int pixelCount) {
            for (int i = 0; i < count; i++) {
                int g = stratumOfMask[first + i];
                if (g < 0) {
                    continue;
                }
                for (int p = 0; p < pixelCount; p++) {
                    least[g][p] = Math.min(least[g][p], tile[i * pixelCount + p]);
                    greatest[g][p] = Math.max(greatest[g][p], tile[i * pixelCount + p]);
                }
            }
        }

        BitSet varying() {
            BitSet varying = new BitSet();
            for (int g = 0; g < least.length; g++) {
                for (int p = 0; p < least[g].length; p++) {
                    if (least[g][p] < greatest[g][p]) {
                        varying.set(p);
                    }
                }
            }
            return varying;
        }
    }
}
