package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.MaskGeneratorContract;
import io.github.corrrise.face.FaceSize;
import java.util.BitSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SplitMasksTest implements MaskGeneratorContract {
    private static final FaceSize SIZE = new FaceSize(20, 24);

    @Override
    public MaskGenerator masks() {
        return new SplitMasks(new PatchMasks(2, 0.5), new PatchMasks(3, 0.25), 0.25);
    }

    @Nested
    class Properties {
        @Test
        void theTwoPartsAreIndependentAndPlainPatchesAreNot() {
            int maskCount = 40_000;
            MaskBatch split = masks().generate(0, maskCount, SIZE, 5);
            assertThat(covariance(split, maskCount)).isCloseTo(0, within(0.004));
            MaskBatch plain = new PatchMasks(2, 0.4).generate(0, maskCount, SIZE, 5);
            // Two patches of 8 x 8: (1 - 2q)^2 - (1 - q)^4 with q = 9/221 and 64/221 = -0.02.
            assertThat(covariance(plain, maskCount)).isLessThan(-0.01);
        }

        /** Of one pixel far to the left and one far to the right. */
        private static double covariance(MaskBatch masks, int maskCount) {
            IntToDoubleFunction left = i -> masks.at(i, 10, 3);
            IntToDoubleFunction right = i -> masks.at(i, 10, 17);
            double leftMean = 0;
            double rightMean = 0;
            double product = 0;
            for (int i = 0; i < maskCount; i++) {
                leftMean += left.applyAsDouble(i) / maskCount;
                rightMean += right.applyAsDouble(i) / maskCount;
                product += left.applyAsDouble(i) * right.applyAsDouble(i) / maskCount;
            }
            return product - leftMean * rightMean;
        }

        @Test
        void noPatchCrossesTheBorder() {
            SplitMasks masks = new SplitMasks(new PatchMasks(1, 1), new PatchMasks(1, 1), 0.5);
            MaskBatch batch = masks.generate(0, 50, SIZE, 1);
            for (int i = 0; i < 50; i++) {
                // A patch of the left part's whole width of 12 columns, and of the right's.
                for (int row = 0; row < 20; row++) {
                    for (int column = 1; column < 12; column++) {
                        assertThat(batch.at(i, row, column)).isEqualTo(batch.at(i, row, 0));
                        assertThat(batch.at(i, row, 12 + column)).isEqualTo(batch.at(i, row, 12));
                    }
                }
            }
        }

        @Test
        void designsOnTheRightAreStrata() {
            PatchMasks small = new PatchMasks(1, 0.2);
            SplitMasks masks =
                    new SplitMasks(
                            new PatchMasks(1, 1), MixedMasks.of(small, new PatchMasks(1, 1)), 0.5);
            MaskBatch batch = masks.generate(3, 4, SIZE, 1);
            for (int i = 0; i < 4; i++) {
                assertThat(batch.stratum(i)).isEqualTo((3 + i) % 2);
                int hidden = 0;
                for (int p = 0; p < 20 * 12; p++) {
                    hidden += batch.at(i, p / 12, 12 + p % 12) == 0 ? 1 : 0;
                }
                // The right part has 20 x 12: a patch of a fifth is 2 wide, a whole one 12.
                assertThat(hidden).isEqualTo(batch.stratum(i) == 0 ? 4 : 144);
            }
        }

        /** A left part of a pool is the same wherever it occurs; the right parts differ. */
        @Test
        void leftPartsOfAPoolAreScoredOnce() {
            SplitMasks masks =
                    new SplitMasks(new PatchMasks(2, 0.5), new PatchMasks(3, 0.25), 0.25)
                            .withLeftPool(5);
            MaskBatch pool = masks.leftParts().generate(0, 5, SIZE, 77);
            BitSet drawn = new BitSet();
            for (long seed : new long[] {1, 2}) {
                MaskBatch batch = masks.generate(3, 20, SIZE, seed);
                for (int i = 0; i < 20; i++) {
                    int part = masks.leftPart(3 + i, seed);
                    drawn.set(part);
                    for (int p = 0; p < SIZE.pixelCount(); p++) {
                        int row = p / 24;
                        int column = p % 24;
                        assertThat(column < 6 ? batch.at(i, row, column) : 1f)
                                .isEqualTo(pool.at(part, row, column));
                    }
                }
            }
            assertThat(drawn.cardinality()).isEqualTo(5);
        }

        @Test
        void bothPartsKeepAColumn() {
            PatchMasks whole = new PatchMasks(1, 1);
            assertThat(new SplitMasks(whole, whole, 0.001).leftWidth(SIZE)).isEqualTo(1);
            assertThat(new SplitMasks(whole, whole, 0.999).leftWidth(SIZE)).isEqualTo(23);
        }
    }

    @Nested
    class Rejects {
        @Test
        void aSplitThatLeavesNothingOnOneSide() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SplitMasks(new PatchMasks(1, 1), new PatchMasks(1, 1), 1))
                    .withMessage("leftFraction must be in (0.0, 1.0), was 1.0");
            SplitMasks masks = new SplitMasks(new PatchMasks(1, 1), new PatchMasks(1, 1), 0.5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masks.withLeftPool(-1))
                    .withMessage("leftPool must be at least 0, was -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masks.leftPart(0, 1))
                    .withMessage("leftPool must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masks().generate(0, 1, new FaceSize(20, 1), 0))
                    .withMessage("width of the masks must be at least 2, was 1");
        }
    }
}
