package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationSummaryTest {
    private static final FaceSize SIZE = new FaceSize(2, 2);
    private static final FacePair PAIR =
            FacePair.of(FaceImage.filled(SIZE, 1, 2, 3), FaceImage.filled(SIZE, 4, 5, 6));
    private static final FaceParts PARTS =
            FaceParts.ofLabels(SIZE, List.of("left", "right"), new int[] {0, 1, 0, 1});
    private static final Optional<Threshold> AT = Optional.of(Threshold.of(0.25));
    private static final String MODEL = "model.onnx sha256:0123";

    private static Explanation bare(Optional<Threshold> threshold) {
        SaliencyMap map = SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, new float[4]);
        return explanation(threshold, map, map);
    }

    private static Explanation explanation(
            Optional<Threshold> threshold, SaliencyMap probe, SaliencyMap reference) {
        return Explanation.of(
                PAIR,
                0.5,
                threshold,
                probe,
                Optional.of(reference),
                new Provenance(
                        "CorrRISE",
                        MODEL,
                        Provenance.Inputs.of(PAIR, MODEL, threshold, "toy maps"),
                        Map.of(),
                        0,
                        500,
                        0,
                        1002,
                        StopReason.TIME_BUDGET,
                        LibraryVersion.VALUE,
                        new Provenance.Timing(Duration.ZERO, Duration.ZERO)));
    }

    private static List<PartEffects.Effect> effects(double left, double right) {
        return List.of(
                new PartEffects.Effect("left", left, left - 0.5, left, 0.5 - left),
                new PartEffects.Effect("right", right, right, right + 0.5, 0.5 - right));
    }

    private static PartEffects parts(Optional<Threshold> threshold) {
        return new PartEffects(
                PARTS,
                0.5,
                threshold,
                effects(0.25, 0.125),
                effects(0.375, 0.0625),
                effects(-0.5, 0.75),
                18);
    }

    private static PartShares shares() {
        return new PartShares(
                PARTS,
                0.5,
                0.125,
                0,
                List.of(
                        new PartShares.Share("left", 0.25, 0.0625),
                        new PartShares.Share("right", 0.125, 0.03125)),
                List.of(
                        new PartShares.Share("left", 0.75, 0),
                        new PartShares.Share("right", -0.25, 0.5)),
                Map.of(),
                1,
                4);
    }

    private static DecisionClaims.Claim claim(
            Side side, DecisionClaims.Kind kind, @Nullable Double share, int count, int likewise) {
        return new DecisionClaims.Claim(
                side,
                kind,
                share == null ? OptionalDouble.empty() : OptionalDouble.of(share),
                0.2,
                count,
                likewise);
    }

    private static Explanation full() {
        SaliencyMap map = SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, new float[4]);
        return explanation(
                        AT,
                        map.withReliability(
                                new SaliencyMap.Reliability(
                                        Optional.of(
                                                new SaliencyMap.ExplainedVariance(0.625, 0.03125)),
                                        OptionalDouble.of(0.9375))),
                        map.withReliability(
                                new SaliencyMap.Reliability(
                                        Optional.empty(), OptionalDouble.empty())))
                .withParts(parts(AT).withShares(shares()))
                .withClaims(
                        new DecisionClaims(
                                List.of(
                                        claim(
                                                Side.PROBE,
                                                DecisionClaims.Kind.HIDING_TURNS,
                                                0.0703125,
                                                19,
                                                0),
                                        claim(
                                                Side.REFERENCE,
                                                DecisionClaims.Kind.SHOWING_KEEPS,
                                                null,
                                                0,
                                                0)),
                                51))
                .withScoreMeaning(meaning());
    }

    private static ScoreMeaning meaning() {
        return new ScoreMeaning(
                "gate 4",
                "0f".repeat(32),
                0.5,
                new ErrorRates.Rate(3, 12_000),
                new ErrorRates.Rate(0, 800));
    }

    private static ExplanationSummary.Standing standing(
            String truth, ErrorRates.Rate rate, String inWords) {
        return new ExplanationSummary.Standing(
                "gate 4", truth, rate.errors(), rate.trials(), rate.lower(), rate.upper(), inWords);
    }

    @Test
    void tellsWhatTheExplanationTells() {
        assertThat(ExplanationSummary.of(full()))
                .isEqualTo(
                        new ExplanationSummary(
                                "MATCH",
                                0.5,
                                0.25,
                                List.of(
                                        new ExplanationSummary.Reliability(
                                                "PROBE", 0.625, 0.03125, 0.9375),
                                        new ExplanationSummary.Reliability(
                                                "REFERENCE", null, null, null)),
                                List.of(
                                        new ExplanationSummary.Part(
                                                "left",
                                                0.25,
                                                0.375,
                                                -0.5,
                                                "MATCH",
                                                "MATCH",
                                                "NON_MATCH",
                                                0.25,
                                                0.0625,
                                                0.75,
                                                0.0),
                                        new ExplanationSummary.Part(
                                                "right",
                                                0.125,
                                                0.0625,
                                                0.75,
                                                "NON_MATCH",
                                                "NON_MATCH",
                                                "MATCH",
                                                0.125,
                                                0.03125,
                                                -0.25,
                                                0.5)),
                                List.of(
                                        new ExplanationSummary.Claim(
                                                "PROBE",
                                                "HIDING_TURNS",
                                                0.0703125,
                                                19,
                                                0,
                                                "Hiding 7 % of the probe turns the decision; of 19"
                                                        + " random regions of that size none"
                                                        + " does."),
                                        new ExplanationSummary.Claim(
                                                "REFERENCE",
                                                "SHOWING_KEEPS",
                                                null,
                                                0,
                                                0,
                                                "Nothing of the reference has to be shown to keep"
                                                        + " the decision.")),
                                List.of(
                                        standing(
                                                "IMPOSTOR",
                                                new ErrorRates.Rate(3, 12_000),
                                                "Of 12,000 impostor pairs of gate 4, 3 scored as"
                                                        + " high (FMR 0.025 % [0.0052, 0.073])."),
                                        standing(
                                                "GENUINE",
                                                new ErrorRates.Rate(0, 800),
                                                "Of 800 genuine pairs of gate 4, none scored as low"
                                                        + " (FNMR below 0.38 %).")),
                                "TIME_BUDGET",
                                1002,
                                "CorrRISE",
                                MODEL,
                                LibraryVersion.VALUE));
    }

    @Test
    void whatDoesNotExistIsNullOrEmpty() {
        ExplanationSummary summary = ExplanationSummary.of(bare(Optional.empty()));
        assertThat(summary.decision()).isNull();
        assertThat(summary.threshold()).isNull();
        assertThat(summary.reliability()).isEmpty();
        assertThat(summary.parts()).isEmpty();
        assertThat(summary.claims()).isEmpty();
        assertThat(summary.standings()).isEmpty();
        assertThat(
                        ExplanationSummary.of(
                                        bare(Optional.empty()).withParts(parts(Optional.empty())))
                                .parts())
                .hasSize(2)
                .allMatch(part -> part.decisionWithoutInBoth() == null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    HIDING_TURNS  | 0.07 | 19 | 1 | Hiding 7 % of the probe turns the decision; of \
                    19 random regions of that size one does.
                    HIDING_TURNS  | 0.996 | 19 | 19 | Hiding over 99 % of the probe turns the \
                    decision; of 19 random regions of that size 19 do.
                    SHOWING_KEEPS | 1 | 0 | 0 | Showing only 100 % of the probe keeps the decision; \
                    no random region was tried.
                    SHOWING_KEEPS | 0.001 | 1 | 0 | Showing only under 1 % of the probe keeps the \
                    decision; one random region of that size does not.
                    HIDING_TURNS  | 0.5 | 1 | 1 | Hiding 50 % of the probe turns the decision; one \
                    random region of that size does too.
                    HIDING_TURNS  |  | 0 | 0 | Hiding the whole probe does not turn the decision.
                    """)
    void eachClaimIsASentence(
            DecisionClaims.Kind kind,
            @Nullable Double share,
            int count,
            int likewise,
            String sentence) {
        DecisionClaims claims =
                new DecisionClaims(List.of(claim(Side.PROBE, kind, share, count, likewise)), 1);
        assertThat(ExplanationSummary.of(bare(AT).withClaims(claims)).claims())
                .singleElement()
                .extracting(ExplanationSummary.Claim::inWords)
                .isEqualTo(sentence);
    }

    /** Nothing that a serialiser without configuration writes as an empty object. */
    @Test
    void everyComponentIsPlain() {
        List<Class<?>> records = new ArrayList<>(List.of(ExplanationSummary.class));
        Set<Class<?>> plain =
                Set.of(String.class, double.class, Double.class, long.class, int.class);
        for (int i = 0; i < records.size(); i++) {
            for (RecordComponent component : records.get(i).getRecordComponents()) {
                if (component.getType() == List.class) {
                    Type item =
                            ((ParameterizedType) component.getGenericType())
                                    .getActualTypeArguments()[0];
                    assertThat(item).isInstanceOf(Class.class);
                    assertThat(((Class<?>) item).isRecord()).as(component.toString()).isTrue();
                    records.add((Class<?>) item);
                } else {
                    assertThat(plain).as(component.toString()).contains(component.getType());
                }
            }
        }
        assertThat(records)
                .containsExactly(
                        ExplanationSummary.class,
                        ExplanationSummary.Reliability.class,
                        ExplanationSummary.Part.class,
                        ExplanationSummary.Claim.class,
                        ExplanationSummary.Standing.class);
    }

    @Test
    void jacksonWritesAndReadsItAsItIs() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        for (Explanation why : List.of(full(), bare(Optional.empty()))) {
            ExplanationSummary summary = ExplanationSummary.of(why);
            String json = mapper.writeValueAsString(summary);
            assertThat(mapper.readValue(json, ExplanationSummary.class)).isEqualTo(summary);
        }
        JsonNode json = mapper.valueToTree(ExplanationSummary.of(full()));
        assertThat(json.at("/parts/1/withoutInReference").doubleValue()).isEqualTo(0.0625);
        assertThat(json.at("/claims/0/share").doubleValue()).isEqualTo(0.0703125);
        assertThat(json.at("/claims/1/share").isNull()).isTrue();
        assertThat(json.at("/threshold").doubleValue()).isEqualTo(0.25);
        assertThat(json.findValues("empty")).isEmpty();
    }

    /** As many words for a large face as for a small one, and no digest of it. */
    @Test
    void noFaceMapOrPixelIsInIt() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Integer> lengths = new ArrayList<>();
        for (int side : new int[] {32, 64}) {
            FaceSize size = new FaceSize(side, side);
            FacePair pair =
                    FacePair.of(
                            FaceImage.filled(size, 10, 20, 30), FaceImage.filled(size, 40, 50, 60));
            FaceVerifier verifier =
                    FaceVerifier.of("v", size, Threshold.of(0.5), (probe, reference) -> 0.75);
            try (Explainer explainer =
                    Explainer.builder(verifier)
                            .maskCount(20)
                            .parts(FaceParts.ofTemplate(size))
                            .claims()
                            .build()) {
                Explanation why = explainer.explain(pair);
                assertThat(why.parts()).isPresent();
                assertThat(why.claims()).isPresent();
                String json = mapper.writeValueAsString(ExplanationSummary.of(why));
                assertThat(json)
                        .doesNotContain(why.provenance().inputs().digest())
                        .doesNotContain(pair.probe().digest())
                        .doesNotContain(pair.reference().digest());
                lengths.add(json.length());
            }
        }
        assertThat(lengths.get(1)).isEqualTo(lengths.get(0)).isLessThan(6000);
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ExplanationSummary.Claim("PROBE", "HIDING_TURNS", 2.0, 1, 0, ""))
                .withMessageContaining("share must be in [");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ExplanationSummary.Claim("PROBE", "HIDING_TURNS", 1.0, 1, 2, ""))
                .withMessageContaining("randomLikewise must be in [0, 1], was 2");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ExplanationSummary.Part(
                                        "nose",
                                        0,
                                        Double.NaN,
                                        0,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))
                .withMessageContaining("withoutInReference must be finite, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new ExplanationSummary.Part(
                                        "nose", 0, 0, 0, null, null, null, 1.0, -1.0, null, null))
                .withMessageContaining("shareInProbeError must be in [0.0, ");
    }
}
