package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;

/**
 * A verifier that works by embeddings. The face that stays whole is embedded once, so an
 * explanation of both sides costs 2 N + 2 passes, and masked probes serve any number of references.
 */
public interface FaceEmbedder extends FaceVerifier {
    /**
     * The embeddings of some faces.
     *
     * @param faces one face or more, of {@link #inputSize()}, written in {@link #layout()}
     * @return one vector a face, in their order, all of the same length; as the model gives them,
     *     normalised or not; the caller owns them
     */
    float[][] embed(FaceBatch faces);

    /**
     * The similarity of two embeddings, by default their cosine.
     *
     * <pre>cos(a, b) = sum_d a_d b_d / sqrt(sum_d a_d^2 sum_d b_d^2)</pre>
     *
     * <p>Degenerate case: 0 where either vector has length 0, for it points nowhere. Sums in
     * double.
     *
     * @param a an embedding of a probe
     * @param b an embedding of a reference, as long as {@code a}
     */
    default double similarity(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "embeddings must be of one length, were " + a.length + " and " + b.length);
        }
        double square = dot(a, a) * dot(b, b);
        return square == 0 ? 0 : dot(a, b) / Math.sqrt(square);
    }

    /** Four sums in turn, or each addition would wait for the one before. */
    private static double dot(float[] a, float[] b) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int d = 0;
        for (; d + 3 < a.length; d += 4) {
            sum0 += (double) a[d] * b[d];
            sum1 += (double) a[d + 1] * b[d + 1];
            sum2 += (double) a[d + 2] * b[d + 2];
            sum3 += (double) a[d + 3] * b[d + 3];
        }
        for (; d < a.length; d++) {
            sum0 += (double) a[d] * b[d];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    @Override
    default float[] similarities(FaceBatch probes, FaceImage reference) {
        float[] whole = embed(FaceBatch.of(layout(), reference))[0];
        float[][] embeddings = embed(probes);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) similarity(embeddings[i], whole);
        }
        return scores;
    }

    @Override
    default float[] similarities(FaceImage probe, FaceBatch references) {
        float[] whole = embed(FaceBatch.of(layout(), probe))[0];
        float[][] embeddings = embed(references);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) similarity(whole, embeddings[i]);
        }
        return scores;
    }
}
