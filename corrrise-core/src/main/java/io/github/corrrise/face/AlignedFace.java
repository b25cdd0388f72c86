package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Locale;
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
        FaceImage crop, Landmarks landmarks, SimilarityTransform toCrop, List<Note> notes) {
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
    public boolean has(Note.Kind kind) {
        return notes.stream().anyMatch(note -> note.kind() == kind);
    }

    /** The crop's shape and the notes; neither pixels nor places. */
    @Override
    public String toString() {
        return "AlignedFace[" + crop.size() + ", " + notes + "]";
    }

    /**
     * Something about an aligned face that makes scores and maps of it less trustworthy.
     *
     * @param kind what it is
     * @param measured the value found, in the unit that the kind states, finite
     * @param limit the value up to or from which nothing would be noted, finite
     * @since 0.1.0
     */
    public record Note(Kind kind, double measured, double limit) {
        /** What can be noted. */
        public enum Kind {
            /**
             * The crop has more pixels than the face in the photograph. Measured: pixels of the
             * photograph for one of the crop, below the limit.
             */
            TOO_SMALL("pixels of the photograph for one of the crop must be at least"),
            /**
             * The head leans to a side. Measured: degrees from upright, either way, above the
             * limit. Alignment turns it upright, but detectors place landmarks worse there.
             */
            STRONG_ROLL("degrees that the head leans must be at most"),
            /**
             * The crop reaches beyond the photograph and is black there. Measured: the share of its
             * area, above the limit.
             */
            CUT_OFF("share of the crop beyond the photograph must be at most"),
            /**
             * The landmarks are not arranged as in a face seen from the front: a head turned far to
             * a side, or landmarks that are wrong, sides exchanged for example. Measured: the root
             * mean square distance from the template after alignment, as a share of the template's
             * distance between the eyes, above the limit.
             */
            POOR_FIT("distance of the landmarks from the template must be at most");

            private final String wanted;

            Kind(String wanted) {
                this.wanted = wanted;
            }
        }

        /** Checks the components. */
        public Note {
            Objects.requireNonNull(kind, "kind");
            Checks.finite(measured, "measured");
            Checks.finite(limit, "limit");
        }

        /**
         * For example {@code STRONG_ROLL: degrees that the head leans must be at most 20.00, was
         * 41.27}.
         */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s: %s %.2f, was %.2f", kind, kind.wanted, limit, measured);
        }
    }
}
