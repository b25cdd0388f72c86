package io.github.corrrise.verify.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.verify.VerifierException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests of models whose bytes are written here, field by field after onnx.proto. */
class ModelFileTest {
    @TempDir Path folder;

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** Where in a model a tensor may stand, and the message that holds it there. */
    private enum Place {
        INITIALIZER {
            @Override
            byte[] model(byte[] tensor) {
                return ofGraph(field(5, tensor));
            }
        },
        SPARSE_VALUES {
            @Override
            byte[] model(byte[] tensor) {
                return ofGraph(field(15, field(1, tensor)));
            }
        },
        SPARSE_INDICES {
            @Override
            byte[] model(byte[] tensor) {
                return ofGraph(field(15, field(2, tensor)));
            }
        },
        CONSTANT {
            @Override
            byte[] model(byte[] tensor) {
                return ofNode(field(5, tensor));
            }
        },
        TENSORS_OF_AN_ATTRIBUTE {
            @Override
            byte[] model(byte[] tensor) {
                return ofNode(field(10, tensor));
            }
        },
        SPARSE_CONSTANT {
            @Override
            byte[] model(byte[] tensor) {
                return ofNode(field(22, field(1, tensor)));
            }
        },
        SPARSE_TENSORS_OF_AN_ATTRIBUTE {
            @Override
            byte[] model(byte[] tensor) {
                return ofNode(field(23, field(2, tensor)));
            }
        },
        BRANCH {
            @Override
            byte[] model(byte[] tensor) {
                return ofNode(field(6, field(5, tensor)));
            }
        },
        LOOP_WITHIN_A_BRANCH {
            @Override
            byte[] model(byte[] tensor) {
                byte[] loop = field(1, field(5, field(11, field(5, tensor))));
                return ofNode(field(6, loop));
            }
        },
        FUNCTION {
            @Override
            byte[] model(byte[] tensor) {
                return join(START, field(25, field(7, field(5, field(5, tensor)))));
            }
        },
        DEFAULT_OF_A_FUNCTION {
            @Override
            byte[] model(byte[] tensor) {
                return join(START, field(25, field(11, field(5, tensor))));
            }
        },
        TRAINING_START {
            @Override
            byte[] model(byte[] tensor) {
                return join(START, field(20, field(1, field(5, tensor))));
            }
        },
        TRAINING_STEP {
            @Override
            byte[] model(byte[] tensor) {
                return join(START, field(20, field(2, field(5, tensor))));
            }
        };

        abstract byte[] model(byte[] tensor);
    }

    /** IR version 8, a producer. */
    private static final byte[] START = join(number(1, 8), field(2, "tests"));

    private static byte[] ofGraph(byte[] content) {
        return join(START, field(7, join(field(2, "graph"), content)));
    }

    private static byte[] ofNode(byte[] attribute) {
        return ofGraph(field(1, join(field(4, "Any"), field(5, join(field(1, "a"), attribute)))));
    }

    private static byte[] external(String location) {
        return join(
                number(1, 6),
                number(2, 1),
                field(8, "weights"),
                field(13, join(field(1, "location"), field(2, location))),
                field(13, join(field(1, "offset"), field(2, "0"))),
                number(14, 1));
    }

    private static byte[] internal(byte[] raw) {
        return join(number(1, raw.length / 4), number(2, 1), field(8, "weights"), field(9, raw));
    }

    private static byte[] number(int field, long value) {
        return join(varint((long) field << 3), varint(value));
    }

