package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MaskBatchTest {
    private static final FaceSize SIZE = new FaceSize(2, 3);

    @Nested
    class KnownValues {
        @Test
        void hiddenPixelsBecomeRuns() {
            MaskBatch batch = MaskBatch.ofHidden(4, SIZE, bits(0, 1, 5), bits());
            assertThat(batch.hiddenRuns(0)).containsExactly(0, 2, 5, 6);
            assertThat(batch.hiddenRuns(1)).isEmpty();
            assertThat(batch.at(0, 0, 1)).isZero();
            assertThat(batch.at(0, 0, 2)).isEqualTo(1f);
            assertThat(batch.visibleShare(0)).isEqualTo(0.5);
            assertThat(batch).hasToString("MaskBatch[2 binary masks of 2x3 from index 4]");
        }

        @Test
        void appliesMasksOfAllFormsAlike() {
            FaceImage face = FaceImage.filled(SIZE, 200, 100, 40);
            FaceImage behind = FaceImage.filled(SIZE, 10, 20, 30);
            PixelLayout layout = PixelLayout.RGB_PLANAR_0_255.withMean(127.5f).withDeviation(64f);
            MaskedFace masked = MaskedFace.of(face, Fills.of(Fill.image(behind)), layout);
            FaceImage binary = copy(masked, MaskBatch.ofHidden(0, SIZE, bits(1, 2)));
            FaceImage sharp =
                    copy(masked, MaskBatch.ofVisibility(0, SIZE, new float[] {1, 0, 0, 1, 1, 1}));
            FaceImage soft =
                    copy(
                            masked,
                            MaskBatch.ofVisibility(0, SIZE, new float[] {.5f, 1, 1, .5f, 1, 1}));
            MaskBatch.Grid grid = new MaskBatch.Grid(2, 2, 0, 1, 3, bits(1, 2, 4, 5));
            assertThat(copy(masked, MaskBatch.ofGrids(0, SIZE, grid))).isEqualTo(soft);
            assertThat(binary).isEqualTo(sharp);
            assertThat(binary.at(0, 0, 0)).isEqualTo(200f);
            assertThat(binary.at(0, 1, 1)).isEqualTo(20f);
            assertThat(soft.at(0, 0, 0)).isEqualTo(105f);
            assertThat(soft.at(0, 0, 2)).isEqualTo(35f);
        }

        private static FaceImage copy(MaskedFace face, MaskBatch mask) {
            return face.under(mask, FaceBatch.memory(1, SIZE)).face(0);
        }

        /** Into the heap memory behind a part of a buffer, too, and nowhere else. */
        @Test
        void softMasksAreReadAndWrittenWhereTheyStand() {
            float[] visibility = {0, .1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1, .25f};
            MaskBatch soft = MaskBatch.ofVisibility(0, SIZE, visibility);
            assertThat(soft.at(1, 0, 0)).isEqualTo(.6f);
            assertThat(soft.at(1, 1, 1)).isEqualTo(1);
            assertThat(soft.visibleShare(1)).isCloseTo(4.25 / 6, within(1e-6));
            MaskBatch binary = MaskBatch.ofHidden(0, SIZE, bits(1, 5));
            for (MaskBatch batch : List.of(soft, binary)) {
                float[] memory = new float[12];
                FloatBuffer part = FloatBuffer.wrap(memory, 1, 11).slice();
                part.position(2);
                batch.writeVisibility(0, part);
                assertThat(part.position()).isEqualTo(8);
                for (int i = 0; i < memory.length; i++) {
                    boolean isInside = i >= 3 && i < 9;
                    assertThat(memory[i])
                            .isEqualTo(isInside ? batch.at(0, (i - 3) / 3, (i - 3) % 3) : 0);
                }
            }
        }

        @Test
        void softMasksEqualByTheirOwnPixelsAlone() {
            MaskBatch one = MaskBatch.ofVisibility(0, SIZE, new float[] {1, 0, .5f, 1, 0, 1});
            MaskBatch same = MaskBatch.ofVisibility(0, SIZE, new float[] {1, 0, .5f, 1, 0, 1});
            MaskBatch other = MaskBatch.ofVisibility(0, SIZE, new float[] {1, 0, .5f, 1, 0, .9f});
            assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
        }

        /**
         * One visible node: a hat of two cells, cut by the left edge; the rows below are hidden.
         */
        @Test
        void aNodeFadesOverACell() {
            FaceSize size = new FaceSize(4, 3);
            MaskBatch.Grid grid = new MaskBatch.Grid(2, 4, 1, 1, 2, bits(2));
            MaskBatch batch = MaskBatch.ofGrids(0, size, grid);
            FloatBuffer direct = ByteBuffer.allocateDirect(4 * size.pixelCount()).asFloatBuffer();
            batch.writeVisibility(0, direct);
            float[] mask = new float[size.pixelCount()];
            direct.flip().get(mask);
            assertThat(mask)
                    .containsExactly(
                            .375f, .25f, .125f, .75f, .5f, .25f, .375f, .25f, .125f, 0, 0, 0);
            assertThat(batch.at(0, 1, 2)).isEqualTo(.25f);
            assertThat(batch.at(0, 3, 0)).isZero();
            assertThat(batch.visibleShare(0)).isEqualTo(3.0 / 12);
            assertThat(batch.grid(0)).isEqualTo(grid);
            assertThat(batch).hasToString("MaskBatch[1 grid masks of 4x3 from index 0]");
        }

        /** Also where the visibility is the same. */
        @Test
        void equalMasksHaveTheSameForm() {
            FaceSize pixel = new FaceSize(1, 1);
            MaskBatch binary = MaskBatch.ofHidden(0, pixel, bits());
            MaskBatch soft = MaskBatch.ofVisibility(0, pixel, new float[] {1});
            MaskBatch grid =
                    MaskBatch.ofGrids(0, pixel, new MaskBatch.Grid(1, 1, 0, 0, 2, bits(0)));
            assertThat(grid.at(0, 0, 0)).isEqualTo(1f);
            assertThat(binary).isNotEqualTo(soft).isNotEqualTo(grid);
            assertThat(soft).isNotEqualTo(grid).hasSameHashCodeAs(soft.withStrata(0));
            assertThat(grid)
                    .isEqualTo(
                            MaskBatch.ofGrids(
                                    0, pixel, new MaskBatch.Grid(1, 1, 0, 0, 2, bits(0))));
        }
    }

    @Nested
    class Rejects {
        @Test
        void gridsThatEndWithinTheMask() {
            MaskBatch.Grid grid = new MaskBatch.Grid(2, 2, 0, 1, 2, bits(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskBatch.ofGrids(0, SIZE, grid))
                    .withMessage("grids[0].columnCount must be in [3, 8], was 2");
        }

        @Test
        void gridsFarLargerThanTheMask() {
            MaskBatch.Grid high = new MaskBatch.Grid(9, 2, 0, 0, 3, bits(1));
            MaskBatch.Grid wide = new MaskBatch.Grid(2, 2, 0, 0, Integer.MAX_VALUE, bits(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskBatch.ofGrids(0, SIZE, wide, high))
                    .withMessage("grids[0].columnCount must be in [3, 8], was 2147483647");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskBatch.ofGrids(0, SIZE, high))
                    .withMessage("grids[0].cellHeight must be in [1, 4], was 9");
        }

        @Test
        void pixelsOutsideTheMask() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskBatch.ofHidden(0, SIZE, bits(6)))
                    .withMessage("hidden pixel must be in [0, 5], was 6");
        }

        @Test
        void visibilityThatIsNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    MaskBatch.ofVisibility(
                                            0, SIZE, new float[] {0, 0, 0, 0, 0, Float.NaN}))
                    .withMessage("visibility must be in [0.0, 1.0], was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskBatch.ofVisibility(0, SIZE, new float[7]))
                    .withMessage(
                            "visibility.length must be a multiple of 6 for masks of 2x3, was 7");
        }

        @Test
        void partsOfAnotherForm() {
            MaskBatch soft = MaskBatch.ofVisibility(0, SIZE, new float[6]);
            assertThatIllegalStateException()
                    .isThrownBy(() -> soft.hiddenRuns(0))
                    .withMessageEndingWith("has no hidden runs");
            assertThatIllegalStateException()
                    .isThrownBy(() -> soft.grid(0))
                    .withMessageEndingWith("has no grids");
        }
    }

    private static BitSet bits(int... hidden) {
        BitSet bits = new BitSet();
        for (int pixel : hidden) {
            bits.set(pixel);
        }
        return bits;
    }
}
