package io.github.corrrise.render;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What fills the page {@code index.html}. */
final class IndexPage {
    private static final int LANE = 44;
    private static final int MARK = 22;
    private static final int WORDS = 40;

    private final List<Entry> entries;
    private final List<Failure> failures;

    IndexPage(List<Entry> entries, List<Failure> failures) {
        this.entries = entries;
        this.failures = failures;
    }

    String html() {
        String heading = Numerals.count(entries.size(), "pair", "pairs") + " explained";
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", heading + " \u2013 corrrise reports");
        values.put("heading", heading);
        values.put("sentence", sentence());
        values.put("hasEntries", !entries.isEmpty());
        values.put("truths", truths());
        values.putAll(strip());
        values.put("entries", entries.stream().map(IndexPage::row).toList());
        values.put("hasFailures", !failures.isEmpty());
        values.put(
                "failures",
                failures.stream()
                        .map(failure -> Map.of("row", failure.row(), "reason", failure.reason()))
                        .toList());
        return Page.of("index").filled(values);
    }

    private String sentence() {
        long matches = count(Optional.of(Decision.MATCH));
        long nonMatches = count(Optional.of(Decision.NON_MATCH));
        String decided =
                matches + nonMatches == 0
                        ? "No threshold was given, so there are no decisions."
                        : Numerals.count(matches, "match", "matches")
                                + " and "
                                + Numerals.count(nonMatches, "non-match", "non-matches")
                                + ".";
        return failures.isEmpty()
                ? decided
                : decided
                        + " "
                        + Numerals.count(failures.size(), "row", "rows")
                        + " could not be explained; the reasons stand at the end.";
    }

    private long count(Optional<Decision> decision) {
        return entries.stream().filter(entry -> entry.decision().equals(decision)).count();
    }

    private List<Optional<Truth>> lanes() {
        return List.of(
                        Optional.of(Truth.GENUINE),
                        Optional.of(Truth.IMPOSTOR),
                        Optional.<Truth>empty())
                .stream()
                .filter(truth -> entries.stream().anyMatch(entry -> entry.truth().equals(truth)))
                .toList();
    }

    private List<Map<String, Object>> truths() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Optional<Truth> truth : lanes()) {
            IndexPage same =
                    new IndexPage(
                            entries.stream().filter(entry -> entry.truth().equals(truth)).toList(),
                            List.of());
            rows.add(
                    Map.of(
                            "truthName", name(truth),
                            "matches", same.count(Optional.of(Decision.MATCH)),
                            "nonMatches", same.count(Optional.of(Decision.NON_MATCH)),
                            "undecided", same.count(Optional.empty())));
        }
        return rows;
    }

    /** The scores as lines on one scale, a lane for each truth. */
    private Map<String, Object> strip() {
        Optional<Threshold> threshold = commonThreshold();
        double least = threshold.map(Threshold::value).orElse(0.0);
        double most = least;
        for (Entry entry : entries) {
            least = Math.min(least, entry.similarity());
            most = Math.max(most, entry.similarity());
        }
        ScoreScale scale = ScoreScale.over(least, most);
        List<Map<String, Object>> lanes = new ArrayList<>();
        int line = LANE;
        for (Optional<Truth> truth : lanes()) {
            lanes.add(
                    Map.of(
                            "laneName",
                            name(truth),
                            "laneLine",
                            line,
                            "laneText",
                            line - MARK - 6,
                            "marks",
                            marks(truth, line, scale)));
            line += LANE;
        }
        int bottom = line - LANE + 6;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("lanes", lanes);
        values.put("stripHeight", bottom + WORDS);
        values.put("stripBottom", bottom);
        values.put("stripWords", bottom + 14);
        values.put("stripEnds", bottom + 32);
        values.put("stripLabel", stripLabel());
        values.put("scaleStart", Numerals.plain(scale.start()));
        values.put("scaleEnd", Numerals.plain(scale.end()));
        values.put(
                "threshold",
                threshold.map(
                        common -> {
                            double at = scale.at(common.value());
                            return Map.of(
                                    "thresholdAt", at,
                                    "thresholdAnchor", ScoreScale.anchor(at),
                                    "thresholdText", Numerals.plain(common.value()));
                        }));
        return values;
    }

    private List<Map<String, Object>> marks(Optional<Truth> truth, int line, ScoreScale scale) {
        List<Map<String, Object>> marks = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.truth().equals(truth)) {
                marks.add(
                        Map.of(
                                "at",
                                scale.at(entry.similarity()),
                                "markTop",
                                line - MARK,
                                "markClass",
                                "decided-" + markKind(entry.decision())));
            }
        }
        return marks;
    }

    private static String markKind(Optional<Decision> decision) {
        return decision.isEmpty() ? "none" : Words.decision(decision.get());
    }

    /** The operating point, where all pairs were decided by one. */
    private Optional<Threshold> commonThreshold() {
        List<Optional<Threshold>> all = entries.stream().map(Entry::threshold).distinct().toList();
        return all.size() == 1 ? all.get(0) : Optional.empty();
    }

    private String stripLabel() {
        List<String> parts = new ArrayList<>();
        for (Optional<Truth> truth : lanes()) {
            double[] scores =
                    entries.stream()
                            .filter(entry -> entry.truth().equals(truth))
                            .mapToDouble(Entry::similarity)
                            .sorted()
                            .toArray();
            parts.add(
                    name(truth)
                            + " from "
                            + Numerals.plain(scores[0])
                            + " to "
                            + Numerals.plain(scores[scores.length - 1]));
        }
        return "Similarities: " + String.join("; ", parts);
    }

    private static Map<String, Object> row(Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("row", entry.row());
        row.put("probe", entry.probe());
        row.put("reference", entry.reference());
        row.put("similarity", entry.similarity());
        row.put("similarityText", Numerals.plain(entry.similarity()));
        row.put("decision", entry.decision().map(Words::decision).orElse("no decision"));
        row.put("truth", name(entry.truth()));
        row.put(
                "outcome",
                entry.truth()
                        .flatMap(truth -> entry.decision().map(made -> Words.outcome(made, truth)))
                        .orElse("\u2013"));
        row.put("probeShare", entry.probeShare());
        row.put("probeShareText", Numerals.percent(entry.probeShare()));
        OptionalDouble reference = entry.referenceShare();
        row.put("referenceShare", reference.orElse(-1));
        row.put(
                "referenceShareText",
                reference.isPresent() ? Numerals.percent(reference.getAsDouble()) : "\u2013");
        row.put("link", encoded(entry.link()));
        return row;
    }

    private static String name(Optional<Truth> truth) {
        return truth.map(Words::truth).orElse("unknown");
    }

    /** As a relative address: all but letters, digits and {@code - . _ ~ /} by their bytes. */
    private static String encoded(String path) {
        StringBuilder address = new StringBuilder();
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xFF);
            boolean plain =
                    letter < 0x80
                            && (Character.isLetterOrDigit(letter) || "-._~/".indexOf(letter) >= 0);
            address.append(
                    plain ? "" + letter : String.format(Locale.ROOT, "%%%02X", (int) letter));
        }
        return address.toString();
    }
}
