package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The time of an explanation, errors and significance on, over the time that its passes take when
 * nothing else is done. Both are measured in turn in one run; the ratio is the median of the pairs'
 * ratios.
 */
final class OverheadFigures {
    private static final int ROUNDS = 9;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int BATCH_SIZE = 16;

    private OverheadFigures() {}

    static void print(Figures.Lines lines, Path model, Path shared) {
        Path faces = shared.resolve("faces/aligned");
        FacePair pair =
                FacePair.of(
                        FaceImage.read(faces.resolve("K000367_gpo.png")),
                        FaceImage.read(faces.resolve("K000367_bio.png")));
        double[] ratio = new double[ROUNDS];
        double[] passMs = new double[ROUNDS];
        double[] explainMs = new double[ROUNDS];
        try (OnnxFaceVerifier verifier =
                        OnnxFaceVerifier.builder(model).preset(ModelPreset.MOBILEFACE).open();
                Explainer explainer = Explainer.builder(verifier).batchSize(BATCH_SIZE).build()) {
            FaceBatch batch =
                    FaceBatch.allocate(BATCH_SIZE, verifier.inputSize(), verifier.layout());
            batch.resize(BATCH_SIZE);
            LaidOutFace face = LaidOutFace.of(pair.probe(), verifier.layout());
            for (int slot = 0; slot < BATCH_SIZE; slot++) {
                batch.set(slot, face);
            }
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Explanation why = explainer.explain(pair);
                long between = System.nanoTime();
                long passes = 0;
                while (passes < why.provenance().passCount()) {
                    verifier.embed(batch);
                    passes += BATCH_SIZE;
                }
                long end = System.nanoTime();
                if (round >= 0) {
                    passMs[round] = (end - between) / 1e6 / passes;
                    explainMs[round] = (between - start) / 1e6;
                    ratio[round] =
                            explainMs[round] / (passMs[round] * why.provenance().passCount());
                }
            }
        }
        lines.line("overhead", median(ratio));
        lines.line("explainMs", median(explainMs));
        lines.line("passMs", median(passMs));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
