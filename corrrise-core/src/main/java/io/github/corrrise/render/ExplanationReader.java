package io.github.corrrise.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.json.JsonFields;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * From the fields of {@link ExplanationWriter} back to an explanation. What follows from other
 * fields ({@code undefinedCount}, {@code largestMagnitude}, {@code significantShare}) is passed
 * over; a decision that does not follow from score and threshold is an error.
 */
final class ExplanationReader {
    private static final double NANOS = 1e9;

    /** Ten times as deep as what is written. */
    private static final int DEEPEST = 50;

    /** A plane is one string, as long as its map is large; the text itself bounds what it holds. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private ExplanationReader() {}

    /**
     * Reads the fields.
     *
     * @throws com.fasterxml.jackson.core.JacksonException where it is not JSON
     */
    static JsonFields parsed(Reader text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return JsonFields.read(parser);
        }
    }

    static Optional<Threshold> threshold(JsonFields json) {
        return json.optionalNumber("threshold")
                .map(value -> checked(json, () -> Threshold.of(value)));
    }

    /**
     * Makes an explanation of the fields.
     *
     * @param pair the faces, where the text need not hold them
     * @throws IllegalArgumentException where a field is missing or wrong
     */
    static Explanation explanation(JsonFields json, Optional<FacePair> pair) {
        requireFormat(json);
        double similarity = json.number("similarity");
        Optional<Threshold> threshold = threshold(json);
        FacePair faces = pair.orElseGet(() -> faces(json));
        SaliencyMap probe = map(json.object("probe"));
        Optional<SaliencyMap> reference =
                json.optionalObject("reference").map(ExplanationReader::map);
        Provenance provenance = provenance(json.object("provenance"));
        Explanation explanation =
                Explanation.of(faces, similarity, threshold, probe, reference, provenance);
        requireDecision(explanation, json);
        Optional<PartEffects> parts =
                json.optionalObject("parts").map(fields -> parts(fields, probe.size(), threshold));
        Optional<DecisionClaims> claims =
                json.optionalObject("claims").map(ExplanationReader::claims);
        explanation = parts.isPresent() ? explanation.withParts(parts.get()) : explanation;
        explanation = claims.isPresent() ? explanation.withClaims(claims.get()) : explanation;
        Optional<Unusual> unusual = json.optionalObject("unusual").map(ExplanationReader::unusual);
        explanation = unusual.isPresent() ? explanation.withUnusual(unusual.get()) : explanation;
        Optional<ScoreMeaning> meaning =
                json.optionalObject("scoreMeaning").map(ExplanationReader::scoreMeaning);
        return meaning.isPresent() ? explanation.withScoreMeaning(meaning.get()) : explanation;
    }

    private static ScoreMeaning scoreMeaning(JsonFields json) {
        String set = json.text("set");
        String digest = json.text("digest");
        double similarity = json.number("similarity");
        ErrorRates.Rate impostorsAsHigh = rate(json.object("impostorsAsHigh"));
        ErrorRates.Rate genuineAsLow = rate(json.object("genuineAsLow"));
        return checked(
                json,
                () -> new ScoreMeaning(set, digest, similarity, impostorsAsHigh, genuineAsLow));
    }

    /** The counts; intervals follow from them. */
    private static ErrorRates.Rate rate(JsonFields json) {
        long count = json.whole("count");
        long pairs = json.whole("pairs");
        return checked(json, () -> new ErrorRates.Rate(count, pairs));
    }

    private static Unusual unusual(JsonFields json) {
        String profile = json.text("profile");
        int pairCount = json.count("pairCount");
        int personCount = json.count("personCount");
        List<Unusual.Part> parts =
                json.objects("parts").stream().map(ExplanationReader::unusualPart).toList();
        OptionalDouble bound = optionalDouble(json, "partBound");
        SaliencyMap probe = map(json.object("probe"));
        Optional<SaliencyMap> reference =
                json.optionalObject("reference").map(ExplanationReader::map);
        return checked(
                json,
                () -> new Unusual(profile, pairCount, personCount, parts, bound, probe, reference));
    }

    private static Unusual.Part unusualPart(JsonFields json) {
        String part = json.text("part");
        double effect = json.number("effect");
        double typical = json.number("typical");
        double deviation = json.number("deviation");
        int surpassedCount = json.count("surpassedCount");
        return checked(
                json, () -> new Unusual.Part(part, effect, typical, deviation, surpassedCount));
    }

    static void requireFormat(JsonFields json) {
        String format = json.text("format");
        if (!format.equals(ExplanationWriter.FORMAT)) {
            throw Checks.rejected("format", ExplanationWriter.FORMAT, format);
        }
        long version = json.whole("formatVersion");
        if (version != ExplanationJson.FORMAT_VERSION) {
            throw Checks.rejected("formatVersion", "" + ExplanationJson.FORMAT_VERSION, version);
        }
    }

    private static void requireDecision(Explanation explanation, JsonFields json) {
        String follows = explanation.decision().map(Decision::name).orElse("null");
        String stated = json.optionalText("decision").orElse("null");
        if (!stated.equals(follows)) {
            throw Checks.rejected("decision", follows + " by similarity and threshold", stated);
        }
    }

    private static FacePair faces(JsonFields json) {
        JsonFields faces =
                json.optionalObject("faces")
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "faces must be in it or be supplied, were"
                                                        + " neither"));
        return FacePair.of(face(faces.object("probe")), face(faces.object("reference")));
    }

    private static FaceImage face(JsonFields json) {
        FaceSize size = size(json);
        int pixelCount = size.pixelCount();
        float[] planes = json.floats("planes", 3 * pixelCount);
        float[] rgb = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            rgb[3 * (i % pixelCount) + i / pixelCount] = planes[i];
        }
        return checked(json, () -> FaceImage.ofFloats(size, rgb));
    }

    private static FaceSize size(JsonFields json) {
        int height = json.count("height");
        int width = json.count("width");
        return checked(json, () -> new FaceSize(height, width));
    }

    private static SaliencyMap map(JsonFields json) {
        FaceSize size = size(json);
        SaliencyMap.Scale scale = scale(json.object("scale"));
        float[] values = json.floats("values", size.pixelCount());
        Optional<float[]> errors = json.optionalFloats("standardErrors", size.pixelCount());
        Optional<float[]> coverage = json.optionalFloats("coverage", size.pixelCount());
        Optional<JsonFields> ofSignificance = json.optionalObject("significance");
        Optional<int[]> clusters =
                ofSignificance.flatMap(
                        fields -> fields.optionalIndices("clusters", size.pixelCount()));
        Optional<SaliencyMap.Significance> significance =
                ofSignificance.map(
                        fields ->
                                significance(
                                        fields,
                                        clusters.isPresent()
                                                ? SaliencyMap.Significance.Statistic.CLUSTER
                                                : SaliencyMap.Significance.Statistic.VALUE));
        Optional<SaliencyMap.Reliability> reliability =
                json.optionalObject("reliability").map(ExplanationReader::reliability);
        BitSet undefined = bits(json.indices("undefined", size.pixelCount()));
        return checked(
                json,
                () -> {
                    SaliencyMap map = SaliencyMap.of(size, scale, values).withUndefined(undefined);
                    map = errors.isPresent() ? map.withStandardErrors(errors.get()) : map;
                    map = coverage.isPresent() ? map.withCoverage(coverage.get()) : map;
                    map = reliability.isPresent() ? map.withReliability(reliability.get()) : map;
                    if (significance.isEmpty()) {
                        return map;
                    }
                    return clusters.isPresent()
                            ? map.withSignificance(significance.get(), bits(clusters.get()))
                            : map.withSignificance(significance.get());
                });
    }

    private static BitSet bits(int[] pixels) {
        BitSet bits = new BitSet();
        for (int pixel : pixels) {
            bits.set(pixel);
        }
        return bits;
    }

    private static SaliencyMap.Scale scale(JsonFields json) {
        String quantity = json.text("quantity");
        double minimum = json.optionalNumber("minimum").orElse(Double.NEGATIVE_INFINITY);
        double maximum = json.optionalNumber("maximum").orElse(Double.POSITIVE_INFINITY);
        return checked(json, () -> new SaliencyMap.Scale(quantity, minimum, maximum));
    }

    private static SaliencyMap.Significance significance(
            JsonFields json, SaliencyMap.Significance.Statistic statistic) {
        double level = json.number("level");
        double bound = json.number("bound");
        int shuffleCount = json.count("shuffleCount");
        return checked(
                json, () -> new SaliencyMap.Significance(level, bound, shuffleCount, statistic));
    }

    private static SaliencyMap.Reliability reliability(JsonFields json) {
        Optional<SaliencyMap.ExplainedVariance> explained =
                json.optionalObject("explained").map(ExplanationReader::explained);
        OptionalDouble splitHalf = optionalDouble(json, "splitHalf");
        return checked(json, () -> new SaliencyMap.Reliability(explained, splitHalf));
    }

    private static SaliencyMap.ExplainedVariance explained(JsonFields json) {
        double share = json.number("share");
        double standardError = json.number("standardError");
        return checked(json, () -> new SaliencyMap.ExplainedVariance(share, standardError));
    }

    private static OptionalDouble optionalDouble(JsonFields json, String name) {
        return json.optionalNumber(name).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** A partition has the size of the probe. */
    private static PartEffects parts(
            JsonFields json, FaceSize size, Optional<Threshold> threshold) {
        List<String> names = json.textList("names");
        int[] labels = json.bytes("labels", size.pixelCount());
        FaceParts parts = checked(json, () -> FaceParts.ofLabels(size, names, labels));
        double similarity = json.number("similarity");
        List<PartEffects.Effect> probe = effects(json, "probe");
        List<PartEffects.Effect> reference = effects(json, "reference");
        List<PartEffects.Effect> both = effects(json, "both");
        Optional<PartShares> shares =
                json.optionalObject("shares").map(fields -> shares(fields, parts));
        long passCount = passCount(json);
        return checked(
                json,
                () ->
                        new PartEffects(
                                parts,
                                similarity,
                                threshold,
                                probe,
                                reference,
                                both,
                                shares,
                                passCount));
    }

    private static PartShares shares(JsonFields json, FaceParts parts) {
        double similarity = json.number("similarity");
        JsonFields probe = json.object("probe");
        JsonFields reference = json.object("reference");
        double probeHidden = probe.number("allHidden");
        double referenceHidden = reference.number("allHidden");
        List<PartShares.Share> ofProbe = shares(probe);
        List<PartShares.Share> ofReference = shares(reference);
        Map<Side, PartShares.Together> strongest = new EnumMap<>(Side.class);
        together(probe).ifPresent(pair -> strongest.put(Side.PROBE, pair));
        together(reference).ifPresent(pair -> strongest.put(Side.REFERENCE, pair));
        int coalitionCount = json.count("coalitionCount");
        long passCount = passCount(json);
        return checked(
                json,
                () ->
                        new PartShares(
                                parts,
                                similarity,
                                probeHidden,
                                referenceHidden,
                                ofProbe,
                                ofReference,
                                strongest,
                                coalitionCount,
                                passCount));
    }

    private static List<PartShares.Share> shares(JsonFields json) {
        return json.objects("parts").stream().map(ExplanationReader::share).toList();
    }

    private static PartShares.Share share(JsonFields json) {
        String part = json.text("part");
        double share = json.number("share");
        double standardError = json.number("standardError");
        return checked(json, () -> new PartShares.Share(part, share, standardError));
    }

    private static Optional<PartShares.Together> together(JsonFields ofSide) {
        return ofSide.optionalObject("strongestTogether")
                .map(
                        json -> {
                            String first = json.text("first");
                            String second = json.text("second");
                            double interaction = json.number("interaction");
                            double standardError = json.number("standardError");
                            return checked(
                                    json,
                                    () ->
                                            new PartShares.Together(
                                                    first, second, interaction, standardError));
                        });
    }

    private static List<PartEffects.Effect> effects(JsonFields json, String name) {
        return json.objects(name).stream().map(ExplanationReader::effect).toList();
    }

    private static PartEffects.Effect effect(JsonFields json) {
        String part = json.text("part");
        double similarity = json.number("similarity");
        double least = json.number("least");
        double greatest = json.number("greatest");
        double effect = json.number("effect");
        return checked(
                json, () -> new PartEffects.Effect(part, similarity, least, greatest, effect));
    }

    private static DecisionClaims claims(JsonFields json) {
        List<DecisionClaims.Claim> claims =
                json.objects("claims").stream().map(ExplanationReader::claim).toList();
        long passCount = passCount(json);
        return checked(json, () -> new DecisionClaims(claims, passCount));
    }

    private static DecisionClaims.Claim claim(JsonFields json) {
        Side side = json.constant("side", Side.class);
        DecisionClaims.Kind kind = json.constant("kind", DecisionClaims.Kind.class);
        OptionalDouble share = optionalDouble(json, "share");
        double similarity = json.number("similarity");
        int randomCount = json.count("randomCount");
        int randomLikewise = json.count("randomLikewise");
        return checked(
                json,
                () ->
                        new DecisionClaims.Claim(
                                side, kind, share, similarity, randomCount, randomLikewise));
    }

    static Provenance provenance(JsonFields json) {
        JsonFields timing = json.object("timing");
        return new Provenance(
                json.text("method"),
                json.text("verifier"),
                inputs(json.object("inputs")),
                json.object("settings").texts(),
                seed(json),
                json.count("maskCount"),
                json.count("failedCount"),
                passCount(json),
                json.constant("stopReason", StopReason.class),
                json.text("libraryVersion"),
                environment(json.object("environment")),
                new Provenance.Timing(
                        duration(timing, "totalSeconds"), duration(timing, "verifierSeconds")));
    }

    private static Provenance.Inputs inputs(JsonFields json) {
        FaceOrigin probe = origin(json.object("probe"));
        FaceOrigin reference = origin(json.object("reference"));
        String explainer = json.text("explainer");
        String digest = json.text("digest");
        Optional<Provenance.Inputs.Crops> crops =
                json.optionalObject("crops").map(ExplanationReader::crops);
        return checked(
                json, () -> new Provenance.Inputs(probe, reference, explainer, digest, crops));
    }

    private static Provenance.Inputs.Crops crops(JsonFields json) {
        String probe = json.text("probe");
        String reference = json.text("reference");
        return checked(json, () -> new Provenance.Inputs.Crops(probe, reference));
    }

    private static Provenance.Environment environment(JsonFields json) {
        Optional<String> modelSha256 = json.optionalText("modelSha256");
        Optional<String> runtime = json.optionalText("runtime");
        Optional<String> provider = json.optionalText("provider");
        Optional<String> thresholdSource = json.optionalText("thresholdSource");
        String java = json.text("java");
        return checked(
                json,
                () ->
                        new Provenance.Environment(
                                new FaceVerifier.Origin(
                                        modelSha256, runtime, provider, thresholdSource),
                                java));
    }

    private static FaceOrigin origin(JsonFields json) {
        return new FaceOrigin(
                json.constants("conversions", FaceOrigin.Conversion.class),
                json.optionalText("alignment"));
    }

    private static long seed(JsonFields json) {
        String seed = json.text("seed");
        try {
            return Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "provenance.seed must be a whole number of 64 bits in a string, was " + seed,
                    e);
        }
    }

    private static long passCount(JsonFields json) {
        return Checks.atLeast(0, json.whole("passCount"), json.path() + ".passCount");
    }

    private static Duration duration(JsonFields json, String name) {
        double nanos = json.number(name) * NANOS;
        Checks.inside(0.0, Long.MAX_VALUE, nanos, json.path() + "." + name + " in nanoseconds");
        return Duration.ofNanos(Math.round(nanos));
    }

    /** A value's own check, its message led by where the fields stand. */
    private static <T> T checked(JsonFields json, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String place = json.path().isEmpty() ? "" : json.path() + ": ";
            throw new IllegalArgumentException(place + e.getMessage(), e);
        }
    }
}
