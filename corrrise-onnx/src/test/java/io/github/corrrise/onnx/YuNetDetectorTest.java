package io.github.corrrise.onnx;

import static io.github.corrrise.onnx.TinyOnnx.DYNAMIC;
import static io.github.corrrise.onnx.TinyOnnx.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter on a model small enough to check by hand; no file from outside is needed. */
class YuNetDetectorTest {
    /** Float32 sums of 64 products, and the exponential of a float. */
    private static final double FLOAT_ERROR = 1e-3;

    @TempDir Path folder;

    private YuNetDetector.Builder builder() {
        return builderOf(TinyYuNet.ofAnySize());
    }

    private YuNetDetector.Builder builderOf(TinyOnnx model) {
        return YuNetDetector.builder(model.write(folder.resolve("tiny.onnx")));
    }

    /** Red all over, so that only what is blue can be found; blue in cells of 8 pixels. */
    private static FaceImage photograph(int height, int width, int[]... blueCells) {
        return photograph(height, width, 8, blueCells);
    }

    private static FaceImage photograph(int height, int width, int cellSide, int[]... blueCells) {
        float[] rgb = new float[3 * height * width];
        for (int pixel = 0; pixel < height * width; pixel++) {
            rgb[3 * pixel] = 255;
        }
        for (int[] cell : blueCells) {
            for (int i = 0; i < cellSide * cellSide; i++) {
                int row = cell[0] * cellSide + i / cellSide;
                int column = cell[1] * cellSide + i % cellSide;
                rgb[3 * (row * width + column) + 2] = cell.length > 2 ? cell[2] : 255;
            }
        }
        return FaceImage.ofFloats(new FaceSize(height, width), rgb);
    }

    private static void assertAt(Landmarks.Point place, double x, double y) {
        assertThat(place.x()).isCloseTo(x, within(FLOAT_ERROR));
        assertThat(place.y()).isCloseTo(y, within(FLOAT_ERROR));
    }

    @Nested
    class KnownValues {
        @Test
        void aFaceIsReadFromItsCell() {
            try (YuNetDetector detector = builder().open()) {
                DetectedFace face = detector.only(photograph(64, 96, new int[] {3, 5}));
                assertThat(face.score()).isCloseTo(1, within(FLOAT_ERROR));
                assertThat(face.box().width()).isCloseTo(TinyYuNet.SIDE, within(FLOAT_ERROR));
                assertThat(face.box().height()).isCloseTo(TinyYuNet.SIDE, within(FLOAT_ERROR));
                assertThat(face.box().left() + TinyYuNet.SIDE / 2)
                        .isCloseTo(5.5 * 8, within(FLOAT_ERROR));
                assertThat(face.box().top() + TinyYuNet.SIDE / 2)
                        .isCloseTo(3.5 * 8, within(FLOAT_ERROR));
                assertAt(face.landmarks().rightEye(), 4 * 8, 2 * 8);
                assertAt(face.landmarks().leftEye(), 7 * 8, 2 * 8);
                assertAt(face.landmarks().nose(), 5.5 * 8, 3.5 * 8);
                assertAt(face.landmarks().rightMouthCorner(), 4.5 * 8, 5 * 8);
                assertAt(face.landmarks().leftMouthCorner(), 6.5 * 8, 5 * 8);
            }
        }

        /** The square root of the product: blue of 64 of 255 scores 0.501. */
        @Test
        void theScoreIsTheMeanOfBothScores() {
            FaceImage photograph = photograph(64, 64, new int[] {3, 3, 64});
            try (YuNetDetector detector = builder().scoreThreshold(0.5).open();
                    YuNetDetector strict = builder().scoreThreshold(0.51).open()) {
                assertThat(detector.only(photograph).score())
                        .isCloseTo(Math.sqrt(64 / 255.0), within(FLOAT_ERROR));
                assertThat(strict.detect(photograph)).isEmpty();
            }
        }

