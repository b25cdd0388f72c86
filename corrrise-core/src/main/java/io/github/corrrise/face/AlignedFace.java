package io.github.corrrise.face;

import java.util.List;
import java.util.Objects;

/**
 * A face cut out of a photograph so that eyes, nose and mouth stand where a model expects them, and
 * the way back.
 *
 * @param crop what a verifier is shown
 * @param landmarks by which it was aligned, in the photograph
 * @param toCrop from places of the photograph to places of the crop
 * @param notes what makes the crop less trustworthy; empty where nothing does
 * @since 0.1.0
 */
public record AlignedFace(
        FaceImage crop,
        Landmarks landmarks,
        SimilarityTransform toCrop,
        List<AlignmentNote> notes) {
    /** Checks that nothing is null and copies the list. */
    public AlignedFace {
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(landmarks, "landmarks");
        Objects.requireNonNull(toCrop, "toCrop");
        notes = List.copyOf(notes);
    }

    /** From places of the crop to places of the photograph. */
    public SimilarityTransform toPhotograph() {
        return toCrop.inverse();
    }

    /** Whether something of this kind was noted. */
    public boolean has(AlignmentNote.Kind kind) {
        return notes.stream().anyMatch(note -> note.kind() == kind);
    }

    /** The crop's shape and the notes; neither pixels nor places. */
    @Override
    public String toString() {
        return "AlignedFace[" + crop.size() + ", " + notes + "]";
    }
}
