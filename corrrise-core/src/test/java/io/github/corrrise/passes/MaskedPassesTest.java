package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
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

    @Test
    void runsFromWholeFacesScoreAlikeAndCountMaskedFacesAlone() {
        FaceVerifier product =
                FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) * reference.mean(0));
        FaceEmbedder embedder =
                LocalDescriptorVerifier.defaults().withInputSize(new FaceSize(24, 24));
        FacePair embedded = FacePair.of(waves(1), waves(2));
        List<List<Side>> lines =
                List.of(
                        List.of(Side.PROBE),
                        List.of(Side.REFERENCE),
                        List.of(Side.PROBE, Side.REFERENCE));
        for (FaceVerifier verifier : List.of(product, embedder)) {
            FacePair pair = verifier == product ? pair() : embedded;
            long wholeCount = verifier == product ? 1 : 2;
            try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
                MaskedPasses.Whole whole = passes.whole(pair);
                assertThat(whole.pair()).isSameAs(pair);
                assertThat(whole.passCount()).isEqualTo(wholeCount);
                for (List<Side> sides : lines) {
                    for (double weight : new double[] {0, 0.25, 1}) {
                        MaskPlan plan =
                                new MaskPlan(
                                        new PatchMasks(2, 0.3),
                                        20,
                                        Fills.of(Fill.black()),
                                        3,
                                        weight);
                        MaskedPasses.Result once = passes.run(plan, pair, sides);
                        MaskedPasses.Result from = whole.run(plan, sides);
                        for (int line = 0; line < sides.size(); line++) {
                            assertThat(from.scores().line(line))
                                    .isEqualTo(once.scores().line(line));
                        }
                        assertThat(from.similarities())
                                .isEqualTo(once.similarities())
                                .containsOnly(whole.similarity());
                        assertThat(from.passCount()).isEqualTo(once.passCount() - wholeCount);
                    }
                }
            }
        }
    }

    @Test
    void wholeFacesAreScoredOnceForManyRuns() {
        AtomicInteger asked = new AtomicInteger();
        FaceVerifier verifier =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            asked.incrementAndGet();
                            return probe.mean(0);
                        });
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 8, Fill.black(), 3);
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            MaskedPasses.Whole whole = passes.whole(pair());
            Duration before = whole.verifierTime();
            MaskedPasses.Result first = whole.run(plan, List.of(Side.PROBE));
            MaskedPasses.Result second = whole.run(plan, List.of(Side.PROBE));
            assertThat(whole.verifierTime())
                    .isEqualTo(before.plus(first.verifierTime()).plus(second.verifierTime()));
        }
        assertThat(asked).hasValue(1 + 2 * 8);
    }

    @Test
    void ofEveryMaskThereIsNoBudgetStopRuleOrSkippedFailure() {
        AtomicInteger progress = new AtomicInteger();
        PassSettings settings =
                PassSettings.builder()
                        .passBudget(5)
                        .timeBudget(Duration.ofNanos(1))
                        .failurePolicy(FailurePolicy.SKIP)
                        .batchSize(2)
                        .progress((done, total) -> progress.incrementAndGet())
                        .build();
        FaceVerifier red = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        FaceVerifier blind =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> probe.at(0, 0, 0) == 0 ? Double.NaN : probe.mean(0));
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 40, Fill.black(), 3);
        try (MaskedPasses passes = new MaskedPasses(red, settings);
                MaskedPasses skipping = new MaskedPasses(blind, settings)) {
            MaskedPasses.Result every =
                    passes.ofEveryMask(Progress.NONE).whole(pair()).run(plan, List.of(Side.PROBE));
            assertThat(every.scores().maskCount()).isEqualTo(40);
            assertThat(every.stopReason()).isEqualTo(StopReason.MASK_COUNT);
            assertThat(progress).hasValue(0);
            MaskedPasses.Whole whole = skipping.ofEveryMask(Progress.NONE).whole(pair());
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> whole.run(plan, List.of(Side.PROBE)))
                    .withMessageContaining("must give a finite similarity, gave NaN for mask ");
        }
    }

    @Test
    void ofEveryMaskARunIsStillCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        PassSettings settings = PassSettings.builder().cancelWhen(cancelled::get).build();
        FaceVerifier red = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 8, Fill.black(), 3);
        try (MaskedPasses passes = new MaskedPasses(red, settings)) {
            MaskedPasses.Whole whole = passes.ofEveryMask(Progress.NONE).whole(pair());
            cancelled.set(true);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> whole.run(plan, List.of(Side.PROBE)));
        }
    }

    @Test
    void afterCloseWholeFacesStartNoRunUnlessUnderWay() {
        FaceVerifier red = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 8, Fill.black(), 3);
        MaskedPasses passes = new MaskedPasses(red, PassSettings.defaults());
        MaskedPasses.Whole whole = passes.ofEveryMask(Progress.NONE).whole(pair());
        MaskedPasses.Whole underWay = passes.underWay().ofEveryMask(Progress.NONE).whole(pair());
        passes.close();
        assertThatIllegalStateException().isThrownBy(() -> whole.run(plan, List.of(Side.PROBE)));
        assertThat(underWay.run(plan, List.of(Side.PROBE)).scores().maskCount()).isEqualTo(8);
    }

    @Test
    void aRunMasksAFaceAtLeast() {
        FaceVerifier red = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        MaskPlan plan = new MaskPlan(new PatchMasks(1, 0.5), 8, Fill.black(), 3);
        try (MaskedPasses passes = new MaskedPasses(red, PassSettings.defaults())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> passes.whole(pair()).run(plan, List.of()))
                    .withMessage("sides.size() must be at least 1, was 0");
        }
    }

    private static FaceImage waves(double phase) {
        FaceSize size = new FaceSize(24, 24);
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / 24;
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + phase) * Math.cos(i * 0.2));
        }
        return FaceImage.ofFloats(size, rgb);
    }

    private static FacePair pair() {
        return FacePair.of(FaceImage.filled(SIZE, 10, 0, 0), FaceImage.filled(SIZE, 30, 0, 0));
    }
}
