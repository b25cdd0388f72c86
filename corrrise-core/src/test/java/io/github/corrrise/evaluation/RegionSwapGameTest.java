package io.github.corrrise.evaluation;

import static io.github.corrrise.evaluation.KnownExplainers.constant;
import static io.github.corrrise.evaluation.KnownExplainers.darkCase;
import static io.github.corrrise.evaluation.KnownExplainers.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegionSwapGameTest {
    private static final FaceSize SIZE = new FaceSize(56, 56);
    private static final FaceVerifier BARE = KnownExplainers.meanDifference(SIZE);

    /** A clean dark pair scores about 0.97, a swapped region takes 0.01 to 0.03. */
    private static final FaceVerifier VERIFIER =
            FaceVerifier.of(
                    "mean difference",
                    SIZE,
                    Threshold.of(0.965),
                    (probe, reference) ->
                            GameRounds.clean(BARE, FacePair.of(probe, reference), "pair"));

    private static List<GameCase> cases(int count) {
        return IntStream.range(0, count).mapToObj(i -> darkCase(SIZE, i)).toList();
    }

    /** -1 where the probe is far brighter than the reference, else {@code elsewhere}. */
    private static SaliencyExplainer oracle(float elsewhere) {
        return KnownExplainers.of(
                VERIFIER,
                pair -> {
                    float[] values = new float[SIZE.pixelCount()];
                    for (int p = 0; p < values.length; p++) {
                        float gap =
                                pair.probe().at(p / 56, p % 56, 0)
                                        - pair.reference().at(p / 56, p % 56, 0);
                        values[p] = gap > 20 ? -gap / 255 : elsewhere;
                    }
                    return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values)
                            .withSignificance(new SaliencyMap.Significance(0.05, 0.2, 199));
                });
    }

    @Nested
    class KnownValues {
        @Test
        void anOracleHitsAlwaysTurnsTheDecisionEarlyAndMarksNothingElse() {
            RegionSwapGame.Result result =
                    RegionSwapGame.defaults().withTrialCount(60).play(oracle(0.1f), cases(3));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.hitRate().value()).isEqualTo(1);
            assertThat(score.massShare().value()).isEqualTo(1);
            assertThat(result.meanFalseShare()).hasValue(0);
            assertThat(result.flipCount()).isPositive();
            assertThat(result.meanFlippedAt().orElseThrow())
                    .isLessThanOrEqualTo(result.uniformHitRate());
            assertThat(result.meanHalfRestoredAt().orElseThrow())
                    .isLessThan(result.uniformHitRate());
        }

        @Test
        void aMapThatMarksEverythingIsFoundOut() {
            RegionSwapGame.Result result =
                    RegionSwapGame.defaults().withTrialCount(12).play(oracle(-0.3f), cases(3));
            assertThat(result.meanFalseShare()).hasValue(1);
            assertThat(result.score().orElseThrow().massShare().value()).isLessThan(0.4);
        }

        /** Half-way along a shuffled order half of the swapped pixels are back. */
        @Tag("slow")
        @Test
        void aMapThatSaysNothingRestoresHalfOfTheCostHalfWay() {
            RegionSwapGame.Result result =
                    RegionSwapGame.defaults()
                            .withTrialCount(40)
                            .play(constant(VERIFIER, pixel -> 0), cases(3));
            assertThat(result.meanHalfRestoredAt().orElseThrow()).isCloseTo(0.5, within(0.05));
            assertThat(result.meanFalseShare()).isEmpty();
        }

        /** The nose: 14 rows and 11 columns around (68, 56), the ends of its axes included. */
        @Test
        void aRegionLiesOnTheTemplatePixelByPixel() {
            FaceSize template = new FaceSize(112, 112);
            float[] nose = RegionSwapGame.Region.NOSE.share(template, 0);
            for (int away = 0; away < 20; away++) {
                float row = away <= 14 ? 1 : 0;
                assertThat(nose[(68 - away) * 112 + 56]).as("%d above", away).isEqualTo(row);
                assertThat(nose[(68 + away) * 112 + 56]).as("%d below", away).isEqualTo(row);
                float column = away <= 11 ? 1 : 0;
                assertThat(nose[68 * 112 + 56 - away]).as("%d left", away).isEqualTo(column);
                assertThat(nose[68 * 112 + 56 + away]).as("%d right", away).isEqualTo(column);
            }
        }

        /** The five points of the template, in columns and rows of 112 x 112. */
        @Test
        void theRegionsHoldTheirPointsOfTheTemplate() {
            assertThat(share(RegionSwapGame.Region.EYES, 52, 38)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.EYES, 52, 74)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.NOSE, 72, 56)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.MOUTH, 92, 42)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.MOUTH, 92, 71)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.BROWS, 42, 38)).isEqualTo(1);
            assertThat(share(RegionSwapGame.Region.EYES, 72, 56)).isZero();
            assertThat(share(RegionSwapGame.Region.NOSE, 92, 56)).isZero();
        }

        private float share(RegionSwapGame.Region region, int row, int column) {
            return region.share(FaceSize.ARCFACE, 4 / 112.0)[row * 112 + column];
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @EnumSource
        void aRegionScalesWithTheFace(RegionSwapGame.Region region) {
            double large = area(region.share(FaceSize.ARCFACE, 0.02)) / (112 * 112);
            double small = area(region.share(SIZE, 0.02)) / (56 * 56);
            assertThat(small).isCloseTo(large, within(0.002));
            assertThat(large).isBetween(0.02, 0.08);
        }

        private static double area(float[] share) {
            double sum = 0;
            for (float each : share) {
                sum += each;
            }
            return sum;
        }

        @ParameterizedTest
        @EnumSource
        void theEdgeIsSoftAndNothingElseChanges(RegionSwapGame.Region region) {
            float[] hard = region.share(FaceSize.ARCFACE, 0);
            float[] soft = region.share(FaceSize.ARCFACE, 4 / 112.0);
            int between = 0;
            for (int p = 0; p < soft.length; p++) {
                assertThat(hard[p]).isIn(0f, 1f);
                assertThat((double) soft[p]).isBetween(0.0, 1.0);
                assertThat(soft[p] >= 0.5).isEqualTo(hard[p] == 1);
                between += soft[p] > 0 && soft[p] < 1 ? 1 : 0;
            }
            assertThat(between).isGreaterThan(100);
        }

        @Test
        void theSwappedProbeTakesTheDonorsPixelsInOneRegionOnly() {
            FaceImage black = FaceImage.filled(SIZE, 0, 0, 0);
            FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
            RegionSwapGame game = RegionSwapGame.defaults();
            List<RegionSwapGame.Swap> swaps =
                    game.withTrialCount(8)
                            .play(
                                    random(VERIFIER),
                                    List.of(GameCase.of("one", FacePair.of(black, black), white)))
                            .swaps();
            for (RegionSwapGame.Swap swap : swaps) {
                FaceImage swapped = game.swapped(swap.index(), black, white);
                float[] share = swap.region().share(SIZE, game.featherFraction());
                for (int p = 0; p < share.length; p++) {
                    assertThat(swapped.at(p / 56, p % 56, 2))
                            .isCloseTo(255 * share[p], within(1e-3f));
                }
            }
        }

        @Tag("slow")
        @Test
        void everyRegionIsPlayedAndTheChancesAddUp() {
            RegionSwapGame.Result result =
                    RegionSwapGame.defaults().withTrialCount(200).play(random(VERIFIER), cases(50));
            Set<RegionSwapGame.Region> played =
                    result.swaps().stream()
                            .map(RegionSwapGame.Swap::region)
                            .collect(Collectors.toSet());
            assertThat(played).isEqualTo(EnumSet.allOf(RegionSwapGame.Region.class));
            int sum = 0;
            for (RegionSwapGame.Region region : RegionSwapGame.Region.values()) {
                RegionSwapGame.Result one = result.of(region);
                sum += one.swaps().size();
                assertThat(one.bestConstantHitRate()).isEqualTo(1);
            }
            assertThat(sum).isEqualTo(200);
            assertThat(result.bestConstantHitRate()).isBetween(0.25, 0.55);
            assertThat(result.centreHitRate()).isLessThanOrEqualTo(result.bestConstantHitRate());
            assertThat(result.score().orElseThrow().hitRate().value())
                    .isCloseTo(result.uniformHitRate(), within(0.06));
        }

        @Tag("slow")
        @Test
        void corrRiseFindsTheRegion() {
            try (Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .masks(new PatchMasks(1, 0.15))
                            .maskCount(400)
                            .sides(Side.PROBE)
                            .build()) {
                RegionSwapGame.Result result =
                        RegionSwapGame.defaults()
                                .withReachFraction(0.15)
                                .withTrialCount(12)
                                .play(explainer, cases(4));
                assertThat(result.score().orElseThrow().hitRate().value()).isGreaterThan(0.8);
                assertThat(result.meanFalseShare().orElseThrow()).isLessThan(0.1);
                assertThat(result.meanHalfRestoredAt().orElseThrow()).isLessThan(0.15);
            }
        }

        @Test
        void anInterruptedGameGoesOnWhereItStopped() {
            RegionSwapGame game = RegionSwapGame.defaults().withTrialCount(10);
            RegionSwapGame.Result whole = game.play(random(VERIFIER), cases(3));
            List<RegionSwapGame.Swap> rest = new ArrayList<>();
            RegionSwapGame.Result resumed =
                    game.play(random(VERIFIER), cases(3), whole.swaps().subList(2, 7), rest::add);
            assertThat(resumed).isEqualTo(whole);
            assertThat(rest).hasSize(5);
        }
    }

    /** A probe, its mate, and the mate with a region of another person. */
    @Nested
    class Triplets {
        /** 1 where mate and altered mate differ, else {@code elsewhere}. */
        private static SaliencyExplainer.Contrasting oracle(float elsewhere) {
            return KnownExplainers.contrasting(
                    VERIFIER,
                    (mate, other) -> {
                        float[] values = new float[SIZE.pixelCount()];
                        for (int p = 0; p < values.length; p++) {
                            boolean altered =
                                    mate.at(p / 56, p % 56, 0) != other.at(p / 56, p % 56, 0);
                            values[p] = altered ? 1 : elsewhere;
                        }
                        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values)
                                .withSignificance(new SaliencyMap.Significance(0.05, 0.2, 199));
                    });
        }

        private static RegionSwapGame game(int trialCount) {
            return RegionSwapGame.defaults().withTrialCount(trialCount);
        }

        @Tag("slow")
        @Test
        void anOracleHitsAlwaysAndTurnsTheProbeEarly() {
            RegionSwapGame.Result result = game(60).playTriplets(oracle(-0.5f), cases(3));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.hitRate().value()).isEqualTo(1);
            assertThat(score.massShare().value()).isEqualTo(1);
            assertThat(result.meanFalseShare()).hasValue(0);
            assertThat(result.flipCount()).isEqualTo(60);
            assertThat(result.meanFlippedAt().orElseThrow())
                    .isLessThanOrEqualTo(result.uniformHitRate());
            assertThat(result.flippedWithin(0)).isZero();
            assertThat(result.flippedWithin(0.1)).isEqualTo(1);
        }

        /** Half-way along a shuffled order half of the region is exchanged. */
        @Tag("slow")
        @Test
        void aMapThatSaysNothingTurnsTheProbeHalfWay() {
            SaliencyExplainer.Contrasting silent =
                    KnownExplainers.contrasting(
                            VERIFIER,
                            (mate, other) ->
                                    SaliencyMap.of(
                                            SIZE,
                                            SaliencyMap.Scale.CORRELATION,
                                            new float[SIZE.pixelCount()]));
            RegionSwapGame.Result result = game(40).playTriplets(silent, cases(3));
            assertThat(result.meanFlippedAt().orElseThrow()).isCloseTo(0.5, within(0.06));
            assertThat(result.meanHalfRestoredAt().orElseThrow()).isCloseTo(0.5, within(0.06));
            assertThat(result.score().orElseThrow().hitRate().value()).isLessThan(0.25);
        }

        @Test
        void aMapThatSpeaksForTheMateEverywhereIsFoundOut() {
            RegionSwapGame.Result result = game(12).playTriplets(oracle(0.9f), cases(3));
            assertThat(result.meanFalseShare()).hasValue(1);
            assertThat(result.score().orElseThrow().massShare().value()).isLessThan(0.2);
        }

        /** The similarities are those of the probe to the mate and to the altered mate. */
        @Test
        void theAlteredMateIsTheOther() {
            RegionSwapGame.Result result = game(6).playTriplets(oracle(0), cases(2));
            for (RegionSwapGame.Swap swap : result.swaps()) {
                GameCase on = cases(2).get(swap.index() % 2);
                FacePair pair = on.genuine().get();
                FaceImage altered =
                        game(6).swapped(swap.index(), pair.reference(), on.donors().get(0).get());
                assertThat(swap.cleanSimilarity()).isEqualTo(GameRounds.clean(BARE, pair, "pair"));
                assertThat(swap.similarity())
                        .isEqualTo(
                                GameRounds.clean(BARE, FacePair.of(pair.probe(), altered), "pair"));
                assertThat(swap.cost()).isPositive();
            }
        }

        /** A grey fill is as far from dark mates as from bright regions. */
        @Tag("slow")
        @Test
        void corrRiseFindsTheRegion() {
            try (Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .masks(new PatchMasks(1, 0.15))
                            .maskCount(400)
                            .fill(Fill.colour(145, 145, 145))
                            .build()) {
                RegionSwapGame.Result result =
                        game(12).withReachFraction(0.15).playTriplets(explainer, cases(4));
                assertThat(result.score().orElseThrow().hitRate().value()).isGreaterThan(0.8);
                assertThat(result.meanFalseShare().orElseThrow()).isLessThan(0.1);
                assertThat(result.flippedWithin(0.2)).isGreaterThan(0.8);
            }
        }

        @Test
        void anInterruptedGameGoesOnWhereItStopped() {
            RegionSwapGame.Result whole = game(10).playTriplets(oracle(0), cases(3));
            List<RegionSwapGame.Swap> rest = new ArrayList<>();
            RegionSwapGame.Result resumed =
                    game(10).playTriplets(
                                    oracle(0), cases(3), whole.swaps().subList(2, 7), rest::add);
            assertThat(resumed).isEqualTo(whole);
            assertThat(rest).hasSize(5);
        }

        /** An altered mate that costs nothing has no decision to turn. */
        @Test
        void aSwapThatHelpsHasNoFlip() {
            FaceImage dark = FaceImage.filled(SIZE, 50, 50, 50);
            FaceImage bright = FaceImage.filled(SIZE, 200, 200, 200);
            RegionSwapGame.Result result =
                    game(4).playTriplets(
                                    oracle(0),
                                    List.of(GameCase.of("one", FacePair.of(dark, bright), dark)));
            assertThat(result.swaps()).allMatch(swap -> swap.cost() < 0);
            assertThat(result.flipCount()).isZero();
            assertThat(result.meanHalfRestoredAt()).isEmpty();
        }

        @Test
        void aDonorOfTheMatesRegionIsRefused() {
            FaceImage dark = FaceImage.filled(SIZE, 50, 50, 50);
            FaceImage bright = FaceImage.filled(SIZE, 200, 200, 200);
            List<GameCase> cases = List.of(GameCase.of("one", FacePair.of(bright, dark), dark));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game(4).playTriplets(oracle(0), cases))
                    .withMessageMatching(
                            "donor 0 of one must be another face than the mate in [A-Z]+, was the"
                                    + " same there");
        }
    }

    @Nested
    class Rejects {
        @Test
        void trialsOfAnotherGame() {
            RegionSwapGame game = RegionSwapGame.defaults().withTrialCount(3);
            List<RegionSwapGame.Swap> done = game.play(random(VERIFIER), cases(3)).swaps();
            RegionSwapGame shorter = game.withTrialCount(2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> shorter.play(random(VERIFIER), cases(3), done, s -> {}))
                    .withMessageContaining("trial done must be of this game");
        }

        @Test
        void casesOfOneName() {
            List<GameCase> twice = List.of(cases(1).get(0), cases(1).get(0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RegionSwapGame.defaults().play(random(VERIFIER), twice))
                    .withMessageContaining("cases must be of distinct names");
        }

        @Test
        void sharesThatAreNone() {
            OptionalDouble none = OptionalDouble.empty();
            OptionalDouble above = OptionalDouble.of(1.1);
            rejects("falseShare", above, none, none);
            rejects("flippedAt", none, above, none);
            rejects("halfRestoredAt", none, none, above);
        }

        private static void rejects(
                String name,
                OptionalDouble falseShare,
                OptionalDouble flipped,
                OptionalDouble half) {
            Pointing pointing = new Pointing(0, 0, true, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new RegionSwapGame.Swap(
                                            0,
                                            "a",
                                            RegionSwapGame.Region.EYES,
                                            1,
                                            0,
                                            pointing,
                                            falseShare,
                                            flipped,
                                            half))
                    .withMessage(name + " must be in [0.0, 1.0], was 1.1");
        }

        @Test
        void settingsOutOfRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RegionSwapGame.defaults().withReachFraction(1.5))
                    .withMessage("reachFraction must be in [0.0, 1.0], was 1.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RegionSwapGame(0.2, 0.1, 2, 1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RegionSwapGame(0.1, 0.1, 1, 1, 0));
        }
    }
}
