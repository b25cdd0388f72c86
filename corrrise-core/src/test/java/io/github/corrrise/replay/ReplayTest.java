package io.github.corrrise.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);
    private static final FacePair PAIR = FacePair.of(face(1), face(2));

    /** What a record must be enough for; each differs from the defaults. */
    private static final Map<String, UnaryOperator<Explainer.Builder>> REBUILT =
            new LinkedHashMap<>();

    static {
        FaceParts parts = FaceParts.ofTemplate(SIZE);
        REBUILT.put("published", builder -> builder.published().maskCount(20));
        REBUILT.put("masks", builder -> builder.masks(GridMasks.defaults()));
        REBUILT.put(
                "masks of a Poisson number",
                builder -> builder.masks(MixedMasks.defaults().withPoissonCount()));
        REBUILT.put(
                "masks split",
                builder ->
                        builder.masks(
                                new SplitMasks(new PatchMasks(3, 0.25), MixedMasks.defaults(), 0.3)
                                        .withLeftPool(5)));
        REBUILT.put("maskCount", builder -> builder.maskCount(27));
        REBUILT.put("fill", builder -> builder.fill(Fill.colour(1.5f, 0.1f, 254.9f)));
        REBUILT.put(
                "fills",
                builder -> builder.fills(Fills.of(Fill.mean(), Fill.blur(0.1), Fill.noise(-3L))));
        REBUILT.put("bothHidden", builder -> builder.bothHidden(1.0 / 3));
        REBUILT.put("seed", builder -> builder.seed(Long.MIN_VALUE));
        REBUILT.put("correlation", builder -> builder.correlation(Correlation.RANKED_SCORES));
        REBUILT.put("estimator", builder -> builder.estimator(Estimator.PLAIN));
        REBUILT.put("significanceLevel", builder -> builder.significanceLevel(0.001));
        REBUILT.put(
                "significanceStatistic",
                builder ->
                        builder.maskCount(60)
                                .significanceStatistic(SaliencyMap.Significance.Statistic.CLUSTER));
        REBUILT.put("withoutSignificance", Explainer.Builder::withoutSignificance);
        REBUILT.put("kernel", builder -> builder.kernel(ScoreCorrelation.Kernel.PLAIN_JAVA));
        REBUILT.put("sides", builder -> builder.sides(Side.PROBE));
        REBUILT.put("failurePolicy", builder -> builder.failurePolicy(FailurePolicy.LOWEST));
        REBUILT.put("passBudget", builder -> builder.passBudget(30));
        REBUILT.put("timeBudget", builder -> builder.timeBudget(Duration.ofNanos(1)));
        REBUILT.put("untilStandardError", builder -> builder.untilStandardError(0.3, 200));
        REBUILT.put("untilReliability", builder -> builder.untilReliability(0.1, 200));
        REBUILT.put("parts", builder -> builder.parts(parts));
        REBUILT.put("shares", builder -> builder.parts(parts).shares(60));
        REBUILT.put("claims", Explainer.Builder::claims);
        REBUILT.put("rates", builder -> builder.rates(rates()));
    }

    /** The caller's, or of no influence. */
    private static final Set<String> OTHERS =
            Set.of(
                    "profile",
                    "batchSize",
                    "cache",
                    "progress",
                    "cancelWhen",
                    "repeatScore",
                    "cropDigests",
                    "unchecked",
                    "executor");

    private static Set<String> rebuilt() {
        return REBUILT.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rebuilt")
    void aRecordWithoutFacesIsMadeAgainBitByBit(String setting) {
        Explanation why = explained(VERIFIER, REBUILT.get(setting));
        Replay.Result result = Replay.fromJson(ExplanationJson.toJson(why)).with(VERIFIER, PAIR);
        assertThat(result.verdict()).isEqualTo(Replay.Verdict.IDENTICAL);
        assertThat(result.differences()).isEmpty();
        assertThat(result.largestDifference()).hasValue(0);
        assertThat(result).hasToString("identical");
        assertThat(result.again().orElseThrow().probe()).isEqualTo(why.probe());
    }

    @Test
    void everySettingOfTheBuilderIsRebuiltOrTheCallers() {
        Set<String> settings =
                Arrays.stream(Explainer.Builder.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getReturnType() == Explainer.Builder.class)
                        .map(method -> method.getName())
                        .collect(Collectors.toSet());
        Set<String> known = new HashSet<>(REBUILT.keySet());
        known.addAll(OTHERS);
        assertThat(known).containsAll(settings);
    }

    @Test
    void aRunThatItsClockEndedIsMadeAgainWithItsMasks() {
        Explanation why = explained(VERIFIER, b -> b.timeBudget(Duration.ofNanos(1)));
        assertThat(why.provenance().stopReason()).isEqualTo(StopReason.TIME_BUDGET);
        Explanation again = Replay.of(why).with(VERIFIER, PAIR).again().orElseThrow();
        assertThat(again.provenance().maskCount()).isEqualTo(why.provenance().maskCount());
    }

    @Test
    void aFileIsReadWithItsFacesOrWithout(@TempDir Path folder) {
        Path file = folder.resolve("why.json");
        Explanation why = explained(VERIFIER, builder -> builder);
        ExplanationJson.writeWithFaces(why, file);
        assertThat(Replay.read(file).with(VERIFIER, PAIR).isSame()).isTrue();
        ExplanationJson.write(why, file);
        assertThat(Replay.read(file).with(VERIFIER, PAIR).isSame()).isTrue();
        assertThat(ExplanationJson.readStored(file))
                .hasToString("Stored[CorrRISE of " + VERIFIER.description() + "]");
        assertThat(ExplanationJson.readStored(file).threshold()).isEqualTo(why.threshold());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Replay.fromJson("{}"))
                .withMessageContaining("format must be");
    }

    @Test
    void oneOfAGalleryIsMadeAgainAlone() {
        try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(24).build()) {
            List<Explanation> all = explainer.explain(face(1), List.of(face(3), face(2), face(4)));
            Replay.Result result = Replay.of(all.get(1)).with(VERIFIER, PAIR);
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.IDENTICAL);
            assertThat(result.differences()).isEmpty();
            assertThat(Replay.of(all.get(1)).with(explainer, PAIR).differences()).isEmpty();
        }
        try (Explainer explainer =
                Explainer.builder(VERIFIER)
                        .maskCount(24)
                        .parts(FaceParts.ofTemplate(SIZE))
                        .build()) {
            Contrast contrast = explainer.explain(face(1), face(2), face(3));
            assertThat(Replay.of(contrast.mate()).with(VERIFIER, PAIR).verdict())
                    .isEqualTo(Replay.Verdict.IDENTICAL);
        }
    }

    /** A record of a stranger could ask for years of passes. */
    @Nested
    class TooMany {
        private final FaceVerifier unasked =
                FaceVerifier.of(
                        SIZE,
                        (probe, reference) -> {
                            throw new AssertionError("asked");
                        });

        private void refuses(Replay replay, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> replay.with(unasked, PAIR))
                    .withMessage(message);
        }

        /** A record of 24 masks that says it is of others. */
        private static Replay forged(String maskCount, int takenCount, StopReason stopReason) {
            Explanation why = explained(VERIFIER, b -> b);
            Provenance made = why.provenance();
            Map<String, String> settings = new LinkedHashMap<>(made.settings());
            settings.put("maskCount", maskCount);
            Provenance told =
                    new Provenance(
                            made.method(),
                            made.verifier(),
                            Provenance.Inputs.of(
                                    PAIR,
                                    VERIFIER.description(),
                                    why.threshold(),
                                    made.inputs()
                                            .explainer()
                                            .replace(", 24 masks", ", " + maskCount + " masks")),
                            settings,
                            made.seed(),
                            takenCount,
                            made.failedCount(),
                            made.passCount(),
                            stopReason,
                            made.libraryVersion(),
                            made.environment(),
                            made.timing());
            return Replay.of(
                    Explanation.of(
                            PAIR,
                            why.similarity(),
                            why.threshold(),
                            why.probe(),
                            why.reference(),
                            told));
        }

        @Test
        void masksAreRefusedBeforeTheVerifierIsAsked() {
            refuses(
                    forged("2000000000", 24, StopReason.MASK_COUNT),
                    "masks of a record must be at most 100000, see Replay.withMostMasks(...),"
                            + " were 2000000000");
            refuses(
                    forged("24", 100_001, StopReason.TIME_BUDGET),
                    "masks of a record must be at most 100000, see Replay.withMostMasks(...),"
                            + " were 100001");
        }

        @Test
        void asManyAsAllowedAreTaken() {
            Replay replay =
                    Replay.of(
                            explained(
                                    VERIFIER, b -> b.parts(FaceParts.ofTemplate(SIZE)).shares(60)));
            assertThat(replay.withMostMasks(60).with(VERIFIER, PAIR)).hasToString("identical");
            refuses(
                    replay.withMostMasks(59),
                    "coalitions of parts of a record must be at most 59, see"
                            + " Replay.withMostMasks(...), were 60");
            refuses(
                    replay.withMostMasks(23),
                    "masks of a record must be at most 23, see Replay.withMostMasks(...), were"
                            + " 24");
        }

        @Test
        void theLimitIsAtLeastOne() {
            Replay replay = Replay.of(explained(VERIFIER, b -> b));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> replay.withMostMasks(0))
                    .withMessage("mostMasks must be at least 1, was 0");
        }
    }

    @Nested
    class UnknownSettings {
        @Tag("slow")
        @Test
        void ofTheCallerAreNamed() {
            MaskGenerator own = new OwnMasks();
            refuses(explained(VERIFIER, b -> b.masks(own)), "masks of this library", "OwnMasks[]");
            Fill image = Fill.image(face(5));
            refuses(
                    explained(VERIFIER, b -> b.fill(image)),
                    "fill of this library",
                    "Image[32x40, sha256");
            Explanation why = explained(VERIFIER, b -> b.masks(own).fill(image));
            try (Explainer explainer =
                    Explainer.builder(VERIFIER).maskCount(24).masks(own).fill(image).build()) {
                assertThat(Replay.of(why).with(explainer, PAIR)).hasToString("identical");
            }
        }

        @Test
        void ofAnotherMethodAreNamed() {
            SaliencyExplainer baseline = Baseline.occlusion().on(VERIFIER);
            Explanation why = baseline.explain(PAIR);
            refuses(why, "with a setting \"masks\", as CorrRISE has it", "");
            assertThat(Replay.of(why).with(baseline, PAIR)).hasToString("identical");
        }

        @Test
        void aProfileIsAskedFor() {
            ModelProfile profile = profile();
            Explanation why = explained(VERIFIER, b -> b.profile(profile).maskCount(24));
            refuses(why, "with the profile " + profile.digest(), "none was given");
            assertThat(Replay.of(why).withProfile(profile).with(VERIFIER, PAIR))
                    .hasToString("identical");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "MixedMasks[parts=[]]",
                    "MixedMasks[parts=[Odd[]]]",
                    "PatchMasks[patchCount=many, patchFraction=0.1]",
                    "PatchMasks[patchCount=0, patchFraction=0.1]",
                    "PatchMasks[patchCount=07, patchFraction=0.1]",
                    "GridMasks[cellCount=7]",
                    "SplitMasks[left=PatchMasks[patchCount=1, patchFraction=0.5]]",
                    "PatchMasks",
                    "[]",
                    ""
                })
        void textThatIsNearlyARecordIsNone(String text) {
            refuses(
                    explained(
                            VERIFIER,
                            b ->
                                    b.masks(named(text))
                                            .maskCount(4)
                                            .estimator(Estimator.PLAIN)
                                            .withoutSignificance()),
                    "masks of this library",
                    text);
        }

        private void refuses(Explanation why, String accepted, String received) {
            assertThatExceptionOfType(Replay.UnknownSettingsException.class)
                    .isThrownBy(() -> Replay.of(why).with(VERIFIER, PAIR))
                    .withMessageStartingWith("settings must be " + accepted)
                    .withMessageContaining(", were ")
                    .withMessageContaining(received)
                    .withMessageContaining("with(explainer, pair)");
        }
    }

    @Nested
    class Differing {
        private final Explanation why = explained(VERIFIER, builder -> builder);

        /** Another summation order differs in the last digits. */
        @Test
        void byLittleCountsAsEqual() {
            Replay.Result result = Replay.of(why).with(shifted(1e-9), PAIR);
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.EQUAL);
            assertThat(result.isSame()).isTrue();
            assertThat(result.largestDifference().orElseThrow()).isBetween(1e-12, 1e-5);
            assertThat(result.differences()).isEmpty();
            assertThat(result.toString())
                    .startsWith("equal within 1e-5 (another batch or thread count), by up to ");
        }

        @Test
        void byMuchIsToldMapByMap() {
            Replay.Result result = Replay.of(why).with(shifted(0.05), PAIR);
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
            assertThat(result.largestDifference().orElseThrow()).isGreaterThan(1e-3);
            assertThat(result.differences())
                    .extracting(Replay.Difference::what)
                    .contains("similarity", "map of the probe", "map of the reference");
        }

        @Test
        void byModelRuntimeProviderAndThresholdIsTold() {
            FaceVerifier.Origin origin =
                    new FaceVerifier.Origin(
                            Optional.of("ab".repeat(32)),
                            Optional.of("Engine 2"),
                            Optional.of("GPU 1"),
                            Optional.of("gate 4"));
            FaceVerifier other = new Other(origin, Optional.of(Threshold.of(0.5)), 0, "Other");
            Replay.Result result = Replay.of(why).with(other, PAIR);
            assertThat(result.differences())
                    .extracting(Replay.Difference::what)
                    .containsSubsequence(
                            "verifier",
                            "model",
                            "runtime",
                            "provider",
                            "threshold",
                            "source of the threshold");
            assertThat(result.toString())
                    .contains("\n  model: none recorded, " + "ab".repeat(32) + " now")
                    .contains("\n  threshold: 0.4 recorded, 0.5 now");
        }

        @Test
        void byJavaAndLibraryIsToldThoughResultsAreIdentical() {
            String json =
                    ExplanationJson.toJson(why)
                            .replaceFirst("\"java\": \"[^\"]*\"", "\"java\": \"Java 8\"");
            Replay.Result result = Replay.fromJson(json).with(VERIFIER, PAIR);
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.IDENTICAL);
            assertThat(result.differences()).hasSize(1);
            assertThat(result.toString()).startsWith("identical\n  Java: Java 8 recorded, Java ");
        }

        @Test
        void byPicturesIsToldWithoutARun() {
            FaceVerifier unused =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                throw new AssertionError("asked");
                            });
            FacePair other = FacePair.of(PAIR.probe(), face(3));
            Replay.Result result = Replay.fromJson(ExplanationJson.toJson(why)).with(unused, other);
            assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
            assertThat(result.largestDifference()).isEmpty();
            assertThat(result.again()).isEmpty();
            assertThat(result.differences().get(0))
                    .isEqualTo(
                            new Replay.Difference(
                                    "pictures", "those that were explained", "others"));
            assertThat(result.differences())
                    .extracting(Replay.Difference::what)
                    .contains("verifier", "threshold");
            Explanation withDigests = explained(VERIFIER, Explainer.Builder::cropDigests);
            assertThat(Replay.of(withDigests).with(unused, other).differences().get(0).what())
                    .isEqualTo("reference");
            assertThat(
                            Replay.of(withDigests)
                                    .with(unused, FacePair.of(face(3), PAIR.reference()))
                                    .toString())
                    .startsWith("different\n  probe: those that were explained recorded")
                    .doesNotContain(PAIR.probe().digest());
        }

        @Test
        void bySettingsOfTheCallersExplainerIsTold() {
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(24).seed(7).build()) {
                Replay.Result result = Replay.of(why).with(explainer, PAIR);
                assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
                assertThat(result.differences())
                        .extracting(Replay.Difference::what)
                        .contains("settings", "seed", "map of the probe");
            }
        }

        @Test
        void byWhatWasMeasuredIsOfAnotherKind() {
            Explanation claimed = explained(VERIFIER, Explainer.Builder::claims);
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(24).build()) {
                Replay.Result result = Replay.of(claimed).with(explainer, PAIR);
                assertThat(result.verdict()).isEqualTo(Replay.Verdict.DIFFERENT);
                assertThat(result.toString()).contains("claims: as it was recorded, of another");
            }
            try (Explainer explainer =
                    Explainer.builder(VERIFIER).maskCount(24).sides(Side.PROBE).build()) {
                assertThat(Replay.of(why).with(explainer, PAIR).largestDifference())
                        .hasValue(Double.POSITIVE_INFINITY);
            }
        }
    }

    /** The descriptor with similarities moved by a function of the embedding. */
    private record Other(
            FaceVerifier.Origin origin,
            Optional<Threshold> threshold,
            double shift,
            String description)
            implements FaceEmbedder {
        @Override
        public FaceSize inputSize() {
            return SIZE;
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return VERIFIER.embed(faces);
        }

        @Override
        public double similarity(float[] a, float[] b) {
            return VERIFIER.similarity(a, b) + shift * Math.sin(1e3 * a[5]);
        }
    }

    private static FaceVerifier shifted(double shift) {
        return new Other(
                FaceVerifier.Origin.UNKNOWN, VERIFIER.threshold(), shift, VERIFIER.description());
    }

    private record OwnMasks() implements MaskGenerator {
        @Override
        public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
            return PatchMasks.published().generate(firstIndex, count, size, seed);
        }
    }

    private static MaskGenerator named(String text) {
        return new MaskGenerator() {
            @Override
            public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
                return PatchMasks.published().generate(firstIndex, count, size, seed);
            }

            @Override
            public String toString() {
                return text;
            }
        };
    }

    private static ErrorRates rates() {
        return ErrorRates.of(
                LabelledScores.of("a, of a gallery of 3", new double[] {1}, new double[] {0}));
    }

    private static ModelProfile profile() {
        SaliencyMap map =
                SaliencyMap.of(
                        SIZE, SaliencyMap.Scale.CORRELATION_ESTIMATE, new float[SIZE.pixelCount()]);
        return ModelProfile.of(
                new ModelProfile.Origin(
                        VERIFIER.description(), LibraryVersion.VALUE, SIZE, 500, 3, 2, 3, 0),
                ModelProfile.Design.DEFAULT,
                Optional.empty(),
                Collections.nCopies(3, new ModelProfile.Observed(0.5, map, map, Optional.empty())),
                List.of(),
                new ModelProfile.Trust(
                        new Estimate(0.9, 0.8, 1.0),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Explanation explained(
            FaceVerifier verifier, UnaryOperator<Explainer.Builder> change) {
        try (Explainer explainer =
                change.apply(Explainer.builder(verifier).maskCount(24)).build()) {
            return explainer.explain(PAIR);
        }
    }

    private static FaceImage face(long seed) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + seed) * Math.cos(column * 0.5));
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
