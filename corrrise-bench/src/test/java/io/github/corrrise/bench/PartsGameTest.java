package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsGameTest {
    private static final FaceSize SIZE = FaceSize.ARCFACE;

    /** Dark faces and a bright donor: black is nearer to the faces than the donor is. */
    private static final GameCase CASE =
            GameCase.of(
                    "case",
                    FacePair.of(
                            FaceImage.filled(SIZE, 60, 60, 60), FaceImage.filled(SIZE, 60, 60, 60)),
                    FaceImage.filled(SIZE, 220, 220, 220));

    /** 1 less the mean difference, as a share of the full range. */
    private static FaceVerifier meanDifference(double sign) {
        return FaceVerifier.of(
                SIZE,
                (probe, reference) -> {
                    float[] a = probe.toPlanes();
                    float[] b = reference.toPlanes();
                    double sum = 0;
                    for (int i = 0; i < a.length; i++) {
                        sum += Math.abs(a[i] - b[i]);
                    }
                    return 1 - sign * sum / (255.0 * a.length);
                });
    }

    private static PartsGame.Result play(FaceVerifier verifier) {
        RegionSwapGame game = new RegionSwapGame(4 / 112.0, 0, 2, 12, 0);
        return PartsGame.play(
                verifier,
                List.of(CASE),
                game,
                List.of(1, game.trialCount()),
                Fills.of(Fill.black()),
                trial -> {});
    }

    @Test
    void theSwappedPartIsFoundWhereEveryPixelCountsAlike() {
        PartsGame.Result result = play(meanDifference(1));
        assertThat(result.trials()).hasSize(12).allMatch(trial -> trial.cost() > 0);
        assertThat(result.probe().orElseThrow().value()).isEqualTo(1);
        assertThat(result.both().orElseThrow().value()).isEqualTo(1);
    }

    /** To this one a hidden difference is a loss: another part has the most negative effect. */
    @Test
    void aVerifierThatLikesDifferencesIsNeverAnsweredByTheSwappedPart() {
        PartsGame.Result result = play(meanDifference(-1));
        assertThat(result.trials()).hasSize(12).allMatch(trial -> trial.cost() < 0);
        assertThat(result.probe().orElseThrow().value()).isZero();
        assertThat(result.both().orElseThrow().value()).isZero();
    }

    @Test
    void answersAreCountedBesideTheBestFixedOne() {
        PartsGame.Result result =
                new PartsGame.Result(
                        List.of(
                                new PartsGame.Trial(
                                        RegionSwapGame.Region.EYES, 0.3, "eyes", "eyes"),
                                new PartsGame.Trial(
                                        RegionSwapGame.Region.EYES, 0.2, "eyebrows", "eyes"),
                                new PartsGame.Trial(
                                        RegionSwapGame.Region.BROWS, 0.2, "rest", "eyebrows"),
                                new PartsGame.Trial(
                                        RegionSwapGame.Region.NOSE, 0.05, "mouth", "mouth")));
        PartsGame.Result costly = result.of(trial -> trial.cost() > 0.1);
        assertThat(result.probe().orElseThrow().value()).isEqualTo(0.25);
        assertThat(result.bestFixed()).isEqualTo(0.5);
        assertThat(costly.trials()).hasSize(3);
        assertThat(costly.probe().orElseThrow().value()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(costly.both().orElseThrow().value()).isEqualTo(1);
        assertThat(costly.both().orElseThrow().lower()).isLessThan(1);
        assertThat(costly.bestFixed()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(result.of(trial -> false).probe()).isEmpty();
        assertThat(result.of(trial -> false).bestFixed()).isZero();
    }

    @Test
    void theMergedPartsAreThoseOfTheTemplate() {
        FaceParts merged = PartsGame.parts(SIZE);
        FaceParts template = FaceParts.ofTemplate(SIZE);
        assertThat(merged.names()).containsExactly("eyes", "eyebrows", "nose", "mouth", "rest");
        assertThat(merged.pixels(merged.indexOf(FaceParts.NOSE)))
                .isEqualTo(template.pixels(template.indexOf(FaceParts.NOSE)));
        for (RegionSwapGame.Region region : RegionSwapGame.Region.values()) {
            assertThat(merged.names()).contains(PartsGame.part(region));
        }
        assertThat(merged.at(51, 38)).isEqualTo("eyes");
        assertThat(merged.at(51, 73)).isEqualTo("eyes");
        assertThat(merged.at(0, 0)).isEqualTo(PartsGame.REST);
    }
}
