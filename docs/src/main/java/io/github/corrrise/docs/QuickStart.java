package io.github.corrrise.docs;

// region: complete
import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.nio.file.Path;

/** Explains why two aligned face crops of one size look alike to a verifier that needs no model. */
public final class QuickStart {
    private QuickStart() {}

    /** Takes two files: the probe and the reference. */
    public static void main(String[] files) {
        FaceImage probe = FaceImage.read(Path.of(files[0]));
        FaceImage reference = FaceImage.read(Path.of(files[1]));
        LocalDescriptorVerifier verifier =
                LocalDescriptorVerifier.defaults().withInputSize(probe.size());
        try (Explainer explainer = Explainer.of(verifier)) {
            Explanation why = explainer.explain(FacePair.of(probe, reference));
            System.out.println(why);
            System.out.println("probe      " + why.probe());
            System.out.println("reference  " + why.reference().orElseThrow());
        }
    }
}
// endregion
