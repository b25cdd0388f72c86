package io.github.corrrise.onnx;

import static io.github.corrrise.onnx.TinyOnnx.DYNAMIC;
import static io.github.corrrise.onnx.TinyOnnx.FLOAT;
import static io.github.corrrise.onnx.TinyOnnx.FLOAT16;
import static io.github.corrrise.onnx.TinyOnnx.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter on models small enough to check by hand; no file from outside is needed. */
class OnnxFaceVerifierTest implements FaceEmbedderContract, CloseableContract {
    private static final FaceSize SIZE = TinyModels.SIZE;

    /** Sums of 216 float32 products, and a cosine of them. */
    private static final double FLOAT_ERROR = 1e-5;

    @TempDir Path folder;

    @Override
    public OnnxFaceVerifier openVerifier() {
        return builderOf(TinyModels.planar()).threshold(0.5).open();
    }

    @Override
    public double tolerance() {
        return FLOAT_ERROR;
    }

    private OnnxFaceVerifier.Builder builderOf(TinyOnnx model) {
        return OnnxFaceVerifier.builder(model.write(folder.resolve("tiny.onnx")));
    }

    private static FaceImage noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (float) (255 * random.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static FaceBatch batchFor(OnnxFaceVerifier verifier, int count, int capacity) {
        FloatBuffer memory = FaceBatch.memory(capacity, verifier.inputSize());
        for (int slot = 0; slot < count; slot++) {
            memory.put(noise(slot).laidOut(verifier.layout()));
        }
        return FaceBatch.over(memory, count, verifier.inputSize(), verifier.layout());
    }

    private static void assertEmbedsByDefinition(OnnxFaceVerifier verifier, int count, int room) {
        float[][] embeddings = verifier.embed(batchFor(verifier, count, room));
        assertThat(embeddings.length).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            double[] expected = TinyModels.expected(noise(i), verifier.layout());
            assertThat(embeddings[i]).hasSize(expected.length);
            for (int d = 0; d < expected.length; d++) {
                double magnitude = Math.max(1, Math.abs(expected[d]));
                assertThat((double) embeddings[i][d])
                        .isCloseTo(expected[d], within(2e-5 * magnitude));
            }
        }
    }

    @Nested
    class FixedBatchSize implements FaceEmbedderContract, CloseableContract {
        @Override
        public OnnxFaceVerifier openVerifier() {
            return builderOf(TinyModels.fixedBatch(4)).open();
        }

        @Override
        public double tolerance() {
            return FLOAT_ERROR;
        }
    }

    @Nested
    class Interleaved implements FaceEmbedderContract {
        @Override
        public OnnxFaceVerifier openVerifier() {
            return builderOf(TinyModels.interleaved()).open();
        }

        @Override
        public double tolerance() {
            return FLOAT_ERROR;
        }
    }

    @Nested
    class KnownValues {
        @ParameterizedTest
        @EnumSource(ModelPreset.class)
        void everyPresetGivesTheModelWhatItsFamilyWants(ModelPreset preset) {
            try (var verifier =
                    builderOf(TinyModels.planar())
                            .preset(preset)
                            .channelOrder(PixelLayout.ChannelOrder.RGB)
                            .inputSize(SIZE)
                            .open()) {
                assertThat(verifier.layout())
                        .isEqualTo(
                                preset.layout().withOrder(PixelLayout.ChannelOrder.RGB).asPlanar());
                assertEmbedsByDefinition(verifier, 3, 3);
            }
        }

        @Test
        void presetsAreTheDocumentedOnes() {
            assertThat(ModelPreset.ARCFACE.layout())
                    .hasToString(
                            "RGB planar, (pixel - [127.5, 127.5, 127.5]) / [127.5, 127.5, 127.5]");
            assertThat(ModelPreset.MOBILEFACE.layout())
                    .hasToString(
                            "RGB planar, (pixel - [127.5, 127.5, 127.5]) / [128.0, 128.0, 128.0]");
            assertThat(ModelPreset.SFACE.layout())
                    .hasToString("RGB planar, (pixel - [0.0, 0.0, 0.0]) / [1.0, 1.0, 1.0]");
            assertThat(ModelPreset.FACENET.layout()).isEqualTo(ModelPreset.MOBILEFACE.layout());
            assertThat(ModelPreset.FACENET.inputSize()).isEqualTo(new FaceSize(160, 160));
            assertThat(ModelPreset.ARCFACE.inputSize()).isEqualTo(FaceSize.ARCFACE);
        }

