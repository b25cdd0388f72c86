package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.MaskGeneratorContract;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.random.CounterRandom;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridMasksTest implements MaskGeneratorContract {
    @Override
    public MaskGenerator masks() {
        return GridMasks.defaults();
    }

    @Nested
    class Properties {
        /** The mean visibility of every pixel, corners too, is the probability of a node. */
        @ParameterizedTest(name = "{0} cells, {1} visible")
        @CsvSource({"1, 0.5", "4, 0.3", "7, 0.5", "8, 0.8"})
        void everyPixelIsVisibleAsOftenAsANode(int cellCount, double probability) {
            FaceSize size = new FaceSize(20, 16);
            MaskBatch batch = new GridMasks(cellCount, probability).generate(0, 6000, size, 3);
            double bound = 5 * Math.sqrt(probability * (1 - probability) / batch.count());
            for (int row = 0; row < 20; row += 19) {
                for (int column = 0; column < 16; column += 5) {
                    double sum = 0;
                    for (int i = 0; i < batch.count(); i++) {
                        sum += batch.at(i, row, column);
                    }
                    assertThat(sum / batch.count()).isCloseTo(probability, within(bound));
                }
            }
        }

        /** Bilinear: neighbours differ by at most one node difference over a cell. */
        @Test
        void neighboursAreClose() {
            FaceSize size = new FaceSize(112, 112);
            MaskBatch batch = GridMasks.defaults().generate(0, 5, size, 3);
            for (int i = 0; i < 5; i++) {
                for (int row = 0; row < 111; row++) {
                    for (int column = 0; column < 111; column++) {
                        float here = batch.at(i, row, column);
                        assertThat(Math.abs(here - batch.at(i, row + 1, column)))
                                .isLessThanOrEqualTo(1 / 16f + 1e-6f);
                        assertThat(Math.abs(here - batch.at(i, row, column + 1)))
                                .isLessThanOrEqualTo(1 / 16f + 1e-6f);
                    }
                }
            }
        }

        /** To the bit: pixel by pixel between four nodes, as they were always drawn. */
        @ParameterizedTest(name = "{0} cells on {1} x {2}")
        @CsvSource({"1, 20, 16", "5, 20, 16", "16, 20, 16", "7, 112, 112", "33, 45, 61"})
        void isTheTextbookEnlargement(int cellCount, int height, int width) {
            FaceSize size = new FaceSize(height, width);
            MaskBatch batch = new GridMasks(cellCount, 0.4).generate(7, 20, size, 3);
            for (int i = 0; i < batch.count(); i++) {
                FloatBuffer visibility = FloatBuffer.allocate(size.pixelCount());
                batch.writeVisibility(i, visibility);
                assertThat(visibility.array()).isEqualTo(textbook(cellCount, 7 + i, size));
            }
        }

        private static float[] textbook(int cellCount, long index, FaceSize size) {
            CounterRandom random = new CounterRandom(3, index);
            int cellHeight = (size.height() + cellCount - 1) / cellCount;
            int cellWidth = (size.width() + cellCount - 1) / cellCount;
            int nodeColumns = (size.width() + cellWidth - 2) / cellWidth + 2;
            int nodeRows = (size.height() + cellHeight - 2) / cellHeight + 2;
            float[] nodes = new float[nodeRows * nodeColumns];
            for (int node = 0; node < nodes.length; node++) {
                nodes[node] = random.nextDouble() < 0.4 ? 1f : 0f;
            }
            int down = random.nextInt(cellHeight);
            int right = random.nextInt(cellWidth);
            float[] mask = new float[size.pixelCount()];
            for (int p = 0; p < mask.length; p++) {
                int y = p / size.width() + down;
                int x = p % size.width() + right;
                float lower = (float) (y % cellHeight) / cellHeight;
                float further = (float) (x % cellWidth) / cellWidth;
                int above = y / cellHeight * nodeColumns + x / cellWidth;
                int below = above + nodeColumns;
                float top = nodes[above] + further * (nodes[above + 1] - nodes[above]);
                float bottom = nodes[below] + further * (nodes[below + 1] - nodes[below]);
                mask[p] = top + lower * (bottom - top);
            }
            return mask;
        }

        @Test
        void areKeptAsGrids() {
            MaskBatch batch = new GridMasks(4, 0.5).generate(2, 3, new FaceSize(20, 16), 3);
            assertThat(batch.form()).isEqualTo(MaskBatch.Form.GRID);
            assertThat(batch.grid(1).cellHeight()).isEqualTo(5);
            assertThat(batch.grid(1).cellWidth()).isEqualTo(4);
            assertThat(batch).hasToString("MaskBatch[3 grid masks of 20x16 from index 2]");
        }

        @Test
        void oneCellPerPixelIsBinary() {
            MaskBatch batch = new GridMasks(6, 0.5).generate(0, 10, new FaceSize(6, 6), 5);
            for (int row = 0; row < 6; row++) {
                assertThat(batch.at(3, row, 2)).isIn(0f, 1f);
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void impossibleSettings() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GridMasks(0, 0.5))
                    .withMessage("cellCount must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GridMasks(7, 1.0))
                    .withMessage("visibleProbability must be in (0.0, 1.0), was 1.0");
        }

        @Test
        void moreCellsThanPixels() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new GridMasks(7, 0.5).generate(0, 1, new FaceSize(5, 9), 1))
                    .withMessage("cellCount must be in [1, 5], was 7");
        }
    }
}
