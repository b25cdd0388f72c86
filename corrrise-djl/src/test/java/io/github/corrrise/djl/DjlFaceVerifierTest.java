package io.github.corrrise.djl;

import static io.github.corrrise.djl.TinyModels.LENGTH;
import static io.github.corrrise.djl.TinyModels.ONNX_RUNTIME;
import static io.github.corrrise.djl.TinyModels.PYTORCH;
import static io.github.corrrise.djl.TinyModels.SIZE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.corrrise.Explainer;
import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter on small models, by real engines; nothing from outside is needed. */
class DjlFaceVerifierTest {
    /** Sums of some hundred float32 products, and a cosine of them. */
    private static final double FLOAT_ERROR = 1e-5;

    private static DjlFaceVerifier.Builder builder(Criteria<?, ?> criteria) {
        return DjlFaceVerifier.builder(criteria).inputSize(SIZE);
    }

    private static FaceBatch ramps(DjlFaceVerifier verifier, int count) {
        FaceImage[] faces = new FaceImage[count];
        Arrays.fill(faces, TinyModels.ramp(verifier.inputSize()));
        return FaceBatch.of(verifier.layout(), faces);
    }

    private abstract static class Contract implements FaceEmbedderContract, CloseableContract {
        @Override
        public double tolerance() {
            return FLOAT_ERROR;
        }
    }

