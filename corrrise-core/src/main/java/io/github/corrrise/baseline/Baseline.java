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
 * batch size and the number of threads, as long as no time budget ends the run. Maps are raw,
 * neither clipped nor rescaled, in the unit that the map's scale names. Those of a method with a
 * sign are positive where seeing a pixel raises the similarity; those of S-RISE, Sobol, HSIC and
 * the controls are not signed in this sense, as their pages say. Standard errors, coverage and
 * significance are empty.
 *
 * @since 0.1.0
 */
public interface Baseline {
    /** Binds the method to a verifier, with {@link RunSettings#defaults()}. */
    default SaliencyExplainer on(FaceVerifier verifier) {
        return on(verifier, RunSettings.defaults());
    }

    /**
     * Binds the method to a verifier. Masks of the caller's own choice ({@link FvRise}, {@link
     * SRise}) are drawn only when a pair is explained; where they do not fit the size, {@code
     * explain} throws the {@link IllegalArgumentException}.
     *
     * @param verifier whose comparisons are explained; stays the caller's
     * @param run fill, seed, sides and passes, the same for all methods
     * @throws IllegalArgumentException where the settings do not fit the verifier's input size, or
     *     give fewer than 2 or more than 1,000,000 masks on it (a control has none)
     */
    SaliencyExplainer on(FaceVerifier verifier, RunSettings run);

    /**
     * How many masks are drawn, the same for each explained side. A pair costs this many passes per
     * side, and one comparison of the whole faces besides: 2 passes with an embedder, 1 otherwise.
     * Budgets and a stop rule may end a run earlier.
     *
     * @param size height and width of the face
     */
    int maskCount(FaceSize size);

    /**
     * The same method with the sign of its maps reversed. A method without a sign (Sobol, HSIC, the
     * centre prior) then points by its dissimilarity map at the pixels that it finds important.
     */
    default Baseline negated() {
        return new Negated(this);
    }
}
