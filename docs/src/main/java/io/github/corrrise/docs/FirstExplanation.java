package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;

/** One pair of pictures, one model. */
public final class FirstExplanation {
    private FirstExplanation() {}

    /** The example of the README. */
    public static void explain(Path model, Path probe, Path reference) {
        // region: readme
        try (var verifier = OnnxFaceVerifier.builder(model).threshold(0.31).open();
                var explainer = Explainer.of(verifier)) {
            var pair = FacePair.of(FaceImage.read(probe), FaceImage.read(reference));
            var why = explainer.explain(pair);
            System.out.println(why.similarity() + " " + why.decision() + " " + why.probe());
        }
        // endregion
    }

    /** A model that differs from the defaults. */
    public static OnnxFaceVerifier open(Path model) {
        // region: open
        OnnxFaceVerifier verifier =
                OnnxFaceVerifier.builder(model)
                        .preset(ModelPreset.MOBILEFACE) // colour order, mean, deviation, 112 x 112
                        .threshold(0.31) // of your model, on your data
                        .open();
        // endregion
        return verifier;
    }
}
