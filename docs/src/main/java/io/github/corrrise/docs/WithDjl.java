package io.github.corrrise.docs;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.util.ProgressBar;
import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.djl.DjlImages;
import io.github.corrrise.djl.DjlProgress;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;

/** Explanations by whatever engine of the Deep Java Library an application has. */
public final class WithDjl {
    private WithDjl() {}

    /** The example of the README: a model in a file, TorchScript for example. */
    public static Explanation explain(Path model, FacePair pair) {
        // region: criteria
        var criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(model) // TorchScript, ONNX, ...: what your engine reads
                        .build();
        try (var verifier = DjlFaceVerifier.builder(criteria).preset(ModelPreset.ARCFACE).open();
                var explainer = Explainer.of(verifier)) {
            return explainer.explain(pair);
        }
        // endregion
    }

    /** A method that takes derivatives of a TorchScript model. */
    public static Explanation explainByGradients(Path model, FacePair pair) {
        // region: gradients
        var criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optEngine("PyTorch")
                        .optModelPath(model) // TorchScript, exported after eval()
                        .build();
        try (var verifier =
                DjlFaceVerifier.builder(criteria)
                        .preset(ModelPreset.ARCFACE)
                        .gradients(true)
                        .open()) {
            return Baseline.xSsab().on(verifier).explain(pair);
        }
        // endregion
    }

    /** A model of DJL's zoo, fetched by DJL because the criteria name its address. */
    public static Explanation explainByZooModel(FacePair pair) {
        // region: zoo
        var criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelUrls(
                                "https://resources.djl.ai/test-models/pytorch/face_feature.zip")
                        .optModelName("face_feature")
                        .optEngine("PyTorch")
                        .build();
        try (var verifier = DjlFaceVerifier.builder(criteria).preset(ModelPreset.FACENET).open();
                var explainer = Explainer.of(verifier)) {
            return explainer.explain(pair);
        }
        // endregion
    }

    /** A model that the application has loaded and goes on using. */
    public static FaceVerifier around(ZooModel<?, ?> model) {
        // region: loaded
        var verifier = DjlFaceVerifier.builder(model).preset(ModelPreset.ARCFACE).open();
        // endregion
        return verifier;
    }

    /** Images and progress bars of DJL. */
    public static Explanation explainImages(FaceVerifier verifier, Image probe, Image reference) {
        // region: images
        var pair = FacePair.of(DjlImages.from(probe), DjlImages.from(reference));
        try (var explainer =
                Explainer.builder(verifier)
                        .progress(DjlProgress.of("Explaining", new ProgressBar()))
                        .build()) {
            return explainer.explain(pair);
        }
        // endregion
    }
}
