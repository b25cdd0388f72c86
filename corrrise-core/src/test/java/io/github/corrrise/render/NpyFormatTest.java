package io.github.corrrise.render;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.fuzz.Damage;
import io.github.corrrise.saliency.SaliencyMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFormatTest {
    private static final FaceSize SIZE = new FaceSize(2, 3);
    private static final float[] VALUES = {0, 0.5f, -1, 1.25f, -0.1f, 3e-8f};

    /**
     * {@code numpy.save} of {@code numpy.array([[0, 0.5, -1], [1.25, -0.1, 3e-8]], dtype='<f4')},
     * NumPy 2.4.6.
     */
    private static final byte[] BY_NUMPY =
            HexFormat.of()
                    .parseHex(
                            "934e554d5059010076007b276465736372273a20273c6634272c2027666f72747261"
                                    + "6e5f6f72646572273a2046616c73652c20277368617065273a2028322c2033"
                                    + "292c207d20"
                                    + "20".repeat(57)
                                    + "0a000000000000003f000080bf0000a03fcdccccbd59d90033");

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("map.npy");
    }

    private Path holding(String old, String replacement) throws IOException {
        String text = new String(BY_NUMPY, ISO_8859_1).replace(old, replacement);
        return Files.write(file, text.getBytes(ISO_8859_1));
    }

    @Nested
    class KnownValues {
        @Test
        void areTheBytesOfNumpy() {
            NpyFormat.write(SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, VALUES), file);
            assertThat(file).hasBinaryContent(BY_NUMPY);
        }

        @Test
        void areReadFromTheBytesOfNumpy() throws IOException {
            Files.write(file, BY_NUMPY);
            assertThat(NpyFormat.read(file)).isEqualTo(NpyFormat.Plane.of(SIZE, VALUES));
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @CsvSource({"1, 1", "112, 112", "96, 112", "1, 100000"})
        void isReadBackAsItWasWritten(int height, int width) throws IOException {
            NpyFormat.Plane plane =
                    NpyFormat.Plane.of(
                            new FaceSize(height, width),
                            Samples.constant(new FaceSize(height, width), 0.25f).toArray());
            NpyFormat.write(plane, file);
            assertThat(NpyFormat.read(file)).isEqualTo(plane);
            long headerLength = Files.size(file) - 4L * height * width;
            assertThat(headerLength % 64).isZero();
        }

        @Test
        void keepsEveryBitPattern() {
            NpyFormat.Plane odd =
                    NpyFormat.Plane.of(
                            SIZE,
                            new float[] {
                                Float.NaN,
                                Float.NEGATIVE_INFINITY,
                                -0f,
                                Float.MIN_VALUE,
                                Float.MAX_VALUE,
                                1
                            });
            NpyFormat.write(odd, file);
            assertThat(NpyFormat.read(file)).isEqualTo(odd);
        }

        @Test
        void bytesAreThoseOfAFile() throws IOException {
            SaliencyMap map = SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, VALUES);
            assertThat(NpyFormat.toBytes(map)).isEqualTo(BY_NUMPY);
            assertThat(NpyFormat.toBytes(NpyFormat.Plane.of(SIZE, VALUES))).isEqualTo(BY_NUMPY);
            assertThat(NpyFormat.fromBytes(BY_NUMPY)).isEqualTo(NpyFormat.Plane.of(SIZE, VALUES));
            assertThatThrownBy(() -> NpyFormat.fromBytes(Arrays.copyOf(BY_NUMPY, 60)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("bytes: the file is truncated");
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void damageIsRefusedWithinLittleMemory(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int refused = 0;
            for (int i = 0; i < 2000; i++) {
                byte[] damaged = Damage.ofBytes(BY_NUMPY, random);
                boolean[] failed = new boolean[1];
                long allocated =
                        Damage.allocatedBy(
                                () -> {
                                    try {
                                        NpyFormat.fromBytes(damaged);
                                    } catch (IllegalArgumentException e) {
                                        failed[0] = true;
                                    }
                                });
                assertThat(allocated).isLessThan(1_000_000);
                refused += failed[0] ? 1 : 0;
            }
            assertThat(refused).isBetween(1000, 1999);
        }

        @Test
        void aPlaneIsCopiedInAndOut() {
            float[] values = VALUES.clone();
            NpyFormat.Plane plane = NpyFormat.Plane.of(SIZE, values);
            values[1] = 9;
            plane.toArray()[1] = 9;
            assertThat(plane.at(0, 1)).isEqualTo(0.5f);
            assertThat(plane).hasToString("Plane[2x3]");
        }
    }

    @Nested
    class Rejects {
        private void refuses(String reason) {
            assertThatThrownBy(() -> NpyFormat.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot read " + file + ": " + reason);
        }

        @Test
        void aMissingFile() {
            refuses("no such file");
        }

        @Test
        void doublesAndForeignByteOrders() throws IOException {
            holding("<f4", "<f8");
            refuses("descr must be <f4, was <f8");
            holding("<f4", ">f4");
            refuses("descr must be <f4, was >f4");
        }

        @Test
        void columnsFirst() throws IOException {
            holding("False", "True ");
            refuses("fortran_order must be False, was True");
        }

        @Test
        void anotherNumberOfDimensions() throws IOException {
            holding("(2, 3)", "(6,)  ");
            refuses("shape must be (height, width), was (6,)");
        }

        @Test
        void anEmptyOrEndlessShape() throws IOException {
            holding("(2, 3)", "(0, 3)");
            refuses("shape: height must be at least 1, was 0");
            holding("(2, 3), }        ", "(99999, 999999), }");
            assertThatThrownBy(() -> NpyFormat.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("700000000 pixels");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 6, 7, 9, 60, 128, 151})
        void aTruncatedFile(int length) throws IOException {
            Files.write(file, Arrays.copyOf(BY_NUMPY, length));
            refuses("the file is truncated");
        }

        @Test
        void bytesAfterTheEnd() throws IOException {
            Files.write(file, Arrays.copyOf(BY_NUMPY, 153));
            refuses("length must be 152 bytes for 2x3, was 153");
        }

        @Test
        void anotherKindOfFile() throws IOException {
            Files.writeString(file, "height,width\n2,3\n");
            refuses("not an .npy file");
        }
    }
}