        @Test
        void aModelThatWantsBlueFirstGetsIt() {
            try (var verifier =
                    builderOf(TinyModels.planarBgr())
                            .channelOrder(PixelLayout.ChannelOrder.BGR)
                            .open()) {
                assertEmbedsByDefinition(verifier, 2, 2);
            }
        }

        @Test
        void aModelThatWantsChannelsLastGetsThem() {
            try (var verifier =
                    builderOf(TinyModels.interleaved()).mean(1, 2, 3).deviation(4, 5, 6).open()) {
                assertThat(verifier.layout().isPlanar()).isFalse();
                assertThat(verifier.layout().mean(2)).isEqualTo(3);
                assertThat(verifier.layout().deviation(0)).isEqualTo(4);
                assertThat(verifier.inputSize()).isEqualTo(SIZE);
                assertEmbedsByDefinition(verifier, 3, 3);
            }
        }

        @Test
        void withoutAPresetPixelsAreNormalisedAsForArcFace() {
            try (var verifier = openVerifier()) {
                assertThat(verifier.layout()).isEqualTo(ModelPreset.ARCFACE.layout());
            }
        }

        @Test
        void aSettingWinsOverThePresetWhicheverCameFirst() {
            try (var verifier =
                    builderOf(TinyModels.planar())
                            .mean(7)
                            .inputSize(SIZE)
                            .preset(ModelPreset.ARCFACE)
                            .open()) {
                assertThat(verifier.layout()).isEqualTo(ModelPreset.ARCFACE.layout().withMean(7));
            }
        }

        @Test
        void anOutputOfFourDimensionsIsAVectorToo() {
            TinyOnnx model =
                    TinyModels.reshaped(new long[] {-1, 6, 1, 1}, DYNAMIC, TinyModels.LENGTH, 1, 1);
            try (var verifier = builderOf(model).open()) {
                assertThat(verifier.embeddingLength()).isEqualTo(TinyModels.LENGTH);
                assertEmbedsByDefinition(verifier, 3, 3);
            }
        }

        @Test
        void heightAndWidthLeftOpenAreTheBuildersOrThePresets() {
            OnnxFaceVerifier.Builder builder = builderOf(TinyModels.ofAnySize());
            try (var ofBuilder = builder.inputSize(new FaceSize(10, 7)).open()) {
                assertThat(ofBuilder.inputSize()).isEqualTo(new FaceSize(10, 7));
                assertThat(ofBuilder.embeddingLength()).isEqualTo(4);
            }
            try (var ofPreset =
                    builderOf(TinyModels.ofAnySize()).preset(ModelPreset.FACENET).open()) {
                assertThat(ofPreset.inputSize()).isEqualTo(new FaceSize(160, 160));
            }
        }

        /** The preset says how pixels are normalised, whatever the size of the model's faces. */
        @ParameterizedTest
        @ValueSource(longs = {TinyOnnx.DYNAMIC, 150})
        void aPresetWorksAtAnotherSizeWhereTheSizeIsGiven(long side) {
            FaceSize size = new FaceSize(150, 150);
            TinyOnnx model =
                    side == 150
                            ? TinyModels.flattening(TinyOnnx.DYNAMIC, 3, side, side)
                            : TinyModels.ofAnySize();
            OnnxFaceVerifier.Builder builder =
                    builderOf(model).preset(ModelPreset.MOBILEFACE).inputSize(size);
            try (var verifier = builder.open()) {
                assertThat(verifier.inputSize()).isEqualTo(size);
                assertThat(verifier.layout().deviation(0)).isEqualTo(128);
                FaceImage grey = FaceImage.filled(size, 90, 90, 90);
                assertThat(verifier.similarities(FaceBatch.of(verifier.layout(), grey), grey)[0])
                        .isCloseTo(1, within(1e-5f));
            }
        }

