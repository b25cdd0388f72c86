package io.github.corrrise.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.Utf8Text;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.internal.json.JsonFields;
import io.github.corrrise.internal.json.JsonLayout;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The JSON of a profile; the digest at its end is of all that stands before it. */
final class ProfileFormat {
    private static final String FORMAT = "corrrise-profile";
    private static final int FORMAT_VERSION = 1;
    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private ProfileFormat() {}

    /** All that a profile says, but its digest. */
    static String content(ModelProfile profile) {
        return text(profile, Optional.empty());
    }

    static void write(ModelProfile profile, Path file) {
        byte[] bytes =
                (text(profile, Optional.of(profile.digest())) + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(bytes));
    }

    static ModelProfile read(Path file) {
        try (Reader text = Utf8Text.reader(Files.newInputStream(file));
                JsonParser parser = FACTORY.createParser(text)) {
            return profile(JsonFields.read(parser));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file.getFileName()
                            + " must be the JSON of a profile: "
                            + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + ": " + FileFailures.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no profile: " + e.getMessage(), e);
        }
    }

    private static String text(ModelProfile profile, Optional<String> digest) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(JsonLayout.printer());
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeNumberField("formatVersion", FORMAT_VERSION);
            writeOrigin(profile.origin(), json);
            json.writeStringField("design", profile.design().name());
            json.writeFieldName("prior");
            if (profile.prior().isPresent()) {
                writePrior(profile.prior().get(), json);
            } else {
                json.writeNull();
            }
            writeTypical(profile.typical(), json);
            json.writeArrayFieldStart("designChecks");
            for (ModelProfile.DesignCheck check : profile.designChecks()) {
                json.writeStartObject();
                json.writeStringField("design", check.design().name());
                writeEstimate("chosenBy", Optional.of(check.chosenBy()), json);
                writeEstimate("judgedBy", Optional.of(check.judgedBy()), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("trust");
            writeEstimate("seedStability", Optional.of(profile.trust().seedStability()), json);
            writeEstimate("priorGain", profile.trust().priorGain(), json);
            writeEstimate("randomised", profile.trust().randomised(), json);
            writeEstimate("gainOverTypical", profile.trust().gainOverTypical(), json);
            json.writeEndObject();
            if (digest.isPresent()) {
                json.writeStringField("digest", digest.get());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes any text", e);
        }
        return text.toString();
    }

    private static void writeOrigin(ModelProfile.Origin origin, JsonGenerator json)
            throws IOException {
        json.writeStringField("libraryVersion", origin.libraryVersion());
        json.writeStringField("verifier", origin.verifier());
        json.writeNumberField("height", origin.size().height());
        json.writeNumberField("width", origin.size().width());
        json.writeNumberField("maskCount", origin.maskCount());
        json.writeNumberField("pairCount", origin.pairCount());
        json.writeNumberField("genuineCount", origin.genuineCount());
        json.writeNumberField("personCount", origin.personCount());
        json.writeNumberField("passCount", origin.passCount());
    }

    private static void writePrior(ContributionPrior prior, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("rows", prior.rows());
        json.writeNumberField("columns", prior.columns());
        json.writeStringField("spreads", Base64Floats.encoded(prior.spreads()));
        json.writeArrayFieldStart("fields");
        for (float[] field : prior.fields()) {
            json.writeString(Base64Floats.encoded(field));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeTypical(Typical typical, JsonGenerator json) throws IOException {
        json.writeFieldName("maps");
        writeTrends(typical.maps(), json);
        json.writeStringField("mapErrors", Base64Floats.encoded(floats(typical.squaredErrors())));
        json.writeArrayFieldStart("parts");
        for (String part : typical.parts()) {
            json.writeString(part);
        }
        json.writeEndArray();
        json.writeFieldName("effects");
        if (typical.effects().isPresent()) {
            writeTrends(typical.effects().get(), json);
        } else {
            json.writeNull();
        }
        json.writeArrayFieldStart("deviations");
        for (double[] deviations : typical.deviations()) {
            json.writeString(Base64Floats.encoded(floats(deviations)));
        }
        json.writeEndArray();
    }

    private static void writeTrends(Trends trends, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", trends.count());
        json.writeNumberField("meanSimilarity", trends.mean());
        json.writeNumberField("similaritySquares", trends.square());
        if (trends.bound().isPresent()) {
            json.writeNumberField("bound", trends.bound().getAsDouble());
        } else {
            json.writeNullField("bound");
        }
        json.writeStringField("heights", Base64Floats.encoded(floats(trends.heights())));
        json.writeStringField("slopes", Base64Floats.encoded(floats(trends.slopes())));
        json.writeStringField("variances", Base64Floats.encoded(floats(trends.variances())));
        json.writeEndObject();
    }

    private static void writeEstimate(String name, Optional<Estimate> of, JsonGenerator json)
            throws IOException {
        if (of.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeNumberField("value", of.get().value());
        json.writeNumberField("lower", of.get().lower());
        json.writeNumberField("upper", of.get().upper());
        json.writeEndObject();
    }

    private static ModelProfile profile(JsonFields json) {
        if (!json.text("format").equals(FORMAT)) {
            throw Checks.rejected("format", FORMAT, json.text("format"));
        }
        Checks.exactly(FORMAT_VERSION, json.count("formatVersion"), "formatVersion");
        FaceSize size = new FaceSize(json.count("height"), json.count("width"));
        ModelProfile profile =
                new ModelProfile(
                        new ModelProfile.Origin(
                                json.text("verifier"),
                                json.text("libraryVersion"),
                                size,
                                json.count("maskCount"),
                                json.count("pairCount"),
                                json.count("genuineCount"),
                                json.count("personCount"),
                                json.whole("passCount")),
                        json.constant("design", ModelProfile.Design.class),
                        json.optionalObject("prior").map(ProfileFormat::prior),
                        typical(json, size),
                        json.objects("designChecks").stream()
                                .map(ProfileFormat::designCheck)
                                .toList(),
                        trust(json.object("trust")));
        if (!profile.digest().equals(json.text("digest"))) {
            throw Checks.rejected(
                    "digest", "that of the content, " + profile.digest(), json.text("digest"));
        }
        return profile;
    }

    private static ContributionPrior prior(JsonFields json) {
        int rows = Checks.inside(2, ContributionPrior.MOST_NODES, json.count("rows"), "rows");
        int columns =
                Checks.inside(2, ContributionPrior.MOST_NODES, json.count("columns"), "columns");
        return ContributionPrior.of(
                rows,
                columns,
                json.floats("spreads", rows * columns),
                json.textList("fields").stream().map(Base64Floats::decoded).toList());
    }

    private static Typical typical(JsonFields json, FaceSize size) {
        int nodeCount = Typical.nodeCount(size);
        List<String> parts = json.textList("parts");
        Optional<Trends> effects =
                json.optionalObject("effects").map(own -> trends(own, parts.size()));
        List<String> texts = json.textList("deviations");
        List<double[]> deviations = new ArrayList<>();
        for (String text : texts) {
            deviations.add(doubles(Base64Floats.decoded(text)));
        }
        return new Typical(
                size,
                trends(json.object("maps"), nodeCount),
                doubles(json.floats("mapErrors", nodeCount)),
                parts,
                effects,
                deviations.toArray(double[][]::new));
    }

    private static Trends trends(JsonFields json, int quantityCount) {
        return new Trends(
                json.count("count"),
                json.number("meanSimilarity"),
                json.number("similaritySquares"),
                doubles(json.floats("heights", quantityCount)),
                doubles(json.floats("slopes", quantityCount)),
                doubles(json.floats("variances", quantityCount)),
                json.optionalNumber("bound")
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()));
    }

    private static ModelProfile.DesignCheck designCheck(JsonFields json) {
        return new ModelProfile.DesignCheck(
                json.constant("design", ModelProfile.Design.class),
                estimate(json.object("chosenBy")),
                estimate(json.object("judgedBy")));
    }

    private static ModelProfile.Trust trust(JsonFields json) {
        return new ModelProfile.Trust(
                estimate(json.object("seedStability")),
                json.optionalObject("priorGain").map(ProfileFormat::estimate),
                json.optionalObject("randomised").map(ProfileFormat::estimate),
                json.optionalObject("gainOverTypical").map(ProfileFormat::estimate));
    }

    private static Estimate estimate(JsonFields json) {
        return new Estimate(json.number("value"), json.number("lower"), json.number("upper"));
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
