package io.github.corrrise.internal.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.corrrise.internal.check.Checks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each asked for by its name and kind. What is missing or of another
 * kind is an {@link IllegalArgumentException} that names its path, such as {@code probe.scale}.
 */
public final class JsonFields {
    /** Longer values are not quoted in a message. */
    private static final int LONGEST_QUOTE = 40;

    private final String path;
    private final Map<String, @Nullable Object> fields;

    private JsonFields(String path, Map<String, @Nullable Object> fields) {
        this.path = path;
        this.fields = fields;
    }

    /** Reads one object and nothing after it. */
    public static JsonFields read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("it must be a JSON object, was not");
        }
        JsonFields all = new JsonFields("", object(parser));
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("it must be one JSON object, more follows it");
        }
        return all;
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** Where the fields stand, for messages: the names from the outermost object on. */
    public String path() {
        return path;
    }

    /** A string. */
    public String text(String name) {
        return require(name, String.class, "a string");
    }

    /** A string; empty where it is null. */
    public Optional<String> optionalText(String name) {
        return optional(name, String.class, "a string or null");
    }

    /** A number. */
    public double number(String name) {
        return require(name, Number.class, "a number").doubleValue();
    }

    /** A number; empty where it is null. */
    public Optional<Double> optionalNumber(String name) {
        return optional(name, Number.class, "a number or null").map(Number::doubleValue);
    }

    /** A whole number of at most 64 bits. */
    public long whole(String name) {
        Number number = require(name, Number.class, "a whole number");
        if (number instanceof Long || number instanceof Integer) {
            return number.longValue();
        }
        throw Checks.rejected(path(name), "a whole number of at most 64 bits", number);
    }

    /** A whole number in [0, 2^31). */
    public int count(String name) {
        long number = whole(name);
        if (number >= 0 && number <= Integer.MAX_VALUE) {
            return (int) number;
        }
        throw Checks.rejected(path(name), "in [0, " + Integer.MAX_VALUE + "]", number);
    }

    /** Whole numbers in [0, limit). */
    public int[] indices(String name, int limit) {
        return indices(name, limit, require(name, List.class, "an array of whole numbers"));
    }

    /** The same; empty where it is null. */
    public Optional<int[]> optionalIndices(String name, int limit) {
        return optional(name, List.class, "an array of whole numbers or null")
                .map(items -> indices(name, limit, items));
    }

    private int[] indices(String name, int limit, List<?> items) {
        int[] indices = new int[items.size()];
        for (int i = 0; i < indices.length; i++) {
            String place = path(name) + "[" + i + "]";
            if (!(items.get(i) instanceof Integer index)) {
                throw wrong(place, "a whole number", items.get(i));
            }
            indices[i] = Checks.inside(0, limit - 1, index, place);
        }
        return indices;
    }

    /** An array of strings, in its order. */
    public List<String> textList(String name) {
        List<?> items = require(name, List.class, "an array of strings");
        List<String> texts = new ArrayList<>();
        for (Object item : items) {
            if (!(item instanceof String text)) {
                throw wrong(path(name) + "[" + texts.size() + "]", "a string", item);
            }
            texts.add(text);
        }
        return texts;
    }

    /** An array of objects, in its order; their paths end with their places. */
    public List<JsonFields> objects(String name) {
        List<?> items = require(name, List.class, "an array of objects");
        List<JsonFields> objects = new ArrayList<>();
        for (Object item : items) {
            String place = path(name) + "[" + objects.size() + "]";
            if (!(item instanceof Map<?, ?> inner)) {
                throw wrong(place, "an object", item);
            }
            objects.add(new JsonFields(place, withNames(inner)));
        }
        return objects;
    }

    /** A constant, by its name. */
    public <E extends Enum<E>> E constant(String name, Class<E> kind) {
        return constant(path(name), text(name), kind);
    }

    /** An array of constants; one that comes twice counts once. */
    public <E extends Enum<E>> Set<E> constants(String name, Class<E> kind) {
        Set<E> constants = EnumSet.noneOf(kind);
        for (Object item : require(name, List.class, "an array of strings")) {
            constants.add(constant(path(name), item, kind));
        }
        return constants;
    }

    private static <E extends Enum<E>> E constant(
            String path, @Nullable Object received, Class<E> kind) {
        for (E constant : kind.getEnumConstants()) {
            if (constant.name().equals(received)) {
                return constant;
            }
        }
        throw wrong(path, "one of " + List.of(kind.getEnumConstants()), received);
    }

    /** Base64 of as many floats. */
    public float[] floats(String name, int count) {
        return floats(name, text(name), count);
    }

    /** Base64 of as many floats; empty where it is null. */
    public Optional<float[]> optionalFloats(String name, int count) {
        return optionalText(name).map(text -> floats(name, text, count));
    }

    private float[] floats(String name, String text, int count) {
        float[] values;
        try {
            values = Base64Floats.decoded(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    path(name) + " must be base64 of 32-bit floats, was not: " + e.getMessage(), e);
        }
        Checks.exactly(count, values.length, path(name) + ": count of floats");
        return values;
    }

    /** Base64 of as many bytes, each a number in [0, 255]. */
    public int[] bytes(String name, int count) {
        String text = text(name);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    path(name) + " must be base64 of bytes, was not: " + e.getMessage(), e);
        }
        Checks.exactly(count, bytes.length, path(name) + ": count of bytes");
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> Byte.toUnsignedInt(bytes[i]));
        return numbers;
    }

    /** An object. */
    public JsonFields object(String name) {
        return optionalObject(name)
                .orElseThrow(() -> wrong(path(name), "an object", fields.get(name)));
    }

    /** An object; empty where it is null. */
    public Optional<JsonFields> optionalObject(String name) {
        return optional(name, Map.class, "an object or null")
                .map(inner -> new JsonFields(path(name), withNames(inner)));
    }

    private static Map<String, @Nullable Object> withNames(Map<?, ?> fields) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        fields.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    /** All fields of the object, every one a string. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        fields.keySet().forEach(name -> texts.put(name, text(name)));
        return texts;
    }

    private <T> T require(String name, Class<T> kind, String accepted) {
        return optional(name, kind, accepted)
                .orElseThrow(() -> wrong(path(name), accepted, fields.get(name)));
    }

    private <T> Optional<T> optional(String name, Class<T> kind, String accepted) {
        if (!fields.containsKey(name)) {
            throw new IllegalArgumentException(
                    path(name) + " must be " + accepted + ", was missing");
        }
        Object value = fields.get(name);
        if (value != null && !kind.isInstance(value)) {
            throw wrong(path(name), accepted, value);
        }
        return Optional.ofNullable(value).map(kind::cast);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static IllegalArgumentException wrong(
            String path, String accepted, @Nullable Object received) {
        String shown = Objects.toString(received);
        if (received instanceof Map) {
            shown = "an object";
        } else if (received instanceof List) {
            shown = "an array";
        } else if (shown.length() > LONGEST_QUOTE) {
            shown = "a string of " + shown.length() + " characters";
        }
        return Checks.rejected(path, accepted, shown);
    }
}