        @Test
        void aMetricOfItsOwnComparesEmbeddings() {
            OnnxFaceVerifier.Builder builder =
                    builderOf(TinyModels.planar()).metric(EmbedderBuilder.Metric.euclidean());
            try (var verifier = builder.open()) {
                assertThat(verifier.similarity(new float[] {1, 2}, new float[] {4, -2}))
                        .isEqualTo(-5);
                assertThat(verifier.similarity(new float[] {1, 2}, new float[] {1, 2})).isZero();
                float[][] embeddings =
                        verifier.embed(FaceBatch.of(verifier.layout(), noise(1), noise(2)));
                assertThat(
                                verifier.similarities(
                                                FaceBatch.of(verifier.layout(), noise(1)),
                                                noise(2))[0])
                        .isCloseTo(
                                (float) verifier.similarity(embeddings[0], embeddings[1]),
                                within(1e-3f))
                        .isNegative();
                assertThat(verifier.description()).contains(", Euclidean distance, negative, ");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> verifier.similarity(new float[2], new float[3]))
                        .withMessage("length of b must be 2, was 3");
            }
        }

        @Test
        void oneOfTwoOutputsIsTakenByName() {
            OnnxFaceVerifier.Builder builder = builderOf(TinyModels.twoOutputs());
            try (var plain = builder.outputName("embedding").open();
                    var doubled = builder.outputName("doubled").inputName("face").open()) {
                float[] once = plain.embed(batchFor(plain, 1, 1))[0];
                float[] twice = doubled.embed(batchFor(doubled, 1, 1))[0];
                for (int d = 0; d < once.length; d++) {
                    assertThat(twice[d]).isEqualTo(2 * once[d]);
                }
            }
            try (var beside =
                    builderOf(TinyModels.withClassIndex()).outputName("embedding").open()) {
                assertEmbedsByDefinition(beside, 2, 2);
            }
        }

        @Test
        void unitLengthChangesLengthsAndNoSimilarity() {
            try (var raw = builderOf(TinyModels.planar()).open();
                    var unit = builderOf(TinyModels.planar()).unitLength(true).open()) {
                float[] vector = unit.embed(batchFor(unit, 1, 1))[0];
                assertThat(unit.similarity(vector, vector)).isCloseTo(1, within(1e-6));
                double squareSum = 0;
                for (float value : vector) {
                    squareSum += (double) value * value;
                }
                assertThat(squareSum).isCloseTo(1, within(1e-6));
                assertThat((double) unit.similarities(batchFor(unit, 2, 2), noise(0))[1])
                        .isCloseTo(
                                raw.similarities(batchFor(raw, 2, 2), noise(0))[1], within(1e-6));
            }
        }

        @Test
        void aZeroVectorStaysZeroAtUnitLength() {
            try (var verifier = builderOf(TinyModels.planar()).mean(90).unitLength(true).open()) {
                FaceImage flat = FaceImage.filled(SIZE, 90, 90, 90);
                assertThat(verifier.embed(FaceBatch.of(verifier.layout(), flat))[0])
                        .containsOnly(0f);
            }
        }

        @Test
        void describesFileHashLayoutAndWhatItRunsOn() throws Exception {
            byte[] model = TinyModels.planar().toBytes();
            String sha256 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
            try (var verifier =
                    builderOf(TinyModels.planar())
                            .preset(ModelPreset.SFACE)
                            .inputSize(SIZE)
                            .description("gate 3")
                            .unitLength(true)
                            .open()) {
                assertThat(verifier.modelSha256()).isEqualTo(sha256);
                assertThat(verifier.description())
                        .isEqualTo(
                                "gate 3: tiny.onnx (sha256 "
                                        + sha256.substring(0, 12)
                                        + "), SFACE, 9x8 RGB planar,"
                                        + " (pixel - [0.0, 0.0, 0.0]) / [1.0, 1.0, 1.0],"
                                        + " unit length, CPU, ONNX Runtime "
                                        + OrtEnvironment.getEnvironment().getVersion());
                assertThat(verifier)
                        .hasToString("OnnxFaceVerifier[" + verifier.description() + "]");
            }
        }

        @Test
        void hasAThresholdWhereOneWasSet() {
            try (var verifier = openVerifier();
                    var without = builderOf(TinyModels.planar()).open()) {
                assertThat(verifier.threshold()).contains(Threshold.of(0.5));
                assertThat(without.threshold()).isEmpty();
            }
        }

