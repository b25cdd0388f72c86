package io.github.corrrise.internal.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A JSON object in one line. */
public final class JsonLine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLine() {}

    /** Writes the fields of one object. */
    @FunctionalInterface
    public interface Fields {
        /** Writes them, between the object's start and its end. */
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The line, without its end. Through bytes: this way the generator escapes half a pair of
     * surrogates, which can be read back.
     */
    public static String of(Fields fields) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(text, JsonEncoding.UTF8)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
