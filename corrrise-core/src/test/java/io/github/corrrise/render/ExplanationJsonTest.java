package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.fuzz.Damage;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.internal.version.JavaPlatform;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationJsonTest {
    private static final FaceSize SIZE = Samples.SIZE;

    private static void mustParse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
    }

    /** With the effects and shares of parts and with claims. */
    private static Explanation tried(Explanation why) {
        PartEffects effects = Samples.parts(why.probe().size(), why.similarity(), why.threshold());
        return why.withParts(effects.withShares(Samples.shares(effects)))
                .withClaims(Samples.claims())
                .withUnusual(Samples.unusual(why.probe().size()))
                .withScoreMeaning(Samples.meaning(why.similarity()));
    }

    private static SaliencyMap half() {
        float[] values = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < values.length / 2; pixel++) {
            values[pixel] = -0.5f;
        }
        BitSet last = new BitSet();
        last.set(values.length - 1);
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values)
                .withUndefined(last)
                .withSignificance(Samples.AT_FIVE_PER_CENT);
    }

    /** Values, errors, coverage, gaps and significance of every kind a map can carry. */
    private static SaliencyMap full() {
        SaliencyMap slope = Samples.slope(SIZE, 0.7f);
        float[] errors = new float[SIZE.pixelCount()];
        float[] coverage = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < errors.length; pixel++) {
            errors[pixel] = 0.001f * pixel;
            coverage[pixel] = pixel / (float) errors.length;
        }
        BitSet corners = new BitSet();
        corners.set(0);
        corners.set(SIZE.pixelCount() - 1);
        return slope.withUndefined(corners)
                .withStandardErrors(errors)
                .withCoverage(coverage)
                .withReliability(
                        new SaliencyMap.Reliability(
                                Optional.of(new SaliencyMap.ExplainedVariance(0.625, 0.03)),
                                OptionalDouble.of(0.94)))
                .withSignificance(Samples.AT_FIVE_PER_CENT);
    }

    @Test
    void clustersComeBack(@TempDir Path folder) {
        Path file = folder.resolve("why.json");
        SaliencyMap clustered = Samples.clusteredAbove(Samples.slope(SIZE, 0.7f), 0.3f);
        Explanation why =
                Samples.explanation(
                        Samples.pair(),
                        0.5,
                        Optional.empty(),
                        clustered,
                        Optional.of(Samples.slope(SIZE, 0.7f)));
        ExplanationJson.write(why, file);
        assertThat(clustered.significantShare()).isBetween(0.2, 0.4);
        assertThat(ExplanationJson.read(file, why.pair()).probe()).isEqualTo(clustered);
    }

    @Nested
    class KnownValues {
        private static final FaceSize TINY = new FaceSize(1, 2);

        private Explanation tiny() {
            FaceImage black = FaceImage.filled(TINY, 0, 0, 0);
            FaceImage white = FaceImage.filled(new FaceSize(2, 4), 255, 255, 255).resizedTo(TINY);
            BitSet last = new BitSet();
            last.set(1);
            SaliencyMap probe =
                    SaliencyMap.of(TINY, SaliencyMap.Scale.CORRELATION, new float[] {-0.5f, 1})
                            .withUndefined(last)
                            .withSignificance(Samples.AT_FIVE_PER_CENT)
                            .withReliability(
                                    new SaliencyMap.Reliability(
                                            Optional.of(
                                                    new SaliencyMap.ExplainedVariance(
                                                            -0.25, 0.125)),
                                            OptionalDouble.empty()));
            SaliencyMap unbounded =
                    SaliencyMap.of(
                                    TINY,
                                    new SaliencyMap.Scale("mean", 0, Double.POSITIVE_INFINITY),
                                    new float[2])
                            .withReliability(
                                    new SaliencyMap.Reliability(
                                            Optional.empty(), OptionalDouble.of(0.875)));
            return Samples.explanation(
                    FacePair.of(black, white),
                    0.5312,
                    Optional.of(Threshold.of(0.31)),
                    probe,
                    Optional.of(unbounded));
        }

        @Test
        void digestsOfCropsAndWhatComputedSurvive() {
            Explanation plain = tiny();
            Provenance from = plain.provenance();
            Provenance.Environment environment =
                    new Provenance.Environment(
                            new FaceVerifier.Origin(
                                    Optional.of("0a".repeat(32)),
                                    Optional.of("ONNX Runtime 1.26.0"),
                                    Optional.of("CUDA 1"),
                                    Optional.of("FMR 0.1 % on gate 4")),
                            "Java 21");
            Explanation why =
                    Explanation.of(
                            plain.pair(),
                            plain.similarity(),
                            plain.threshold(),
                            plain.probe(),
                            plain.reference(),
                            from.withInputs(from.inputs().withCrops(plain.pair()))
                                    .withEnvironment(environment));
            Provenance read =
                    ExplanationJson.fromJson(ExplanationJson.toJson(why), why.pair()).provenance();
            assertThat(read.environment()).isEqualTo(environment);
            assertThat(read.inputs().crops())
                    .hasValue(
                            new Provenance.Inputs.Crops(
                                    why.pair().probe().digest(), why.pair().reference().digest()));
            assertThat(read.inputs().toString() + read.inputs().crops())
                    .doesNotContain(why.pair().probe().digest());
            assertThat(why).isEqualTo(plain);
        }

        @Test
        void digestsOfOtherCropsAreRefused() {
            Explanation plain = tiny();
            Provenance from = plain.provenance();
            FacePair swapped = FacePair.of(plain.pair().reference(), plain.pair().probe());
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    Explanation.of(
                                            plain.pair(),
                                            plain.similarity(),
                                            plain.threshold(),
                                            plain.probe(),
                                            plain.reference(),
                                            from.withInputs(from.inputs().withCrops(swapped))))
                    .withMessageContaining("provenance's digest");
        }

        @Test
        void areWrittenInAFixedOrder(@TempDir Path folder) {
            Path file = folder.resolve("why.json");
            Explanation tiny = tiny();
            ExplanationJson.write(tiny, file);
            assertThat(file)
                    .content(StandardCharsets.UTF_8)
                    .isEqualTo(
                            """
                            {
                              "format": "corrrise-explanation",
                              "formatVersion": 7,
                              "similarity": 0.5312,
                              "threshold": 0.31,
                              "decision": "MATCH",
                              "probe": {
                                "height": 1,
                                "width": 2,
                                "scale": {
                                  "quantity": "correlation",
                                  "minimum": -1.0,
                                  "maximum": 1.0
                                },
                                "undefinedCount": 1,
                                "largestMagnitude": 0.5,
                                "significance": {
                                  "level": 0.05,
                                  "bound": 0.2,
                                  "shuffleCount": 199,
                                  "significantShare": 0.5,
                                  "clusters": null
                                },
                                "reliability": {
                                  "explained": {
                                    "share": -0.25,
                                    "standardError": 0.125
                                  },
                                  "splitHalf": null
                                },
                                "values": "AAAAvwAAAAA=",
                                "standardErrors": null,
                                "coverage": null,
                                "undefined": [ 1 ]
                              },
                              "reference": {
                                "height": 1,
                                "width": 2,
                                "scale": {
                                  "quantity": "mean",
                                  "minimum": 0.0,
                                  "maximum": null
                                },
                                "undefinedCount": 0,
                                "largestMagnitude": 0.0,
                                "significance": null,
                                "reliability": {
                                  "explained": null,
                                  "splitHalf": 0.875
                                },
                                "values": "AAAAAAAAAAA=",
                                "standardErrors": null,
                                "coverage": null,
                                "undefined": [ ]
                              },
                              "parts": null,
                              "claims": null,
                              "unusual": null,
                              "scoreMeaning": null,
                              "faces": null,
                              "provenance": {
                                "method": "CorrRISE",
                                "verifier": "toy \\"quoted\\" \u00fc",
                                "inputs": {
                                  "probe": {
                                    "conversions": [ ],
                                    "alignment": null
                                  },
                                  "reference": {
                                    "conversions": [ "RESIZED" ],
                                    "alignment": null
                                  },
                                  "explainer": "toy maps",
                                  "digest": "DIGEST",
                                  "crops": null
                                },
                                "settings": {
                                  "masks": "PatchMasks[10 of 0.27]",
                                  "fill": "black"
                                },
                                "seed": "9223372036854775807",
                                "maskCount": 500,
                                "failedCount": 0,
                                "passCount": 1002,
                                "stopReason": "MASK_COUNT",
                                "libraryVersion": "VERSION",
                                "environment": {
                                  "modelSha256": null,
                                  "runtime": null,
                                  "provider": null,
                                  "thresholdSource": null,
                                  "java": "JAVA"
                                },
                                "timing": {
                                  "totalSeconds": 1.5,
                                  "verifierSeconds": 1.25
                                }
                              }
                            }
                            """
                                    .replace("VERSION", LibraryVersion.VALUE)
                                    .replace("JAVA", JavaPlatform.NAME)
                                    .replace("DIGEST", tiny.provenance().inputs().digest()));
        }

        /** The label of the second pixel is that of the first part. */
        @Test
        void partsAndClaimsAreWrittenWhereTheyWereAskedFor() {
            Explanation why = tiny();
            String json =
                    ExplanationJson.toJson(
                            why.withParts(Samples.parts(TINY, why.similarity(), why.threshold()))
                                    .withClaims(Samples.claims()));
            assertThat(json)
                    .contains(
                            """
                              "parts": {
                                "names": [ "lower \\"half\\"", "upper half" ],
                                "labels": "AQA=",
                                "similarity": 0.5312,
                                "probe": [ {
                                  "part": "lower \\"half\\"",
                                  "similarity": 0.2812,
                                  "least": -1.0,
                                  "greatest": 0.5312,
                                  "effect": 0.25
                                }, {
                                  "part": "upper half",
                                  "similarity": 0.5312,
                                  "least": 0.5312,
                                  "greatest": 0.5312,
                                  "effect": -0.0
                                } ],
                                "reference": [ {
                            """
                                    .indent(0))
                    .contains(
                            """
                                "passCount": 20,
                                "shares": null
                              },
                              "claims": {
                                "claims": [ {
                                  "side": "PROBE",
                                  "kind": "HIDING_TURNS",
                                  "share": 0.0703125,
                                  "similarity": 0.25,
                                  "randomCount": 19,
                                  "randomLikewise": 2
                                }, {
                                  "side": "PROBE",
                                  "kind": "SHOWING_KEEPS",
                                  "share": null,
                                  "similarity": 0.5,
                                  "randomCount": 0,
                                  "randomLikewise": 0
                                } ],
                                "passCount": 51
                              },
                              "unusual": null,
                              "scoreMeaning": null,
                              "faces": null,
                            """);
        }

        /** Base64 of the bytes of NumPy's {@code array([0, 255], '<f4')}. */
        @Test
        void facesAreWrittenWhenAskedFor(@TempDir Path folder) {
            Path file = folder.resolve("why.json");
            ExplanationJson.writeWithFaces(tiny(), file);
            assertThat(file)
                    .content(StandardCharsets.UTF_8)
                    .contains("\"planes\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"")
                    .contains("\"planes\": \"AAB/QwAAf0MAAH9DAAB/QwAAf0MAAH9D\"");
        }
    }

    @Nested
    class Properties {
        private static Stream<Explanation> explanations() {
            Explanation bare =
                    Samples.explanation(
                            Samples.pair(),
                            -0.25,
                            Optional.empty(),
                            Samples.constant(SIZE, 0),
                            Optional.empty());
            return Stream.of(
                    bare,
                    bare.withParts(Samples.parts(SIZE, bare.similarity(), Optional.empty())),
                    Samples.explanation(full(), Optional.of(half())),
                    Samples.explanation(half(), Optional.empty()),
                    tried(Samples.explanation(full(), Optional.of(half()))),
                    Samples.explanation(half(), Optional.empty()).withClaims(Samples.claims()));
        }

        @ParameterizedTest
        @MethodSource("explanations")
        void whatIsReadBackEqualsWhatWasWritten(Explanation why, @TempDir Path folder) {
            Path file = folder.resolve("why.json");
            ExplanationJson.write(why, file);
            Explanation read = ExplanationJson.read(file, why.pair());
            assertThat(read).isEqualTo(why);
            assertThat(read.parts()).isEqualTo(why.parts());
            assertThat(read.claims()).isEqualTo(why.claims());
            assertThat(read.provenance()).isEqualTo(why.provenance());
            ExplanationJson.writeWithFaces(why, file);
            assertThat(ExplanationJson.read(file)).isEqualTo(why);
            assertThat(ExplanationJson.read(file, why.pair())).isEqualTo(why);
            assertThat(ExplanationJson.fromJson(ExplanationJson.toJsonWithFaces(why)))
                    .isEqualTo(why);
        }

        @ParameterizedTest
        @MethodSource("explanations")
        void whatIsReadBackDrawsTheSamePicture(Explanation why) {
            Explanation read = ExplanationJson.fromJson(ExplanationJson.toJsonWithFaces(why));
            assertThat(HeatMaps.figure(read)).isEqualTo(HeatMaps.figure(why));
        }

        /** A crop cut by interpolation has fractions, and they count. */
        @Test
        void fractionsOfPixelsSurvive() {
            FaceImage odd = Samples.pair().probe().resizedTo(new FaceSize(31, 27));
            Explanation why =
                    Samples.explanation(
                            FacePair.of(odd, odd),
                            0.5,
                            Optional.empty(),
                            Samples.slope(odd.size(), 1),
                            Optional.empty());
            assertThat(ExplanationJson.fromJson(ExplanationJson.toJsonWithFaces(why)))
                    .isEqualTo(why);
        }

        @Test
        void whatDoesNotExistIsNull() throws IOException {
            String json = ExplanationJson.toJson(explanations().findFirst().orElseThrow());
            mustParse(json);
            assertThat(json)
                    .contains("\"threshold\": null", "\"decision\": null", "\"reference\": null")
                    .contains("\"parts\": null", "\"claims\": null");
        }

        @Test
        void isTheSameInEveryCountry() {
            Explanation why = Samples.explanation(half(), Optional.empty());
            String here = ExplanationJson.toJson(why);
            Locale usual = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                assertThat(ExplanationJson.toJson(why)).isEqualTo(here);
            } finally {
                Locale.setDefault(usual);
            }
        }

        @Test
        void aByteOrderMarkIsPassedOver(@TempDir Path folder) throws IOException {
            Explanation why = Samples.explanation(full(), Optional.of(half()));
            String marked = "\uFEFF" + ExplanationJson.toJsonWithFaces(why);
            Path file = Files.writeString(folder.resolve("why.json"), marked);
            assertThat(ExplanationJson.read(file)).isEqualTo(why);
            assertThat(ExplanationJson.fromJson(marked)).isEqualTo(why);
        }

        @Test
        void streamsCarryTheBytesOfFilesAndStayOpen(@TempDir Path folder) throws IOException {
            Explanation why = Samples.explanation(full(), Optional.of(half()));
            Path file = folder.resolve("why.json");
            AtomicInteger closed = new AtomicInteger();
            ByteArrayOutputStream output =
                    new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    };
            ExplanationJson.write(why, output);
            ExplanationJson.write(why, file);
            assertThat(output.toByteArray()).isEqualTo(Files.readAllBytes(file));
            InputStream input =
                    new ByteArrayInputStream(output.toByteArray()) {
                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    };
            assertThat(ExplanationJson.read(input, why.pair())).isEqualTo(why);
            output.reset();
            ExplanationJson.writeWithFaces(why, output);
            assertThat(ExplanationJson.read(new ByteArrayInputStream(output.toByteArray())))
                    .isEqualTo(why);
            assertThat(closed).hasValue(0);
        }

        /** A plane of colours is a string of 20 million characters here. */
        @Test
        void aLargeFaceIsReadBack(@TempDir Path folder) {
            FaceSize large = new FaceSize(1119, 1119);
            FaceImage small = FaceImage.filled(new FaceSize(1, 1), 1, 2, 3);
            Explanation why =
                    Samples.explanation(
                            FacePair.of(FaceImage.filled(large, 10, 20, 30), small),
                            0.5,
                            Optional.empty(),
                            Samples.slope(large, 1),
                            Optional.empty());
            Path file = folder.resolve("why.json");
            ExplanationJson.writeWithFaces(why, file);
            assertThat(ExplanationJson.read(file)).isEqualTo(why);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\ud800b", "\udc00", "\ud800", "\ud83d\ude00 \u00fc \ufffe\u0000"})
        void halfPairsOfSurrogatesSurvive(String odd) {
            Provenance usual = Samples.provenance(Samples.pair(), Optional.empty());
            Explanation why =
                    Explanation.of(
                            Samples.pair(),
                            0.5,
                            Optional.empty(),
                            full(),
                            Optional.empty(),
                            new Provenance(
                                    odd,
                                    odd,
                                    Samples.inputs(Samples.pair(), odd, Optional.empty()),
                                    Map.of(odd, odd),
                                    1,
                                    1,
                                    0,
                                    1,
                                    usual.stopReason(),
                                    usual.libraryVersion(),
                                    usual.timing()));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ExplanationJson.write(why, output);
            InputStream input = new ByteArrayInputStream(output.toByteArray());
            assertThat(ExplanationJson.read(input, why.pair()).provenance())
                    .isEqualTo(why.provenance());
        }

        /**
         * Whatever is done to a file, the reader answers with its one exception and little work.
         */
        @Tag("slow")
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void damageIsRefusedWithinLittleMemory(long seed) {
            FaceSize tiny = new FaceSize(2, 3);
            FaceImage face = FaceImage.filled(tiny, 1, 2, 3);
            SaliencyMap map =
                    Samples.slope(tiny, 1)
                            .withUndefined(BitSet.valueOf(new long[] {2}))
                            .withStandardErrors(new float[6])
                            .withSignificance(Samples.AT_FIVE_PER_CENT);
            String json =
                    ExplanationJson.toJsonWithFaces(
                            tried(
                                    Samples.explanation(
                                            FacePair.of(face, face),
                                            0.5,
                                            Optional.of(Threshold.of(0.25)),
                                            map,
                                            Optional.of(map))));
            SplittableRandom random = new SplittableRandom(seed);
            int refused = 0;
            for (int i = 0; i < 1000; i++) {
                byte[] damaged = Damage.ofText(json, random);
                boolean[] failed = new boolean[1];
                long allocated =
                        Damage.allocatedBy(
                                () -> {
                                    try {
                                        ExplanationJson.read(new ByteArrayInputStream(damaged));
                                    } catch (UncheckedIOException e) {
                                        failed[0] = true;
                                    }
                                });
                assertThat(allocated)
                        .as(() -> new String(damaged, StandardCharsets.UTF_8))
                        .isLessThan(4_000_000);
                refused += failed[0] ? 1 : 0;
            }
            assertThat(refused).isBetween(500, 999);
        }

        @Test
        void fieldsOfALaterWriterAreIgnored() {
            Explanation why = Samples.explanation(full(), Optional.of(half()));
            String later =
                    ExplanationJson.toJson(why)
                            .replace("\"faces\"", "\"more\": [ { \"deep\": true } ], \"faces\"");
            assertThat(ExplanationJson.fromJson(later, why.pair())).isEqualTo(why);
        }
    }

    @Nested
    class Rejects {
        private final Explanation why = Samples.explanation(full(), Optional.of(half()));
        private final String json = ExplanationJson.toJsonWithFaces(why);

        private void refuses(String text, String message) {
            assertThatThrownBy(() -> ExplanationJson.fromJson(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message);
        }

        /** The first field of that name, with another value. */
        private String with(String name, String value) {
            return json.replaceFirst(
                    "\"" + name + "\": [^\n]*[^,\n]", "\"" + name + "\": " + value);
        }

        private String without(String name) {
            return json.replaceFirst("\"" + name + "\":", "\"" + name + "X\":");
        }

        @Test
        void otherVersionsAndFormats() {
            refuses(with("formatVersion", "1"), "formatVersion must be 7, was 1");
            refuses(with("formatVersion", "5"), "formatVersion must be 7, was 5");
            refuses(with("formatVersion", "6"), "formatVersion must be 7, was 6");
            refuses(with("formatVersion", "8"), "formatVersion must be 7, was 8");
            refuses(with("format", "\"other\""), "format must be corrrise-explanation, was other");
            refuses("[]", "it must be a JSON object");
            refuses("{}", "format must be a string, was missing");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "format",
                    "formatVersion",
                    "similarity",
                    "threshold",
                    "decision",
                    "probe",
                    "height",
                    "scale",
                    "quantity",
                    "significance",
                    "level",
                    "clusters",
                    "reliability",
                    "explained",
                    "standardError",
                    "splitHalf",
                    "values",
                    "standardErrors",
                    "coverage",
                    "undefined",
                    "reference",
                    "parts",
                    "claims",
                    "unusual",
                    "scoreMeaning",
                    "faces",
                    "planes",
                    "provenance",
                    "inputs",
                    "conversions",
                    "alignment",
                    "explainer",
                    "digest",
                    "crops",
                    "environment",
                    "modelSha256",
                    "java",
                    "settings",
                    "seed",
                    "passCount",
                    "stopReason",
                    "timing",
                    "totalSeconds"
                })
        void aMissingFieldIsNamed(String name) {
            refuses(without(name), name + " must be ");
            refuses(without(name), ", was missing");
        }

        @Test
        void wrongKindsAreNamedWithTheirPath() {
            refuses(with("similarity", "\"high\""), "similarity must be a number, was high");
            refuses(with("similarity", "1e999"), "similarity must be finite, was Infinity");
            refuses(with("quantity", "3"), "probe.scale.quantity must be a string, was 3");
            refuses(with("quantity", "null"), "probe.scale.quantity must be a string, was null");
            refuses(with("height", "-1"), "probe.height must be in [0, 2147483647], was -1");
            refuses(with("height", "0"), "probe: height must be at least 1, was 0");
            refuses(with("height", "1.5"), "probe.height must be a whole number");
            refuses(with("height", "70000"), "probe.values: count of floats must be 3360000");
            refuses(with("level", "1"), "probe.significance: level must be in (0.0, 1.0), was 1.0");
            refuses(
                    with("clusters", "[ 0, 2688 ]"),
                    "probe.significance.clusters[1] must be in [0, 2687], was 2688");
            refuses(
                    with("clusters", "true"),
                    "clusters must be an array of whole numbers or null, was true");
            refuses(with("seed", "\"x\""), "provenance.seed must be a whole number");
            refuses(with("seed", "12"), "provenance.seed must be a string, was 12");
            refuses(with("stopReason", "\"TIRED\""), "provenance.stopReason must be one of [");
            refuses(with("totalSeconds", "-1"), "provenance.timing.totalSeconds");
            refuses(
                    with("undefined", "[ 2688 ]"),
                    "probe.undefined[0] must be in [0, 2687], was 2688");
            refuses(with("undefined", "[ \"a\" ]"), "probe.undefined[0] must be a whole number");
        }

        @Nested
        class OfPartsAndClaims {
            private final String parts = "\"parts\": {";
            private final String shares = "\"shares\": {";
            private final String claims = "\"claims\": {";
            private final String unusual = "\"unusual\": {";
            private final String meaning = "\"scoreMeaning\": {";
            private final String withBoth = ExplanationJson.toJsonWithFaces(tried(why));

            /** The first field of that name after a place, with another value. */
            private String with(String place, String name, String value) {
                int start = withBoth.indexOf(place);
                assertThat(start).as(place).isPositive();
                return withBoth.substring(0, start)
                        + withBoth.substring(start)
                                .replaceFirst(
                                        "\"" + name + "\": [^\n]*[^,\n]",
                                        "\"" + name + "\": " + value);
            }

            private String without(String place, String name) {
                int start = withBoth.indexOf(place);
                return withBoth.substring(0, start)
                        + withBoth.substring(start)
                                .replaceFirst("\"" + name + "\":", "\"" + name + "X\":");
            }

            @ParameterizedTest
            @ValueSource(
                    strings = {
                        "parts",
                        "parts.names",
                        "parts.labels",
                        "parts.similarity",
                        "parts.probe",
                        "parts.reference",
                        "parts.both",
                        "parts.probe[0].part",
                        "parts.probe[0].least",
                        "parts.probe[0].greatest",
                        "parts.probe[0].effect",
                        "parts.passCount",
                        "parts.shares",
                        "parts.shares.similarity",
                        "parts.shares.probe",
                        "parts.shares.reference",
                        "parts.shares.probe.allHidden",
                        "parts.shares.probe.parts",
                        "parts.shares.probe.parts[0].part",
                        "parts.shares.probe.parts[0].share",
                        "parts.shares.probe.parts[0].standardError",
                        "parts.shares.probe.strongestTogether",
                        "parts.shares.coalitionCount",
                        "parts.shares.passCount",
                        "claims",
                        "claims.claims[0].side",
                        "claims.claims[0].kind",
                        "claims.claims[0].share",
                        "claims.claims[0].similarity",
                        "claims.claims[0].randomCount",
                        "claims.claims[0].randomLikewise",
                        "claims.passCount",
                        "unusual",
                        "unusual.profile",
                        "unusual.pairCount",
                        "unusual.personCount",
                        "unusual.parts",
                        "unusual.partBound",
                        "unusual.probe",
                        "unusual.reference",
                        "unusual.parts[0].part",
                        "unusual.parts[0].effect",
                        "unusual.parts[0].typical",
                        "unusual.parts[0].deviation",
                        "unusual.parts[0].surpassedCount",
                        "scoreMeaning",
                        "scoreMeaning.set",
                        "scoreMeaning.digest",
                        "scoreMeaning.similarity",
                        "scoreMeaning.impostorsAsHigh",
                        "scoreMeaning.impostorsAsHigh.count",
                        "scoreMeaning.impostorsAsHigh.pairs",
                        "scoreMeaning.genuineAsLow"
                    })
            void aMissingFieldIsNamedWithItsPath(String path) {
                String place =
                        path.startsWith("parts.shares.")
                                ? shares
                                : path.startsWith("parts")
                                        ? parts
                                        : path.startsWith("claims")
                                                ? claims
                                                : path.startsWith("unusual") ? unusual : meaning;
                String text = without(place, path.replaceFirst(".*\\.", ""));
                refuses(text, path + " must be ");
                refuses(text, ", was missing");
            }

            @Test
            void aWrongMeaningIsNamed() {
                refuses(
                        with(meaning, "count", "12001"),
                        "scoreMeaning.impostorsAsHigh: errors must be at most 12000, was 12001");
                refuses(
                        with(meaning, "pairs", "0"),
                        "scoreMeaning.impostorsAsHigh: trials must be at least 1, was 0");
                refuses(
                        with(meaning, "similarity", "0.25"),
                        "similarity of the meaning must be 0.5312, was 0.25");
            }

            @Test
            void wrongPartsAreNamed() {
                refuses(
                        with(parts, "names", "3"),
                        "parts.names must be an array of strings, was 3");
                refuses(with(parts, "names", "[ \"a\", 4 ]"), "parts.names[1] must be a string");
                refuses(with(parts, "names", "[ ]"), "parts: names.size() must be in [1, 64]");
                refuses(with(parts, "names", "[ \"a\", \"a\" ]"), "parts: names must be distinct");
                refuses(
                        with(parts, "part", "\"ear\""),
                        "parts: probe must be one effect for each of [lower");
                refuses(with(parts, "labels", "\"A*\""), "parts.labels must be base64 of bytes");
                refuses(
                        with(parts, "labels", "\"AQA=\""),
                        "parts.labels: count of bytes must be 2688, was 2");
                byte[] labels = new byte[SIZE.pixelCount()];
                labels[9] = -1;
                refuses(
                        with(parts, "labels", base64(labels)),
                        "parts: label must be in [0, 1], was 255");
                labels[9] = 0;
                refuses(
                        with(parts, "labels", base64(labels)),
                        "parts: part upper half must be of at least one pixel");
                refuses(with(parts, "probe", "[ 1, {"), "parts.probe[0] must be an object, was 1");
                refuses(with("\"both\": [", "effect", "\"x\""), "parts.both[0].effect must be a");
                refuses(
                        with(parts, "least", "1e999"),
                        "parts.probe[0]: least must be finite, was Infinity");
                refuses(
                        with("\"part\": \"upper", "greatest", "-2"),
                        "parts.probe[1]: similarity must be in [0.5312, -2.0]");
                refuses(with(parts, "passCount", "-1"), "parts.passCount must be at least 0");
            }

            @Test
            void wrongSharesAreNamed() {
                refuses(
                        with(shares, "similarity", "0.6"),
                        "parts.shares: sum of the shares of the probe must be ");
                refuses(
                        with(shares, "allHidden", "0.5"),
                        "parts.shares: sum of the shares of the probe must be ");
                refuses(
                        with(shares, "standardError", "-1"),
                        "parts.shares.probe.parts[0]: standardError must be in [0.0, ");
                refuses(
                        with(shares, "share", "\"x\""),
                        "parts.shares.probe.parts[0].share must be a number, was x");
                refuses(
                        with(shares, "first", "\"upper half\""),
                        "parts.shares.reference.strongestTogether: second must be another part");
                refuses(
                        with(shares, "second", "\"ear\""),
                        "parts.shares: part must be one of [lower");
                refuses(
                        with(shares, "part", "\"ear\""),
                        "parts.shares: probe must be one share for each of [lower");
            }

            @Test
            void sharesAreWrittenBesideTheEffects() {
                assertThat(withBoth)
                        .contains(
                                """
                                "passCount": 20,
                                "shares": {
                                  "similarity": 0.5312,
                                  "probe": {
                                    "allHidden": 0.125,
                                    "parts": [ {
                                      "part": "lower \\"half\\"",
                                      "share": 0.1562,
                                      "standardError": 0.03125
                                    }, {
                                """
                                        .indent(4)
                                        .stripTrailing())
                        .contains(
                                """
                                    "strongestTogether": {
                                      "first": "lower \\"half\\"",
                                      "second": "upper half",
                                      "interaction": -0.75,
                                      "standardError": 0.0
                                    }
                                  },
                                  "coalitionCount": 1,
                                  "passCount": 4
                                }
                                """
                                        .indent(4)
                                        .stripTrailing());
            }

            @Test
            void partsOfAnotherSimilarity() {
                refuses(with(parts, "similarity", "0.6"), " in probe must be ");
            }

            @Test
            void wrongClaimsAreNamed() {
                refuses(
                        with(claims, "side", "\"BOTH\""),
                        "claims.claims[0].side must be one of [PROBE, REFERENCE], was BOTH");
                refuses(
                        with(claims, "kind", "\"TELLS\""),
                        "claims.claims[0].kind must be one of [HIDING_TURNS, SHOWING_KEEPS]");
                refuses(with(claims, "kind", "7"), "claims.claims[0].kind must be a string, was 7");
                refuses(with(claims, "share", "0"), "claims.claims[0]: share must be in (");
                refuses(with(claims, "share", "1.5"), "claims.claims[0]: share must be in (");
                refuses(
                        with(claims, "randomCount", "1"),
                        "claims.claims[0]: randomLikewise must be in [0, 1], was 2");
                refuses(with(claims, "randomCount", "-1"), "claims.claims[0].randomCount must be");
                refuses(with(claims, "passCount", "-1"), "claims.passCount must be at least 0");
                refuses(
                        with(claims, "kind", "\"SHOWING_KEEPS\""),
                        "claims: claims, one of each kind per face must be 1, was 2");
            }

            @Test
            void claimsWithoutADecisionOrAMap() {
                String probeOnly =
                        ExplanationJson.toJsonWithFaces(
                                Samples.explanation(full(), Optional.empty())
                                        .withClaims(Samples.claims()));
                refuses(
                        probeOnly.replaceFirst("\"side\": \"PROBE\"", "\"side\": \"REFERENCE\""),
                        "claims must be about the probe, which has a map");
                String undecided =
                        ExplanationJson.toJsonWithFaces(
                                Samples.explanation(
                                        Samples.pair(),
                                        0.5,
                                        Optional.empty(),
                                        full(),
                                        Optional.empty()));
                String claim = withBoth.substring(withBoth.indexOf(claims));
                claim = claim.substring(0, claim.indexOf("\"unusual\""));
                refuses(
                        undecided.replace("\"claims\": null,", claim.strip()),
                        "claims must be of a pair with a decision, was no threshold");
            }

            private String base64(byte[] bytes) {
                return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
            }
        }

        @Test
        void aPixelBeyondTheMapBeforeAnythingIsAllocatedForIt() {
            String text = with("undefined", "[ 2147483647 ]");
            assertThat(
                            Damage.allocatedBy(
                                    () ->
                                            refuses(
                                                    text,
                                                    "probe.undefined[0] must be in [0, 2687],"
                                                            + " was 2147483647")))
                    .isLessThan(20_000_000);
            refuses(with("undefined", "[ -1 ]"), "probe.undefined[0] must be in [0, 2687]");
        }

        @ParameterizedTest
        @ValueSource(ints = {51, 1001, 100_000})
        void arraysInArrays(int depth) {
            String nested = "[".repeat(depth) + "]".repeat(depth);
            refuses(with("undefined", nested), "it must be JSON, was not");
            refuses(nested, "it must be a JSON object");
        }

        @Test
        void aWideEncodingIsNamed() {
            for (Charset wide : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
                byte[] bytes = ("\uFEFF" + json).getBytes(wide);
                assertThatThrownBy(() -> ExplanationJson.read(new ByteArrayInputStream(bytes)))
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessage(
                                "cannot read the explanation: it must be UTF-8, was UTF-16 by its"
                                        + " byte order mark");
            }
        }

        @Test
        void planesThatAreNone() {
            refuses(with("values", "\"A*\""), "probe.values must be base64 of 32-bit floats");
            refuses(with("values", "\"AAAA\""), "3 bytes are no whole floats");
            refuses(with("values", "\"AAAAAA==\""), "count of floats must be 2688, was 1");
            float[] values = new float[SIZE.pixelCount()];
            values[5] = Float.NaN;
            refuses(
                    with("values", "\"" + Base64Floats.encoded(values) + "\""),
                    "probe: values must be finite, was NaN");
            float[] dark = new float[3 * SIZE.pixelCount()];
            dark[7] = -1;
            refuses(
                    with("planes", "\"" + Base64Floats.encoded(dark) + "\""),
                    "faces.probe: pixel value must be in [0, 255], was -1.0");
        }

        @Test
        void aDecisionThatDoesNotFollow() {
            refuses(
                    with("decision", "\"NON_MATCH\""),
                    "decision must be MATCH by similarity and threshold, was NON_MATCH");
        }

        @Test
        void whatIsNoJson() {
            refuses("", "it must be a JSON object");
            refuses(json.substring(0, json.length() / 2), "it must be JSON, was not at line ");
            refuses(json + "{}", "more follows it");
            refuses(json.replaceFirst("\"decision\"", "\"threshold\""), "Duplicate field");
            refuses(with("similarity", "NaN"), "it must be JSON, was not at line 4");
        }

        @Test
        void facesThatAreNotTheOnesExplained() {
            String bare = ExplanationJson.toJson(why);
            assertThatThrownBy(() -> ExplanationJson.fromJson(bare, why.pair().swapped()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("pair must be the faces, ");
        }

        @Test
        void aThresholdAVerifierOrAVersionThatWasExchanged() {
            String message = "pair must be the faces, with the verifier, threshold and";
            refuses(with("threshold", "0.3"), message);
            refuses(with("verifier", "\"another\""), message);
            refuses(with("libraryVersion", "\"9.9\""), message);
            refuses(with("explainer", "\"another\""), message);
            refuses(with("digest", "\"abc\""), "digest must be 64 hexadecimal digits");
            refuses(
                    with("conversions", "[ \"PAINTED\" ]"),
                    "provenance.inputs.probe.conversions must be one of [");
        }

        @Test
        void facesThatAreMissingOrOfAnotherSize() {
            String bare = ExplanationJson.toJson(why);
            refuses(bare, "faces must be in it or be supplied, were neither");
            FaceImage small = FaceImage.filled(new FaceSize(8, 8), 1, 2, 3);
            assertThatThrownBy(() -> ExplanationJson.fromJson(bare, FacePair.of(small, small)))
                    .hasMessageContaining("probe map must be of size 8x8, was 56x48");
        }

        @Test
        void filesThatCannotBeRead(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("why.json");
            assertThatThrownBy(() -> ExplanationJson.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot read " + file + ": no such file");
            Files.write(file, new byte[] {'{', (byte) 0xFF, (byte) 0xFE});
            assertThatThrownBy(() -> ExplanationJson.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot read " + file + ": not UTF-8");
            Files.writeString(file, with("formatVersion", "1"));
            assertThatThrownBy(() -> ExplanationJson.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot read " + file + ": formatVersion must be 7, was 1");
            Files.writeString(file, "{");
            assertThatThrownBy(() -> ExplanationJson.read(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("cannot read " + file + ": it must be JSON");
        }
    }
}
