package io.github.corrrise.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built-in verifier: the contract, and what its score is a sum of. */
class LocalDescriptorVerifierTest implements FaceEmbedderContract {
    private static final FaceSize SIZE = new FaceSize(34, 26);
    private static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    @Override
    public FaceEmbedder openVerifier() {
        return VERIFIER;
    }

    /** Independent pixels in [40, 120]: edges everywhere, room to brighten. */
    private static FaceImage noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (float) (40 + 80 * random.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static FaceImage brightened(FaceImage face, float gain, float offset) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            float value = face.at(pixel / SIZE.width(), pixel % SIZE.width(), i % 3);
            rgb[i] = gain * value + offset;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static FaceImage stripes(boolean upright) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            int along = upright ? pixel % SIZE.width() : pixel / SIZE.width();
            rgb[i] = along / 2 % 2 == 0 ? 60 : 180;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static double similarity(FaceImage probe, FaceImage reference) {
        FaceBatch batch = FaceBatch.of(VERIFIER.layout(), probe);
        return VERIFIER.similarities(batch, reference)[0];
    }

    private static double sum(double[][] shares) {
        return Arrays.stream(shares).flatMapToDouble(Arrays::stream).sum();
    }

    @Nested
    class KnownValues {
        @Test
        void aFaceIsWhollyLikeItself() {
            assertThat(similarity(noise(1), noise(1))).isCloseTo(1, within(1e-6));
        }

        @Test
        void aFlatFaceIsLikeNothing() {
            FaceImage flat = FaceImage.filled(SIZE, 90, 90, 90);
            assertThat(similarity(flat, noise(1))).isZero();
            assertThat(similarity(noise(1), flat)).isZero();
            assertThat(similarity(flat, flat)).isZero();
            assertThat(sum(VERIFIER.contributions(FacePair.of(flat, noise(1))))).isZero();
        }

        @Test
        void edgesAcrossOneAnotherAreUnlike() {
            assertThat(similarity(stripes(true), stripes(true))).isCloseTo(1, within(1e-6));
            assertThat(similarity(stripes(true), stripes(false))).isNegative();
        }

        @Test
        void hasWholeCellsOnly() {
            assertThat(VERIFIER.cellRows()).isEqualTo(4);
            assertThat(VERIFIER.cellColumns()).isEqualTo(3);
            assertThat(VERIFIER.embed(FaceBatch.of(VERIFIER.layout(), noise(1)))[0])
                    .hasSize(4 * 3 * 8);
        }

        @Test
        void defaultsAreTheDocumentedOnes() {
            LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults();
            assertThat(verifier.inputSize()).isEqualTo(FaceSize.ARCFACE);
            assertThat(verifier.cellSide()).isEqualTo(8);
            assertThat(verifier.orientationCount()).isEqualTo(8);
            assertThat(verifier.threshold()).contains(Threshold.of(0.40));
            assertThat(verifier.withThreshold(0.25).threshold()).contains(Threshold.of(0.25));
            assertThat(verifier.description())
                    .isEqualTo("LocalDescriptorVerifier 112x112, cells of 8, 8 orientations");
        }

        @Test
        void pixelsBehindTheLastWholeCellAreNotLookedAt() {
            FaceImage face = noise(1);
            float[] rgb = new float[3 * SIZE.pixelCount()];
            for (int i = 0; i < rgb.length; i++) {
                int row = i / 3 / SIZE.width();
                int column = i / 3 % SIZE.width();
                // The gradient of the last whole cell reaches one pixel beyond it.
                boolean behind = row > 32 || column > 24;
                rgb[i] = behind ? 255 : face.at(row, column, i % 3);
            }
            assertThat(similarity(FaceImage.ofFloats(SIZE, rgb), face)).isCloseTo(1, within(1e-6));
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void theContributionsSumToTheSimilarity(long seed) {
            FacePair pair = FacePair.of(noise(seed), noise(seed + 100));
            double[][] shares = VERIFIER.contributions(pair);
            assertThat(shares.length).isEqualTo(VERIFIER.cellRows());
            assertThat(shares[0]).hasSize(VERIFIER.cellColumns());
            assertThat(sum(shares))
                    .isCloseTo(similarity(pair.probe(), pair.reference()), within(1e-6));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8})
        void isSymmetric(long seed) {
            assertThat(similarity(noise(seed), noise(seed + 1)))
                    .isEqualTo(similarity(noise(seed + 1), noise(seed)));
        }

        /** Above the noise floor, that is; what is flatter counts for less. */
        @ParameterizedTest(name = "gain {0}")
        @ValueSource(floats = {1.1f, 1.3f, 1.7f, 2f})
        void isInvariantToGainAndOffsetOfTheBrightness(float gain) {
            FaceImage brighter = brightened(noise(3), gain, 7);
            assertThat(similarity(brighter, noise(3))).isCloseTo(1, within(1e-6));
            assertThat(similarity(brighter, noise(4)))
                    .isCloseTo(similarity(noise(3), noise(4)), within(1e-6));
        }

        /** The embedder reads faces, not memory: whatever the batch is written in. */
        @Test
        void isInvariantToTheLayoutOfTheBatch() {
            PixelLayout other =
                    PixelLayout.RGB_PLANAR_0_255
                            .withOrder(PixelLayout.ChannelOrder.BGR)
                            .asInterleaved()
                            .withMean(127.5f)
                            .withDeviation(128);
            float[] plain = VERIFIER.embed(FaceBatch.of(VERIFIER.layout(), noise(1)))[0];
            float[] laidOut = VERIFIER.embed(FaceBatch.of(other, noise(1)))[0];
            assertThat(VERIFIER.similarity(plain, laidOut)).isCloseTo(1, within(1e-6));
        }

        /** What one cell shows concerns that cell and its neighbours' normalisation only. */
        @Test
        void aChangeStaysWithinItsNeighbourhood() {
            FaceImage face = noise(1);
            float[] rgb = new float[3 * SIZE.pixelCount()];
            for (int i = 0; i < rgb.length; i++) {
                int row = i / 3 / SIZE.width();
                int column = i / 3 % SIZE.width();
                boolean inFirstCell = row < 7 && column < 7;
                rgb[i] = inFirstCell ? 80 : face.at(row, column, i % 3);
            }
            FaceImage changed = FaceImage.ofFloats(SIZE, rgb);
            float[] before = VERIFIER.embed(FaceBatch.of(VERIFIER.layout(), face))[0];
            float[] after = VERIFIER.embed(FaceBatch.of(VERIFIER.layout(), changed))[0];
            for (int d = 0; d < before.length; d++) {
                int cell = d / VERIFIER.orientationCount();
                if (cell / VERIFIER.cellColumns() > 1 || cell % VERIFIER.cellColumns() > 1) {
                    assertThat(after[d]).isEqualTo(before[d]);
                }
            }
            assertThat(Arrays.copyOf(after, 8)).isNotEqualTo(Arrays.copyOf(before, 8));
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1, 27})
        void aCellThatDoesNotFit(int cellSide) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new LocalDescriptorVerifier(SIZE, cellSide, 8, Optional.empty()))
                    .withMessage("cellSide must be in [2, 26], was " + cellSide);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1})
        void fewerThanTwoOrientations(int count) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LocalDescriptorVerifier(SIZE, 8, count, Optional.empty()))
                    .withMessage("orientationCount must be at least 2, was " + count);
        }

        @Test
        void aThresholdThatIsNoNumber() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VERIFIER.withThreshold(Double.NaN))
                    .withMessage("threshold must be finite, was NaN");
        }

        @Test
        void nulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> new LocalDescriptorVerifier(null, 8, 8, Optional.empty()))
                    .withMessage("inputSize");
            assertThatNullPointerException()
                    .isThrownBy(() -> new LocalDescriptorVerifier(SIZE, 8, 8, null))
                    .withMessage("threshold");
        }

        @Test
        void embeddingsOfUnequalLength() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VERIFIER.similarity(new float[2], new float[3]))
                    .withMessage("embeddings must be of one length, were 2 and 3");
        }
    }
}
