package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceSizeTest {
    @Nested
    class KnownValues {
        @Test
        void heightComesFirst() {
            FaceSize size = new FaceSize(112, 96);
            assertThat(size).hasToString("112x96");
            assertThat(size.pixelCount()).isEqualTo(10752);
            assertThat(size.shorterSide()).isEqualTo(96);
            assertThat(size.transposed()).isEqualTo(new FaceSize(96, 112));
        }

        @ParameterizedTest
        @CsvSource({"1, 1", "1, 48000000", "48000000, 1", "6000, 8000"})
        void everySizeUpToTheLimitIsTaken(int height, int width) {
            assertThat(new FaceSize(height, width).pixelCount())
                    .isEqualTo(Math.multiplyExact(height, width));
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @CsvSource({"0, 1, height", "-5, 1, height", "1, 0, width", "1, -2147483648, width"})
        void sidesBelowOne(int height, int width, String name) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FaceSize(height, width))
                    .withMessageStartingWith(name + " must be at least 1, was ");
        }

        @ParameterizedTest
        @CsvSource({"1, 700000001", "30000, 30000", "65536, 65536", "2147483647, 2147483647"})
        void moreThanTheLimit(int height, int width) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new FaceSize(height, width))
                    .withMessage(
                            "height x width must be at most 700000000 pixels, was "
                                    + height
                                    + "x"
                                    + width);
        }
    }
}