    private static byte[] field(int field, String text) {
        return field(field, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int field, byte[] content) {
        return join(varint((long) field << 3 | 2), varint(content.length), content);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(pieces).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @Nested
    class KnownValues {
        @Test
        void aModelThatHoldsItsWeightsHasTheDigestOfItsFile() throws IOException {
            byte[] model = ofGraph(field(5, internal(noise(1, 200_000))));
            Path file = write("whole.onnx", model);
            assertThat(ModelFile.readOnnx(file))
                    .isEqualTo(new ModelFile("whole.onnx", sha256(model)))
                    .isEqualTo(ModelFile.read(file));
            assertThat(ModelFile.ofOnnx("whole.onnx", model)).isEqualTo(ModelFile.read(file));
        }

        /** The same by sha256sum and sort. */
        @Test
        void ofSeveralFilesTheDigestIsOfTheLinesOfTheirDigests() throws IOException {
            byte[] model =
                    ofGraph(join(field(5, external("z.data")), field(5, external("sub/a.data"))));
            Path file = write("model.onnx", model);
            write("z.data", noise(1, 10));
            write("sub/a.data", noise(2, 70_000));
            String lines =
                    sha256(model)
                            + "\n"
                            + sha256(noise(2, 70_000))
                            + "  sub/a.data\n"
                            + sha256(noise(1, 10))
                            + "  z.data\n";
            assertThat(ModelFile.readOnnx(file))
                    .isEqualTo(new ModelFile("model.onnx", sha256(lines)));
        }

        @Test
        void theVersionIsTheStartOfTheDigest() {
            assertThat(new ModelFile("a", sha256("a")).version()).isEqualTo("sha256 ca978112ca1b");
        }

        @Test
        void filesOfOneModelAreDigestedWithTheirPaths() throws IOException {
            Path one = write("variables/one", noise(1, 5));
            Path two = write("graph.pb", noise(2, 5));
            String lines =
                    sha256(noise(2, 5))
                            + "  graph.pb\n"
                            + sha256(noise(1, 5))
                            + "  variables/one\n";
            assertThat(ModelFile.readAll("m", folder, List.of(one, two)).sha256())
                    .isEqualTo(sha256(lines));
            assertThat(ModelFile.readAll("m", folder, List.of(two)).sha256())
                    .isEqualTo(sha256(noise(2, 5)));
        }

        /** A model compiled for an accelerator, in a file beside the graph or within it. */
        @Test
        void aCompiledContextIsAFileUnlessItIsEmbedded() throws IOException {
            byte[] context = field(5, join(field(1, "ep_cache_context"), field(4, "engine.bin")));
            byte[] mode = join(field(1, "embed_mode"));
            byte[] beside = field(5, join(mode, number(3, 0)));
            byte[] within = field(5, join(mode, number(3, 1)));
            byte[] operator = field(4, "EPContext");
            Path file = write("c.onnx", ofGraph(field(1, join(context, operator, beside))));
            write("engine.bin", noise(1, 9));
            String before = ModelFile.readOnnx(file).sha256();
            write("engine.bin", noise(2, 9));
            assertThat(ModelFile.readOnnx(file).sha256()).isNotEqualTo(before);
            Path whole = write("w.onnx", ofGraph(field(1, join(context, operator, within))));
            assertThat(ModelFile.readOnnx(whole)).isEqualTo(ModelFile.read(whole));
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @EnumSource(Place.class)
        void weightsBesideTheGraphAreInTheDigestWhereverTheyAreNamed(Place place)
                throws IOException {
            Path file = write("model.onnx", place.model(external("model.onnx.data")));
            write("model.onnx.data", noise(1, 100_000));
            ModelFile first = ModelFile.readOnnx(file);
            assertThat(ModelFile.readOnnx(file)).isEqualTo(first);
            assertThat(first).isNotEqualTo(ModelFile.read(file));
            byte[] changed = noise(1, 100_000);
            changed[99_999] ^= 1;
            write("model.onnx.data", changed);
            assertThat(ModelFile.readOnnx(file)).isNotEqualTo(first);
        }

        /** The same at every place for weights that a graph holds: nothing is looked for. */
        @ParameterizedTest
        @EnumSource(Place.class)
        void weightsWithinTheGraphNameNoFile(Place place) throws IOException {
            Path file = write("model.onnx", place.model(internal(noise(1, 100_000))));
            assertThat(ModelFile.readOnnx(file)).isEqualTo(ModelFile.read(file));
        }

        /** What is left of a name after weights were brought home is not a name. */
        @Test
        void onlyTensorsThatSaySoAreExternal() throws IOException {
            byte[] home =
                    join(
                            internal(noise(1, 8)),
                            field(13, join(field(1, "location"), field(2, "gone.data"))),
                            number(14, 0));
            Path file = write("model.onnx", ofGraph(field(5, home)));
            assertThat(ModelFile.readOnnx(file)).isEqualTo(ModelFile.read(file));
        }

        @Test
        void aLinkIsFollowed() throws IOException {
            Path file = write("snapshot/model.onnx", ofGraph(field(5, external("w.data"))));
            Path target = write("store/4711", noise(1, 10));
            Files.createSymbolicLink(folder.resolve("snapshot/w.data"), target);
            String before = ModelFile.readOnnx(file).sha256();
            Files.write(target, noise(2, 10));
            assertThat(ModelFile.readOnnx(file).sha256()).isNotEqualTo(before);
        }

        /** Damaged files are refused or digested, and nothing else happens. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void damageIsRefusedByName(long seed) {
            byte[] model = Place.LOOP_WITHIN_A_BRANCH.model(internal(noise(seed, 40)));
            SplittableRandom random = new SplittableRandom(seed);
            int refused = 0;
            for (int trial = 0; trial < 2_000; trial++) {
                byte[] damaged = Arrays.copyOf(model, 1 + random.nextInt(model.length));
                for (int i = random.nextInt(3); i >= 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                try {
                    ModelFile.ofOnnx("damaged", damaged);
                } catch (VerifierException e) {
                    assertThat(e).hasMessageStartingWith("model damaged must be an ONNX file, was");
                    refused++;
                }
            }
            assertThat(refused).isGreaterThan(1_000);
        }
    }

    @Nested
    class Rejects {
        private void assertRefused(byte[] model, String message) throws IOException {
            Path file = write("model.onnx", model);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> ModelFile.readOnnx(file))
                    .withMessage(message);
        }

        @Test
        void aMissingFileOfWeights() throws IOException {
            Path file = write("model.onnx", ofGraph(field(5, external("w.data"))));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> ModelFile.readOnnx(file))
                    .withMessage(
                            "file 'w.data' that model model.onnx names must be a file, was missing: "
                                    + folder.resolve("w.data"));
            Files.createDirectory(folder.resolve("w.data"));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> ModelFile.readOnnx(file))
                    .withMessageContaining("was a directory");
        }

        @ParameterizedTest(name = "''{0}''")
        @ValueSource(strings = {"../w.data", "a/../../w.data", "", ".", "a/..", "a\u0000b"})
        void aFileOutsideTheModelsFolder(String location) throws IOException {
            write("w.data", noise(1, 4));
            Path file = write("models/model.onnx", ofGraph(field(5, external(location))));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> ModelFile.readOnnx(file))
                    .withMessage(
                            "files that model model.onnx names must be in its own folder, was '"
                                    + location
                                    + "'");
        }

        @Test
        void anAbsolutePath() throws IOException {
            Path weights = write("w.data", noise(1, 4));
            assertRefused(
                    ofGraph(field(5, external(weights.toString()))),
                    "files that model model.onnx names must be in its own folder, was '"
                            + weights
                            + "'");
        }

        @Test
        void filesThatAreNoModelByTheirFormat() throws IOException {
            String start = "model model.onnx must be an ONNX file, was ";
            assertRefused(
                    "version https://git-lfs.github.com/spec/v1\noid sha256:0\n"
                            .getBytes(StandardCharsets.UTF_8),
                    start + "a pointer of Git LFS (git lfs pull fetches the file)");
            assertRefused(
                    "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8),
                    start + "a page of HTML or XML");
            assertRefused(
                    "PK\3\4rest".getBytes(StandardCharsets.UTF_8),
                    start + "a ZIP archive, as PyTorch writes");
            assertRefused(
                    "no model at all".getBytes(StandardCharsets.UTF_8),
                    start + "malformed before byte 1");
        }

        @Test
        void aModelCutShort() throws IOException {
            byte[] model = ofGraph(field(5, internal(noise(1, 1000))));
            assertRefused(
                    Arrays.copyOf(model, 500),
                    "model model.onnx must be an ONNX file, was cut short after 500 bytes");
        }

        @Test
        void tensorsThatNameNoFileOrOneInHalves() throws IOException {
            String start = "model model.onnx must be an ONNX file, was ";
            assertRefused(
                    ofGraph(field(5, number(14, 1))),
                    start + "of weights in a file that it does not name");
            byte[] name = field(13, join(field(1, "location"), field(2, "w.data")));
            byte[] halves = join(field(5, number(14, 0)), field(5, name));
            Path file = write("model.onnx", ofNode(halves));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> ModelFile.readOnnx(file))
                    .withMessageStartingWith(start + "malformed before byte ");
            assertRefused(
                    ofGraph(field(5, external("x".repeat(5000)))),
                    start + "naming a file by 5000 bytes");
        }

        @Test
        void graphsNestedWithoutEnd() throws IOException {
            byte[] graph = field(2, "innermost");
            for (int i = 0; i < 60; i++) {
                graph = field(1, field(5, field(6, graph)));
            }
            assertRefused(
                    ofGraph(graph),
                    "model model.onnx must be an ONNX file, was nested more than 100 deep");
        }

        @Test
        void bytesThatAreEmptyOrNameAFile() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelFile.ofOnnx("upload", new byte[0]))
                    .withMessage("model must be an ONNX file, was empty: upload");
            byte[] two = ofGraph(join(field(5, external("a")), field(5, external("b"))));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelFile.ofOnnx("upload", two))
                    .withMessage(
                            "model upload must hold its weights, was a graph whose weights are in"
                                    + " the file 'a' and 1 more: open it by its path");
        }

        @Test
        void aModelInAnArchiveThatNamesFiles() throws IOException {
            URI archive = URI.create("jar:" + folder.resolve("models.zip").toUri());
            try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
                Path file = zip.getPath("/m.onnx");
                Files.write(file, ofGraph(field(5, external("w"))));
                Files.write(zip.getPath("/w"), noise(1, 4));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> ModelFile.readOnnx(file))
                        .withMessageContaining("the file 'w': unpack it and open it by its path");
            }
        }

        /** Its content never ends. */
        @Test
        void aDevice() throws IOException {
            Path device = Path.of("/dev/zero");
            if (Files.exists(device)) {
                Path file = write("model.onnx", ofGraph(field(5, external("w"))));
                Path link = Files.createSymbolicLink(folder.resolve("w"), device);
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> ModelFile.readOnnx(file))
                        .withMessageContaining("must be a regular file, was a device or a pipe");
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> ModelFile.read(device))
                        .withMessageContaining("must be a regular file, was a device or a pipe");
                Files.delete(link);
            }
        }

        @Test
        void noFiles() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelFile.readAll("m", folder, List.of()))
                    .withMessage("files must be at least 1, was 0");
        }
    }
}
