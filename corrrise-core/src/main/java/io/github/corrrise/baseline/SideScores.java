package io.github.corrrise.baseline;

import io.github.corrrise.correlation.DrawnMasks;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** One line of scores as the rules of methods read it: losses, weights and sums over its masks. */
final class SideScores {
    private final DrawnMasks masks;
    private final FaceSize size;
    private final long seed;
    private final double whole;
    private final double[] scores;

    /**
     * The scores of one line.
     *
     * @param designCount masks of the method's design: those that were not run have no score
     */
    SideScores(MaskedPasses.Result result, MaskScores.Line line, int designCount) {
        MaskScores all = result.scores();
        this.masks = DrawnMasks.of(all);
        this.size = all.size();
        this.seed = all.seed();
        this.whole = result.similarity(line);
        this.scores = Arrays.copyOf(all.line(all.indexOf(line)), designCount);
        Arrays.fill(scores, all.maskCount(), designCount, Double.NaN);
    }

    FaceSize size() {
        return size;
    }

    long seed() {
        return seed;
    }

    /** Similarity of the whole faces. */
    double whole() {
        return whole;
    }

    int maskCount() {
        return scores.length;
    }

    /** Similarity under a mask; NaN where there is none. */
    double score(int mask) {
        return scores[mask];
    }

    /** Similarity of the whole faces less that under a mask; NaN where the mask has no score. */
    double loss(int mask) {
        return whole - scores[mask];
    }

    boolean isScored(int mask) {
        return !Double.isNaN(scores[mask]);
    }

    /** The masks that have a score, ascending. */
    int[] scored() {
        return IntStream.range(0, scores.length).filter(this::isScored).toArray();
    }

    /** One weight per mask; 0 for those without a score. */
    double[] weights(IntToDoubleFunction ofMask) {
        double[] weights = new double[scores.length];
        Arrays.setAll(weights, mask -> isScored(mask) ? ofMask.applyAsDouble(mask) : 0);
        return weights;
    }

    /**
     * Weighted sums of visibility, [vector][pixel]. Draws all masks again.
     *
     * @param weights vectors of one weight per mask
     */
    double[][] visibleSums(double[]... weights) {
        return masks.visibleSums(weights);
    }

    /** Weighted sums of what is hidden, 1 less visibility, [vector][pixel]. */
    double[][] hiddenSums(double[]... weights) {
        double[][] sums = visibleSums(weights);
        for (int vector = 0; vector < sums.length; vector++) {
            double total = Arrays.stream(weights[vector]).sum();
            for (int pixel = 0; pixel < sums[vector].length; pixel++) {
                sums[vector][pixel] = total - sums[vector][pixel];
            }
        }
        return sums;
    }
}