    @Nested
    class OnPyTorch extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder(TinyModels.pyTorch("embedder")).threshold(0.5).open();
        }
    }

    @Nested
    class OnOnnxRuntime extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder(TinyModels.onnxRuntime()).threshold(0.5).open();
        }
    }

    @Nested
    class OfAFixedBatchSize extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder(TinyModels.onnxRuntime()).fixedBatch(3).open();
        }
    }

    @Nested
    class OnOnePredictor extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder(TinyModels.pyTorch("embedder")).predictors(1).batchLimit(5).open();
        }
    }

    @Nested
    class OnAModelOfItsOwner extends Contract {
        private static Model model;

        @BeforeAll
        static void load() {
            model = TinyModels.load(TinyModels.pyTorch("embedder"));
        }

        @AfterAll
        static void isOpenAfterAllVerifiersWereClosed() {
            assertThat(model.getNDManager().isOpen()).isTrue();
            model.close();
        }

        @Override
        public DjlFaceVerifier openVerifier() {
            return DjlFaceVerifier.builder(model).inputSize(SIZE).open();
        }
    }

    @Nested
    class KnownValues {
        /** By PyTorch 1.13 in Python, of the same weights. */
        private static final double[] GOLDEN = {
            -0.038609381765, -0.157645076513, 0.181935966015,
            0.063660413027, -0.260452628136, -0.204139113426
        };

        private static void assertGolden(float[][] embeddings) {
            for (float[] embedding : embeddings) {
                assertThat(embedding).hasSize(LENGTH);
                for (int d = 0; d < LENGTH; d++) {
                    assertThat((double) embedding[d]).isCloseTo(GOLDEN[d], within(1e-6));
                }
            }
        }

        @Test
        void bothEnginesGiveTheGoldenEmbedding() {
            try (var pyTorch = builder(TinyModels.pyTorch("embedder")).open();
                    var onnxRuntime = builder(TinyModels.onnxRuntime()).open()) {
                assertGolden(pyTorch.embed(ramps(pyTorch, 1)));
                assertGolden(onnxRuntime.embed(ramps(onnxRuntime, 1)));
            }
        }

        /** In pieces, cut and padded: always the same rows. */
        @ParameterizedTest(name = "{0} faces")
        @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 16, 17, 35})
        void everyNumberOfFacesGivesTheSameRows(int count) {
            try (var padded = builder(TinyModels.pyTorch("embedder")).batchLimit(7).open();
                    var fixed = builder(TinyModels.onnxRuntime()).fixedBatch(4).open()) {
                assertThat(padded.embed(ramps(padded, count)).length).isEqualTo(count);
                assertGolden(padded.embed(ramps(padded, count)));
                assertGolden(fixed.embed(ramps(fixed, count)));
            }
        }

        @Test
        void whatIsLeftOverIsPaddedToAPowerOfTwo() {
            try (var verifier = builder(TinyModels.pyTorch("embedder")).batchLimit(12).open();
                    var fixed = builder(TinyModels.pyTorch("embedder")).fixedBatch(6).open()) {
                int[] rows = {1, 2, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12};
                for (int count = 1; count <= rows.length; count++) {
                    assertThat(verifier.rowCount(count))
                            .as("%s faces", count)
                            .isEqualTo(rows[count - 1]);
                }
                assertThat(fixed.rowCount(1)).isEqualTo(6);
            }
        }

        @Test
        void aModelThatWantsChannelsLastGetsThem() {
            try (var verifier =
                    builder(TinyModels.pyTorch("interleaved"))
                            .tensorOrder(EmbedderBuilder.TensorOrder.NHWC)
                            .open()) {
                assertThat(verifier.layout().isPlanar()).isFalse();
                assertGolden(verifier.embed(ramps(verifier, 3)));
            }
        }

        @Test
        void oneOfTwoOutputsIsTakenByNameOrPosition() {
            try (var named =
                            builder(TinyModels.pyTorch("named-outputs"))
                                    .outputName("embedding")
                                    .open();
                    var first = builder(TinyModels.pyTorch("two-outputs")).output(0).open();
                    var second = builder(TinyModels.pyTorch("two-outputs")).output(1).open()) {
                assertGolden(named.embed(ramps(named, 2)));
                assertGolden(first.embed(ramps(first, 2)));
                assertThat(second.embed(ramps(second, 1))[0][0])
                        .isEqualTo(2 * first.embed(ramps(first, 1))[0][0]);
            }
        }

        /** The batch is the caller's; what a model overwrites is the copy. */
        @Test
        void aModelThatWorksInPlaceLeavesTheBatchAsItWas() {
            try (var verifier = builder(TinyModels.pyTorch("in-place")).open()) {
                FaceBatch batch = ramps(verifier, 2);
                float[] before = new float[batch.values().remaining()];
                batch.values().get(before);
                float[][] once = verifier.embed(batch);
                float[] after = new float[before.length];
                batch.values().get(after);
                assertThat(after).containsExactly(before);
                assertThat(verifier.embed(batch)[1]).containsExactly(once[1]);
            }
        }

        /** Rows behind the last face are what the slots were left with. */
        @Test
        void onnxRuntimeReadsTheBatchWhereItStands() {
            try (var verifier = builder(TinyModels.onnxRuntime()).batchLimit(7).open()) {
                FloatBuffer memory = FaceBatch.memory(16, SIZE);
                for (int slot = 0; slot < 16; slot++) {
                    FaceImage face = slot < 10 ? TinyModels.ramp(SIZE) : filled(11 * slot);
                    memory.put(face.laidOut(verifier.layout()));
                }
                FaceBatch batch = FaceBatch.over(memory, 16, SIZE, verifier.layout());
                FaceBatch firstTen = FaceBatch.over(memory, 10, SIZE, verifier.layout());
                float[] before = new float[batch.values().remaining()];
                batch.values().get(before);
                float[][] all = verifier.embed(batch);
                long directBytes = directBytes();
                assertGolden(verifier.embed(firstTen));
                assertThat(directBytes()).isLessThanOrEqualTo(directBytes);
                float[] after = new float[before.length];
                batch.values().get(after);
                assertThat(after).containsExactly(before);
                FaceBatch last = FaceBatch.of(verifier.layout(), filled(11 * 15));
                assertThat(all[15]).containsExactly(verifier.embed(last)[0], within(1e-6f));
            }
        }

        private static FaceImage filled(int grey) {
            return FaceImage.filled(SIZE, grey, grey, grey);
        }

        private static long directBytes() {
            return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
        }

        @Test
        void pixelsAndSizeAreThePresetsUnlessSet() {
            try (var verifier =
                            builder(TinyModels.pyTorch("embedder"))
                                    .mean(3)
                                    .preset(ModelPreset.SFACE)
                                    .open();
                    var plain =
                            DjlFaceVerifier.builder(TinyModels.pyTorch("embedder"))
                                    .inputSize(new FaceSize(15, 30))
                                    .open()) {
                assertThat(verifier.layout())
                        .isEqualTo(ModelPreset.SFACE.layout().withMean(3).asPlanar());
                assertThat(plain.layout()).isEqualTo(ModelPreset.ARCFACE.layout());
                assertThat(plain.inputSize()).isEqualTo(new FaceSize(15, 30));
            }
        }

        @Test
        void unitLengthAndThresholdAreAsSet() {
            try (var verifier =
                    builder(TinyModels.pyTorch("embedder"))
                            .unitLength(true)
                            .threshold(0.25)
                            .open()) {
                double squareSum = 0;
                for (float value : verifier.embed(ramps(verifier, 1))[0]) {
                    squareSum += (double) value * value;
                }
                assertThat(squareSum).isCloseTo(1, within(1e-6));
                assertThat(verifier.threshold()).contains(Threshold.of(0.25));
                assertThat(verifier.embeddingLength()).isEqualTo(LENGTH);
            }
        }

        @Test
        void describesModelDigestLayoutAndEngine(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("own.pt");
            Files.copy(TinyModels.file("embedder.pt"), file);
            Criteria<NDList, NDList> criteria = TinyModels.criteria(PYTORCH, file).build();
            try (var verifier = builder(criteria).description("gate 3").open()) {
                assertThat(verifier.description())
                        .isEqualTo(
                                "gate 3: own ("
                                        + ModelFile.read(file).version()
                                        + "), 12x9 "
                                        + verifier.layout()
                                        + ", cpu(), PyTorch (states 2.7.1), DJL "
                                        + Engine.getDjlVersion());
                assertThat(verifier).hasToString("DjlFaceVerifier[" + verifier.description() + "]");
            }
        }

        /** DJL tells the folder and the name; the engine tells the ending. */
        @Test
        void aFileOfThatNameForAnotherEngineIsNotPartOfTheDigest() {
            try (var verifier = builder(TinyModels.onnxRuntime()).open()) {
                assertThat(verifier.description())
                        .startsWith(
                                "embedder ("
                                        + ModelFile.read(TinyModels.file("embedder.onnx")).version()
                                        + "), 12x9 RGB planar");
            }
        }

        /** There is no file to tell one from another by, and that is said. */
        @Test
        void aModelReadFromAStreamHasNoDigest() throws Exception {
            for (String engine : List.of(PYTORCH, ONNX_RUNTIME)) {
                String file = engine.equals(PYTORCH) ? "embedder.pt" : "embedder.onnx";
                try (Model model = Model.newInstance("streamed", engine);
                        InputStream content = Files.newInputStream(TinyModels.file(file))) {
                    model.load(content);
                    try (var verifier = DjlFaceVerifier.builder(model).inputSize(SIZE).open()) {
                        assertGolden(verifier.embed(ramps(verifier, 1)));
                        assertThat(verifier.description())
                                .startsWith("streamed (weights not identified), 12x9");
                    }
                }
            }
        }

        @Test
        void whatWasLoadedFromCriteriaIsClosedAndWhatWasLentIsNot() {
            LoadedModel owned = LoadedModel.load(TinyModels.pyTorch("embedder"));
            owned.close();
            assertThat(owned.model().getNDManager().isOpen()).isFalse();
            try (Model model = TinyModels.load(TinyModels.pyTorch("embedder"))) {
                LoadedModel.lent(model).close();
                assertThat(model.getNDManager().isOpen()).isTrue();
            }
        }

        @Test
        void theProcessIsOptedOutOfTelemetry() {
            DjlFaceVerifier.builder(TinyModels.onnxRuntime());
            assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        }
    }

    @Nested
    class Identity {
        @TempDir Path folder;

        private Path copy(String name, String to) throws IOException {
            return Files.copy(TinyModels.file(name), folder.resolve(to));
        }

        private static String described(DjlFaceVerifier.Builder builder) {
            try (var verifier = builder.open()) {
                return verifier.description();
            }
        }

        private static DjlFaceVerifier.Builder ofCriteria(String engine, Path file) {
            return builder(TinyModels.criteria(engine, file).build());
        }

        /** Blanks, letters of any script, and what has a meaning in an address. */
        @ParameterizedTest
        @CsvSource({PYTORCH + ", pt", ONNX_RUNTIME + ", onnx"})
        void aModelOfAnyNameInAnyFolderIsRead(String engine, String ending) throws IOException {
            for (String name : List.of("a model", "m\u00f6del \u00df", "50%20 #1+?&=\u0001'")) {
                Path place = Files.createDirectories(folder.resolve("in " + name));
                Path file = place.resolve(name + "." + ending);
                Files.copy(TinyModels.file("embedder." + ending), file);
                try (var verifier = ofCriteria(engine, file).open();
                        var known =
                                ofCriteria(engine, TinyModels.file("embedder." + ending)).open()) {
                    assertThat(verifier.embed(ramps(verifier, 2)))
                            .as(name)
                            .isDeepEqualTo(known.embed(ramps(known, 2)));
                    assertThat(verifier.description()).startsWith(name + " (sha256 ");
                    assertThat(verifier.origin().modelSha256())
                            .isEqualTo(known.origin().modelSha256())
                            .isPresent();
                }
            }
        }

        @Test
        void emojiReachPyTorchAndAreNamedWhereTheyDoNotReachTheEngine() throws IOException {
            Path place = Files.createDirectories(folder.resolve("\ud83d\ude00"));
            Path torch = Files.copy(TinyModels.file("embedder.pt"), place.resolve("a.pt"));
            assertThat(described(ofCriteria(PYTORCH, torch))).startsWith("a (sha256 ");
            Path onnx = Files.copy(TinyModels.file("embedder.onnx"), place.resolve("b.onnx"));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(ofCriteria(ONNX_RUNTIME, onnx)::open)
                    .withMessageContaining("rename the file or its folder");
        }

        @Test
        void exchangingTheFileChangesTheDescription() throws IOException {
            Path file = copy("embedder.pt", "model.pt");
            String before = described(ofCriteria(PYTORCH, file));
            Files.copy(TinyModels.file("in-place.pt"), file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(described(ofCriteria(PYTORCH, file))).isNotEqualTo(before);
        }

        /** Of a model that came loaded DJL does not tell which file of the folder it was. */
        @Test
        void aModelLoadedUnderAnotherNameIsNotTakenForTheFileOfItsOwn() throws Exception {
            copy("embedder.pt", "mine.pt");
            Path other = copy("in-place.pt", "other.pt");
            String before;
            try (Model model = Model.newInstance("mine", PYTORCH)) {
                model.load(folder, "other");
                before = described(DjlFaceVerifier.builder(model).inputSize(SIZE));
            }
            Files.copy(TinyModels.file("embedder.pt"), other, StandardCopyOption.REPLACE_EXISTING);
            try (Model model = Model.newInstance("mine", PYTORCH)) {
                model.load(folder, "other");
                assertThat(described(DjlFaceVerifier.builder(model).inputSize(SIZE)))
                        .isNotEqualTo(before);
            }
        }

        /** One more output that nobody asks for: the graph names a file and stays as it is. */
        @Test
        void weightsBesideAnOnnxFileAreInTheDigest() throws IOException {
            Path file = folder.resolve("model.onnx");
            byte[] graph = Files.readAllBytes(TinyModels.file("embedder.onnx"));
            Files.write(file, withExternalTensor(graph, "weights.data"));
            List<String> descriptions = new ArrayList<>();
            for (byte value : new byte[] {1, 2}) {
                Files.write(folder.resolve("weights.data"), new byte[] {0, 0, value, 0});
                descriptions.add(described(ofCriteria(ONNX_RUNTIME, file)));
            }
            assertThat(descriptions).doesNotHaveDuplicates();
        }

        /** A second occurrence of the graph is merged into the first: onnx.proto's field 7. */
        private static byte[] withExternalTensor(byte[] model, String location) {
            byte[] name = ("\n\blocation\u0012\u000c" + location).getBytes(UTF_8);
            byte[] rest = {8, 1, 16, 1, 66, 1, 'x', 112, 1, 106, (byte) name.length};
            ByteBuffer more = ByteBuffer.allocate(4 + rest.length + name.length);
            int length = rest.length + name.length;
            more.put(new byte[] {58, (byte) (length + 2), 42, (byte) length}).put(rest).put(name);
            return ByteBuffer.allocate(model.length + more.capacity())
                    .put(model)
                    .put(more.array())
                    .array();
        }

        /** Two verifiers that may score differently never have the same description. */
        @Test
        void whateverChangesAScoreChangesTheDescription() {
            Map<String, UnaryOperator<DjlFaceVerifier.Builder>> changes = new TreeMap<>();
            changes.put("output", builder -> builder.output(1));
            changes.put("preset", builder -> builder.preset(ModelPreset.SFACE));
            changes.put(
                    "channelOrder", builder -> builder.channelOrder(PixelLayout.ChannelOrder.BGR));
            changes.put("mean", builder -> builder.mean(1, 2, 3));
            changes.put("deviation", builder -> builder.deviation(4));
            changes.put("metric", builder -> builder.metric(EmbedderBuilder.Metric.euclidean()));
            changes.put("unitLength", builder -> builder.unitLength(true));
            changes.put("description", builder -> builder.description("ours"));
            changes.put("inputSize", builder -> builder.inputSize(new FaceSize(15, 9)));
            // Tried below, or these can change no score.
            Set<String> others =
                    Set.of(
                            "outputName",
                            "tensorOrder",
                            "batchLimit",
                            "fixedBatch",
                            "gradients",
                            "predictors",
                            "threshold");
            Set<String> setters = new TreeSet<>();
            for (Method method : DjlFaceVerifier.Builder.class.getMethods()) {
                if (EmbedderBuilder.class.isAssignableFrom(method.getReturnType())) {
                    setters.add(method.getName());
                }
            }
            Set<String> tried = new TreeSet<>(changes.keySet());
            tried.addAll(others);
            assertThat(setters).isEqualTo(tried);
            Set<String> descriptions = new TreeSet<>();
            descriptions.add(described(builder(TinyModels.pyTorch("two-outputs")).output(0)));
            changes.forEach(
                    (setting, change) -> {
                        var own = builder(TinyModels.pyTorch("two-outputs")).output(0);
                        assertThat(descriptions.add(described(change.apply(own))))
                                .as(setting)
                                .isTrue();
                    });
            var named = builder(TinyModels.pyTorch("named-outputs")).outputName("embedding");
            assertThat(described(named)).contains(", output 'embedding', ");
            var interleaved =
                    builder(TinyModels.pyTorch("interleaved"))
                            .tensorOrder(EmbedderBuilder.TensorOrder.NHWC);
            assertThat(described(interleaved)).contains(" interleaved, ");
        }

        /** Threads aside: they change how long a pass takes. */
        @Test
        void optionsOfTheEngineAreInTheDescription() {
            Path file = TinyModels.file("embedder.onnx");
            String plain = described(builder(TinyModels.criteria(ONNX_RUNTIME, file).build()));
            var slow = TinyModels.criteria(ONNX_RUNTIME, file).optOption("optLevel", "NO_OPT");
            assertThat(described(builder(slow.build())))
                    .isEqualTo(plain + ", options {optLevel=NO_OPT}");
            var threads =
                    TinyModels.criteria(ONNX_RUNTIME, file).optOption("intraOpNumThreads", "1");
            assertThat(described(builder(threads.build()))).isEqualTo(plain);
        }
    }

    @Nested
    class Memory {
        private static final int THREADS = 8;
        private static final int WARM_UP = 25;
        private static final int EXPLANATIONS = 100;

        /** A pass reads 0.3 MB of faces: were they kept, 800 explanations would keep 450 MB. */
        private static final FaceSize LARGE = new FaceSize(60, 45);

        private static final long ALLOWED_GROWTH = 100_000_000;

        /** The build makes the heap resident from the start; RSS is read where Linux tells it. */
        @Tag("slow")
        @Test
        void eightThreadsOfAHundredExplanationsLeaveNothingBehind() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try (ZooModel<NDList, NDList> model = TinyModels.load(TinyModels.pyTorch("embedder"));
                    var verifier =
                            DjlFaceVerifier.builder(model)
                                    .inputSize(LARGE)
                                    .predictors(2)
                                    .batchLimit(8)
                                    .open();
                    Explainer explainer =
                            Explainer.builder(verifier)
                                    .maskCount(6)
                                    .withoutSignificance()
                                    .build()) {
                FacePair pair =
                        FacePair.of(TinyModels.ramp(LARGE), FaceImage.filled(LARGE, 90, 120, 200));
                explain(explainer, pair, threads, WARM_UP);
                long before = residentBytes();
                int arrayCount = model.getNDManager().getManagedArrays().size();
                explain(explainer, pair, threads, EXPLANATIONS);
                assertThat(residentBytes() - before).isLessThan(ALLOWED_GROWTH);
                assertThat(model.getNDManager().getManagedArrays().size()).isEqualTo(arrayCount);
            } finally {
                threads.shutdownNow();
            }
        }

        private static void explain(
                Explainer explainer, FacePair pair, ExecutorService threads, int count) {
            CompletableFuture<?>[] done = new CompletableFuture<?>[THREADS];
            for (int t = 0; t < THREADS; t++) {
                done[t] =
                        CompletableFuture.runAsync(
                                () -> {
                                    for (int i = 0; i < count; i++) {
                                        explainer.explain(pair);
                                    }
                                },
                                threads);
            }
            CompletableFuture.allOf(done).join();
        }

        static long residentBytes() throws IOException {
            System.gc();
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return 0;
            }
            String resident =
                    Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .findFirst()
                            .orElseThrow();
            return 1024 * Long.parseLong(resident.replaceAll("\\D", ""));
        }
    }

    @Nested
    class Rejects {
        @TempDir Path folder;

        private void assertFails(DjlFaceVerifier.Builder builder, String message) {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(builder::open)
                    .withMessageContaining(message);
        }

        private void assertRejected(DjlFaceVerifier.Builder builder, String message) {
            assertThatIllegalArgumentException().isThrownBy(builder::open).withMessage(message);
        }

        @Test
        void anEngineThatIsNotOnTheClassPath() {
            assertFails(
                    builder(TinyModels.criteria("MXNet", TinyModels.file("embedder.pt")).build()),
                    "engine must be one on the class path, [OnnxRuntime, PyTorch, RPC], was MXNet: add"
                            + " its artifact, or name another by optEngine");
        }

        @ParameterizedTest
        @ValueSource(strings = {PYTORCH, ONNX_RUNTIME})
        void aGpuWhereThereIsNone(String engine) {
            assertFails(
                    builder(
                            TinyModels.criteria(engine, TinyModels.file("embedder.pt"))
                                    .optDevice(Device.gpu(7))
                                    .build()),
                    "was gpu(7): add the engine's GPU natives and a driver, or leave optDevice out");
        }

        @Test
        void criteriaOfAnotherResult() {
            Criteria<Image, Classifications> criteria =
                    Criteria.builder()
                            .setTypes(Image.class, Classifications.class)
                            .optModelPath(TinyModels.file("embedder.pt"))
                            .build();
            assertRejected(
                    builder(criteria),
                    "result of criteria must be NDList or float[], was Classifications: an"
                            + " embedding model is loaded with setTypes(NDList.class,"
                            + " NDList.class)");
        }

        @Test
        void aModelWhoseTranslatorGivesAnotherResult() {
            try (ZooModel<NDList, NDList> model = TinyModels.load(TinyModels.pyTorch("embedder"))) {
                ZooModel<String, Classifications> classifier =
                        new ZooModel<>(model, new ClassifyingTranslator());
                assertRejected(
                        DjlFaceVerifier.builder(classifier).inputSize(SIZE),
                        "result of translator of embedder must be NDList or float[], was"
                                + " Classifications: an embedding model is loaded with"
                                + " setTypes(NDList.class, NDList.class)");
            }
        }

        @Test
        void aModelThatItsOwnerHasClosed() {
            Model model = TinyModels.load(TinyModels.pyTorch("embedder"));
            DjlFaceVerifier verifier = DjlFaceVerifier.builder(model).inputSize(SIZE).open();
            model.close();
            String message =
                    "model embedder was closed by its owner: keep it open until the verifier is"
                            + " closed";
            assertThatIllegalStateException()
                    .isThrownBy(() -> verifier.embed(ramps(verifier, 1)))
                    .withMessage(message);
            assertThatIllegalStateException()
                    .isThrownBy(DjlFaceVerifier.builder(model)::open)
                    .withMessage(message);
            verifier.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {PYTORCH, ONNX_RUNTIME})
        void aModelThatItsOwnerClosesDuringARun(String engine) {
            Model model =
                    TinyModels.load(
                            engine.equals(PYTORCH)
                                    ? TinyModels.pyTorch("embedder")
                                    : TinyModels.onnxRuntime());
            FacePair pair = FacePair.of(TinyModels.ramp(SIZE), FaceImage.filled(SIZE, 9, 9, 9));
            try (var verifier = DjlFaceVerifier.builder(model).inputSize(SIZE).open();
                    Explainer explainer =
                            Explainer.builder(verifier)
                                    .maskCount(100)
                                    .batchSize(10)
                                    .progress((done, total) -> model.close())
                                    .build()) {
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> explainer.explain(pair))
                        .withMessageContaining("model embedder was closed by its owner")
                        .withCauseInstanceOf(IllegalStateException.class);
            }
        }

        @Test
        void anOutputThatIsNoVector() {
            assertRejected(
                    builder(TinyModels.pyTorch("feature-maps")),
                    "output of feature-maps for 2 faces must be [2,D] or [2,D,1,1], was"
                            + " [2,4,12,9]");
        }

        @Test
        void anOutputOfIntegers() {
            assertRejected(
                    builder(TinyModels.pyTorch("integers")),
                    "output of integers must be of float32 or float16, was int64");
        }

        @Test
        void severalOutputsOfWhichNoneOrAnotherWasNamed() {
            assertRejected(
                    builder(TinyModels.pyTorch("two-outputs")),
                    "outputName or output must be set on the builder, for two-outputs has [0, 1], was"
                            + " not set");
            assertRejected(
                    builder(TinyModels.pyTorch("two-outputs")).output(2),
                    "output must be in [0, 1] for two-outputs, was 2");
            assertRejected(
                    builder(TinyModels.pyTorch("two-outputs")).outputName("fc1"),
                    "outputName must be one of [0, 1] in two-outputs, was 'fc1': set outputName or"
                            + " output on the builder");
        }

        @Test
        void facesOfAnotherSizeThanTheModelTakes() {
            assertFails(
                    builder(TinyModels.onnxRuntime()).inputSize(new FaceSize(9, 12)),
                    "model embedder failed on 2 faces: ");
        }

        @Test
        void aModelThatIsNotThere() {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            builder(TinyModels.criteria(PYTORCH, folder.resolve("none.pt")).build())
                                    ::open)
                    .withMessageStartingWith("criteria must name a model that DJL finds")
                    .withCauseInstanceOf(ModelNotFoundException.class);
        }

        /** The tests run with ai.djl.offline=true. */
        @Test
        void anAddressWhereNothingMayBeFetched() {
            Criteria<NDList, NDList> criteria =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optEngine(PYTORCH)
                            .optModelUrls("https://models.invalid/face.zip")
                            .build();
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(builder(criteria)::open)
                    .withMessage("DJL cannot read or fetch the model: Offline mode is enabled.");
        }

        @Test
        void aFileThatIsNoModel() throws IOException {
            Path text = Files.writeString(folder.resolve("text.pt"), "no model at all");
            assertFails(
                    builder(TinyModels.criteria(PYTORCH, text).build()),
                    "DJL cannot load the model: ");
            Path onnx = Files.writeString(folder.resolve("text.onnx"), "no model at all");
            assertFails(
                    builder(TinyModels.criteria(ONNX_RUNTIME, onnx).build()),
                    "DJL cannot load the model: ");
        }

        @Test
        void aBatchInAnotherLayout() {
            try (var verifier = builder(TinyModels.pyTorch("embedder")).open()) {
                FaceBatch plain = FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, TinyModels.ramp(SIZE));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> verifier.embed(plain))
                        .withMessageStartingWith("faces must be written in ");
            }
        }

        @Test
        void settingsOutOfRange() {
            DjlFaceVerifier.Builder builder = builder(TinyModels.pyTorch("embedder"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.predictors(0))
                    .withMessage("predictors must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.fixedBatch(0))
                    .withMessage("fixedBatch must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.output(-1))
                    .withMessage("output must be at least 0, was -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.batchLimit(0))
                    .withMessage("batchLimit must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(builder.batchLimit(2_000_000)::open)
                    .withMessageStartingWith("memory of a pass must be under 2 GiB, was ");
        }

        @Test
        void nulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> DjlFaceVerifier.builder((Model) null))
                    .withMessage("model");
            assertThatNullPointerException()
                    .isThrownBy(() -> DjlFaceVerifier.builder((Criteria<?, ?>) null))
                    .withMessage("criteria");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder(TinyModels.onnxRuntime()).outputName(null))
                    .withMessage("name");
        }
    }

    /** What a classifier of the zoo comes with. */
    private static final class ClassifyingTranslator
            implements Translator<String, Classifications> {
        @Override
        public NDList processInput(TranslatorContext context, String input) {
            throw new AssertionError("not to be called");
        }

        @Override
        public Classifications processOutput(TranslatorContext context, NDList outputs) {
            throw new AssertionError("not to be called");
        }
    }
}
