package io.github.corrrise.render;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words for every constant that a figure, a report or an index shows. Each switch names all
 * constants and has no default: a new constant does not compile until it has its words here.
 */
final class Words {
    private Words() {}

    /** What ended a run, as in "stopped by the time budget". */
    static String ended(StopReason reason) {
        return switch (reason) {
            case MASK_COUNT -> "all masks asked for";
            case PASS_BUDGET -> "the pass budget";
            case TIME_BUDGET -> "the time budget";
            case STANDARD_ERROR -> "the standard error asked for";
            case RELIABILITY -> "the reliability asked for";
        };
    }

    static String decision(Decision decision) {
        return switch (decision) {
            case MATCH -> "match";
            case NON_MATCH -> "non-match";
        };
    }

    /** The first word of a sentence or a title. */
    static String verdict(Optional<Decision> decision) {
        return decision.map(made -> capitalised(decision(made))).orElse("No decision");
    }

    /** A sign beside the verdict that does not lean on colour and judges nobody. */
    static String mark(Optional<Decision> decision) {
        return decision.map(
                        made ->
                                switch (made) {
                                    case MATCH -> "=";
                                    case NON_MATCH -> "\u2260";
                                })
                .orElse("?");
    }

    /** Where the similarity lies, as in "at or above the threshold". */
    static String place(Decision decision) {
        return switch (decision) {
            case MATCH -> "at or above";
            case NON_MATCH -> "below";
        };
    }

    /** What the decision says of the faces, as in "decides that the faces match". */
    static String predicate(Decision decision) {
        return switch (decision) {
            case MATCH -> "match";
            case NON_MATCH -> "do not match";
        };
    }

    static String truth(Truth truth) {
        return switch (truth) {
            case GENUINE -> "genuine";
            case IMPOSTOR -> "impostor";
        };
    }

    static String persons(Truth truth) {
        return switch (truth) {
            case GENUINE -> "one person";
            case IMPOSTOR -> "two persons";
        };
    }

    /** Whether the decision was right, and which. */
    static String outcome(Decision decision, Truth truth) {
        return outcome(Outcome.of(truth, decision));
    }

    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case TRUE_MATCH -> "true match";
            case FALSE_MATCH -> "false match";
            case TRUE_NON_MATCH -> "true non-match";
            case FALSE_NON_MATCH -> "false non-match";
        };
    }

    /** Width before height, as pictures are told of: "112 \u00d7 96". */
    static String size(FaceSize size) {
        return size.width() + " \u00d7 " + size.height();
    }

    static String side(Side side) {
        return switch (side) {
            case PROBE -> "probe";
            case REFERENCE -> "reference";
        };
    }

    /** What was done to a picture before the verifier saw it. */
    static String origin(FaceOrigin origin) {
        String done =
                origin.conversions().stream()
                        .map(Words::conversion)
                        .collect(Collectors.joining(", "));
        return (done.isEmpty() ? "as given, taken for an aligned crop" : done)
                + (origin.isScaledWithoutAlignment() ? " without alignment" : "")
                + origin.alignment().map(source -> " by " + shortly(source)).orElse("");
    }

    /** What was done to a picture, as in "112 x 112 pixels, scaled to this size". */
    static String conversion(FaceOrigin.Conversion conversion) {
        return switch (conversion) {
            case GREYSCALE_TO_RGB -> "grey copied to red, green and blue";
            case ALPHA_OVER_BLACK -> "transparency composited over black";
            case SIXTEEN_BIT_TO_0_255 -> "16 bits scaled to 8 with fractions";
            case COLOURS_TO_SRGB -> "colours converted to sRGB";
            case DAMAGED_COLOUR_PROFILE_IGNORED -> "read without its damaged colour profile";
            case EXIF_ORIENTATION_0_READ_AS_UPRIGHT -> "EXIF orientation 0 read as upright";
            case EXIF_ORIENTATION_APPLIED -> "turned as its EXIF data says";
            case RESIZED -> "scaled to this size";
            case ALIGNED -> "aligned";
        };
    }

    static String note(AlignedFace.Note note) {
        String measured = Numerals.plain(note.measured());
        return switch (note.kind()) {
            case TOO_SMALL ->
                    "The face is small in the photograph: "
                            + measured
                            + " of its pixels for one of the crop.";
            case STRONG_ROLL ->
                    "The head leans by "
                            + measured
                            + " degrees; it was turned upright, by landmarks that are less sure.";
            case CUT_OFF ->
                    "The photograph ends within the crop: "
                            + Numerals.percent(note.measured())
                            + " of the crop is black.";
            case POOR_FIT ->
                    "The landmarks are not those of a face seen from the front; the crop may be"
                            + " misplaced.";
        };
    }

    /** What something says of itself up to the first comma: a model's file, as a rule. */
    static String shortly(String description) {
        int end = description.indexOf(", ");
        return end < 0 ? description : description.substring(0, end);
    }

    /** With a capital as its first letter, which is of the alphabet. */
    static String capitalised(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
