package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.verify.FaceVerifier;

/**
 * Explains one comparison: CorrRISE and every method it is compared with are one of these. An
 * explainer is bound to a verifier when it is made; it is safe for use by several threads unless it
 * says otherwise.
 *
 * <p>The contract is published as tests: {@code
 * io.github.corrrise.contract.SaliencyExplainerContract}.
 *
 * @since 0.1.0
 */
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
     * The verifier whose comparisons are explained. Evaluations and games score masked and altered
     * faces by it. It stays its owner's.
     */
    FaceVerifier verifier();

    /**
     * What tells its maps from those of another explainer: the method with its settings and seed,
     * for example. An evaluation that is continued is refused where this has changed.
     */
    default String description() {
        return getClass().getSimpleName();
    }

    /**
     * An explainer that also tells why a probe is more like one face than another.
     *
     * @since 0.1.0
     */
    interface Contrasting extends SaliencyExplainer {
        /**
         * Explains the difference of two similarities of one probe.
         *
         * @param probe of the verifier's input size
         * @param mate the face that is asked about, of the verifier's input size
         * @param other the face that it is held against, another picture than the mate
         * @throws IllegalArgumentException where a face has another size, or mate and other are the
         *     same picture
         * @throws io.github.corrrise.verify.VerifierException where the verifier fails
         * @throws java.util.concurrent.CancellationException where the run was cancelled
         */
        Contrast explain(FaceImage probe, FaceImage mate, FaceImage other);
    }
}