        @Test
        void nothingIsFoundWhereNothingIs() {
            try (YuNetDetector detector = builder().open()) {
                FaceImage photograph = photograph(64, 64);
                assertThat(detector.detect(photograph)).isEmpty();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> detector.largest(photograph))
                        .withMessageStartingWith(
                                "photograph must be of at least one face, was 64x64 with none found"
                                        + " by tiny.onnx (sha256 ");
            }
        }

        /** Boxes of 59 pixels: at 8 pixels' distance they are one face, at 64 two. */
        @Test
        void neighbouringCellsSeeOneFace() {
            try (YuNetDetector detector = builder().open()) {
                FaceImage near = photograph(160, 160, new int[] {5, 5, 255}, new int[] {5, 6, 200});
                assertThat(detector.detect(near)).hasSize(1);
                FaceImage far = photograph(160, 160, new int[] {5, 5, 255}, new int[] {5, 13, 200});
                assertThat(detector.detect(far)).hasSize(2);
            }
        }

        /** Ten cells and ten faces, or as many as are wanted. */
        @Test
        void allFacesAreFoundOrAsManyAsAreWanted() {
            int[][] cells = new int[10][];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new int[] {4 + i / 5 * 8, 4 + i % 5 * 8};
            }
            FaceImage photograph = photograph(160, 384, cells);
            try (YuNetDetector all = builder().open();
                    YuNetDetector some = builder().mostFaces(3).open()) {
                assertThat(all.detect(photograph)).hasSize(10);
                assertThat(some.detect(photograph)).hasSize(3);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> all.only(photograph))
                        .withMessageContaining("160x384 with 10 found by tiny.onnx");
            }
        }

        @Test
        void describesFileHashSettingsAndWhatItRunsOn() {
            try (YuNetDetector detector = builder().scoreThreshold(0.5).open()) {
                assertThat(detector.description())
                        .startsWith("tiny.onnx (sha256 " + detector.modelSha256().substring(0, 12))
                        .contains(
                                "), YuNet, score at least 0.5, overlap at most 0.3, longest side"
                                        + " 640, at most 100 faces, CPU, ONNX Runtime ");
                assertThat(detector).hasToString("YuNetDetector[" + detector.description() + "]");
            }
        }
    }

    @Nested
    class Properties {
        @Test
        void aModelInMemoryIsTheModelOfItsFile() {
            YuNetDetector.Builder bytes =
                    YuNetDetector.builder(TinyYuNet.ofAnySize().toBytes()).modelName("tiny.onnx");
            FaceImage photograph = photograph(64, 96, new int[] {3, 5});
            try (YuNetDetector detector = bytes.open();
                    YuNetDetector file = builder().open()) {
                assertThat(detector.modelSha256()).isEqualTo(file.modelSha256());
                assertThat(detector.description()).isEqualTo(file.description());
                assertThat(detector.detect(photograph)).isEqualTo(file.detect(photograph));
            }
        }

        /** Found by its path, and part of the digest; refused by its bytes. */
        @Test
        void aFileThatTheGraphNamesIsInTheDigest() throws IOException {
            TinyOnnx model = TinyYuNet.ofAnySize().externalFloats("unused", "beside.data", 1);
            YuNetDetector.Builder builder = builderOf(model);
            Path weights = folder.resolve("beside.data");
            List<String> digests = new ArrayList<>();
            for (float value : new float[] {1, 2}) {
                Files.write(weights, TinyOnnx.raw(new float[] {value}));
                try (YuNetDetector detector = builder.open()) {
                    digests.add(detector.modelSha256());
                    digests.add(detector.description());
                }
            }
            assertThat(digests).doesNotHaveDuplicates();
            assertThatIllegalArgumentException()
                    .isThrownBy(YuNetDetector.builder(model.toBytes())::open)
                    .withMessageContaining("whose weights are in the file 'beside.data'");
        }

        /** Two detectors that may find other faces never have the same description. */
        @Test
        void whateverChangesTheFacesChangesTheDescription() {
            TinyOnnx other = TinyYuNet.ofAnySize().floats("unused", new float[1], 1);
            List<YuNetDetector.Builder> changed =
                    List.of(
                            builder(),
                            builder().modelName("another"),
                            builder().scoreThreshold(0.71),
                            builder().overlapThreshold(0.31),
                            builder().mostFaces(99),
                            builder().longestSide(641),
                            YuNetDetector.builder(other.toBytes()).modelName("tiny.onnx"));
            List<String> descriptions = new ArrayList<>();
            for (YuNetDetector.Builder builder : changed) {
                try (YuNetDetector detector = builder.open()) {
                    descriptions.add(detector.description());
                }
            }
            assertThat(descriptions).doesNotHaveDuplicates().hasSize(7);
        }

        /** Whatever the padding, cells stay where they are. */
        @ParameterizedTest(name = "{0} x {1}")
        @CsvSource({"64, 64", "65, 97", "90, 71", "95, 96"})
        void sidesAreNoMultipleOfThirtyTwo(int height, int width) {
            try (YuNetDetector detector = builder().open()) {
                DetectedFace face = detector.only(photograph(height, width, new int[] {5, 6}));
                assertAt(face.landmarks().nose(), 6.5 * 8, 5.5 * 8);
            }
        }

        /** A cell of 24 pixels, scaled down by 3: edges scale, so centres move by half pixels. */
        @Test
        void largePhotographsAreScaledDown() {
            FaceImage photograph = photograph(288, 480, 24, new int[] {5, 6});
            try (YuNetDetector detector = builder().longestSide(160).scoreThreshold(0.9).open()) {
                DetectedFace face = detector.only(photograph);
                assertThat(face.box().width()).isCloseTo(3 * TinyYuNet.SIDE, within(0.01));
                assertAt(
                        face.landmarks().nose(),
                        3 * (6.5 * 8 + 0.5) - 0.5,
                        3 * (5.5 * 8 + 0.5) - 0.5);
            }
        }

        @Test
        void aModelOfOneSizeIsGivenThat() {
            try (YuNetDetector detector = builderOf(TinyYuNet.of(64, 96)).open()) {
                DetectedFace face = detector.only(photograph(40, 48, new int[] {3, 4}));
                assertAt(face.landmarks().nose(), 4.5 * 8, 3.5 * 8);
                DetectedFace scaled = detector.only(photograph(128, 160, 16, new int[] {3, 4}));
                assertAt(
                        scaled.landmarks().nose(),
                        2 * (4.5 * 8 + 0.5) - 0.5,
                        2 * (3.5 * 8 + 0.5) - 0.5);
            }
        }

        @Test
        void severalThreadsFindTheSame() throws Exception {
            FaceImage photograph = photograph(160, 160, new int[] {5, 5}, new int[] {14, 14});
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try (YuNetDetector detector = builder().open()) {
                List<DetectedFace> expected = detector.detect(photograph);
                List<Future<List<DetectedFace>>> futures = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    futures.add(threads.submit(() -> detector.detect(photograph)));
                }
                for (Future<List<DetectedFace>> future : futures) {
                    assertThat(future.get(1, TimeUnit.MINUTES)).isEqualTo(expected);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Life {
        @Test
        void closesTwiceAndRefusesToDetectAfterwards() {
            YuNetDetector detector = builder().open();
            detector.close();
            detector.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> detector.detect(photograph(64, 64)))
                    .withMessage("the detector of tiny.onnx is closed");
            assertThat(detector.description()).startsWith("tiny.onnx");
        }

        @Test
        void aBuilderOpensSeveral() {
            YuNetDetector.Builder builder = builder();
            try (YuNetDetector open = builder.open()) {
                builder.open().close();
                assertThat(open.detect(photograph(64, 64, new int[] {3, 3}))).hasSize(1);
            }
        }

        @Test
        void closesWhileOtherThreadsDetect() throws Exception {
            YuNetDetector detector = builder().open();
            FaceImage photograph = photograph(160, 160, new int[] {5, 5});
            CountDownLatch bothFound = new CountDownLatch(2);
            Runnable work =
                    () -> {
                        while (true) {
                            assertThat(detector.detect(photograph)).hasSize(1);
                            bothFound.countDown();
                        }
                    };
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> futures = List.of(threads.submit(work), threads.submit(work));
                assertThat(bothFound.await(1, TimeUnit.MINUTES)).isTrue();
                detector.close();
                for (Future<?> future : futures) {
                    assertThat(future)
                            .failsWithin(1, TimeUnit.MINUTES)
                            .withThrowableOfType(ExecutionException.class)
                            .withCauseInstanceOf(IllegalStateException.class);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void aMissingFile() {
            Path file = folder.resolve("missing.onnx");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> YuNetDetector.builder(file).open())
                    .withMessage("model must be a file, was missing: " + file);
        }

        @Test
        void aFileThatIsNoModel() throws IOException {
            Path file =
                    Files.write(
                            folder.resolve("text.onnx"),
                            "no model at all".getBytes(StandardCharsets.UTF_8));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> YuNetDetector.builder(file).open())
                    .withMessageContaining("model text.onnx must be an ONNX file, was ");
        }

        @Test
        void anEmbedder() {
            assertThatIllegalArgumentException()
                    .isThrownBy(builderOf(TinyModels.planar())::open)
                    .withMessage(
                            "outputs of tiny.onnx must be those of YuNet, [cls_8, obj_8, bbox_8,"
                                    + " kps_8] among them, was [embedding]");
            assertThatIllegalArgumentException()
                    .isThrownBy(builderOf(TinyModels.twoInputs())::open)
                    .withMessage("inputs of tiny.onnx must be one, was 2 [left, right]");
        }

        @Test
        void anInputOfSidesThatTheStridesDoNotDivide() {
            assertThatIllegalArgumentException()
                    .isThrownBy(builderOf(TinyYuNet.of(64, 100))::open)
                    .withMessage(
                            "input 'input' of tiny.onnx must be [1,3,H,W], sides multiples of 32,"
                                    + " was [1,3,64,100]");
        }

        /** All outputs are there by name, and each is the input itself. */
        @Test
        void outputsOfAnotherShape() {
            TinyOnnx model = new TinyOnnx().input("input", FLOAT, 1, 3, DYNAMIC, DYNAMIC);
            for (int stride : YuNetShape.STRIDES) {
                for (String name : YuNetShape.outputNames(stride)) {
                    model.node("Identity", List.of("input"), name)
                            .output(name, FLOAT, 1, 3, DYNAMIC, DYNAMIC);
                }
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(builderOf(model)::open)
                    .withMessage("output 'cls_8' of tiny.onnx must be [1,96,1], was [1,3,64,96]");
        }

        @ParameterizedTest
        @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 101})
        void aModelThatGivesNoNumbers(float exponent) {
            try (YuNetDetector detector = builderOf(TinyYuNet.ofBoxes(exponent)).open()) {
                FaceImage photograph = photograph(64, 64, new int[] {3, 3});
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> detector.detect(photograph))
                        .withMessage(
                                "boxes and places of tiny.onnx must be in [-100.0, 100.0] cells,"
                                        + " was "
                                        + exponent);
            }
        }

        @Test
        void settingsOutOfRange() {
            YuNetDetector.Builder builder = builder();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.scoreThreshold(0))
                    .withMessage("scoreThreshold must be in (0.0, 1.0], was 0.0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.overlapThreshold(Double.NaN))
                    .withMessage("overlapThreshold must be in [0.0, 1.0], was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.mostFaces(0))
                    .withMessage("mostFaces must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.longestSide(31))
                    .withMessage("longestSide must be at least 32, was 31");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.intraOpThreads(0))
                    .withMessage("intraOpThreads must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.executionProvider(ExecutionProvider.CPU, 0))
                    .withMessage("provider must be one that has devices, was CPU");
            assertThatNullPointerException()
                    .isThrownBy(() -> YuNetDetector.builder((Path) null))
                    .withMessage("model");
        }
    }
}
