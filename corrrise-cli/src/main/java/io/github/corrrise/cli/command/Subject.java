package io.github.corrrise.cli.command;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceImage;
import java.util.Optional;

/**
 * A face to compare and, where it was found in a photograph, how.
 *
 * @param face the aligned crop
 * @param photograph what it was cut out of
 * @param aligned how
 */
public record Subject(
        FaceImage face, Optional<FaceImage> photograph, Optional<AlignedFace> aligned) {
    /** A face that is a picture of its own. */
    public static Subject ofCrop(FaceImage crop) {
        return new Subject(crop, Optional.empty(), Optional.empty());
    }
}
