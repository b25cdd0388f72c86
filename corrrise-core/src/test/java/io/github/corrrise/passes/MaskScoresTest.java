package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Side;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskScoresTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);

    private static double[] half(MaskGenerator masks, int from) {
        double[] scores = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        return Arrays.stream(MaskScores.of(masks, SIZE, 1, scores).everySecond(from).line(0))
                .filter(score -> !Double.isNaN(score))
                .toArray();
    }

    @Test
    void halvesTakeTurns() {
        PatchMasks masks = new PatchMasks(2, 0.3);
        assertThat(half(masks, 0)).containsExactly(0, 2, 4, 6, 8);
        assertThat(half(masks, 1)).containsExactly(1, 3, 5, 7);
    }

    /** Else the default's halves would hold masks of one design each. */
    @Test
    void halvesOfAMixtureHoldAllOfItsDesigns() {
        MixedMasks two = MixedMasks.of(new PatchMasks(2, 0.3), new PatchMasks(5, 0.2));
        assertThat(half(two, 0)).containsExactly(0, 1, 4, 5, 8);
        assertThat(half(two, 1)).containsExactly(2, 3, 6, 7);
    }

    private static MaskScores scores(double[]... lines) {
        return MaskScores.of(new PatchMasks(2, 0.3), SIZE, 1, lines);
    }

    @Test
    void aDifferenceHasNoScoreWhereEitherHasNone() {
        double[] first = {5, Double.NaN, 7, 8};
        double[] second = {1, 2, Double.NaN, 4};
        MaskScores both = scores(first, second);
        MaskScores difference = both.difference(1, 0);
        assertThat(difference.line(0)).containsExactly(-4, Double.NaN, Double.NaN, -4);
        assertThat(difference.lines()).containsExactly(MaskScores.Line.ofReference(1));
        assertThat(difference.maskCount()).isEqualTo(4);
        assertThat(both.line(1)).as("untouched").isEqualTo(second);
    }

    @Test
    void scoresOfElsewhereAreCopiedAndNamedByReference() {
        double[] own = {1, 2};
        MaskScores scores = scores(own, new double[] {3, 4});
        own[0] = 9;
        assertThat(scores.line(0)).containsExactly(1, 2);
        scores.line(0)[1] = 9;
        scores.strata()[0] = 9;
        assertThat(scores.line(0)).containsExactly(1, 2);
        assertThat(scores.strata()).containsExactly(0, 0);
        assertThat(scores.indexOf(MaskScores.Line.ofReference(1))).isEqualTo(1);
        assertThat(scores.indexOf(MaskScores.Line.of(Side.PROBE))).isEqualTo(0);
        assertThat(scores.seed()).isEqualTo(1);
        assertThat(scores.size()).isEqualTo(SIZE);
        assertThat(scores).hasToString("MaskScores[2 lines, 2 masks of 32x32]");
    }

    /** More masks than are drawn at a time. */
    @Test
    void strataOfManyMasksAreThoseOfEachAlone() {
        MixedMasks two = MixedMasks.of(new PatchMasks(2, 0.3), new PatchMasks(5, 0.2));
        Fills fills = Fills.of(Fill.black(), Fill.mean());
        MaskScores scores = MaskScores.of(two, fills, SIZE, 1, new double[300]);
        int[][] ofKind = {{-1, -1}, {-1, -1}};
        for (int mask = 0; mask < 300; mask++) {
            int design = two.generate(mask, 1, SIZE, 1).stratum(0);
            int turn = fills.turn(mask);
            int stratum = scores.strata()[mask];
            ofKind[design][turn] = ofKind[design][turn] < 0 ? stratum : ofKind[design][turn];
            assertThat(stratum).as("mask %d", mask).isEqualTo(ofKind[design][turn]);
        }
        assertThat(scores.form()).isEqualTo(MaskBatch.Form.BINARY);
        assertThat(Arrays.stream(scores.strata()).distinct().sorted().toArray())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void masksOfUnlikeFormsAreSoft() {
        MaskBatch.Form binary = MaskBatch.Form.BINARY;
        MaskBatch.Form grid = MaskBatch.Form.GRID;
        assertThat(MaskScores.formOf(new MaskBatch.Form[] {grid, grid})).isEqualTo(grid);
        assertThat(MaskScores.formOf(new MaskBatch.Form[] {binary, grid, binary}))
                .isEqualTo(MaskBatch.Form.SOFT);
    }

    @Test
    void rejectsLinesThatDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores())
                .withMessage("lines.length must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(new double[1]))
                .withMessage("maskCount must be at least 2, was 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(new double[3], new double[2]))
                .withMessageContaining("scores of line 1");
        MaskScores one = scores(new double[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> one.indexOf(MaskScores.Line.of(Side.REFERENCE)))
                .withMessageStartingWith("line must be one of [Line[");
        assertThatIllegalArgumentException().isThrownBy(() -> one.everySecond(2));
        assertThatIllegalArgumentException().isThrownBy(() -> one.everySecond(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> MaskScores.Line.ofReference(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> one.line(1));
    }
}
