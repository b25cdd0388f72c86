package io.github.corrrise.evaluation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.corrrise.internal.json.JsonLine;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a file of scores: one JSON object each, with fields in a fixed order and numbers
 * that are read back bit for bit.
 *
 * <pre>
 * {"format":"corrrise-scores","formatVersion":2,"libraryVersion":..,"verifier":..,
 *  "explainer":..,"failurePolicy":"FAIL","protocols":[..]}
 * {"pair":..,"truth":"GENUINE","inputs":..,"explainerPassCount":..,"passCount":..,
 *  "scores":[[{"deletion":[..],"insertion":[..]}]]}</pre>
 *
 * <p>{@code scores} has an element per protocol, which has one per face. The first line is the
 * header.
 */
final class ScoreLines {
    private static final String FORMAT = "corrrise-scores";
    private static final int FORMAT_VERSION = 2;

    /** Sets no limit to the length of a description or a name. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private ScoreLines() {}

    /** Reads one element of an array. */
    @FunctionalInterface
    private interface Element<T> {
        T read(JsonParser json) throws IOException;
    }

    /** The first line, without its end. */
    static String header(EvaluationScores settings) {
        return JsonLine.of(
                json -> {
                    json.writeStringField("format", FORMAT);
                    json.writeNumberField("formatVersion", FORMAT_VERSION);
                    json.writeStringField("libraryVersion", settings.libraryVersion());
                    json.writeStringField("verifier", settings.verifier());
                    json.writeStringField("explainer", settings.explainer());
                    json.writeStringField("failurePolicy", settings.failurePolicy().name());
                    json.writeArrayFieldStart("protocols");
                    for (String protocol : settings.protocols()) {
                        json.writeString(protocol);
                    }
                    json.writeEndArray();
                });
    }

    /** The line of a pair, without its end. */
    static String pair(EvaluationScores.Scored pair) {
        return JsonLine.of(
                json -> {
                    json.writeStringField("pair", pair.name());
                    json.writeStringField("truth", pair.truth().name());
                    json.writeStringField("inputs", pair.inputs());
                    json.writeNumberField("explainerPassCount", pair.explainerPassCount());
                    json.writeNumberField("passCount", pair.passCount());
                    json.writeArrayFieldStart("scores");
                    for (List<EvaluationScores.Steps> faces : pair.scores()) {
                        json.writeStartArray();
                        for (EvaluationScores.Steps face : faces) {
                            json.writeStartObject();
                            numbers("deletion", face.deletion(), json);
                            numbers("insertion", face.insertion(), json);
                            json.writeEndObject();
                        }
                        json.writeEndArray();
                    }
                    json.writeEndArray();
                });
    }

    /**
     * The settings in a first line.
     *
     * @throws IOException where it is not one
     * @throws IllegalArgumentException where a value in it is not allowed
     */
    static EvaluationScores readHeader(String line) throws IOException {
        try (JsonParser json = FACTORY.createParser(line)) {
            expect(JsonToken.START_OBJECT, json);
            String format = text("format", json);
            long version = number("formatVersion", json);
            if (!format.equals(FORMAT) || version != FORMAT_VERSION) {
                throw new IOException(
                        "expected "
                                + FORMAT
                                + " "
                                + FORMAT_VERSION
                                + ", was "
                                + format
                                + " "
                                + version);
            }
            String libraryVersion = text("libraryVersion", json);
            String verifier = text("verifier", json);
            String explainer = text("explainer", json);
            FailurePolicy failurePolicy = FailurePolicy.valueOf(text("failurePolicy", json));
            List<String> protocols =
                    array(
                            "protocols",
                            json,
                            element -> {
                                require(JsonToken.VALUE_STRING, element);
                                return element.getText();
                            });
            end(json);
            return new EvaluationScores(
                    libraryVersion,
                    verifier,
                    explainer,
                    failurePolicy,
                    protocols,
                    List.of(),
                    List.of());
        }
    }

    /**
     * The pair in a line.
     *
     * @throws IOException where it is not one
     * @throws IllegalArgumentException where a value in it is not allowed
     */
    static EvaluationScores.Scored readPair(String line) throws IOException {
        try (JsonParser json = FACTORY.createParser(line)) {
            expect(JsonToken.START_OBJECT, json);
            String name = text("pair", json);
            Truth truth = Truth.valueOf(text("truth", json));
            String inputs = text("inputs", json);
            long explainerPassCount = number("explainerPassCount", json);
            long passCount = number("passCount", json);
            List<List<EvaluationScores.Steps>> scores =
                    array("scores", json, protocol -> elements(protocol, ScoreLines::face));
            end(json);
            return new EvaluationScores.Scored(
                    name, truth, inputs, explainerPassCount, passCount, scores);
        }
    }

    /** What is wrong with a line: the parser's message without the place in its own source. */
    static String problem(Exception failure) {
        return failure instanceof JacksonException malformed
                ? "it must be JSON: " + malformed.getOriginalMessage()
                : "" + failure.getMessage();
    }

    private static EvaluationScores.Steps face(JsonParser json) throws IOException {
        require(JsonToken.START_OBJECT, json);
        EvaluationScores.Steps face =
                new EvaluationScores.Steps(
                        array("deletion", json, JsonParser::getDoubleValue),
                        array("insertion", json, JsonParser::getDoubleValue));
        expect(JsonToken.END_OBJECT, json);
        return face;
    }

    private static void numbers(String name, List<Double> values, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static String text(String name, JsonParser json) throws IOException {
        field(name, json);
        expect(JsonToken.VALUE_STRING, json);
        return json.getText();
    }

    private static long number(String name, JsonParser json) throws IOException {
        field(name, json);
        expect(JsonToken.VALUE_NUMBER_INT, json);
        return json.getLongValue();
    }

    private static <T> List<T> array(String name, JsonParser json, Element<T> element)
            throws IOException {
        field(name, json);
        json.nextToken();
        return elements(json, element);
    }

    /** The elements of the array whose start was just read. */
    private static <T> List<T> elements(JsonParser json, Element<T> element) throws IOException {
        require(JsonToken.START_ARRAY, json);
        List<T> all = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw new IOException("expected the end of an array, was the line's end");
            }
            all.add(element.read(json));
        }
        return all;
    }

    private static void field(String name, JsonParser json) throws IOException {
        expect(JsonToken.FIELD_NAME, json);
        if (!json.currentName().equals(name)) {
            throw new IOException("expected the field " + name + ", was " + json.currentName());
        }
    }

    private static void end(JsonParser json) throws IOException {
        expect(JsonToken.END_OBJECT, json);
        if (json.nextToken() != null) {
            throw new IOException("expected the line's end, was " + json.currentToken());
        }
    }

    private static void expect(JsonToken token, JsonParser json) throws IOException {
        json.nextToken();
        require(token, json);
    }

    private static void require(JsonToken token, JsonParser json) throws IOException {
        if (json.currentToken() != token) {
            throw new IOException("expected " + token + ", was " + json.currentToken());
        }
    }
}
