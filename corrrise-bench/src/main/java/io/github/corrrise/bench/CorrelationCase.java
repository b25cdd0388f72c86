package io.github.corrrise.bench;

import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Masks on a face of 112 x 112 and scores that some pixels drive: what the benchmarks correlate,
 * and the textbook double loop as their rival.
 */
final class CorrelationCase {
    private static final FaceSize SIZE = FaceSize.ARCFACE;
    private static final long SEED = 7;

    private final MaskBatch masks;
    private final MaskScores scores;

    /** [mask x pixels + pixel]: visibility; empty until a rival asks for it. */
    private float[] matrix = new float[0];

    /** The matrix as whole numbers: their sums are vectorised, those of floats wait in line. */
    private int[] bits = new int[0];

    private final MaskCache cache = MaskCache.ofQuarterHeap();

    /** That of the published masks. */
    CorrelationCase(int maskCount) {
        this(PatchMasks.published(), maskCount);
    }

    CorrelationCase(MaskGenerator generator, int maskCount) {
        MaskBatch all = generator.generate(0, maskCount, SIZE, SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] line = new double[maskCount];
        for (int i = 0; i < maskCount; i++) {
            line[i] = all.at(i, 40, 40) - 0.5 * all.at(i, 80, 60) + 0.3 * random.nextDouble();
        }
        this.scores = MaskScores.of(generator, SIZE, SEED, line);
        this.masks = all;
    }

    private void fillMatrix() {
        if (matrix.length == 0) {
            FloatBuffer dense = FloatBuffer.allocate(masks.count() * SIZE.pixelCount());
            for (int i = 0; i < masks.count(); i++) {
                masks.writeVisibility(i, dense);
            }
            matrix = dense.array();
            bits = new int[matrix.length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(matrix[i]));
        }
    }

    /** One map, errors and coverage included. */
    SaliencyMap map(ScoreCorrelation.Kernel kernel) {
        return ScoreCorrelation.defaults()
                .withKernel(kernel)
                .withoutSignificance()
                .maps(scores)
                .get(0);
    }

    /** The same with its significance: 64 shuffles, beside those that are shared and kept. */
    SaliencyMap mapWithSignificance(ScoreCorrelation.Kernel kernel) {
        return ScoreCorrelation.defaults().withKernel(kernel).maps(scores, cache).get(0);
    }

    /** The textbook: pixel by pixel, mask by mask, over a matrix that is there already. */
    float[] textbook() {
        fillMatrix();
        double[] line = scores.line(0);
        double scoreMean = 0;
        for (double score : line) {
            scoreMean += score / line.length;
        }
        float[] map = new float[SIZE.pixelCount()];
        for (int p = 0; p < map.length; p++) {
            double maskMean = 0;
            for (int i = 0; i < line.length; i++) {
                maskMean += (double) matrix[i * map.length + p] / line.length;
            }
            double co = 0;
            double maskSpread = 0;
            double scoreSpread = 0;
            for (int i = 0; i < line.length; i++) {
                double maskDelta = matrix[i * map.length + p] - maskMean;
                double scoreDelta = line[i] - scoreMean;
                co += maskDelta * scoreDelta;
                maskSpread += maskDelta * maskDelta;
                scoreSpread += scoreDelta * scoreDelta;
            }
            map[p] = maskSpread == 0 ? 0f : (float) (co / Math.sqrt(maskSpread * scoreSpread));
        }
        return map;
    }

    /** The floor of any dense kernel: every mask value read once. */
    int floor() {
        fillMatrix();
        int sum = 0;
        for (int value : bits) {
            sum += value;
        }
        return sum;
    }
}
