package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenScoresTest {
    private static final FaceSize SIZE = new FaceSize(16, 20);
    private static final PatchMasks MASKS = new PatchMasks(3, 0.25);
    private static final MaskPlan PLAN = new MaskPlan(MASKS, 10, Fill.black(), 0);

    @Test
    void batchesMayComeInAnyOrder() {
        TakenScores taken = new TakenScores(PLAN, List.of(MaskScores.Line.ofReference(0)), 10);
        taken.add(MASKS.generate(5, 5, SIZE, 0), new double[][] {{5, 6, 7, 8, 9}});
        taken.add(MASKS.generate(0, 5, SIZE, 0), new double[][] {{0, 1, 2, 3, 4}});
        assertThat(taken.line(0, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(taken.line(0, 7)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void aMaskThatNobodyScoredIsNoScoreOfZero() {
        TakenScores taken = new TakenScores(PLAN, List.of(MaskScores.Line.ofReference(0)), 10);
        taken.add(MASKS.generate(0, 4, SIZE, 0), new double[][] {{1, 2, 3, 4}});
        taken.add(MASKS.generate(6, 4, SIZE, 0), new double[][] {{1, 2, 3, 4}});
        assertThat(taken.line(0, 4)).containsExactly(1, 2, 3, 4);
        assertThatIllegalStateException()
                .isThrownBy(() -> taken.line(0, 10))
                .withMessage("all of 10 masks must have been run, mask 4 was not");
        assertThatIllegalStateException()
                .isThrownBy(() -> taken.scores(SIZE, 10, new double[1][10]))
                .withMessageContaining("mask 4 was not");
    }

    @Test
    void scoresThatNoHeapHoldsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new TakenScores(
                                        PLAN,
                                        Collections.nCopies(
                                                Integer.MAX_VALUE, MaskScores.Line.ofReference(0)),
                                        1_000_000))
                .withMessageStartingWith(
                        "scores of 2147483647 lines x 1000000 masks must be at most")
                .withMessageContaining("half of the heap");
    }
}
