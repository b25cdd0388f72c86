package io.github.corrrise.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A page with holes, filled in from records whose components are named like the holes. The notation
 * is the smaller part of Mustache's:
 *
 * <ul>
 *   <li>{@code {{name}}} a text, escaped; {@code {{&name}}} markup, as it is
 *   <li>{@code {{#name}}...{{/name}}} once for every item of a list, or once where something is
 *       true or there
 *   <li>{@code {{^name}}...{{/name}}} once where there is nothing
 *   <li>{@code {{.}}} the item of a section itself
 * </ul>
 *
 * <p>Names are looked up in the innermost item first. A name that nobody knows is a mistake in the
 * page and fails. Immutable; safe for use by several threads.
 */
final class Template {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** The components of a record; nothing else has names. */
    private static final ClassValue<List<Method>> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected List<Method> computeValue(Class<?> type) {
                    return type.isRecord()
                            ? Stream.of(type.getRecordComponents())
                                    .map(RecordComponent::getAccessor)
                                    .toList()
                            : List.of();
                }
            };

    private final String name;
    private final String text;

    private Template(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** A page of this package's resources. */
    static Template resource(String name) {
        return new Template(name, text(name));
    }

    static Template of(String text) {
        return new Template("template", text);
    }

    /** A resource of this package as it is; a missing one is a mistake in the build. */
    static String text(String name) {
        try (InputStream stream = Template.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the library's resource is missing: " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the library's resource cannot be read: " + name, e);
        }
    }

    /** The page, its holes filled. */
    String filled(Record values) {
        StringBuilder page = new StringBuilder();
        fill(0, text.length(), Scope.of(values, null), page);
        return page.toString();
    }

    private record Scope(Map<String, Object> values, @Nullable Scope outer) {
        static Scope of(Object item, @Nullable Scope outer) {
            Map<String, Object> values = new HashMap<>();
            values.put(".", item);
            for (Method component : COMPONENTS.get(item.getClass())) {
                values.put(component.getName(), value(item, component));
            }
            return new Scope(values, outer);
        }

        private static Object value(Object item, Method component) {
            try {
                return component.invoke(item);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot be read: " + component, e);
            }
        }

        /** Null where nobody knows the name. */
        @Nullable Object find(String name) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.values.containsKey(name)) {
                    return scope.values.get(name);
                }
            }
            return null;
        }
    }

    private void fill(int from, int to, Scope scope, StringBuilder page) {
        int at = from;
        while (at < to) {
            int open = text.indexOf(OPEN, at);
            if (open < 0 || open >= to) {
                page.append(text, at, to);
                return;
            }
            page.append(text, at, open);
            int close = text.indexOf(CLOSE, open);
            String tag = text.substring(open + OPEN.length(), close);
            int after = close + CLOSE.length();
            char kind = tag.charAt(0);
            if (kind == '#' || kind == '^') {
                String section = tag.substring(1);
                String end = OPEN + "/" + section + CLOSE;
                int endsAt = text.indexOf(end, after);
                if (endsAt < 0) {
                    throw new IllegalStateException(name + ": " + section + " has no end");
                }
                fillSection(kind == '^', value(section, scope), after, endsAt, scope, page);
                at = endsAt + end.length();
            } else {
                boolean markup = kind == '&';
                String value = String.valueOf(value(markup ? tag.substring(1) : tag, scope));
                page.append(markup ? value : escaped(value));
                at = after;
            }
        }
    }

    private void fillSection(
            boolean inverted, Object value, int from, int to, Scope scope, StringBuilder page) {
        List<?> items = items(value);
        if (inverted) {
            if (items.isEmpty()) {
                fill(from, to, scope, page);
            }
            return;
        }
        for (Object item : items) {
            fill(from, to, Scope.of(item, scope), page);
        }
    }

    private static List<?> items(Object value) {
        if (value instanceof Collection<?> all) {
            return List.copyOf(all);
        }
        if (value instanceof Optional<?> some) {
            return some.stream().toList();
        }
        if (value instanceof Boolean) {
            return value.equals(true) ? List.of(true) : List.of();
        }
        return List.of(value);
    }

    private Object value(String key, Scope scope) {
        Object value = scope.find(key);
        if (value == null) {
            throw new IllegalStateException(name + ": nothing is called " + key);
        }
        return value;
    }

    /**
     * Text that means itself in HTML, between tags and in a quoted attribute. Characters that HTML
     * does not allow are replaced.
     */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        point -> {
                            switch (point) {
                                case '&' -> safe.append("&amp;");
                                case '<' -> safe.append("&lt;");
                                case '>' -> safe.append("&gt;");
                                case '"' -> safe.append("&quot;");
                                case '\'' -> safe.append("&#39;");
                                default -> safe.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
                            }
                        });
        return safe.toString();
    }

    private static boolean isAllowed(int point) {
        boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
        boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return !control && !half && (point & 0xFFFE) != 0xFFFE;
    }
}