        @Test
        void tellsWhatItIsAfterCloseToo() {
            OnnxFaceVerifier verifier = openVerifier();
            verifier.close();
            assertThat(verifier.inputSize()).isEqualTo(SIZE);
            assertThat(verifier.description()).startsWith("tiny.onnx");
            assertThatIllegalStateException()
                    .isThrownBy(() -> verifier.embed(batchFor(verifier, 1, 1)))
                    .withMessage("the verifier of tiny.onnx is closed");
        }
    }

    @Nested
    class Properties {
        /**
         * The default of newer exporters: exchanging the weights alone leaves the graph as it is.
         */
        @Test
        void weightsBesideTheModelAreInTheDigest() throws IOException {
            Path weights = folder.resolve("tiny.onnx.data");
            Files.write(weights, TinyModels.weightFile());
            OnnxFaceVerifier.Builder builder =
                    builderOf(TinyModels.withWeightsIn("tiny.onnx.data"));
            String sha256;
            String description;
            try (var verifier = builder.open()) {
                assertEmbedsByDefinition(verifier, 3, 3);
                sha256 = verifier.modelSha256();
                description = verifier.description();
            }
            byte[] others = TinyModels.weightFile();
            others[3] ^= 0x40;
            Files.write(weights, others);
            try (var verifier = builder.open()) {
                assertThat(verifier.modelSha256()).isNotEqualTo(sha256);
                assertThat(verifier.description()).isNotEqualTo(description);
            }
        }

        @Test
        void aModelInMemoryIsTheModelOfItsFile() {
            byte[] bytes = TinyModels.planar().toBytes();
            int length = bytes.length;
            OnnxFaceVerifier.Builder builder = OnnxFaceVerifier.builder(bytes);
            Arrays.fill(bytes, (byte) 0);
            try (var verifier = builder.open();
                    var named = builder.modelName("gate").open();
                    var file = builderOf(TinyModels.planar()).open()) {
                assertEmbedsByDefinition(verifier, 3, 3);
                assertThat(verifier.modelSha256()).isEqualTo(file.modelSha256());
                assertThat(verifier.description())
                        .startsWith("model of " + length + " bytes (sha256 ");
                assertThat(named.description())
                        .isEqualTo(file.description().replace("tiny.onnx", "gate"));
            }
        }

        /** Two verifiers that may score differently never have the same description. */
        @Test
        void whateverChangesAScoreChangesTheDescription() {
            TinyOnnx model = TinyModels.twoOutputs();
            Map<String, UnaryOperator<OnnxFaceVerifier.Builder>> changes = new TreeMap<>();
            changes.put("modelName", builder -> builder.modelName("another"));
            changes.put("outputName", builder -> builder.outputName("doubled"));
            changes.put("preset", builder -> builder.preset(ModelPreset.SFACE));
            changes.put(
                    "channelOrder", builder -> builder.channelOrder(PixelLayout.ChannelOrder.BGR));
            changes.put("mean", builder -> builder.mean(1, 2, 3));
            changes.put("deviation", builder -> builder.deviation(4));
            changes.put("metric", builder -> builder.metric(EmbedderBuilder.Metric.euclidean()));
            changes.put("unitLength", builder -> builder.unitLength(true));
            changes.put("description", builder -> builder.description("ours"));
            // These can change no score, or are refused by this model or this machine.
            Set<String> others =
                    Set.of(
                            "batchLimit",
                            "threshold",
                            "intraOpThreads",
                            "inputName",
                            "inputSize",
                            "tensorOrder",
                            "executionProvider");
            assertThat(settersOf(OnnxFaceVerifier.Builder.class))
                    .isEqualTo(union(changes.keySet(), others));
            Set<String> descriptions = new TreeSet<>();
            try (var plain = builderOf(model).outputName("embedding").open()) {
                descriptions.add(plain.description());
            }
            changes.forEach(
                    (setting, change) -> {
                        OnnxFaceVerifier.Builder builder =
                                builderOf(model).outputName("embedding").inputSize(SIZE);
                        try (var changed = change.apply(builder).open()) {
                            assertThat(descriptions.add(changed.description()))
                                    .as(setting)
                                    .isTrue();
                        }
                    });
            assertThat(describedOn(ExecutionProvider.CPU, null))
                    .isNotEqualTo(describedOn(ExecutionProvider.CUDA, null))
                    .isNotEqualTo(describedOn(ExecutionProvider.CUDA, 1));
            try (var planar = builderOf(TinyModels.flattening(DYNAMIC, 3, 3, 3)).open();
                    var interleaved =
                            builderOf(TinyModels.flattening(DYNAMIC, 3, 3, 3))
                                    .tensorOrder(EmbedderBuilder.TensorOrder.NHWC)
                                    .open();
                    var small =
                            builderOf(TinyModels.ofAnySize()).inputSize(new FaceSize(9, 9)).open();
                    var large =
                            builderOf(TinyModels.ofAnySize())
                                    .inputSize(new FaceSize(9, 10))
                                    .open()) {
                assertThat(interleaved.description()).isNotEqualTo(planar.description());
                assertThat(large.description()).isNotEqualTo(small.description());
            }
        }

        private static String describedOn(ExecutionProvider provider, Integer device) {
            ModelSource source = ModelSource.of(new byte[1]);
            return new SessionSettings(source, 1, provider, device).place();
        }

        private static Set<String> settersOf(Class<?> builder) {
            Set<String> names = new TreeSet<>();
            for (Method method : builder.getMethods()) {
                if (EmbedderBuilder.class.isAssignableFrom(method.getReturnType())) {
                    names.add(method.getName());
                }
            }
            return names;
        }

        private static Set<String> union(Set<String> one, Set<String> other) {
            Set<String> all = new TreeSet<>(one);
            all.addAll(other);
            return all;
        }

        @Test
        void noRowIsSharedBetweenFacesOrCalls() {
            try (var verifier = openVerifier()) {
                FaceBatch batch = batchFor(verifier, 20, 20);
                float[][] first = verifier.embed(batch);
                float[][] second = verifier.embed(batch);
                Set<float[]> rows = Collections.newSetFromMap(new IdentityHashMap<>());
                rows.addAll(List.of(first));
                rows.addAll(List.of(second));
                assertThat(rows).hasSize(40);
                Arrays.fill(first[0], 7);
                assertThat(second[0]).isEqualTo(verifier.embed(batch)[0]);
            }
        }

        /** In pieces, padded within the batch's spare room or in a copy: always the same rows. */
        @ParameterizedTest(name = "{0} faces")
        @ValueSource(ints = {1, 2, 3, 4, 5, 8, 9})
        void aFixedBatchSizeIsFedInPieces(int count) {
            for (int fixedBatch : new int[] {1, 4}) {
                try (var verifier = builderOf(TinyModels.fixedBatch(fixedBatch)).open()) {
                    assertEmbedsByDefinition(verifier, count, count);
                    assertEmbedsByDefinition(verifier, count, count + 3);
                    assertEmbedsByDefinition(verifier, count, count + 4);
                }
            }
        }

        @ParameterizedTest(name = "at most {0} at once")
        @ValueSource(ints = {1, 2, 5, 64})
        void largerBatchesAreCut(int limit) {
            try (var verifier = builderOf(TinyModels.planar()).batchLimit(limit).open()) {
                assertEmbedsByDefinition(verifier, 11, 12);
            }
        }

        /** Exporters leave [1,D] behind where the batch was made dynamic by hand. */
        @Test
        void theDeclaredBatchSizeOfTheOutputIsNotBelieved() {
            try (var verifier = builderOf(TinyModels.wronglyDeclared()).open()) {
                assertEmbedsByDefinition(verifier, 5, 5);
            }
        }

        @Test
        void moreThreadsChangeNothing() {
            try (var verifier = builderOf(TinyModels.planar()).intraOpThreads(2).open()) {
                assertEmbedsByDefinition(verifier, 9, 9);
            }
        }

        /** What the runtime holds is the batch's own memory: it sees what is written later. */
        @Test
        void aBatchIsReadWithoutACopy() throws OrtException {
            PixelLayout layout = PixelLayout.RGB_PLANAR_0_255;
            FloatBuffer memory = FaceBatch.memory(3, SIZE);
            memory.put(FaceImage.filled(SIZE, 1, 1, 1).laidOut(layout))
                    .put(noise(2).laidOut(layout))
                    .put(noise(3).laidOut(layout));
            FaceBatch batch = FaceBatch.over(memory, 3, SIZE, layout);
            int length = batch.faceLength();
            try (OnnxTensor tensor =
                    OnnxTensor.createTensor(
                            OrtEnvironment.getEnvironment(),
                            batch.values().slice(length, 2 * length),
                            new long[] {2, 3, SIZE.height(), SIZE.width()})) {
                assertThat(tensor.ownsBuffer()).isFalse();
                memory.put(length, FaceImage.filled(SIZE, 77, 77, 77).laidOut(layout));
                assertThat(tensor.getFloatBuffer().get(0)).isEqualTo(77);
                assertThat(tensor.getFloatBuffer().get(length)).isEqualTo(noise(3).at(0, 0, 0));
            }
        }

        @Test
        void aModelInsideAnArchiveIsReadFromThere() throws IOException {
            URI archive = URI.create("jar:" + folder.resolve("models.zip").toUri());
            try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
                Path inside = TinyModels.planar().write(zip.getPath("/tiny.onnx"));
                try (var verifier = OnnxFaceVerifier.builder(inside).open()) {
                    assertThat(verifier.description()).startsWith("tiny.onnx (sha256 ");
                    assertEmbedsByDefinition(verifier, 2, 2);
                }
            }
        }

        /** The runtime's bridge cannot pass on such a name. */
        @Test
        void aModelOfAnyNameIsRead() throws IOException {
            Path place = Files.createDirectory(folder.resolve("\ud83d\ude00"));
            Path file = TinyModels.planar().write(place.resolve("\ud83d\udc64 m\u00f6.onnx"));
            try (var verifier = OnnxFaceVerifier.builder(file).open()) {
                assertThat(verifier.description()).startsWith("\ud83d\udc64 m\u00f6.onnx (sha256 ");
                assertEmbedsByDefinition(verifier, 2, 2);
            }
        }

        @Test
        void aBuilderOpensSeveralVerifiers() {
            OnnxFaceVerifier.Builder builder = builderOf(TinyModels.planar());
            List<OnnxFaceVerifier> verifiers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                verifiers.add(builder.open());
            }
            verifiers.get(0).close();
            assertEmbedsByDefinition(verifiers.get(1), 1, 1);
            verifiers.forEach(OnnxFaceVerifier::close);
        }
    }

    @Nested
    class Rejects {
        private void assertRejected(OnnxFaceVerifier.Builder builder, String message) {
            assertThatIllegalArgumentException().isThrownBy(builder::open).withMessage(message);
        }

        @Test
        void aMissingFile() {
            Path file = folder.resolve("missing.onnx");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> OnnxFaceVerifier.builder(file).open())
                    .withMessage("model must be a file, was missing: " + file)
                    .withCauseInstanceOf(NoSuchFileException.class);
        }

        @Test
        void aDirectory() {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> OnnxFaceVerifier.builder(folder).open())
                    .withMessageContaining("model must be a file, was a directory: " + folder);
        }

        @Test
        void anEmptyFile() throws IOException {
            Path file = Files.createFile(folder.resolve("empty.onnx"));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> OnnxFaceVerifier.builder(file).open())
                    .withMessageContaining("model must be a file with content, was empty: " + file);
        }

        /** Found by its path, refused by its bytes: those have no folder to look in. */
        @Test
        void weightsBesideTheModelThatAreMissingOrCannotBeFound() {
            TinyOnnx model = TinyModels.withWeightsIn("tiny.onnx.data");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(builderOf(model)::open)
                    .withMessage(
                            "file 'tiny.onnx.data' that model tiny.onnx names must be a file, was"
                                    + " missing: "
                                    + folder.resolve("tiny.onnx.data"));
            assertRejected(
                    OnnxFaceVerifier.builder(model.toBytes()).modelName("upload"),
                    "model upload must hold its weights, was a graph whose weights are in the file"
                            + " 'tiny.onnx.data': open it by its path");
        }

        @Test
        void bytesThatAreNoModel() {
            assertRejected(
                    OnnxFaceVerifier.builder(new byte[0]),
                    "model must be an ONNX file, was empty: model of 0 bytes");
            byte[] model = TinyModels.planar().toBytes();
            byte[] half = Arrays.copyOf(model, model.length / 2);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(OnnxFaceVerifier.builder(half)::open)
                    .withMessage(
                            "model model of "
                                    + half.length
                                    + " bytes must be an ONNX file, was cut short after "
                                    + half.length
                                    + " bytes");
        }

        /** A graph whose parts are in place and mean nothing is refused by the runtime. */
        @Test
        void aGraphThatTheRuntimeRefuses() {
            TinyOnnx model = TinyModels.planar().node("NoSuchOperator", List.of("face"), "other");
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(builderOf(model)::open)
                    .withMessageContaining("refuses model tiny.onnx")
                    .withCauseInstanceOf(OrtException.class);
        }

        @Test
        void aFileThatIsNoModel() throws IOException {
            Path file =
                    Files.write(
                            folder.resolve("text.onnx"),
                            "no model at all".getBytes(StandardCharsets.UTF_8));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> OnnxFaceVerifier.builder(file).open())
                    .withMessage(
                            "model text.onnx must be an ONNX file, was malformed before byte 1");
        }

        @Test
        void aModelCutShort() throws IOException {
            byte[] model = TinyModels.planar().toBytes();
            Path file = folder.resolve("short.onnx");
            Files.write(file, Arrays.copyOf(model, model.length / 2));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> OnnxFaceVerifier.builder(file).open())
                    .withMessageStartingWith(
                            "model short.onnx must be an ONNX file, was cut short after ");
        }

        @Test
        void anInputThatIsNoPicture() {
            assertRejected(
                    builderOf(TinyModels.flattening(DYNAMIC, 192)),
                    "input 'face' of tiny.onnx must be [N,3,H,W] or [N,H,W,3], was [?,192]");
            assertRejected(
                    builderOf(TinyModels.flattening(DYNAMIC, 1, 9, 8)),
                    "input 'face' of tiny.onnx must be [N,3,H,W] or [N,H,W,3], was [?,1,9,8]");
        }

        @Test
        void anInputInAnotherOrderThanWasSaid() {
            assertRejected(
                    builderOf(TinyModels.interleaved())
                            .tensorOrder(EmbedderBuilder.TensorOrder.NCHW),
                    "input 'face' of tiny.onnx must be [N,3,H,W] for NCHW, was [?,9,8,3]");
            assertRejected(
                    builderOf(TinyModels.planar()).tensorOrder(EmbedderBuilder.TensorOrder.NHWC),
                    "input 'face' of tiny.onnx must be [N,H,W,3] for NHWC, was [?,3,9,8]");
        }

        @Test
        void elementsThatAreNotFloats() {
            assertRejected(
                    builderOf(TinyModels.ofTypes(INT64, FLOAT)),
                    "input 'face' of tiny.onnx must be of float32, was INT64");
            assertRejected(
                    builderOf(TinyModels.ofTypes(FLOAT16, FLOAT)),
                    "input 'face' of tiny.onnx must be of float32, was FLOAT16");
            assertRejected(
                    builderOf(TinyModels.ofTypes(FLOAT, INT64)),
                    "output 'embedding' of tiny.onnx must be of float32, was INT64");
        }

        @Test
        void severalInputs() {
            String message = "inputs of tiny.onnx must be one, was 2 [left, right]";
            assertRejected(builderOf(TinyModels.twoInputs()), message);
            assertRejected(builderOf(TinyModels.twoInputs()).inputName("left"), message);
        }

        @Test
        void severalOutputsOfWhichNoneWasNamed() {
            assertRejected(
                    builderOf(TinyModels.twoOutputs()),
                    "outputName must be one of [embedding, doubled] in tiny.onnx, was not set: set"
                            + " outputName on the builder (--output NAME of a command)");
        }

        @Test
        void namesThatTheModelLacks() {
            assertRejected(
                    builderOf(TinyModels.planar()).inputName("data"),
                    "inputName must be one of [face] in tiny.onnx, was 'data': set inputName on the"
                            + " builder (--input NAME of a command)");
            assertRejected(
                    builderOf(TinyModels.planar()).outputName("fc1"),
                    "outputName must be one of [embedding] in tiny.onnx, was 'fc1': set outputName on"
                            + " the builder (--output NAME of a command)");
        }

        @Test
        void anOutputThatIsNoVector() {
            assertRejected(
                    builderOf(TinyModels.featureMaps()),
                    "output 'features' of tiny.onnx must be [N,D] or [N,D,1,1], was [?,4,7,6]");
        }

        /** The exporter's classic: the batch was made dynamic, a reshape to one row was not. */
        @Test
        void aModelThatMixesTheFacesOfABatch() {
            assertRejected(
                    builderOf(TinyModels.reshaped(new long[] {1, -1}, 1, DYNAMIC)),
                    "output of tiny.onnx for 2 faces must be [2,D] or [2,D,1,1], was [1,12]. One face"
                            + " at a time works: set batchLimit(1) on the builder (--batch-size 1"
                            + " of a command)");
        }

        @Test
        void aModelThatTakesOneFaceOnlyAlthoughItSaysOtherwise() {
            OnnxFaceVerifier.Builder builder =
                    builderOf(TinyModels.reshaped(new long[] {1, 6}, 1, 6));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(builder::open)
                    .withMessageStartingWith("model tiny.onnx failed on 2 faces: ")
                    .withMessageEndingWith(
                            ". One face at a time works: set batchLimit(1) on the builder"
                                    + " (--batch-size 1 of a command)")
                    .withCauseInstanceOf(OrtException.class);
            try (var verifier = builder.batchLimit(1).open()) {
                assertEmbedsByDefinition(verifier, 5, 5);
            }
        }

        @Test
        void anotherSizeThanTheModels() {
            assertRejected(
                    builderOf(TinyModels.planar()).inputSize(new FaceSize(8, 9)),
                    "inputSize must be [9,8] as in tiny.onnx, was 8x9");
            assertRejected(
                    builderOf(TinyModels.planar()).preset(ModelPreset.FACENET),
                    "inputSize must be [9,8] as in tiny.onnx, was 160x160 by the preset FACENET");
        }

        @Test
        void noSizeWhereTheModelLeavesItOpen() {
            assertRejected(
                    builderOf(TinyModels.ofAnySize()),
                    "inputSize must be set, for tiny.onnx has dynamic [?,?], was not set");
        }

        @Test
        void aProviderThatTheRuntimeWasBuiltWithout() {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            builderOf(TinyModels.planar())
                                            .executionProvider(ExecutionProvider.DIRECT_ML, 1)
                                    ::open)
                    .withMessageContaining("CPU")
                    .withMessageEndingWith("was DIRECT_ML");
        }

        @Test
        void aBatchInAnotherLayoutOrWithoutFaces() {
            try (var verifier = openVerifier()) {
                FaceBatch plain = FaceBatch.of(PixelLayout.RGB_PLANAR_0_255, noise(1));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> verifier.embed(plain))
                        .withMessage(
                                "faces must be written in "
                                        + verifier.layout()
                                        + ", was "
                                        + PixelLayout.RGB_PLANAR_0_255);
                FaceBatch empty = batchFor(verifier, 0, 2);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> verifier.embed(empty))
                        .withMessage("faces.count() must be at least 1, was 0");
            }
        }

        @Test
        void settingsOutOfRange() {
            OnnxFaceVerifier.Builder builder = builderOf(TinyModels.planar());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.intraOpThreads(0))
                    .withMessage("intraOpThreads must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.batchLimit(0))
                    .withMessage("batchLimit must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.threshold(Double.NaN))
                    .withMessage("threshold must be finite, was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.mean(1, 2))
                    .withMessage("mean must be one value or three, was 2 values");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.deviation(0))
                    .withMessageStartingWith("deviation must be in (0.0, ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.executionProvider(ExecutionProvider.CUDA, -1))
                    .withMessage("device must be at least 0, was -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.executionProvider(ExecutionProvider.CPU, 0))
                    .withMessage("provider must be one that has devices, was CPU");
        }

        @Test
        void nulls() {
            OnnxFaceVerifier.Builder builder = builderOf(TinyModels.planar());
            assertThatNullPointerException()
                    .isThrownBy(() -> OnnxFaceVerifier.builder((Path) null))
                    .withMessage("model");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.preset(null))
                    .withMessage("preset");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.inputSize(null))
                    .withMessage("size");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.inputName(null))
                    .withMessage("name");
        }
    }
}
