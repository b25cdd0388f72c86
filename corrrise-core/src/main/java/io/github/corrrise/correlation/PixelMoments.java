package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The moments that a map and its standard errors are made of, for one line of scores: those of its
 * strata, added.
 */
final class PixelMoments {
    private final int usedCount;
    private final List<StratumMoments> strata;

    /** [pixel]: visibility varies within some stratum. */
    private final BitSet varying;

    private PixelMoments(int usedCount, List<StratumMoments> strata) {
        this.usedCount = usedCount;
        this.strata = List.copyOf(strata);
        this.varying = new BitSet();
        strata.forEach(stratum -> varying.or(stratum.varying()));
    }

    /** The moments of each line, from one sweep over the masks. */
    static List<PixelMoments> of(
            DrawnMasks masks, List<StandardScores> lines, ScoreCorrelation.Kernel kernel) {
        List<StratumScores> strata =
                lines.stream().flatMap(line -> StratumScores.of(line).stream()).toList();
        List<StratumMoments> moments =
                kernel == ScoreCorrelation.Kernel.HIDDEN_RUNS
                        ? BinaryMoments.of(masks, strata)
                        : DenseSweep.of(masks, strata, kernel);
        List<PixelMoments> ofLines = new ArrayList<>();
        int first = 0;
        for (StandardScores line : lines) {
            int end = first + line.stratumCount();
            ofLines.add(new PixelMoments(line.usedCount(), moments.subList(first, end)));
            first = end;
        }
        return ofLines;
    }

    /** The map with standard errors and coverage. */
    SaliencyMap map(FaceSize size) {
        int pixelCount = size.pixelCount();
        float[] errors = new float[pixelCount];
        float[] coverage = new float[pixelCount];
        SaliencyMap bare = bareMap(size, errors);
        double perMask = 1.0 / usedCount;
        for (int p = 0; p < pixelCount; p++) {
            coverage[p] = (float) Math.min(1, Math.max(0, visible(p) * perMask));
        }
        return bare.withStandardErrors(errors).withCoverage(coverage);
    }

    /** The values alone. */
    SaliencyMap bareMap(FaceSize size) {
        return bareMap(size, new float[0]);
    }

    /**
     * @param errors where to write the standard errors, or none
     */
    private SaliencyMap bareMap(FaceSize size, float[] errors) {
        float[] values = new float[size.pixelCount()];
        BitSet undefined = new BitSet();
        double scoreSquare = scoreSquare();
        double perScore = 1 / Math.sqrt(scoreSquare);
        for (int p = 0; p < values.length; p++) {
            double spread = spread(p);
            if (spread <= 0) {
                undefined.set(p);
            } else if (scoreSquare > 0) {
                double perSpread = 1 / Math.sqrt(spread);
                double value = co(p) * perSpread * perScore;
                values[p] = (float) value;
                if (errors.length > 0) {
                    errors[p] = (float) standardError(p, value, perSpread);
                }
            }
        }
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values).withUndefined(undefined);
    }

    /** Largest absolute value of the map of each weighting of the masks. */
    double[] largestMagnitudes(
            DrawnMasks masks, double[][] weights, ScoreCorrelation.Kernel kernel) {
        double[] scale = shuffleScale(masks.size().pixelCount());
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
    private double[] shuffleScale(int pixelCount) {
        double[] scale = new double[pixelCount];
        for (int p = 0; p < pixelCount; p++) {
            double spread = spread(p);
            scale[p] = spread > 0 ? 1 / Math.sqrt(spread * usedCount) : 0;
        }
        return scale;
    }

    private double scoreSquare() {
        double square = 0;
        // Not the sum of a stream, which rounds otherwise.
        for (StratumMoments stratum : strata) {
            square += stratum.scoreSquare();
        }
        return square;
    }

    private double visible(int pixel) {
        double visible = 0;
        for (StratumMoments stratum : strata) {
            visible += stratum.visible(pixel);
        }
        return visible;
    }

    /**
     * Sum of squared visibility deviations: 0 where visibility never varies. Rounding may leave
     * nothing of a pixel that varies by a hair, or less.
     */
    private double spread(int pixel) {
        double spread = 0;
        if (varying.get(pixel)) {
            for (StratumMoments stratum : strata) {
                spread += stratum.spread(pixel);
            }
        }
        return spread;
    }

    private double co(int pixel) {
        double co = 0;
        for (StratumMoments stratum : strata) {
            co += stratum.co(pixel);
        }
        return co;
    }

    /** sd(psi) / sqrt(N), psi = z_M z_s - (r / 2)(z_M^2 + z_s^2), its spread within strata. */
    private double standardError(int pixel, double r, double perSpread) {
        double n = usedCount;
        double perSd = perSpread * Math.sqrt(n);
        double psiSquare = 0;
        for (StratumMoments stratum : strata) {
            psiSquare += stratum.psiSquare(pixel, r, perSd);
        }
        // The spread of psi is 0 for a perfect correlation; rounding may put it a hair below.
        return Math.sqrt(Math.max(0, psiSquare)) / n;
    }
}
