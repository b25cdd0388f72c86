package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.SafeName;
import io.github.corrrise.internal.check.SharedRows;

/**
 * A verifier that works by embeddings. The face that stays whole is embedded once, so an
 * explanation of both sides costs 2 N + 2 passes, and masked probes serve any number of references.
 *
 * @since 0.1.0
 */
public interface FaceEmbedder extends FaceVerifier {
    /**
     * The embeddings of some faces.
     *
     * @param faces one face or more, of {@link #inputSize()}, written in {@link #layout()}
     * @return one vector per face, in their order, all of the same length, at least 1; as the model
     *     gives them, normalised or not. The caller owns them: each is an array of its own, which
     *     no later call writes to
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
     * @param a an embedding of a probe; not to be written to
     * @param b an embedding of a reference, as long as {@code a}; not to be written to
     */
    default double similarity(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "embeddings must be of one length, were " + a.length + " and " + b.length);
        }
        // One reading of both vectors; two sums in turn, or each addition would wait for the last.
        double product0 = 0;
        double product1 = 0;
        double squareA0 = 0;
        double squareA1 = 0;
        double squareB0 = 0;
        double squareB1 = 0;
        int d = 0;
        for (; d + 1 < a.length; d += 2) {
            double a0 = a[d];
            double a1 = a[d + 1];
            double b0 = b[d];
            double b1 = b[d + 1];
            product0 += a0 * b0;
            product1 += a1 * b1;
            squareA0 += a0 * a0;
            squareA1 += a1 * a1;
            squareB0 += b0 * b0;
            squareB1 += b1 * b1;
        }
        if (d < a.length) {
            product0 += (double) a[d] * b[d];
            squareA0 += (double) a[d] * a[d];
            squareB0 += (double) b[d] * b[d];
        }
        double square = (squareA0 + squareA1) * (squareB0 + squareB1);
        return square == 0 ? 0 : (product0 + product1) / Math.sqrt(square);
    }

    @Override
    default FaceEmbedder checked() {
        return CheckedVerifier.of(this);
    }

    @Override
    default float[] similarities(FaceBatch probes, FaceImage reference) {
        float[] whole = embed(FaceBatch.of(layout(), reference))[0].clone();
        float[][] embeddings = rows(probes);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) similarity(embeddings[i], whole);
        }
        return scores;
    }

    @Override
    default float[] similarities(FaceImage probe, FaceBatch references) {
        float[] whole = embed(FaceBatch.of(layout(), probe))[0].clone();
        float[][] embeddings = rows(references);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) similarity(whole, embeddings[i]);
        }
        return scores;
    }

    /** The embeddings of a batch; refuses one array for faces that differ. */
    private float[][] rows(FaceBatch faces) {
        float[][] embeddings = embed(faces);
        SharedRows.find(embeddings, (i, j) -> !faces.sameFace(i, j))
                .ifPresent(
                        two -> {
                            throw new VerifierException(
                                    SafeName.of(this, this::description)
                                            + " must give an array per face, gave one for faces "
                                            + two.first()
                                            + " and "
                                            + two.second());
                        });
        return embeddings;
    }
}
