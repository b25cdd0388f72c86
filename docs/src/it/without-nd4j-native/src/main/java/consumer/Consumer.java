package consumer;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;

/** Explains a toy matcher with all kinds of masks; ends with an exception where that fails. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) {
        FaceSize size = new FaceSize(64, 64);
        FaceVerifier verifier =
                FaceVerifier.of(size, (probe, reference) -> probe.mean(0) - reference.mean(1));
        FacePair pair =
                FacePair.of(
                        FaceImage.filled(size, 200, 150, 100), FaceImage.filled(size, 90, 80, 70));
        require("HIDDEN_RUNS", Explainer.builder(verifier).masks(PatchMasks.published()), pair);
        require("GRID_NODES", Explainer.builder(verifier).masks(GridMasks.defaults()), pair);
        require("PLAIN_JAVA", Explainer.builder(verifier).masks(Consumer::evenMasks), pair);
    }

    /** Masks that dim the whole face more or less. */
    private static MaskBatch evenMasks(long firstIndex, int count, FaceSize size, long seed) {
        float[] visibility = new float[count * size.pixelCount()];
        for (int p = 0; p < visibility.length; p++) {
            visibility[p] = (firstIndex + p / size.pixelCount()) % 7 / 6f;
        }
        return MaskBatch.ofVisibility(firstIndex, size, visibility);
    }

    private static void require(String kernel, Explainer.Builder builder, FacePair pair) {
        try (Explainer explainer = builder.maskCount(100).build()) {
            Explanation why = explainer.explain(pair);
            String ran = why.provenance().settings().get("kernel");
            if (!ran.equals(kernel) || !(why.probe().largestMagnitude() > 0)) {
                throw new IllegalStateException(kernel + " expected, " + ran + " ran: " + why);
            }
        }
    }
}
