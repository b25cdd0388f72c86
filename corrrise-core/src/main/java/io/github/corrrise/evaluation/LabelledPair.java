package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.verify.Truth;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A pair whose truth is known. The faces are loaded when they are needed and not kept, so a set of
 * any size fits into memory.
 *
 * @param name name of the pair in messages, results and files, for example the two file names; no
 *     two pairs of an evaluation share one
 * @param truth whether both faces are of one person
 * @param faces loads the faces; asked once per evaluation. An {@link java.io.UncheckedIOException},
 *     a {@link io.github.corrrise.face.FaceDetector.NoFaceException} or a {@link
 *     io.github.corrrise.face.FaceDetector.SeveralFacesException} says that a face cannot be had
 * @since 0.1.0
 */
public record LabelledPair(String name, Truth truth, Supplier<FacePair> faces) {
    /** Checks that nothing is null. */
    public LabelledPair {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(truth, "truth");
        Objects.requireNonNull(faces, "faces");
    }

    /** A pair that is in memory already. */
    public static LabelledPair of(String name, Truth truth, FacePair faces) {
        Objects.requireNonNull(faces, "faces");
        return new LabelledPair(name, truth, () -> faces);
    }
}
