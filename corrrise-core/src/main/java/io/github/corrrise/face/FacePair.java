package io.github.corrrise.face;

import java.util.Objects;

/**
 * The two faces of one comparison. Both must have the input size of the verifier that is asked;
 * they are never resized silently ({@link FaceImage#resizedTo} does it on request).
 *
 * @param probe the new sample
 * @param reference the enrolled sample
 * @since 0.1.0
 */
public record FacePair(FaceImage probe, FaceImage reference) {
    /** Checks that neither face is null. */
    public FacePair {
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(reference, "reference");
    }

    /** The comparison of {@code probe} with {@code reference}. */
    public static FacePair of(FaceImage probe, FaceImage reference) {
        return new FacePair(probe, reference);
    }

    /** The same comparison with the roles exchanged. */
    public FacePair swapped() {
        return new FacePair(reference, probe);
    }
}
