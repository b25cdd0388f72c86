package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.MaskGeneratorContract;
import io.github.corrrise.face.FaceSize;
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
