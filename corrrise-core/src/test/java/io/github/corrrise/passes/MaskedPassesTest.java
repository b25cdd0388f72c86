package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MaskedPassesTest {
    private static final FaceSize SIZE = new FaceSize(4, 5);

    @Test
    void theWholeFacesAloneAreScoredOnce() {
        AtomicInteger asked = new AtomicInteger();
        FaceVerifier verifier =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            asked.incrementAndGet();
                            return probe.mean(0) - 2 * reference.mean(0);
                        });
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            assertThat(passes.whole(pair()).similarity()).isEqualTo(10 - 2 * 30);
        }
        assertThat(asked).hasValue(1);
    }

    /** Red means of 10 and 30 whole, and of 10 v and 30 v where a share v of a face is visible. */
    @Test
    void aScoreBlendsWholeAndHiddenCounterparts() {
        FaceVerifier product =
                FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) * reference.mean(0));
        MaskGenerator masks = new PatchMasks(1, 0.5);
        MaskPlan plan = new MaskPlan(masks, 20, Fills.of(Fill.black()), 3, 0.25);
        try (MaskedPasses passes = new MaskedPasses(product, PassSettings.defaults())) {
            MaskedPasses.Result result =
                    passes.run(plan, pair(), List.of(Side.PROBE, Side.REFERENCE));
            double visible = 1 - 4.0 / 20;
            double expected = 300 * (0.75 * visible + 0.25 * visible * visible);
            for (int line = 0; line < 2; line++) {
                assertThat(result.scores().line(line)).hasSize(20);
                for (double score : result.scores().line(line)) {
                    assertThat(score).isCloseTo(expected, within(1e-4));
                }
            }
            assertThat(result.passCount()).isEqualTo(1 + 3 * 20);
            MaskedPasses.Result reference = passes.run(plan, pair(), List.of(Side.REFERENCE));
            assertThat(reference.scores().line(0)).isEqualTo(result.scores().line(1));
            assertThat(reference.passCount()).isEqualTo(1 + 2 * 20);
        }
    }

    /** Red is 10 where a face is visible and 0 or 200 where it is hidden. */
    @Test
    void masksTakeTheirFillsInTurnAndAreComparedWithTheirLike() {
        FaceVerifier red = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        Fills fills = Fills.of(Fill.black(), Fill.colour(200, 0, 0));
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 8, fills, 3, 0);
        try (MaskedPasses passes = new MaskedPasses(red, PassSettings.defaults())) {
            MaskScores scores = passes.run(plan, pair(), List.of(Side.PROBE)).scores();
            double hidden = 4.0 / 20;
            for (int mask = 0; mask < 8; mask++) {
                double fill = fills.turn(mask) == 0 ? 0 : 200;
                double expected = 10 * (1 - hidden) + fill * hidden;
                assertThat(scores.line(0)[mask]).isCloseTo(expected, within(1e-4));
                assertThat(scores.strata()[mask]).isEqualTo(fills.turn(mask));
            }
            // Within a fill all scores are equal: what differs is the fill, not the place.
            assertThat(ScoreCorrelation.defaults().maps(scores).get(0).toArray()).containsOnly(0f);
        }
    }

    @Test
    void oneSideOfAnEmbedderIsTheSameAloneAndWithTheOther() {
        FaceEmbedder embedder =
                LocalDescriptorVerifier.defaults().withInputSize(new FaceSize(24, 24));
        FacePair pair =
                FacePair.of(
                        FaceImage.filled(embedder.inputSize(), 10, 60, 0),
                        FaceImage.filled(embedder.inputSize(), 30, 0, 90));
        MaskPlan plan = new MaskPlan(new PatchMasks(2, 0.3), 12, Fills.of(Fill.noise(1)), 3, 0.5);
        try (MaskedPasses passes = new MaskedPasses(embedder, PassSettings.defaults())) {
            MaskedPasses.Result both = passes.run(plan, pair, List.of(Side.PROBE, Side.REFERENCE));
            MaskedPasses.Result reference = passes.run(plan, pair, List.of(Side.REFERENCE));
            assertThat(reference.scores().line(0)).isEqualTo(both.scores().line(1));
            assertThat(reference.passCount()).isEqualTo(both.passCount()).isEqualTo(2 + 2 * 12);
        }
    }

    @Test
    void afterCloseNothingIsScored() {
        FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> 0);
        MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults());
        passes.close();
        assertThatIllegalStateException().isThrownBy(() -> passes.whole(pair()));
    }

    private static FacePair pair() {
        return FacePair.of(FaceImage.filled(SIZE, 10, 0, 0), FaceImage.filled(SIZE, 30, 0, 0));
    }
}
