package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.digest.Sha256;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/**
 * Scores faces against one another. This is all that a black box must do to be explained; a model
 * that exposes embeddings implements {@link FaceEmbedder} and saves passes.
 *
 * <p>An implementation may be called from several threads at once unless its documentation says
 * otherwise. It reads a batch during the call only and keeps no reference to it. It throws what it
 * likes: whatever is neither an {@link Error} nor a {@link
 * java.util.concurrent.CancellationException}, checked exceptions of other languages included,
 * comes out of an explanation as the cause of a {@link VerifierException}.
 *
 * <p>The contract is published as tests: {@code io.github.corrrise.contract.FaceVerifierContract}.
 *
 * @since 0.1.0
 */
public interface FaceVerifier {
    /** Height and width of the faces it takes; constant over its life. */
    FaceSize inputSize();

    /**
     * Compares every probe with the reference.
     *
     * @param probes one face or more, of {@link #inputSize()}, written in {@link #layout()}
     * @param reference of {@link #inputSize()}
     * @return as many raw similarities as there are probes, in their order; higher means more
     *     alike, for example the cosine in [-1, 1]; NaN where a face cannot be scored, see {@link
     *     FailurePolicy}
     */
    float[] similarities(FaceBatch probes, FaceImage reference);

    /**
     * Compares the probe with every reference. A matcher that tells probe and reference apart
     * overrides this; by default the roles are exchanged.
     *
     * @param probe of {@link #inputSize()}
     * @param references one face or more, of {@link #inputSize()}, written in {@link #layout()}
     * @return as many raw similarities as there are references, in their order
     */
    default float[] similarities(FaceImage probe, FaceBatch references) {
        return similarities(references, probe);
    }

    /** What a {@link FaceBatch} for this verifier is written in; constant over its life. */
    default PixelLayout layout() {
        return PixelLayout.RGB_PLANAR_0_255;
    }

    /**
     * The operating point, if there is one; without it an explanation has no decision. Asked once
     * for each explanation.
     */
    default Optional<Threshold> threshold() {
        return Optional.empty();
    }

    /**
     * What stands in the provenance of an explanation and in messages, for example the name and the
     * digest of a model file. Kept results are known by it: two verifiers that score differently
     * must have different descriptions. The default is the class's simple name, which tells no
     * model from another.
     */
    default String description() {
        return getClass().getSimpleName();
    }

    /**
     * This verifier with every answer checked against the contract: faces of the input size and the
     * layout, as many answers as faces, none of them infinite. On a sample of the calls (those
     * whose number is a power of two, later each 1,024th) two things besides that no single answer
     * shows: that the batch was not written to, by native code, say, and from the 32nd call on that
     * a face gets the same answer alone as in its batch. A model that was exported in training
     * mode, whose normalisation or dropout is still at work, fails there. What is broken is named
     * by a {@link VerifierException}; answers pass through unchanged.
     *
     * <p>Same means: embeddings within 1 % of their length, scores within 5 % of the range of all
     * scores so far, or 1e-4 (relative above 1). That is far more than rounding, and less than such
     * a model does.
     *
     * <p>Cost: a face is scored once more on a sampled call, 2 of 1,002 passes of the first
     * explanation, then one in 16,384; a comparison of lengths on the others. Passes of an
     * explainer are checked in the same way unless it is told otherwise. Closing stays with the
     * verifier itself. As safe for several threads as the verifier is.
     *
     * @return an embedder where this is one; this where it is checked already
     */
    default FaceVerifier checked() {
        return CheckedVerifier.of(this);
    }

    /**
     * What computes the scores and where the operating point comes from, for the record that an
     * explanation keeps; {@link Origin#UNKNOWN} unless overridden. Results are not known by it:
     * what a score depends on belongs into the {@link #description()}.
     */
    default Origin origin() {
        return Origin.UNKNOWN;
    }

    /**
     * Where scores and operating point come from. What is not known is empty; nothing here is about
     * a face.
     *
     * @param modelSha256 the full digest of the model, 64 hexadecimal digits in lower case, see
     *     {@link io.github.corrrise.verify.adapter.ModelFile}
     * @param runtime what computes, with its version, for example {@code ONNX Runtime 1.26.0}
     * @param provider what it computes on, for example {@code CUDA 1}
     * @param thresholdSource where the threshold comes from, in words, for example {@code FMR 0.1 %
     *     on gate 4}
     * @since 0.1.0
     */
    record Origin(
            Optional<String> modelSha256,
            Optional<String> runtime,
            Optional<String> provider,
            Optional<String> thresholdSource) {
        /** Nothing is known. */
        public static final Origin UNKNOWN =
                new Origin(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** Checks the digest's form. */
        public Origin {
            modelSha256.ifPresent(digest -> Sha256.requireHex("modelSha256", digest));
            Objects.requireNonNull(runtime, "runtime");
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(thresholdSource, "thresholdSource");
        }

        /** The same with another source of the threshold. */
        public Origin withThresholdSource(Optional<String> source) {
            return new Origin(modelSha256, runtime, provider, source);
        }
    }

    /**
     * A verifier from a function of two images: one line for a remote or a toy matcher. It is
     * called once per comparison.
     *
     * @param size height and width of the faces it takes
     * @param similarity probe and reference to a raw similarity, 0, NaN, or of a magnitude that a
     *     float holds, in [1.2e-38, 3.4e38]; called from the threads that run the passes, the
     *     caller's alone unless an executor is given
     */
    static FaceVerifier of(FaceSize size, ToDoubleBiFunction<FaceImage, FaceImage> similarity) {
        return new FunctionVerifier(
                "function of two " + size + " faces", size, Optional.empty(), similarity);
    }

    /**
     * A verifier from a function of two images, with a name and an operating point.
     *
     * @param description what stands in the provenance
     * @param size height and width of the faces it takes
     * @param threshold the operating point
     * @param similarity probe and reference to a raw similarity, 0, NaN, or of a magnitude that a
     *     float holds, in [1.2e-38, 3.4e38]; called from the threads that run the passes, the
     *     caller's alone unless an executor is given
     */
    static FaceVerifier of(
            String description,
            FaceSize size,
            Threshold threshold,
            ToDoubleBiFunction<FaceImage, FaceImage> similarity) {
        return new FunctionVerifier(description, size, Optional.of(threshold), similarity);
    }
}
