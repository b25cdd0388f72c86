package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Side;
import java.nio.FloatBuffer;
import java.util.function.IntFunction;

/**
 * Derivatives for one face of a pair, the other face's embedding held. Values of a face are those
 * that the verifier reads, in its layout. For one thread.
 */
final class FaceGradients {
    /** Takes one derivative, in the layout of the face. */
    @FunctionalInterface
    interface Sink {
        void accept(int index, float[] gradient);
    }

    private final MaskedPasses.Whole whole;
    private final PixelLayout layout;
    private final FaceImage face;
    private final UnitVector own;
    private final UnitVector other;
    private final double threshold;
    private final Side side;
    private final RunSettings run;
    private final float[] values;
    private long passCount;

    FaceGradients(
            MaskedPasses.Whole whole,
            PixelLayout layout,
            FaceImage face,
            float[] own,
            float[] other,
            double threshold,
            Side side,
            RunSettings run) {
        this.whole = whole;
        this.layout = layout;
        this.face = face;
        this.own = UnitVector.of(own);
        this.other = UnitVector.of(other);
        this.threshold = threshold;
        this.side = side;
        this.run = run;
        this.values = face.laidOut(layout);
    }

    FaceSize size() {
        return face.size();
    }

    UnitVector own() {
        return own;
    }

    UnitVector other() {
        return other;
    }

    /** The verifier's operating point, 0 where it has none. */
    double threshold() {
        return threshold;
    }

    /** A stream of chance for each side. */
    long streamOf(int index) {
        return 2L * index + (side == Side.PROBE ? 0 : 1);
    }

    long seed() {
        return run.seed();
    }

    /** The face as the verifier reads it; not to be written to. */
    float[] values() {
        return values;
    }

    /** From the darkest to the brightest value of the face, in levels of 0 to 255. */
    double levelRange() {
        float least = 255;
        float most = 0;
        for (float level : face.toPlanes()) {
            least = Math.min(least, level);
            most = Math.max(most, level);
        }
        return (double) most - least;
    }

    /** What stands behind the face where it is hidden, as the verifier reads it. */
    float[] fill() {
        return Fills.of(run.fill()).behind(face).get(0).laidOut(layout);
    }

    /** Images sent through the verifier so far; a derivative counts as one. */
    long passCount() {
        return passCount;
    }

    /** The pixel that a value belongs to, row-major. */
    int pixelOf(int value) {
        return layout.isPlanar() ? value % size().pixelCount() : value / 3;
    }

    /** What one level of 0 to 255 is in a value. */
    double deviationOf(int value) {
        int channel = layout.isPlanar() ? value / size().pixelCount() : value % 3;
        boolean rgb = layout.order() == PixelLayout.ChannelOrder.RGB;
        return layout.deviation(rgb ? channel : 2 - channel);
    }

    /** Derivatives of weighted sums of the face's own embedding, at the face. */
    void atFace(int count, IntFunction<float[]> cotangents, Sink sink) {
        inBatches(
                count,
                i -> values,
                (batch, first) -> {
                    float[][] weights = new float[batch.count()][];
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] = cotangents.apply(first + i);
                    }
                    return weights;
                },
                sink);
    }

    /** Derivatives of the cosine with the other face, at points of the rule's. */
    void ofSimilarity(int count, IntFunction<float[]> points, Sink sink) {
        inBatches(
                count,
                points,
                (batch, first) -> {
                    float[][] embeddings = whole.embed(batch);
                    passCount += embeddings.length;
                    float[][] weights = new float[embeddings.length][];
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] = UnitVector.of(embeddings[i]).cotangent(other.values());
                    }
                    return weights;
                },
                sink);
    }

    @FunctionalInterface
    private interface Weights {
        float[][] of(FaceBatch batch, int first);
    }

    private void inBatches(int count, IntFunction<float[]> points, Weights weights, Sink sink) {
        int most = Math.min(count, run.passes().batchSize());
        FloatBuffer memory = FaceBatch.memory(most, size());
        for (int first = 0; first < count; first += most) {
            int batchSize = Math.min(most, count - first);
            for (int i = 0; i < batchSize; i++) {
                memory.put(i * values.length, points.apply(first + i));
            }
            FaceBatch batch = FaceBatch.over(memory, batchSize, size(), layout);
            float[][] gradients = whole.pullBack(batch, weights.of(batch, first));
            passCount += batchSize;
            for (int i = 0; i < batchSize; i++) {
                sink.accept(first + i, gradients[i]);
            }
        }
    }
}
