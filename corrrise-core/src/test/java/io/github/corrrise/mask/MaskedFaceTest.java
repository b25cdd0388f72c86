package io.github.corrrise.mask;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.face.PixelLayout.ChannelOrder;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedFaceTest {
    private static final FaceSize SIZE = new FaceSize(5, 7);
    private static final FaceImage FACE = randomFace(1);
    private static final FaceImage FILL = randomFace(2);

    static Stream<PixelLayout> layouts() {
        return Stream.of(ChannelOrder.values())
                .map(RGB_PLANAR_0_255::withOrder)
                .flatMap(
                        layout ->
                                Stream.of(
                                        layout,
                                        layout.withMean(127.5f).withDeviation(128),
                                        layout.withMean(123, 117, 104)
                                                .withDeviation(58.4f, 57.1f, 57.4f)))
                .flatMap(layout -> Stream.of(layout, layout.asInterleaved()));
    }

    /** Oracle: the picture put together pixel by pixel, then laid out as a whole. */
    @ParameterizedTest
    @MethodSource("layouts")
    void hidingRunsEqualsHidingPixels(PixelLayout layout) {
        MaskedFace masked = MaskedFace.of(FACE, Fills.of(Fill.image(FILL)), layout);
        BitSet[] hidden = new BitSet[20];
        FaceImage[] expected = new FaceImage[hidden.length];
        for (int seed = 0; seed < hidden.length; seed++) {
            float[] visible = binary(seed);
            hidden[seed] = hiddenBy(visible);
            expected[seed] = blended(visible);
        }
        FaceBatch copies =
                masked.under(
                        MaskBatch.ofHidden(0, SIZE, hidden), FaceBatch.memory(hidden.length, SIZE));
        assertThat(floats(copies)).isEqualTo(floats(FaceBatch.of(layout, expected)));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void blendingEqualsBlendingPixels(PixelLayout layout) {
        MaskedFace masked = MaskedFace.of(FACE, Fills.of(Fill.image(FILL)), layout);
        Random random = new Random(3);
        float[] all = new float[20 * SIZE.pixelCount()];
        FaceImage[] expected = new FaceImage[20];
        for (int i = 0; i < expected.length; i++) {
            float[] visible = new float[SIZE.pixelCount()];
            for (int pixel = 0; pixel < visible.length; pixel++) {
                visible[pixel] = random.nextFloat();
            }
            System.arraycopy(visible, 0, all, i * visible.length, visible.length);
            expected[i] = blended(visible);
        }
        FaceBatch copies =
                masked.under(MaskBatch.ofVisibility(0, SIZE, all), FaceBatch.memory(20, SIZE));
        assertThat(floats(copies))
                .containsExactly(floats(FaceBatch.of(layout, expected)), within(1e-4f));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void blendingByZeroAndOneIsHiding(PixelLayout layout) {
        MaskedFace masked = MaskedFace.of(FACE, Fills.of(Fill.image(FILL)), layout);
        float[] visible = binary(3);
        FloatBuffer memory = FaceBatch.memory(1, SIZE);
        FaceImage hidden =
                masked.under(MaskBatch.ofHidden(0, SIZE, hiddenBy(visible)), memory).face(0);
        assertThat(masked.under(MaskBatch.ofVisibility(0, SIZE, visible), memory).face(0))
                .isEqualTo(hidden);
    }

    @Test
    void everyMaskTakesTheFillOfItsIndex() {
        Fills fills = Fills.of(Fill.colour(10, 10, 10), Fill.colour(20, 20, 20));
        MaskedFace masked = MaskedFace.of(FACE, fills, RGB_PLANAR_0_255);
        BitSet all = new BitSet();
        all.set(0, SIZE.pixelCount());
        FaceBatch copies =
                masked.under(MaskBatch.ofHidden(5, SIZE, all, all, all), FaceBatch.memory(3, SIZE));
        for (int i = 0; i < 3; i++) {
            assertThat(copies.face(i).at(2, 3, 1)).isEqualTo(10f * (1 + fills.turn(5 + i)));
        }
    }

    @Nested
    class Rejects {
        private final MaskedFace masked =
                MaskedFace.of(FACE, Fills.of(Fill.black()), RGB_PLANAR_0_255);

        @Test
        void nothing() {
            Fills black = Fills.of(Fill.black());
            assertThatNullPointerException()
                    .isThrownBy(() -> MaskedFace.of(null, black, RGB_PLANAR_0_255))
                    .withMessage("face");
            assertThatNullPointerException()
                    .isThrownBy(() -> MaskedFace.of(FACE, black, null))
                    .withMessage("layout");
        }

        @Test
        void masksOfAnotherSize() {
            MaskBatch turned = MaskBatch.ofHidden(0, new FaceSize(7, 5), new BitSet());
            FloatBuffer memory = FaceBatch.memory(1, SIZE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masked.under(turned, memory))
                    .withMessage("masks must be of 5x7, was of 7x5");
        }

        @Test
        void memoryThatIsTooSmall() {
            MaskBatch two = MaskBatch.ofHidden(0, SIZE, new BitSet(), new BitSet());
            FloatBuffer memory = FaceBatch.memory(1, SIZE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> masked.under(two, memory))
                    .withMessage("count must be in [0, 1], was 2");
        }

        @Test
        void fillsOfAnotherSizeOrLayout() {
            LaidOutFace face = LaidOutFace.of(FACE, RGB_PLANAR_0_255);
            LaidOutFace turned =
                    LaidOutFace.of(FaceImage.filled(new FaceSize(7, 5), 0, 0, 0), RGB_PLANAR_0_255);
            LaidOutFace interleaved = LaidOutFace.of(FILL, RGB_PLANAR_0_255.asInterleaved());
            float[] to = new float[face.length()];
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> face.writeHidden(turned, new int[0], to))
                    .withMessageStartingWith("fill must be 5x7 in RGB planar")
                    .withMessageContaining("was 7x5 in ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> face.writeBlended(interleaved, new float[35], 0, to))
                    .withMessageContaining("was 5x7 in RGB interleaved");
        }

        /** Such a run would hide pixels of the next plane. */
        @ParameterizedTest
        @CsvSource({"34, 36", "35, 36", "-1, 2", "5, 4", "0, 2147483647"})
        void runsThatLeaveTheFace(int first, int end) {
            for (PixelLayout layout :
                    new PixelLayout[] {RGB_PLANAR_0_255, RGB_PLANAR_0_255.asInterleaved()}) {
                LaidOutFace face = LaidOutFace.of(FACE, layout);
                float[] to = new float[face.length()];
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> face.writeHidden(face, new int[] {first, end}, to));
            }
        }
    }

    private static float[] floats(FaceBatch batch) {
        FloatBuffer view = batch.values();
        float[] floats = new float[view.remaining()];
        view.get(floats);
        return floats;
    }

    private static FaceImage randomFace(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = 255 * random.nextFloat();
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static float[] binary(long seed) {
        Random random = new Random(seed);
        float[] visible = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < visible.length; pixel++) {
            visible[pixel] = random.nextInt(3) == 0 ? 0 : 1;
        }
        return visible;
    }

    private static BitSet hiddenBy(float[] visible) {
        BitSet hidden = new BitSet();
        for (int pixel = 0; pixel < visible.length; pixel++) {
            hidden.set(pixel, visible[pixel] == 0);
        }
        return hidden;
    }

    private static FaceImage blended(float[] visible) {
        float[] rgb = new float[3 * visible.length];
        for (int row = 0; row < SIZE.height(); row++) {
            for (int column = 0; column < SIZE.width(); column++) {
                int pixel = row * SIZE.width() + column;
                for (int colour = 0; colour < 3; colour++) {
                    rgb[3 * pixel + colour] =
                            visible[pixel] * FACE.at(row, column, colour)
                                    + (1 - visible[pixel]) * FILL.at(row, column, colour);
                }
            }
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
