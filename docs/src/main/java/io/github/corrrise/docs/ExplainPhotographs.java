package io.github.corrrise.docs;

// region: complete
import io.github.corrrise.Explainer;
import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.onnx.YuNetDetector;
import io.github.corrrise.render.Report;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;

/** Explains why a face model finds two photographs alike or not, and writes a report. */
public final class ExplainPhotographs {
    private ExplainPhotographs() {}

    /** Takes four files: the face model, the detector, the probe and the reference. */
    public static void main(String[] files) {
        Path report = Path.of("report.html");
        try (var verifier =
                        OnnxFaceVerifier.builder(Path.of(files[0]))
                                .preset(ModelPreset.SFACE) // how the model wants its pixels
                                .threshold(0.363) // at or above it the faces match
                                .open();
                var detector = YuNetDetector.builder(Path.of(files[1])).open()) {
            Explanation why =
                    explain(verifier, detector, Path.of(files[2]), Path.of(files[3]), report);
            System.out.println(why);
            System.out.println("written: " + report.toAbsolutePath());
        }
    }

    /** Finds, aligns and explains the face in each photograph. */
    static Explanation explain(
            FaceVerifier verifier, FaceDetector detector, Path probe, Path reference, Path report) {
        FaceImage probePhotograph = FaceImage.read(probe);
        FaceImage referencePhotograph = FaceImage.read(reference);
        FaceAligner aligner = FaceAligner.of(verifier.inputSize());
        AlignedFace probeFace = align(aligner, detector, probePhotograph);
        AlignedFace referenceFace = align(aligner, detector, referencePhotograph);
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .claims()
                        .build()) {
            FacePair pair = FacePair.of(probeFace.crop(), referenceFace.crop());
            Explanation why = explainer.explain(pair);
            Report.of(why)
                    .withNames(probe.getFileName().toString(), reference.getFileName().toString())
                    .withPhotograph(Side.PROBE, probePhotograph, probeFace)
                    .withPhotograph(Side.REFERENCE, referencePhotograph, referenceFace)
                    .write(report);
            return why;
        }
    }

    private static AlignedFace align(
            FaceAligner aligner, FaceDetector detector, FaceImage photograph) {
        return aligner.align(
                photograph, detector.only(photograph).landmarks(), detector.description());
    }
}
// endregion
