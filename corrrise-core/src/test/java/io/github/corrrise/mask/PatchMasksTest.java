package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.MaskGeneratorContract;
import io.github.corrrise.face.FaceSize;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PatchMasksTest implements MaskGeneratorContract {
    @Override
    public MaskGenerator masks() {
        return new PatchMasks(3, 0.25);
    }

    @Nested
    class KnownValues {
        @Test
        void thePublishedPatchHasThirtyPixelsOnAnArcFaceCrop() {
            assertThat(PatchMasks.published().patchSide(FaceSize.ARCFACE)).isEqualTo(30);
            assertThat(PatchMasks.published().patchCount()).isEqualTo(10);
        }

        /** An inner pixel stays visible with probability (1 - 900 / 83^2)^10 = 0.24. */
        @Test
        void thePublishedMasksShowAQuarterOfTheInnerFace() {
            MaskBatch batch = PatchMasks.published().generate(0, 4000, FaceSize.ARCFACE, 1);
            int visible = 0;
            for (int i = 0; i < batch.count(); i++) {
                visible += (int) batch.at(i, 56, 56);
            }
            double expected = Math.pow(1 - 900.0 / (83 * 83), 10);
            double deviation = Math.sqrt(expected * (1 - expected) / batch.count());
            assertThat((double) visible / batch.count()).isCloseTo(expected, within(4 * deviation));
        }
    }

    @Nested
    class PoissonCount implements MaskGeneratorContract {
        @Override
        public MaskGenerator masks() {
            return new PatchMasks(3, 0.25).withPoissonCount();
        }

        /** Single pixels on a wide face hardly ever meet: their number is that of the patches. */
        @Test
        void theNumberOfPatchesIsPoisson() {
            int maskCount = 20_000;
            MaskBatch batch =
                    new PatchMasks(2, 1e-9)
                            .withPoissonCount()
                            .generate(0, maskCount, new FaceSize(100, 100), 5);
            int[] withCount = new int[20];
            for (int i = 0; i < maskCount; i++) {
                withCount[batch.hiddenRuns(i).length / 2]++;
            }
            double chance = Math.exp(-2);
            for (int count = 0; count < 8; count++) {
                double deviation = Math.sqrt(chance * (1 - chance) / maskCount);
                assertThat((double) withCount[count] / maskCount)
                        .as("masks of %d patches", count)
                        .isCloseTo(chance, within(4 * deviation));
                chance *= 2.0 / (count + 1);
            }
        }

        @Test
        void aMaskWithoutAnyPatchHidesNothing() {
            MaskBatch batch =
                    new PatchMasks(1, 0.5)
                            .withPoissonCount()
                            .generate(0, 50, new FaceSize(8, 8), 1);
            assertThat(IntStream.range(0, 50).filter(i -> batch.visibleShare(i) == 1).count())
                    .isBetween(8L, 29L);
        }

        @Test
        void theTextTellsTheLawWhereItIsNotFixed() {
            PatchMasks fixed = new PatchMasks(3, 0.25);
            assertThat(fixed).hasToString("PatchMasks[patchCount=3, patchFraction=0.25]");
            assertThat(fixed.withPoissonCount())
                    .hasToString(
                            "PatchMasks[patchCount=3, patchFraction=0.25, hasPoissonCount=true]")
                    .isNotEqualTo(fixed);
        }

        @Test
        void otherSettingsKeepTheLaw() {
            PatchMasks poisson = new PatchMasks(3, 0.25).withPoissonCount();
            assertThat(poisson.withPatchCount(5).withPatchFraction(0.5))
                    .isEqualTo(new PatchMasks(5, 0.5, true));
        }
    }

    @Nested
    class Properties {
        @Test
        void onePatchIsASquareInsideTheFace() {
            FaceSize size = new FaceSize(24, 40);
            MaskBatch batch = new PatchMasks(1, 0.5).generate(0, 500, size, 8);
            boolean[] leftEdge = new boolean[29];
            for (int i = 0; i < batch.count(); i++) {
                int[] runs = batch.hiddenRuns(i);
                assertThat(runs).hasSize(24);
                int left = runs[0] % 40;
                leftEdge[left] = true;
                for (int run = 0; run < runs.length; run += 2) {
                    assertThat(runs[run + 1] - runs[run]).isEqualTo(12);
                    assertThat(runs[run] - runs[0]).isEqualTo(run / 2 * 40);
                }
            }
            assertThat(leftEdge).as("every place is taken").doesNotContain(false);
        }

        @Test
        void aPatchAsLargeAsTheFaceHidesAllOfIt() {
            MaskBatch batch = new PatchMasks(1, 1.0).generate(0, 3, new FaceSize(5, 5), 1);
            assertThat(batch.visibleShare(2)).isZero();
        }

        /** Masks of a fixed number stay what they were in files of results. */
        @Test
        void aMaskOfAFixedNumberKeepsItsPlaces() {
            MaskBatch batch = new PatchMasks(2, 0.25).generate(7, 1, new FaceSize(16, 16), 3);
            assertThat(batch.hiddenRuns(0))
                    .containsExactly(
                            8, 12, 24, 28, 40, 44, 56, 60, 149, 153, 165, 169, 181, 185, 197, 201);
        }

        @Test
        void aTinyFractionIsOnePixel() {
            assertThat(new PatchMasks(1, 1e-9).patchSide(new FaceSize(5, 5))).isEqualTo(1);
        }
    }

    @Nested
    class Rejects {
        @Test
        void noPatches() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PatchMasks(0, 0.5))
                    .withMessage("patchCount must be at least 1, was 0");
        }

        @Test
        void aPatchLargerThanTheFace() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PatchMasks(1, 1.5))
                    .withMessage("patchFraction must be in (0.0, 1.0], was 1.5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PatchMasks(1, Double.NaN))
                    .withMessage("patchFraction must be in (0.0, 1.0], was NaN");
        }
    }
}
