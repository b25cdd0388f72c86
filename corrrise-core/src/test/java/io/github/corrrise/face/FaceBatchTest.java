package io.github.corrrise.face;

import static io.github.corrrise.face.PixelLayout.RGB_PLANAR_0_255;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        void aBatchMayBeEmpty() {
            FaceBatch batch = FaceBatch.over(FaceBatch.memory(3, SIZE), 0, SIZE, RGB_PLANAR_0_255);
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

        /** Otherwise a verifier could change what the next one reads. */
        @Test
        void nobodyWritesThroughABatch() {
            assertThat(FaceBatch.class.getMethods())
                    .filteredOn(method -> method.getReturnType() == void.class)
                    .extracting(Method::getDeclaringClass)
                    .containsOnly(Object.class);
        }

        @Test
        void laidOutFacesInMemoryAreABatch() {
            FaceImage first = Pictures.randomFace(SIZE, 1);
            FaceImage second = Pictures.randomFace(SIZE, 2);
            FloatBuffer memory = FaceBatch.memory(3, SIZE);
            memory.put(first.laidOut(RGB_PLANAR_0_255)).put(second.laidOut(RGB_PLANAR_0_255));
            FaceBatch batch = FaceBatch.over(memory, 2, SIZE, RGB_PLANAR_0_255);
            assertThat(batch.capacity()).isEqualTo(3);
            assertThat(batch.values())
                    .isEqualTo(FaceBatch.of(RGB_PLANAR_0_255, first, second).values());
            assertThat(memory.position()).isEqualTo(2 * FACE_LENGTH);
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
            FloatBuffer memory = FaceBatch.memory(1, SIZE);
            FaceBatch batch = FaceBatch.over(memory, 1, SIZE, RGB_PLANAR_0_255);
            FloatBuffer view = batch.values();
            memory.put(0, FaceImage.filled(SIZE, 9, 9, 9).laidOut(RGB_PLANAR_0_255));
            assertThat(view.get(0)).isEqualTo(9f);
        }

        @Test
        void theCountLimitsTheViewAndNotTheMemory() {
            FaceImage first = Pictures.randomFace(SIZE, 1);
            FloatBuffer memory = FaceBatch.memory(2, SIZE);
            memory.put(first.laidOut(RGB_PLANAR_0_255));
            FaceBatch batch = FaceBatch.over(memory, 1, SIZE, RGB_PLANAR_0_255);
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
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
        void capacitiesBelowOne(int capacity) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.memory(capacity, SIZE))
                    .withMessage("capacity must be at least 1, was " + capacity);
        }

        @Test
        void moreThanABufferHolds() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.memory(14267, FaceSize.ARCFACE))
                    .withMessage(
                            "capacity x face size must be under 2 GiB, was 14267 faces of 112x112"
                                    + " = 2147582976 bytes");
        }

        @Test
        void productsThatOverflow() {
            FaceSize largest = new FaceSize(6000, 8000);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.memory(Integer.MAX_VALUE, largest))
                    .withMessageContaining("under 2 GiB");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.memory(1 << 30, SIZE))
                    .withMessageContaining("under 2 GiB");
        }

        @Test
        void nothing() {
            FaceImage face = FaceImage.filled(SIZE, 1, 2, 3);
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceBatch.memory(1, null))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceBatch.of(null, face))
                    .withMessage("layout");
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceBatch.over(FaceBatch.memory(1, SIZE), 1, SIZE, null))
                    .withMessage("layout");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.of(RGB_PLANAR_0_255))
                    .withMessage("faces.length must be at least 1, was 0");
        }

        @Test
        void facesOfAnotherSize() {
            FaceImage upright = FaceImage.filled(SIZE, 0, 0, 0);
            FaceImage turned = FaceImage.filled(new FaceSize(7, 5), 0, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.of(RGB_PLANAR_0_255, upright, turned))
                    .withMessage("face must be 5x7, was 7x5");
        }

        @Test
        void memoryThatNoModelReads() {
            FloatBuffer heap = FloatBuffer.allocate(FACE_LENGTH);
            FloatBuffer swapped =
                    ByteBuffer.allocateDirect(4 * FACE_LENGTH)
                            .order(
                                    ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                                            ? ByteOrder.LITTLE_ENDIAN
                                            : ByteOrder.BIG_ENDIAN)
                            .asFloatBuffer();
            for (FloatBuffer memory : new FloatBuffer[] {heap, swapped}) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> FaceBatch.over(memory, 1, SIZE, RGB_PLANAR_0_255))
                        .withMessageStartingWith(
                                "memory must be direct, " + ByteOrder.nativeOrder() + ", was ");
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 1, 2})
        void slotsBehindTheCount(int slot) {
            FloatBuffer memory = FaceBatch.memory(2, SIZE);
            FaceBatch batch = FaceBatch.over(memory, 1, SIZE, RGB_PLANAR_0_255);
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.face(slot));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.sameFace(0, slot));
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 3})
        void countsBeyondTheCapacity(int count) {
            FloatBuffer memory = FaceBatch.memory(2, SIZE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.over(memory, count, SIZE, RGB_PLANAR_0_255))
                    .withMessage("count must be in [0, 2], was " + count);
        }
    }

    private static float[] floats(FloatBuffer view) {
        float[] floats = new float[view.remaining()];
        view.get(floats);
        return floats;
    }
}
