package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Truth;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the examples of the page on games. */
@Tag("slow")
class GamesTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);

    private final LocalDescriptorVerifier verifier =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    private Explainer explainer() {
        return Explainer.builder(verifier)
                .masks(new PatchMasks(1, 0.2))
                .maskCount(40)
                .sides(Side.PROBE)
                .build();
    }

    private static LabelledPair pair(String name, Truth truth, int probe, int reference) {
        return LabelledPair.of(
                name,
                truth,
                FacePair.of(DrawnFaces.draw(SIZE, probe), DrawnFaces.draw(SIZE, reference)));
    }

    private static List<LabelledPair> pairs() {
        return List.of(
                pair("one", Truth.GENUINE, 1, 1),
                pair("other", Truth.IMPOSTOR, 1, 7),
                pair("two", Truth.GENUINE, 2, 2),
                pair("third", Truth.IMPOSTOR, 2, 9));
    }

    @Test
    void thePatchGamePrintsWhatThePageSays() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Explainer explainer = explainer()) {
            Games.patch(explainer, pairs());
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("hit rate Estimate\\[value=[01]\\.\\d+, lower=")
                .containsPattern("the best fixed place 0\\.\\d+")
                .containsPattern("mass inside Estimate\\[value=0\\.\\d+, lower=");
    }

    @Test
    void theSwapGameIsPlayed() {
        try (Explainer explainer = explainer()) {
            RegionSwapGame.Result result = Games.swap(explainer, GameCase.allOf(pairs()));
            assertThat(result.swaps()).hasSize(300);
            assertThat(result.meanFalseShare()).isPresent();
        }
    }

    @Test
    void tripletsArePlayed() {
        try (Explainer explainer = explainer()) {
            RegionSwapGame.Result result = Games.triplets(explainer, GameCase.allOf(pairs()));
            assertThat(result.swaps()).hasSize(120);
            assertThat(result.flipCount()).isPositive();
        }
    }

    /** Another drawn face stands for an edit of all of it. */
    @Test
    void editedPairsArePlayed() {
        try (Explainer explainer = explainer()) {
            EditedPairGame.Result result =
                    Games.edits(explainer, List.of(pair("edited", Truth.GENUINE, 1, 2)));
            assertThat(result.edits()).hasSize(1);
            assertThat(result.uniformHitRate()).isBetween(0.5, 1.0);
        }
    }

    @Test
    void theKnownContributionIsFound() {
        AdditiveVerifier additive =
                AdditiveVerifier.of(SIZE, new double[][] {{1, 0}, {0, -2}, {3, 0}, {0, 0}});
        assertThat(Games.known(additive, new PatchMasks(3, 0.25))).isGreaterThan(0.9);
    }

    /** Windows that reach over several patches find their effects, blurred. */
    @Test
    void aModelAskedPatchByPatchHasAKnownTruth() {
        FaceSize size = new FaceSize(28, 28);
        FacePair pair = FacePair.of(DrawnFaces.draw(size, 1), DrawnFaces.draw(size, 2));
        double like = Games.patchwise(LocalDescriptorVerifier.defaults().withInputSize(size), pair);
        assertThat(like).isBetween(0.5, 1.0);
    }

    @Test
    void falseAlarmsAreCounted() {
        AdditiveVerifier leftStripOnly =
                AdditiveVerifier.of(
                        SIZE, new double[][] {{1, 0, 0, 0, 0, 0, 0, 0}, {-1, 0, 0, 0, 0, 0, 0, 0}});
        SplitMasks masks = new SplitMasks(new PatchMasks(3, 1), new PatchMasks(10, 0.3), 0.125);
        assertThat(Games.falseAlarms(leftStripOnly, masks, /* runs= */ 10)).isLessThan(0.5);
    }

    /** Rounding only in the unit and the swap. */
    @Test
    void theSanityChecksPass() {
        FacePair pair = FacePair.of(DrawnFaces.draw(SIZE, 1), DrawnFaces.draw(SIZE, 2));
        List<Double> checks = Games.sanity(verifier, pair);
        assertThat(checks.get(0)).isGreaterThan(0.5);
        assertThat(checks.get(1)).isLessThan(checks.get(0));
        assertThat(checks.get(2)).isLessThan(1e-6);
        assertThat(checks.get(3)).isLessThan(1e-6);
    }
}
