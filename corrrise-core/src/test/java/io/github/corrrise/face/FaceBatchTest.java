package io.github.corrrise.face;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceBatchTest {
    private static final FaceSize SIZE = new FaceSize(5, 7);
    private static final int FACE_LENGTH = 3 * 5 * 7;

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

    @Nested
    class KnownValues {
        @Test
        void aBatchOfFacesHoldsExactlyThem() {
            FaceImage first = FaceImage.filled(new FaceSize(1, 1), 1, 2, 3);
            FaceImage second = FaceImage.filled(new FaceSize(1, 1), 4, 5, 6);
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, first, second);
            assertThat(batch.capacity()).isEqualTo(2);
            assertThat(batch.count()).isEqualTo(2);
            assertThat(batch.faceLength()).isEqualTo(3);
            assertThat(batch.size()).isEqualTo(first.size());
            assertThat(batch.layout()).isEqualTo(RGB_PLANAR_0_255);
            assertThat(floats(batch.values())).containsExactly(1, 2, 3, 4, 5, 6);
        }

        @Test
        void aBatchStartsEmpty() {
            FaceBatch batch = FaceBatch.allocate(3, SIZE, RGB_PLANAR_0_255);
            assertThat(batch.count()).isZero();
            assertThat(batch.values().remaining()).isZero();
            assertThat(batch.valuesToCapacity().remaining()).isEqualTo(3 * FACE_LENGTH);
        }

        @Test
        void aBatchTellsItsShapeAndNoPixel() {
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, FaceImage.filled(SIZE, 201, 202, 203));
            assertThat(batch)
                    .hasToString(
                            "FaceBatch[1 of 1 faces, 5x7, RGB planar, (pixel - [0.0, 0.0, 0.0]) /"
                                    + " [1.0, 1.0, 1.0]]");
        }
    }

    @Nested
    class Properties {
        @Test
        void theViewsAreDirectNativeAndReadOnly() {
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, Pictures.randomFace(SIZE, 1));
            for (FloatBuffer view : new FloatBuffer[] {batch.values(), batch.valuesToCapacity()}) {
                assertThat(view.isDirect()).isTrue();
                assertThat(view.isReadOnly()).isTrue();
                assertThat(view.order()).isEqualTo(ByteOrder.nativeOrder());
                assertThat(view.position()).isZero();
                assertThat(view.limit()).isEqualTo(FACE_LENGTH);
                assertThatExceptionOfType(ReadOnlyBufferException.class)
                        .isThrownBy(() -> view.put(0, 1f));
            }
        }

        @Test
        void aReadOnlyBatchSharesTheMemoryAndRefusesEveryWriter() {
            FaceBatch batch = FaceBatch.allocate(3, SIZE, RGB_PLANAR_0_255);
            batch.resize(2);
            FaceBatch view = batch.asReadOnly();
            LaidOutFace face = LaidOutFace.of(Pictures.randomFace(SIZE, 1), RGB_PLANAR_0_255);
            batch.set(1, face);
            assertThat(view.face(1)).isEqualTo(batch.face(1));
            assertThat(view.values()).isEqualTo(batch.values());
            for (ThrowingCallable writer :
                    new ThrowingCallable[] {
                        () -> view.resize(1),
                        () -> view.set(0, face),
                        () -> view.setHidden(0, face, face, new int[0], 0, 0),
                        () -> view.setBlended(0, face, face, new float[35], 0)
                    }) {
                assertThatIllegalStateException()
                        .isThrownBy(writer)
                        .withMessageContaining("must be read only");
            }
            assertThat(view.count()).isEqualTo(2);
        }

        @Test
        void slotsAreComparedByTheirValues() {
            FaceImage one = Pictures.randomFace(SIZE, 1);
            FaceBatch batch =
                    FaceBatch.of(RGB_PLANAR_0_255, one, Pictures.randomFace(SIZE, 2), one);
            assertThat(batch.sameFace(0, 2)).isTrue();
            assertThat(batch.sameFace(0, 1)).isFalse();
        }

        @Test
        void aReaderMovesNobodyElsesView() {
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, Pictures.randomFace(SIZE, 1));
            FloatBuffer view = batch.values();
            view.position(5).limit(9);
            assertThat(batch.values().position()).isZero();
            assertThat(batch.values().limit()).isEqualTo(FACE_LENGTH);
        }

        @Test
        void theViewsShowWhatIsWrittenLater() {
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, FaceImage.filled(SIZE, 1, 1, 1));
            FloatBuffer view = batch.values();
            batch.set(0, LaidOutFace.of(FaceImage.filled(SIZE, 9, 9, 9), RGB_PLANAR_0_255));
            assertThat(view.get(0)).isEqualTo(9f);
        }

        @Test
        void theCountLimitsTheViewAndNotTheMemory() {
            FaceImage first = Pictures.randomFace(SIZE, 1);
            FaceBatch batch = FaceBatch.of(RGB_PLANAR_0_255, first, Pictures.randomFace(SIZE, 2));
            batch.resize(1);
            assertThat(batch.values().remaining()).isEqualTo(FACE_LENGTH);
            assertThat(batch.valuesToCapacity().remaining()).isEqualTo(2 * FACE_LENGTH);
            assertThat(batch.face(0)).isEqualTo(first);
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void everyLayoutIsUndoneByReadingTheFace(PixelLayout layout) {
            FaceImage first = Pictures.randomFace(SIZE, 1);
            FaceImage second = Pictures.randomFace(SIZE, 2);
            FaceBatch batch = FaceBatch.of(layout, first, second);
            assertThat(batch.face(0).toPlanes()).containsExactly(first.toPlanes(), within(1e-4f));
            assertThat(batch.face(1).toPlanes()).containsExactly(second.toPlanes(), within(1e-4f));
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void blackAndWhiteSurviveEveryLayout(PixelLayout layout) {
            FaceImage black = FaceImage.filled(SIZE, 0, 0, 0);
            FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
            FaceBatch batch = FaceBatch.of(layout, black, white);
            assertThat(batch.face(0).mean(0)).isCloseTo(0, within(1e-4));
            assertThat(batch.face(1).mean(2)).isCloseTo(255, within(1e-4));
        }

        /** Oracle: the picture put together pixel by pixel, then laid out as a whole. */
        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void hidingRunsEqualsHidingPixels(PixelLayout layout) {
            FaceImage face = Pictures.randomFace(SIZE, 1);
            FaceImage fill = Pictures.randomFace(SIZE, 2);
            LaidOutFace shown = LaidOutFace.of(face, layout);
            LaidOutFace hidden = LaidOutFace.of(fill, layout);
            FaceBatch batch = FaceBatch.allocate(3, SIZE, layout);
            batch.resize(3);
            for (long seed = 0; seed < 20; seed++) {
                float[] visible = binary(seed);
                int[] runs = runsOf(visible);
                // What stands before and behind this face's runs belongs to others.
                int[] among = new int[runs.length + 4];
                Arrays.fill(among, 35);
                System.arraycopy(runs, 0, among, 2, runs.length);
                FaceImage untouched = Pictures.randomFace(SIZE, 99);
                batch.set(0, LaidOutFace.of(untouched, layout));
                batch.set(2, LaidOutFace.of(untouched, layout));
                batch.setHidden(1, shown, hidden, among, 2, 2 + runs.length);
                FaceImage expected = blended(face, fill, visible);
                assertThat(floats(batch.values()))
                        .isEqualTo(
                                floats(
                                        FaceBatch.of(layout, untouched, expected, untouched)
                                                .values()));
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void blendingEqualsBlendingPixels(PixelLayout layout) {
            FaceImage face = Pictures.randomFace(SIZE, 1);
            FaceImage fill = Pictures.randomFace(SIZE, 2);
            FaceImage untouched = Pictures.randomFace(SIZE, 99);
            for (long seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                float[] visible = new float[SIZE.pixelCount()];
                float[] among = new float[visible.length + 9];
                Arrays.fill(among, Float.NaN);
                for (int pixel = 0; pixel < visible.length; pixel++) {
                    visible[pixel] = random.nextFloat();
                    among[4 + pixel] = visible[pixel];
                }
                FaceBatch batch = FaceBatch.of(layout, untouched, untouched, untouched);
                batch.setBlended(
                        1, LaidOutFace.of(face, layout), LaidOutFace.of(fill, layout), among, 4);
                FaceImage expected = blended(face, fill, visible);
                assertThat(floats(batch.values()))
                        .containsExactly(
                                floats(
                                        FaceBatch.of(layout, untouched, expected, untouched)
                                                .values()),
                                within(1e-4f));
            }
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void blendingByZeroAndOneIsHiding(PixelLayout layout) {
            LaidOutFace face = LaidOutFace.of(Pictures.randomFace(SIZE, 1), layout);
            LaidOutFace fill = LaidOutFace.of(Pictures.randomFace(SIZE, 2), layout);
            float[] visible = binary(3);
            int[] runs = runsOf(visible);
            FaceBatch batch = FaceBatch.allocate(2, SIZE, layout);
            batch.resize(2);
            batch.setHidden(0, face, fill, runs, 0, runs.length);
            batch.setBlended(1, face, fill, visible, 0);
            assertThat(batch.face(0)).isEqualTo(batch.face(1));
        }
    }

    @Nested
    class Rejects {
        private final LaidOutFace face =
                LaidOutFace.of(FaceImage.filled(SIZE, 1, 2, 3), RGB_PLANAR_0_255);
        private final FaceBatch batch = FaceBatch.allocate(2, SIZE, RGB_PLANAR_0_255);

        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void capacitiesBelowOne(int capacity) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.allocate(capacity, SIZE, RGB_PLANAR_0_255))
                    .withMessage("capacity must be at least 1, was " + capacity);
        }

        @Test
        void moreThanABufferHolds() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.allocate(14267, FaceSize.ARCFACE, RGB_PLANAR_0_255))
                    .withMessage(
                            "capacity x face size must be under 2 GiB, was 14267 faces of 112x112"
                                    + " = 2147582976 bytes");
        }

        @Test
        void productsThatOverflow() {
            FaceSize largest = new FaceSize(6000, 8000);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> FaceBatch.allocate(Integer.MAX_VALUE, largest, RGB_PLANAR_0_255))
                    .withMessageContaining("under 2 GiB");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.allocate(1 << 30, SIZE, RGB_PLANAR_0_255))
                    .withMessageContaining("under 2 GiB");
        }

        @Test
        void nothing() {
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceBatch.allocate(1, null, RGB_PLANAR_0_255))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceBatch.allocate(1, SIZE, null))
                    .withMessage("layout");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.of(RGB_PLANAR_0_255))
                    .withMessage("faces.length must be at least 1, was 0");
        }

        @Test
        void facesOfAnotherSize() {
            FaceImage turned = FaceImage.filled(new FaceSize(7, 5), 0, 0, 0);
            LaidOutFace other = LaidOutFace.of(turned, RGB_PLANAR_0_255);
            batch.resize(1);
            String message = "face must be 5x7 in " + RGB_PLANAR_0_255 + ", was 7x5 in ";
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.set(0, other))
                    .withMessageStartingWith(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.setHidden(0, face, other, new int[0], 0, 0))
                    .withMessageStartingWith(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.setBlended(0, face, other, new float[35], 0))
                    .withMessageStartingWith(message);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.setBlended(0, other, face, new float[35], 0))
                    .withMessageStartingWith(message);
        }

        @Test
        void facesInAnotherLayout() {
            LaidOutFace other =
                    LaidOutFace.of(
                            FaceImage.filled(SIZE, 0, 0, 0), RGB_PLANAR_0_255.asInterleaved());
            batch.resize(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.set(0, other))
                    .withMessageContaining("was 5x7 in RGB interleaved");
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 1, 2})
        void slotsBehindTheCount(int slot) {
            batch.resize(1);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.set(slot, face));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.face(slot));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.setHidden(slot, face, face, new int[0], 0, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.setBlended(slot, face, face, new float[35], 0));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 3})
        void countsBeyondTheCapacity(int count) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.resize(count))
                    .withMessage("count must be in [0, 2], was " + count);
        }

        /** Such a run would hide pixels of the next plane or of the next face. */
        @ParameterizedTest
        @CsvSource({"34, 36", "35, 36", "-1, 2", "5, 4", "0, 2147483647"})
        void runsThatLeaveTheFace(int first, int end) {
            for (PixelLayout layout :
                    new PixelLayout[] {RGB_PLANAR_0_255, RGB_PLANAR_0_255.asInterleaved()}) {
                LaidOutFace laidOut = LaidOutFace.of(FaceImage.filled(SIZE, 1, 2, 3), layout);
                FaceBatch two = FaceBatch.allocate(2, SIZE, layout);
                two.resize(2);
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(
                                () ->
                                        two.setHidden(
                                                0, laidOut, laidOut, new int[] {first, end}, 0, 2));
            }
        }
    }

    private static float[] floats(FloatBuffer view) {
        float[] floats = new float[view.remaining()];
        view.get(floats);
        return floats;
    }

    private static float[] binary(long seed) {
        Random random = new Random(seed);
        float[] visible = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < visible.length; pixel++) {
            visible[pixel] = random.nextInt(3) == 0 ? 0 : 1;
        }
        return visible;
    }

    private static int[] runsOf(float[] visible) {
        int[] runs = new int[2 * visible.length];
        int length = 0;
        for (int pixel = 0; pixel < visible.length; pixel++) {
            if (visible[pixel] == 0) {
                if (pixel == 0 || visible[pixel - 1] != 0) {
                    runs[length++] = pixel;
                    length++;
                }
                runs[length - 1] = pixel + 1;
            }
        }
        return Arrays.copyOf(runs, length);
    }

    private static FaceImage blended(FaceImage face, FaceImage fill, float[] visible) {
        float[] rgb = new float[3 * visible.length];
        for (int row = 0; row < SIZE.height(); row++) {
            for (int column = 0; column < SIZE.width(); column++) {
                int pixel = row * SIZE.width() + column;
                for (int colour = 0; colour < 3; colour++) {
                    rgb[3 * pixel + colour] =
                            visible[pixel] * face.at(row, column, colour)
                                    + (1 - visible[pixel]) * fill.at(row, column, colour);
                }
            }
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
