package io.github.corrrise.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The marked parts of the examples, by "File.java#name". */
final class Regions {
    private static final String BEGIN = "// region: ";
    private static final String END = "// endregion";

    /** The examples with Spark are compiled where Spark is. */
    private static final List<String> EXAMPLES = List.of("docs/src", "corrrise-spark/src/test");

    private Regions() {}

    static Map<String, String> all() {
        Map<String, String> regions = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>();
        EXAMPLES.forEach(
                folder -> files.addAll(Repository.files(Repository.ROOT.resolve(folder), ".java")));
        for (Path file : files) {
            List<String> open = new ArrayList<>();
            List<StringBuilder> texts = new ArrayList<>();
            for (String line : Repository.text(file).lines().toList()) {
                String code = line.strip();
                if (code.startsWith(BEGIN)) {
                    open.add(file.getFileName() + "#" + code.substring(BEGIN.length()));
                    texts.add(new StringBuilder());
                } else if (code.equals(END)) {
                    String name = open.remove(open.size() - 1);
                    String text = trimmed(texts.remove(texts.size() - 1).toString());
                    if (regions.put(name, text) != null) {
                        throw new AssertionError("two regions are called " + name);
                    }
                } else {
                    texts.forEach(text -> text.append(line).append('\n'));
                }
            }
            if (!open.isEmpty()) {
                throw new AssertionError("no end of region " + open);
            }
        }
        return regions;
    }

    /** Common indentation, blank lines around and blanks at the ends of lines taken off. */
    static String trimmed(String code) {
        return code.stripTrailing().stripIndent().strip();
    }
}
