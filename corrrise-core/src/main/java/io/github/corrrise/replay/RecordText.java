package io.github.corrrise.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as its {@code toString} writes it, {@code Name[field=value, ...]}: values are texts,
 * records or lists in brackets. Whoever rebuilds a value from it compares the rebuilt value's text
 * with the given one, so that a text that only looks like a record does no harm.
 */
final class RecordText {
    private final String name;
    private final Map<String, String> fields;

    private RecordText(String name, Map<String, String> fields) {
        this.name = name;
        this.fields = fields;
    }

    /** The record, if the text has its form. */
    static Optional<RecordText> of(String text) {
        int open = text.indexOf('[');
        if (open <= 0 || !text.endsWith("]")) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : split(text.substring(open + 1, text.length() - 1))) {
            int equals = field.indexOf('=');
            if (equals <= 0) {
                return Optional.empty();
            }
            fields.put(field.substring(0, equals), field.substring(equals + 1));
        }
        return Optional.of(new RecordText(text.substring(0, open), fields));
    }

    /** The elements of {@code [a, b]}; empty where the text is no list. */
    static List<String> list(String text) {
        return text.startsWith("[") && text.endsWith("]")
                ? split(text.substring(1, text.length() - 1))
                : List.of();
    }

    /** Cuts at commas outside of brackets. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && text.startsWith(", ", i)) {
                parts.add(text.substring(from, i));
                from = i + 2;
            }
        }
        if (from < text.length()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    String name() {
        return name;
    }

    /** The text of a field; empty where there is none. */
    String field(String field) {
        return fields.getOrDefault(field, "");
    }

    int whole(String field) {
        return Integer.parseInt(field(field));
    }

    double number(String field) {
        return Double.parseDouble(field(field));
    }
}
