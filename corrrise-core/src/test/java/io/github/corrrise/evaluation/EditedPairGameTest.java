package io.github.corrrise.evaluation;

import static io.github.corrrise.evaluation.KnownExplainers.constant;
import static io.github.corrrise.evaluation.KnownExplainers.meanDifference;
import static io.github.corrrise.evaluation.KnownExplainers.random;
import static io.github.corrrise.evaluation.KnownExplainers.textured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditedPairGameTest {
    private static final FaceSize SIZE = new FaceSize(40, 40);
    private static final FaceVerifier VERIFIER = meanDifference(SIZE);
    private static final int SIDE = 8;

    /** A picture and the same with a bright square whose corner moves along the diagonal. */
    private static LabelledPair edited(int number) {
        FaceImage original = textured(SIZE, 60, number);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            rgb[i] = isInSquare(number, row, column) ? 230 : original.at(row, column, i % 3);
        }
        return LabelledPair.of(
                "pair " + number,
                Truth.GENUINE,
                FacePair.of(FaceImage.ofFloats(SIZE, rgb), original));
    }

    private static boolean isInSquare(int number, int row, int column) {
        return row >= number && row < number + SIDE && column >= number && column < number + SIDE;
    }

    private static List<LabelledPair> pairs(int count) {
        return IntStream.range(0, count).mapToObj(EditedPairGameTest::edited).toList();
    }

    /** What a perfect explainer would say. */
    private static SaliencyExplainer oracle() {
        return KnownExplainers.brighterBy(0, VERIFIER);
    }

    @Nested
    class KnownValues {
        @Test
        void anOracleHitsAlwaysAndHasAllItsMassInTheEdit() {
            EditedPairGame.Result result = EditedPairGame.defaults().play(oracle(), pairs(5));
            Pointing.Score score = result.score().orElseThrow();
            assertThat(score.trialCount()).isEqualTo(5);
            assertThat(score.hitRate()).isEqualTo(Estimate.ofShare(5, 5));
            assertThat(score.massShare()).isEqualTo(new Estimate(1, 1, 1));
            assertThat(result.meanFalseShare()).isEmpty();
        }

        /** Squares 0 to 4 all cover pixel (4, 4), squares 13 to 19 the middle of the face. */
        @Test
        void theChancesFollowFromTheEdits() {
            EditedPairGame.Result near =
                    EditedPairGame.defaults().play(constant(VERIFIER, pixel -> 1), pairs(5));
            assertThat(near.uniformHitRate()).isCloseTo(64 / 1600.0, within(1e-12));
            assertThat(near.bestConstantHitRate()).isEqualTo(1);
            assertThat(near.centreHitRate()).isZero();
            EditedPairGame.Result apart =
                    EditedPairGame.defaults().play(constant(VERIFIER, pixel -> 1), pairs(20));
            assertThat(apart.bestConstantHitRate()).isEqualTo(8 / 20.0);
            assertThat(apart.centreHitRate()).isEqualTo(7 / 20.0);
        }

        @Test
        void theCostIsTakenFromTheOriginalItself() {
            for (EditedPairGame.Edit edit :
                    EditedPairGame.defaults().play(random(VERIFIER), pairs(3)).edits()) {
                assertThat(edit.cleanSimilarity()).isEqualTo(1);
                assertThat(edit.cost()).isCloseTo(1 - edit.similarity(), within(1e-12));
                assertThat(edit.cost()).isBetween(0.015, 0.04);
                assertThat(edit.edited().cardinality()).isEqualTo(64);
            }
        }

        @Test
        void aToleranceLeavesOutWhatLossySavingDid() {
            FaceImage original = textured(SIZE, 60, 1);
            float[] noisy = original.toPlanes();
            float[] rgb = new float[noisy.length];
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                for (int channel = 0; channel < 3; channel++) {
                    rgb[3 * p + channel] =
                            noisy[channel * SIZE.pixelCount() + p] + (p == 77 ? 20 : p % 4);
                }
            }
            FacePair pair = FacePair.of(FaceImage.ofFloats(SIZE, rgb), original);
            BitSet only77 = new BitSet();
            only77.set(77);
            assertThat(EditedPairGame.defaults().edited(pair).cardinality()).isEqualTo(1200);
            assertThat(EditedPairGame.defaults().withTolerance(3).edited(pair)).isEqualTo(only77);
        }

        /** The game that only this one can play: all that is marked far from the edit is false. */
        @Tag("slow")
        @Test
        void anExplainerFindsTheEditsAndMarksLittleElse() {
            try (Explainer explainer = Explainer.builder(VERIFIER).sides(Side.PROBE).build()) {
                EditedPairGame.Result result = EditedPairGame.defaults().play(explainer, pairs(4));
                assertThat(result.score().orElseThrow().hitRate().value()).isEqualTo(1);
                assertThat(result.meanFalseShare().orElseThrow()).isLessThan(0.05);
                assertThat(result.costingMoreThan(1).score()).isEmpty();
            }
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest(name = "after {0}")
        @ValueSource(ints = {0, 1, 3, 4})
        void aGameGoesOnWhereItWas(int doneCount) {
            EditedPairGame game = EditedPairGame.defaults().withSeed(4).withReachFraction(0.1);
            EditedPairGame.Result whole = game.play(random(VERIFIER), pairs(4));
            List<EditedPairGame.Edit> told = new ArrayList<>();
            EditedPairGame.Result resumed =
                    game.play(
                            random(VERIFIER),
                            pairs(4),
                            whole.edits().subList(0, doneCount),
                            told::add);
            assertThat(resumed).isEqualTo(whole);
            assertThat(told).isEqualTo(whole.edits().subList(doneCount, 4));
        }

        @Test
        void pixelsOfATrialBelongToNobodyElse() {
            EditedPairGame.Edit edit =
                    EditedPairGame.defaults().play(oracle(), pairs(1)).edits().get(0);
            edit.edited().clear();
            assertThat(edit.edited().cardinality()).isEqualTo(64);
        }
    }

    @Nested
    class Rejects {
        @Test
        void whatIsNoGame() {
            EditedPairGame game = EditedPairGame.defaults();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game.play(oracle(), List.of()))
                    .withMessage("pairs.size() must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game.play(oracle(), List.of(edited(1), edited(1))))
                    .withMessage("pairs must be of distinct names, was twice pair 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game.withTolerance(-1))
                    .withMessage("tolerance must be in [0.0, 254.0], was -1.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game.withReachFraction(Double.NaN))
                    .withMessageContaining("reachFraction must be in [0.0, 1.0]");
        }

        @Test
        void aPairWithoutAnEdit() {
            FaceImage face = textured(SIZE, 60, 1);
            LabelledPair pair = LabelledPair.of("same", Truth.GENUINE, FacePair.of(face, face));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EditedPairGame.defaults().play(oracle(), List.of(pair)))
                    .withMessage(
                            "pair same must be of faces that differ by more than 0.0 somewhere, was"
                                    + " alike everywhere");
        }

        @Test
        void trialsOfAnotherGame() {
            EditedPairGame.Edit other =
                    EditedPairGame.defaults().play(oracle(), pairs(2)).edits().get(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    EditedPairGame.defaults()
                                            .play(oracle(), pairs(1), List.of(other), edit -> {}))
                    .withMessageContaining("trial done must be of this game");
        }

        @Test
        void editsBeyondTheFace() {
            EditedPairGame.Edit trial =
                    EditedPairGame.defaults().play(oracle(), pairs(1)).edits().get(0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new EditedPairGame.Result(
                                            new FaceSize(1, trial.edited().length() - 1),
                                            List.of(trial)))
                    .withMessageStartingWith("last pixel of " + trial.pair() + " must be in [0, ");
        }
    }
}
