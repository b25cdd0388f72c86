package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.onnx.YuNetDetector;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.List;

/** From photographs to crops, and back to the photographs. */
public final class FromPhotographs {
    private FromPhotographs() {}

    // region: explain
    /** Explains two photographs and shows on the first what spoke for and against a match. */
    public static Explanation explain(
            FaceDetector detector, FaceVerifier verifier, Path probe, Path reference, Path target) {
        FaceImage photograph = FaceImage.read(probe);
        FaceImage other = FaceImage.read(reference);
        FaceAligner aligner = FaceAligner.of(verifier.inputSize());
        AlignedFace face = aligner.align(photograph, detector.largest(photograph).landmarks());
        AlignedFace known = aligner.align(other, detector.largest(other).landmarks());
        try (Explainer explainer = Explainer.of(verifier)) {
            Explanation why = explainer.explain(FacePair.of(face.crop(), known.crop()));
            HeatMaps.Style style = HeatMaps.Style.defaults().withPanelSide(840);
            HeatMaps.onPhotograph(photograph, why.probe(), face.toPhotograph(), style)
                    .write(target);
            return why;
        }
    }

    // endregion

    /** A detector from a model file. */
    public static YuNetDetector open(Path model) {
        // region: open
        YuNetDetector detector =
                YuNetDetector.builder(model) // the caller closes it
                        .scoreThreshold(0.7) // lower finds more and mistakes more
                        .longestSide(640) // larger photographs are scaled down to this
                        .open();
        // endregion
        return detector;
    }

    /** Every face of a photograph, the largest first. */
    public static List<AlignedFace> all(FaceDetector detector, FaceImage photograph) {
        // region: all
        List<AlignedFace> faces =
                detector.detect(photograph).stream()
                        .map(face -> FaceAligner.arcFace().align(photograph, face.landmarks()))
                        .toList();
        // endregion
        return faces;
    }

    /** A detector of one's own. */
    public static FaceDetector own(Landmarks known, DetectedFace.Box box) {
        // region: own
        FaceDetector detector = photograph -> List.of(new DetectedFace(box, known, 1.0));
        // endregion
        return detector;
    }

    /** Landmarks in the order that most detectors write. */
    public static AlignedFace byLandmarks(FaceImage photograph) {
        // region: landmarks
        Landmarks landmarks =
                Landmarks.of(
                        147.5, 187.6, // the person's right eye, on the left of the picture
                        201.2, 187.6, // left eye
                        174.0, 222.0, // tip of the nose
                        153.0, 249.0, // right corner of the mouth
                        196.0, 249.0); // left corner
        AlignedFace face = FaceAligner.of(new FaceSize(160, 160)).align(photograph, landmarks);
        // endregion
        return face;
    }

    /** Whether a crop may be compared at all. */
    public static boolean isFit(AlignedFace face) {
        // region: notes
        for (AlignedFace.Note note : face.notes()) {
            System.out.println(note);
        }
        boolean fit =
                !face.has(AlignedFace.Note.Kind.TOO_SMALL)
                        && !face.has(AlignedFace.Note.Kind.POOR_FIT);
        // endregion
        return fit;
    }
}
