package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.PixelLayout.ChannelOrder;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaceBatchTest {
    private static final FaceSize SIZE = new FaceSize(3, 4);

    static Stream<PixelLayout> layouts() {
        PixelLayout normalised =
                PixelLayout.RGB_PLANAR_0_255.withMean(10, 120, 200).withDeviation(64, 1, 200);
        return Stream.of(ChannelOrder.values())
                .map(normalised::withOrder)
                .flatMap(layout -> Stream.of(layout.asPlanar(), layout.asInterleaved()));
    }

    @Nested
    class Properties {
        @Test
        void theBufferIsDirectNativeAndReadOnly() {
            FaceBatch batch = FaceBatch.allocate(3, SIZE, PixelLayout.RGB_PLANAR_0_255);
            batch.resize(2);
            FloatBuffer values = batch.values();
            assertThat(values.isDirect()).isTrue();
            assertThat(values.isReadOnly()).isTrue();
            assertThat(values.order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(values.position()).isZero();
            assertThat(values.limit()).isEqualTo(2 * 36);
            assertThat(batch.valuesToCapacity().remaining()).isEqualTo(3 * 36);
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void everyLayoutRoundTrips(PixelLayout layout) {
            FaceBatch batch = FaceBatch.of(layout, face(1), face(2));
            assertIsClose(batch.face(0), face(1).toPlanes());
            assertIsClose(batch.face(1), face(2).toPlanes());
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void hiddenRunsShowTheFill(PixelLayout layout) {
            FaceBatch batch = FaceBatch.of(layout, face(1), face(1), face(1));
            int[] runs = {0, 12, 0, 1, 4, 7, 11, 12, 2, 3};
            batch.setHidden(1, laidOut(2, layout), laidOut(3, layout), runs, 2, 8);
            float[] visible = {0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0};
            assertIsClose(batch.face(0), face(1).toPlanes());
            assertIsClose(batch.face(1), blended(visible, 0));
            assertIsClose(batch.face(2), face(1).toPlanes());
        }

        @ParameterizedTest
        @MethodSource("io.github.corrrise.face.FaceBatchTest#layouts")
        void blendingWeighsEveryPixel(PixelLayout layout) {
            FaceBatch batch = FaceBatch.of(layout, face(1), face(1));
            float[] visible = new float[15];
            for (int i = 0; i < visible.length; i++) {
                visible[i] = i / 14f;
            }
            batch.setBlended(1, laidOut(2, layout), laidOut(3, layout), visible, 3);
            assertIsClose(batch.face(0), face(1).toPlanes());
            assertIsClose(batch.face(1), blended(visible, 3));
        }

        private float[] blended(float[] visible, int from) {
            float[] shown = face(2).toPlanes();
            float[] hidden = face(3).toPlanes();
            for (int i = 0; i < shown.length; i++) {
                float share = visible[from + i % SIZE.pixelCount()];
                shown[i] = share * shown[i] + (1 - share) * hidden[i];
            }
            return shown;
        }
    }

    @Nested
    class Rejects {
        @Test
        void capacitiesOutOfRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceBatch.allocate(0, SIZE, PixelLayout.RGB_PLANAR_0_255))
                    .withMessage("capacity must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    FaceBatch.allocate(
                                            20_000, FaceSize.ARCFACE, PixelLayout.RGB_PLANAR_0_255))
                    .withMessageStartingWith("capacity x face size must be under 2 GiB, was ");
        }

        @Test
        void slotsAndCountsOutOfRange() {
            FaceBatch batch = FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, face(1));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> batch.face(1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.resize(2))
                    .withMessage("count must be in [0, 1], was 2");
        }

        @Test
        void facesOfAnotherShapeOrLayout() {
            PixelLayout layout = PixelLayout.RGB_PLANAR_0_255;
            FaceBatch batch = FaceBatch.of(layout, face(1));
            LaidOutFace other = laidOut(1, layout.asInterleaved());
            assertThatIllegalArgumentException().isThrownBy(() -> batch.set(0, other));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    FaceBatch.of(
                                            layout,
                                            face(1),
                                            FaceImage.filled(FaceSize.ARCFACE, 0, 0, 0)))
                    .withMessageContaining("3x4")
                    .withMessageContaining("112x112");
        }
    }

    private static LaidOutFace laidOut(long seed, PixelLayout layout) {
        return LaidOutFace.of(face(seed), layout);
    }

    private static FaceImage face(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (float) random.nextDouble(0, 255);
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static void assertIsClose(FaceImage face, float[] planes) {
        assertThat(face.toPlanes()).containsExactly(planes, within(1e-3f));
    }
}
