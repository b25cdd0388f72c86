package io.github.corrrise.evaluation;

import static io.github.corrrise.evaluation.KnownExplainers.constant;
import static io.github.corrrise.evaluation.KnownExplainers.darkCase;
import static io.github.corrrise.evaluation.KnownExplainers.meanDifference;
import static io.github.corrrise.evaluation.KnownExplainers.random;
import static io.github.corrrise.evaluation.KnownExplainers.textured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchGameTest {
    private static final FaceSize SIZE = new FaceSize(40, 40);
    private static final FaceVerifier VERIFIER = meanDifference(SIZE);

    private static List<GameCase> cases(int count) {
        return IntStream.range(0, count).mapToObj(i -> darkCase(SIZE, i)).toList();
    }

    /** Sees where the probe differs much from the reference: what a perfect explainer would say. */
    private static SaliencyExplainer oracle() {
        return KnownExplainers.brighterBy(100, VERIFIER);
    }

    @Nested
    class KnownValues {
        @Test
        void anOracleHitsAlwaysAndHasAllItsMassInTheSquare() {
            PatchGame.Result result = PatchGame.defaults().play(oracle(), cases(3));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.trialCount()).isEqualTo(300);
            assertThat(score.hitRate().value()).isEqualTo(1);
            assertThat(score.massShare().value()).isEqualTo(1);
            assertThat(score.massShare()).isEqualTo(new Estimate(1, 1, 1));
            assertThat(score.hitRate()).isEqualTo(Estimate.ofShare(300, 300));
        }

        /** Area 1/16; a fixed pixel in the middle: half the middle half, in both directions. */
        @Test
        void theChancesFollowFromThePlaces() {
            PatchGame.Result result =
                    PatchGame.defaults()
                            .withPlacementCount(2000)
                            .play(constant(VERIFIER, pixel -> 1), cases(2));
            assertThat(result.uniformHitRate()).isCloseTo(1 / 16.0, within(1e-12));
            assertThat(result.centreHitRate()).isCloseTo(0.25, within(0.03));
            assertThat(result.bestConstantHitRate())
                    .isBetween(result.centreHitRate(), result.centreHitRate() + 0.03);
            assertThat(result.constantHitRate(0, 0)).isZero();
        }

        @Test
        void theCasesOfALabelledSetAreItsGenuinePairsWithTheirImpostors() {
            FaceImage a = textured(SIZE, 60, 1);
            FaceImage b = textured(SIZE, 60, 2);
            FaceImage stranger = textured(SIZE, 60, 3);
            FaceImage other = textured(SIZE, 60, 4);
            List<GameCase> cases =
                    GameCase.allOf(
                            List.of(
                                    pair("a b", Truth.GENUINE, a, b),
                                    pair("a stranger", Truth.IMPOSTOR, a, stranger),
                                    pair("b a", Truth.GENUINE, b, a),
                                    pair("a other", Truth.IMPOSTOR, a, other),
                                    pair("other a", Truth.IMPOSTOR, other, a)));
            assertThat(cases).extracting(GameCase::name).containsExactly("a b");
            assertThat(cases.get(0).genuine().get()).isEqualTo(FacePair.of(a, b));
            assertThat(cases.get(0).donors())
                    .extracting(donor -> donor.get())
                    .containsExactly(stranger, other);
        }

        private static LabelledPair pair(String name, Truth truth, FaceImage a, FaceImage b) {
            return LabelledPair.of(name, truth, FacePair.of(a, b));
        }

        @ParameterizedTest(name = "pixel {0}")
        @ValueSource(ints = {820, 815, 400, 0})
        void aMapThatPointsAtOnePlaceHitsAsOftenAsThatPlaceIsCovered(int peak) {
            PatchGame.Result result =
                    PatchGame.defaults()
                            .play(
                                    constant(VERIFIER, pixel -> pixel == peak ? -0.5 : 0.1),
                                    cases(4));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.hitRate().value())
                    .isCloseTo(result.constantHitRate(peak / 40, peak % 40), within(1e-12));
            assertThat(score.massShare().value()).isCloseTo(score.hitRate().value(), within(1e-12));
        }

        @Test
        void theCostIsWhatThePasteTookFromTheSimilarity() {
            List<GameCase> cases = cases(2);
            PatchGame.Result result = PatchGame.defaults().play(random(VERIFIER), cases);
            for (PatchGame.Placement trial : result.placements()) {
                FacePair pair = cases.get(trial.index() % 2).genuine().get();
                FaceImage donor = cases.get(trial.index() % 2).donors().get(0).get();
                FaceImage pasted = PatchGame.defaults().pasted(trial.index(), pair.probe(), donor);
                double clean = GameRounds.clean(VERIFIER, pair, "clean");
                double after =
                        GameRounds.clean(VERIFIER, FacePair.of(pasted, pair.reference()), "pasted");
                assertThat(trial.cost()).isCloseTo(clean - after, within(1e-9)).isPositive();
            }
            double median =
                    result.placements().stream()
                            .mapToDouble(PatchGame.Placement::cost)
                            .sorted()
                            .skip(150)
                            .findFirst()
                            .orElseThrow();
            assertThat(result.costingMoreThan(median).placements()).hasSizeBetween(100, 150);
            assertThat(result.costingMoreThan(1).score()).isEmpty();
        }

        @Test
        void aDonorOfAnotherSizeIsRefused() {
            FaceImage probe = textured(SIZE, 60, 1);
            for (int side : new int[] {20, 80}) {
                FaceImage donor = textured(new FaceSize(side, side), 60, 2);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> PatchGame.defaults().pasted(0, probe, donor))
                        .withMessage("donor must be %s, was %s", SIZE, donor.size());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> RegionSwapGame.defaults().swapped(0, probe, donor))
                        .withMessage("donor must be %s, was %s", SIZE, donor.size());
            }
        }

        @Test
        void aHardSquareIsTheDonorsInsideAndTheProbesOutside() {
            FaceImage probe = textured(SIZE, 60, 1);
            FaceImage donor = textured(SIZE, 220, 2);
            PatchGame game = PatchGame.defaults();
            PatchGame.Placement trial =
                    game.play(random(VERIFIER), List.of(case60(probe, donor))).placements().get(5);
            FaceImage pasted = game.pasted(5, probe, donor);
            assertThat(trial.side()).isEqualTo(10);
            for (int row = 0; row < 40; row++) {
                for (int column = 0; column < 40; column++) {
                    FaceImage from = trial.covers(row, column) ? donor : probe;
                    assertThat(pasted.at(row, column, 1)).isEqualTo(from.at(row, column, 1));
                }
            }
        }

        @Test
        void aFeatherSoftensTheEdgeFromWithin() {
            FaceImage black = FaceImage.filled(SIZE, 0, 0, 0);
            FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
            PatchGame game = PatchGame.defaults().withFeatherFraction(0.4);
            PatchGame.Placement trial =
                    game.play(random(VERIFIER), List.of(case60(black, white))).placements().get(0);
            FaceImage pasted = game.pasted(0, black, white);
            int middle = trial.top() + 5;
            float[] along = new float[12];
            for (int i = 0; i < along.length; i++) {
                along[i] = pasted.at(middle, trial.left() - 1 + i, 0) / 255;
            }
            assertThat(along)
                    .containsExactly(
                            new float[] {
                                0, 0.125f, 0.375f, 0.625f, 0.875f, 1, 1, 0.875f, 0.625f, 0.375f,
                                0.125f, 0
                            },
                            within(1e-5f));
        }
    }

    private static GameCase case60(FaceImage probe, FaceImage donor) {
        return GameCase.of("one", FacePair.of(probe, textured(SIZE, 60, 9)), donor);
    }

    @Nested
    class Properties {
        /** One small patch at a time isolates the paste; the truth is known. */
        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2})
        void corrRiseWithOneSmallPatchFindsThePasteAlmostAlways(long seed) {
            try (Explainer explainer =
                    Explainer.builder(VERIFIER)
                            .masks(new PatchMasks(1, 0.2))
                            .maskCount(400)
                            .sides(Side.PROBE)
                            .withoutSignificance()
                            .seed(seed)
                            .build()) {
                Pointing.Score score =
                        PatchGame.defaults()
                                .withPlacementCount(60)
                                .withSeed(seed)
                                .play(explainer, cases(6))
                                .score()
                                .orElseThrow();
                assertThat(score.hitRate().value()).isGreaterThan(0.95);
                assertThat(score.massShare().value()).isGreaterThan(0.4);
            }
        }

        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void aRandomExplainerHitsAtChance(long seed) {
            PatchGame.Result result =
                    PatchGame.defaults()
                            .withPlacementCount(2000)
                            .withSeed(seed)
                            .play(random(VERIFIER), cases(5));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.hitRate().value()).isCloseTo(result.uniformHitRate(), within(0.02));
            assertThat(score.massShare().value()).isCloseTo(result.uniformHitRate(), within(0.01));
        }

        /** A map that says nothing points anywhere: by chance, not at a fixed corner. */
        @Test
        void aFlatMapHitsAtChanceAndHasNoMass() {
            PatchGame.Result result =
                    PatchGame.defaults()
                            .withPlacementCount(2000)
                            .play(constant(VERIFIER, pixel -> 0), cases(2));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.hitRate().value()).isCloseTo(result.uniformHitRate(), within(0.02));
            assertThat(score.massShare().value()).isZero();
        }

        @Test
        void placesAreAFunctionOfSeedAndIndexAlone() {
            List<PatchGame.Placement> few =
                    PatchGame.defaults()
                            .withPlacementCount(20)
                            .play(random(VERIFIER), cases(4))
                            .placements();
            List<PatchGame.Placement> many =
                    PatchGame.defaults().play(random(VERIFIER), cases(4)).placements();
            assertThat(many.subList(0, 20)).isEqualTo(few);
            assertThat(many)
                    .extracting(PatchGame.Placement::index)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(
                            PatchGame.defaults()
                                    .withSeed(1)
                                    .play(random(VERIFIER), cases(4))
                                    .placements())
                    .isNotEqualTo(many);
        }

        @ParameterizedTest(name = "side {0}")
        @ValueSource(doubles = {0.001, 0.125, 20 / 112.0, 40 / 112.0, 0.5})
        void squaresOfAnySideLieInsideTheFace(double side) {
            FaceSize tall = new FaceSize(41, 23);
            FaceVerifier verifier = meanDifference(tall);
            PatchGame game = PatchGame.defaults().withSideFraction(side);
            List<PatchGame.Placement> trials =
                    game.play(random(verifier), List.of(darkCase(tall, 1))).placements();
            assertThat(trials)
                    .allSatisfy(
                            trial -> {
                                assertThat(trial.side()).isEqualTo(game.side(tall));
                                assertThat(trial.top() + trial.side()).isLessThanOrEqualTo(41);
                                assertThat(trial.left() + trial.side()).isLessThanOrEqualTo(23);
                            });
        }

        /** Sides of every remainder by four, and the largest square. */
        @ParameterizedTest(name = "{0} rows")
        @ValueSource(ints = {1, 2, 3, 4, 5, 40, 41, 42, 43})
        void theLargestSquareLiesInsideFacesOfAnySide(int rows) {
            FaceSize size = new FaceSize(rows, rows);
            PatchGame game = PatchGame.defaults().withSideFraction(0.5);
            FaceImage black = FaceImage.filled(size, 0, 0, 0);
            FaceImage white = FaceImage.filled(size, 255, 255, 255);
            int side = game.side(size);
            for (int index = 0; index < 60; index++) {
                double whiteCount = game.pasted(index, black, white).mean(0) / 255 * rows * rows;
                assertThat(whiteCount).isCloseTo(side * side, within(1e-3));
            }
        }

        /** The middle half of 41 x 23: 21 rows from the 10th on, 12 columns from the 5th on. */
        @Test
        void centresFillTheMiddleHalf() {
            FaceSize tall = new FaceSize(41, 23);
            List<PatchGame.Placement> trials =
                    PatchGame.defaults()
                            .withSideFraction(0.001)
                            .play(random(meanDifference(tall)), List.of(darkCase(tall, 1)))
                            .placements();
            assertThat(trials.stream().mapToInt(PatchGame.Placement::top).distinct().sorted())
                    .containsExactlyElementsOf(IntStream.range(10, 31).boxed().toList());
            assertThat(trials.stream().mapToInt(PatchGame.Placement::left).distinct().sorted())
                    .containsExactlyElementsOf(IntStream.range(5, 17).boxed().toList());
        }

        @Test
        void anInterruptedGameGoesOnWhereItStopped() {
            PatchGame game = PatchGame.defaults().withPlacementCount(30);
            PatchGame.Result whole = game.play(random(VERIFIER), cases(4));
            List<PatchGame.Placement> journal = new ArrayList<>();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(
                            () ->
                                    game.play(
                                            random(VERIFIER),
                                            cases(4),
                                            List.of(),
                                            trial -> {
                                                journal.add(trial);
                                                if (journal.size() == 11) {
                                                    throw new IllegalStateException("killed");
                                                }
                                            }));
            List<PatchGame.Placement> rest = new ArrayList<>();
            PatchGame.Result resumed = game.play(random(VERIFIER), cases(4), journal, rest::add);
            assertThat(resumed).isEqualTo(whole);
            assertThat(rest).hasSize(19).doesNotContainAnyElementsOf(journal);
        }

        @Test
        void explainsOncePerTrialAndScoresTheCleanPairOncePerCase() {
            AtomicInteger explained = new AtomicInteger();
            AtomicInteger scored = new AtomicInteger();
            FaceVerifier counting =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                scored.incrementAndGet();
                                return 0.5;
                            });
            SaliencyExplainer explainer =
                    KnownExplainers.of(
                            counting,
                            pair -> {
                                explained.incrementAndGet();
                                return random(VERIFIER).explain(pair).probe();
                            });
            PatchGame.defaults().withPlacementCount(10).play(explainer, cases(3));
            assertThat(explained).hasValue(10);
            // Its explainer asks for the similarity besides.
            assertThat(scored).hasValue(10 + 3);
        }
    }

    @Nested
    class Rejects {
        private PatchGame.Result play(FaceVerifier verifier, GameCase... cases) {
            return PatchGame.defaults().play(random(verifier), List.of(cases));
        }

        @Test
        void noCaseNoDonorAndARepeatedName() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> play(VERIFIER))
                    .withMessage("cases.size() must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GameCase.of("a", darkCase(SIZE, 1).genuine().get()))
                    .withMessage("donors.size() must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> play(VERIFIER, darkCase(SIZE, 1), darkCase(SIZE, 1)))
                    .withMessage("cases must be of distinct names, was twice case 1");
        }

        @Test
        void aDonorOfAnotherSize() {
            FaceImage large = FaceImage.filled(new FaceSize(41, 40), 1, 2, 3);
            GameCase bad = GameCase.of("a", darkCase(SIZE, 1).genuine().get(), large);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> play(VERIFIER, bad))
                    .withMessage("donor 0 of a must be 40x40, was 41x40");
        }

        @Test
        void trialsOfAnotherGame() {
            List<PatchGame.Placement> done = play(VERIFIER, darkCase(SIZE, 1)).placements();
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    PatchGame.defaults()
                                            .withSeed(1)
                                            .play(random(VERIFIER), cases(2), done, trial -> {}))
                    .withMessageContaining("trial done must be of this game");
        }

        /** The pair is the same, its squares are elsewhere. */
        @Test
        void trialsOfAnotherSeed() {
            List<GameCase> one = List.of(darkCase(SIZE, 1));
            PatchGame game = PatchGame.defaults().withPlacementCount(3);
            List<PatchGame.Placement> done = game.play(random(VERIFIER), one).placements();
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> game.withSeed(1).play(random(VERIFIER), one, done, trial -> {}))
                    .withMessageContaining("trial done must be of this game");
        }

        @Test
        void sidesAndFeathersOutOfRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PatchGame.defaults().withSideFraction(0.51))
                    .withMessage("sideFraction must be in (0.0, 0.5], was 0.51");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PatchGame.defaults().withFeatherFraction(Double.NaN));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PatchGame.defaults().withPlacementCount(0));
        }

        @Test
        void aVerifierThatFailsIsNamedWithThePair() {
            FaceVerifier nan = FaceVerifier.of(SIZE, (probe, reference) -> Double.NaN);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> play(nan, darkCase(SIZE, 7)))
                    .withMessageContaining(nan.description())
                    .withMessageContaining("NaN")
                    .withMessageContaining("case 7");
        }
    }
}
