package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;

/**
 * A method that CorrRISE is compared with: its own settings, ready to be bound to a verifier.
 *
 * <pre>{@code
 * SaliencyExplainer lime = Lime.defaults().on(verifier);
 * }</pre>
 *
 * <p>Immutable; so are the explainers it makes, which are safe for use by several threads as far as
 * the verifier is. Equal settings and bit-identical scores give bit-identical maps, whatever the
 * batch size and the number of threads. Maps are raw: positive where seeing a pixel raises the
 * similarity, in the unit that the map's scale names; standard errors and significance are empty.
 */
public interface Baseline {
    /** The method on a verifier, with what {@link RunSettings#defaults()} says. */
    default SaliencyExplainer on(FaceVerifier verifier) {
        return on(verifier, RunSettings.defaults());
    }

    /**
     * The method on a verifier.
     *
     * @param verifier whose comparisons are explained; stays the caller's
     * @param run what all methods have in common
     * @throws IllegalArgumentException where the settings do not fit the verifier's input size, or
     *     give fewer than two masks on it
     */
    SaliencyExplainer on(FaceVerifier verifier, RunSettings run);

    /**
     * Masks a side. A pair costs this many passes for each explained side, and one comparison of
     * the whole faces: 2 passes with an embedder, 1 otherwise.
     *
     * @param size height and width of the face
     */
    int maskCount(FaceSize size);

    /**
     * The same method with the sign of its maps turned round. A method without a sign (Sobol, HSIC,
     * the centre prior) then points by its dissimilarity map at the pixels that it finds important.
     */
    default Baseline negated() {
        return new Negated(this);
    }
}
