package io.github.corrrise.saliency;

import io.github.corrrise.face.FacePair;

/**
 * Explains one comparison: CorrRISE and every method it is compared with are one of these. An
 * explainer is bound to a verifier when it is made; it is safe for use by several threads unless it
 * says otherwise.
 *
 * <p>The contract is published as tests: {@code
 * io.github.corrrise.contract.SaliencyExplainerContract}.
 */
@FunctionalInterface
public interface SaliencyExplainer {
    /**
     * Explains why the verifier gave this pair its similarity.
     *
     * @param pair two faces of the verifier's input size
     * @return maps of the probe and, where the method makes one, of the reference
     * @throws IllegalArgumentException where a face has another size than the verifier takes
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled
     */
    Explanation explain(FacePair pair);

    /**
     * What tells its maps from those of another explainer: the method with its settings and seed,
     * for example. An evaluation that is taken up again is refused where this has changed.
     */
    default String description() {
        return getClass().getSimpleName();
    }
}
