package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;

/**
 * An embedder whose engine gives derivatives: what white-box methods need besides scores.
 *
 * <p>The contract is published as tests: {@code
 * io.github.corrrise.contract.DifferentiableEmbedderContract}.
 *
 * @since 0.1.0
 */
public interface DifferentiableEmbedder extends FaceEmbedder {
    /**
     * The derivative of a weighted sum of each face's embedding with respect to the face: a
     * vector-Jacobian product per face.
     *
     * <pre>g_i(v) = sum_d c_i(d) &part;e_i(d) / &part;x_i(v)</pre>
     *
     * <p>x_i(v) is value v of face i as it stands in the batch, normalised by {@link #layout()}: a
     * derivative with respect to a pixel in [0, 255] is g_i(v) divided by the layout's deviation of
     * its colour. e_i is what {@link #embed} gives for the face and c_i its cotangent. Linear in
     * the cotangents; a face depends on its own cotangent only. Where a model has a kink, as at the
     * zero of a rectifier, the engine's one-sided derivative.
     *
     * <p>Cost: with an engine of reverse mode that of three to four passes per face, whatever the
     * length of an embedding.
     *
     * @param faces one face or more, of {@link #inputSize()}, written in {@link #layout()}; faces
     *     may repeat
     * @param cotangents c: one per face, in their order, each finite and as long as an embedding;
     *     not to be written to
     * @return g: one per face, in their order, each of {@link FaceBatch#faceLength()} values in the
     *     order of the batch; all finite. The caller owns them: each is an array of its own, which
     *     no later call writes to
     * @throws IllegalArgumentException where the faces have another size or layout, or the
     *     cotangents another number or length
     */
    float[][] pullBack(FaceBatch faces, float[][] cotangents);
}
