package io.github.corrrise.render;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.internal.json.JsonLayout;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From an explanation to the fields of its JSON; {@link ExplanationReader} is the way back. */
final class ExplanationWriter {
    static final String FORMAT = "corrrise-explanation";

    private static final double NANOS = 1e9;

    /** Halves of a pair of surrogates are written as escapes, and so are read again. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;

    private ExplanationWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the text, and leaves the stream open. */
    static void write(Explanation explanation, boolean withFaces, OutputStream output)
            throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(output, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(JsonLayout.printer());
            new ExplanationWriter(json).write(explanation, withFaces);
            json.writeRaw('\n');
        }
    }

    private void write(Explanation explanation, boolean withFaces) throws IOException {
        json.writeStartObject();
        json.writeStringField("format", FORMAT);
        json.writeNumberField("formatVersion", ExplanationJson.FORMAT_VERSION);
        json.writeNumberField("similarity", explanation.similarity());
        Optional<Threshold> threshold = explanation.threshold();
        if (threshold.isPresent()) {
            json.writeNumberField("threshold", threshold.get().value());
        } else {
            json.writeNullField("threshold");
        }
        json.writeStringField("decision", explanation.decision().map(Decision::name).orElse(null));
        writeSide("probe", Optional.of(explanation.probe()));
        writeSide("reference", explanation.reference());
        writeParts(explanation.parts());
        writeClaims(explanation.claims());
        writeUnusual(explanation.unusual());
        writeScoreMeaning(explanation.scoreMeaning());
        if (withFaces) {
            json.writeObjectFieldStart("faces");
            writeFace("probe", explanation.pair().probe());
            writeFace("reference", explanation.pair().reference());
            json.writeEndObject();
        } else {
            json.writeNullField("faces");
        }
        writeProvenance(explanation.provenance());
        json.writeEndObject();
    }

    private void writeSide(String name, Optional<SaliencyMap> side) throws IOException {
        if (side.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        SaliencyMap map = side.get();
        json.writeObjectFieldStart(name);
        json.writeNumberField("height", map.size().height());
        json.writeNumberField("width", map.size().width());
        json.writeObjectFieldStart("scale");
        json.writeStringField("quantity", map.scale().quantity());
        writeBound("minimum", map.scale().minimum());
        writeBound("maximum", map.scale().maximum());
        json.writeEndObject();
        json.writeNumberField("undefinedCount", map.undefinedCount());
        json.writeNumberField("largestMagnitude", map.largestMagnitude());
        writeSignificance(map);
        writeReliability(map.reliability());
        writePlane("values", Optional.of(map.toArray()));
        writePlane("standardErrors", map.standardErrors());
        writePlane("coverage", map.coverage());
        writePixels("undefined", map, (row, column) -> !map.isDefined(row, column));
        json.writeEndObject();
    }

    private void writeBound(String name, double bound) throws IOException {
        if (Double.isFinite(bound)) {
            json.writeNumberField(name, bound);
        } else {
            json.writeNullField(name);
        }
    }

    private void writeSignificance(SaliencyMap map) throws IOException {
        if (map.significance().isEmpty()) {
            json.writeNullField("significance");
            return;
        }
        SaliencyMap.Significance significance = map.significance().get();
        json.writeObjectFieldStart("significance");
        json.writeNumberField("level", significance.level());
        json.writeNumberField("bound", significance.bound());
        json.writeNumberField("shuffleCount", significance.shuffleCount());
        json.writeNumberField("significantShare", map.significantShare());
        if (significance.statistic() == SaliencyMap.Significance.Statistic.CLUSTER) {
            writePixels("clusters", map, map::isSignificant);
        } else {
            json.writeNullField("clusters");
        }
        json.writeEndObject();
    }

    private void writeReliability(Optional<SaliencyMap.Reliability> told) throws IOException {
        if (told.isEmpty()) {
            json.writeNullField("reliability");
            return;
        }
        json.writeObjectFieldStart("reliability");
        Optional<SaliencyMap.ExplainedVariance> explained = told.get().explained();
        if (explained.isPresent()) {
            json.writeObjectFieldStart("explained");
            json.writeNumberField("share", explained.get().share());
            json.writeNumberField("standardError", explained.get().standardError());
            json.writeEndObject();
        } else {
            json.writeNullField("explained");
        }
        if (told.get().splitHalf().isPresent()) {
            json.writeNumberField("splitHalf", told.get().splitHalf().getAsDouble());
        } else {
            json.writeNullField("splitHalf");
        }
        json.writeEndObject();
    }

    private void writePlane(String name, Optional<float[]> plane) throws IOException {
        if (plane.isPresent()) {
            json.writeStringField(name, Base64Floats.encoded(plane.get()));
        } else {
            json.writeNullField(name);
        }
    }

    /** Tells pixels apart. */
    @FunctionalInterface
    private interface Pixels {
        boolean hold(int row, int column);
    }

    private void writePixels(String name, SaliencyMap map, Pixels which) throws IOException {
        json.writeArrayFieldStart(name);
        for (int row = 0; row < map.size().height(); row++) {
            for (int column = 0; column < map.size().width(); column++) {
                if (which.hold(row, column)) {
                    json.writeNumber(row * map.size().width() + column);
                }
            }
        }
        json.writeEndArray();
    }

    private void writeParts(Optional<PartEffects> parts) throws IOException {
        if (parts.isEmpty()) {
            json.writeNullField("parts");
            return;
        }
        PartEffects effects = parts.get();
        json.writeObjectFieldStart("parts");
        json.writeArrayFieldStart("names");
        for (String name : effects.parts().names()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeStringField("labels", Base64.getEncoder().encodeToString(labels(effects)));
        json.writeNumberField("similarity", effects.similarity());
        writeEffects("probe", effects.probe());
        writeEffects("reference", effects.reference());
        writeEffects("both", effects.both());
        json.writeNumberField("passCount", effects.passCount());
        writeShares(effects.shares());
        json.writeEndObject();
    }

    private void writeShares(Optional<PartShares> measured) throws IOException {
        if (measured.isEmpty()) {
            json.writeNullField("shares");
            return;
        }
        PartShares shares = measured.get();
        json.writeObjectFieldStart("shares");
        json.writeNumberField("similarity", shares.similarity());
        writeShares("probe", shares, shares.probe(), shares.probeHidden(), Side.PROBE);
        writeShares(
                "reference", shares, shares.reference(), shares.referenceHidden(), Side.REFERENCE);
        json.writeNumberField("coalitionCount", shares.coalitionCount());
        json.writeNumberField("passCount", shares.passCount());
        json.writeEndObject();
    }

    private void writeShares(
            String name, PartShares all, List<PartShares.Share> shares, double hidden, Side side)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("allHidden", hidden);
        json.writeArrayFieldStart("parts");
        for (PartShares.Share share : shares) {
            json.writeStartObject();
            json.writeStringField("part", share.part());
            json.writeNumberField("share", share.share());
            json.writeNumberField("standardError", share.standardError());
            json.writeEndObject();
        }
        json.writeEndArray();
        Optional<PartShares.Together> together = all.strongestTogether(side);
        if (together.isPresent()) {
            json.writeObjectFieldStart("strongestTogether");
            json.writeStringField("first", together.get().first());
            json.writeStringField("second", together.get().second());
            json.writeNumberField("interaction", together.get().interaction());
            json.writeNumberField("standardError", together.get().standardError());
            json.writeEndObject();
        } else {
            json.writeNullField("strongestTogether");
        }
        json.writeEndObject();
    }

    /** The number of each pixel's part; there are at most 64. */
    private static byte[] labels(PartEffects effects) {
        FaceParts parts = effects.parts();
        byte[] labels = new byte[parts.size().pixelCount()];
        for (int part = 0; part < parts.count(); part++) {
            byte label = (byte) part;
            parts.pixels(part).stream().forEach(pixel -> labels[pixel] = label);
        }
        return labels;
    }

    private void writeEffects(String name, List<PartEffects.Effect> effects) throws IOException {
        json.writeArrayFieldStart(name);
        for (PartEffects.Effect effect : effects) {
            json.writeStartObject();
            json.writeStringField("part", effect.part());
            json.writeNumberField("similarity", effect.similarity());
            json.writeNumberField("least", effect.least());
            json.writeNumberField("greatest", effect.greatest());
            json.writeNumberField("effect", effect.effect());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeUnusual(Optional<Unusual> found) throws IOException {
        if (found.isEmpty()) {
            json.writeNullField("unusual");
            return;
        }
        Unusual unusual = found.get();
        json.writeObjectFieldStart("unusual");
        json.writeStringField("profile", unusual.profile());
        json.writeNumberField("pairCount", unusual.pairCount());
        json.writeNumberField("personCount", unusual.personCount());
        json.writeArrayFieldStart("parts");
        for (Unusual.Part part : unusual.parts()) {
            json.writeStartObject();
            json.writeStringField("part", part.part());
            json.writeNumberField("effect", part.effect());
            json.writeNumberField("typical", part.typical());
            json.writeNumberField("deviation", part.deviation());
            json.writeNumberField("surpassedCount", part.surpassedCount());
            json.writeBooleanField("unusual", unusual.isUnusual(part));
            json.writeEndObject();
        }
        json.writeEndArray();
        if (unusual.partBound().isPresent()) {
            json.writeNumberField("partBound", unusual.partBound().getAsDouble());
        } else {
            json.writeNullField("partBound");
        }
        writeSide("probe", Optional.of(unusual.probe()));
        writeSide("reference", unusual.reference());
        json.writeEndObject();
    }

    private void writeScoreMeaning(Optional<ScoreMeaning> told) throws IOException {
        if (told.isEmpty()) {
            json.writeNullField("scoreMeaning");
            return;
        }
        ScoreMeaning meaning = told.get();
        json.writeObjectFieldStart("scoreMeaning");
        json.writeStringField("set", meaning.set());
        json.writeStringField("digest", meaning.digest());
        json.writeNumberField("similarity", meaning.similarity());
        writeRate("impostorsAsHigh", meaning.impostorsAsHigh());
        writeRate("genuineAsLow", meaning.genuineAsLow());
        json.writeEndObject();
    }

    private void writeRate(String name, ErrorRates.Rate rate) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", rate.errors());
        json.writeNumberField("pairs", rate.trials());
        json.writeNumberField("rate", rate.value());
        json.writeNumberField("lower", rate.lower());
        json.writeNumberField("upper", rate.upper());
        json.writeNumberField("atMost", rate.atMost());
        json.writeEndObject();
    }

    private void writeClaims(Optional<DecisionClaims> tried) throws IOException {
        if (tried.isEmpty()) {
            json.writeNullField("claims");
            return;
        }
        json.writeObjectFieldStart("claims");
        json.writeArrayFieldStart("claims");
        for (DecisionClaims.Claim claim : tried.get().claims()) {
            json.writeStartObject();
            json.writeStringField("side", claim.side().name());
            json.writeStringField("kind", claim.kind().name());
            if (claim.share().isPresent()) {
                json.writeNumberField("share", claim.share().getAsDouble());
            } else {
                json.writeNullField("share");
            }
            json.writeNumberField("similarity", claim.similarity());
            json.writeNumberField("randomCount", claim.randomCount());
            json.writeNumberField("randomLikewise", claim.randomLikewise());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("passCount", tried.get().passCount());
        json.writeEndObject();
    }

    private void writeFace(String name, FaceImage face) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("height", face.size().height());
        json.writeNumberField("width", face.size().width());
        writePlane("planes", Optional.of(face.toPlanes()));
        json.writeEndObject();
    }

    private void writeProvenance(Provenance provenance) throws IOException {
        json.writeObjectFieldStart("provenance");
        json.writeStringField("method", provenance.method());
        json.writeStringField("verifier", provenance.verifier());
        writeInputs(provenance.inputs());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : provenance.settings().entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeStringField("seed", Long.toString(provenance.seed()));
        json.writeNumberField("maskCount", provenance.maskCount());
        json.writeNumberField("failedCount", provenance.failedCount());
        json.writeNumberField("passCount", provenance.passCount());
        json.writeStringField("stopReason", provenance.stopReason().name());
        json.writeStringField("libraryVersion", provenance.libraryVersion());
        writeEnvironment(provenance.environment());
        json.writeObjectFieldStart("timing");
        json.writeNumberField("totalSeconds", seconds(provenance.timing().total()));
        json.writeNumberField("verifierSeconds", seconds(provenance.timing().verifier()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeInputs(Provenance.Inputs inputs) throws IOException {
        json.writeObjectFieldStart("inputs");
        writeOrigin("probe", inputs.probe());
        writeOrigin("reference", inputs.reference());
        json.writeStringField("explainer", inputs.explainer());
        json.writeStringField("digest", inputs.digest());
        if (inputs.crops().isPresent()) {
            json.writeObjectFieldStart("crops");
            json.writeStringField("probe", inputs.crops().get().probe());
            json.writeStringField("reference", inputs.crops().get().reference());
            json.writeEndObject();
        } else {
            json.writeNullField("crops");
        }
        json.writeEndObject();
    }

    private void writeEnvironment(Provenance.Environment environment) throws IOException {
        FaceVerifier.Origin verifier = environment.verifier();
        json.writeObjectFieldStart("environment");
        json.writeStringField("modelSha256", verifier.modelSha256().orElse(null));
        json.writeStringField("runtime", verifier.runtime().orElse(null));
        json.writeStringField("provider", verifier.provider().orElse(null));
        json.writeStringField("thresholdSource", verifier.thresholdSource().orElse(null));
        json.writeStringField("java", environment.java());
        json.writeEndObject();
    }

    private void writeOrigin(String name, FaceOrigin origin) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeArrayFieldStart("conversions");
        for (FaceOrigin.Conversion conversion : origin.conversions()) {
            json.writeString(conversion.name());
        }
        json.writeEndArray();
        json.writeStringField("alignment", origin.alignment().orElse(null));
        json.writeEndObject();
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS;
    }
}
