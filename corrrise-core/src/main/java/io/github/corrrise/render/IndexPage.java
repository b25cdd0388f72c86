package io.github.corrrise.render;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** The page below its title. */
    record Body(
            String heading,
            String sentence,
            boolean hasEntries,
            List<Outcomes> truths,
            Strip strip,
            List<Row> entries,
            boolean hasFailures,
            List<Failure> failures) {}

    /** How the pairs of one truth were decided. */
    record Outcomes(String truthName, long matches, long nonMatches, long undecided) {}

    /** The scores as lines on one scale; all but the scale's ends and label is in pixels. */
    record Strip(
            List<Lane> lanes,
            int height,
            int bottom,
            int words,
            int ends,
            String label,
            String scaleStart,
            String scaleEnd,
            Optional<ScoreScale.Mark> threshold) {}

    /** The scores of one truth. */
    record Lane(String laneName, int laneLine, int laneText, List<Mark> marks) {}

    /** A score, its place in per cent. */
    record Mark(double at, int markTop, String decision) {}

    /** A pair in the table: values to sort by and texts to show. */
    record Row(
            long row,
            String probe,
            String reference,
            double similarity,
            String similarityText,
            String decision,
            String truth,
            String outcome,
            double probeShare,
            String probeShareText,
            double referenceShare,
            String referenceShareText,
            String link) {}

    String html() {
        String heading = Numerals.count(entries.size(), "pair", "pairs") + " explained";
        Body body =
                new Body(
                        heading,
                        sentence(),
                        !entries.isEmpty(),
                        truths(),
                        strip(),
                        entries.stream().map(IndexPage::row).toList(),
                        !failures.isEmpty(),
                        failures);
        return Page.of("index").filled(heading + " \u2013 corrrise reports", body);
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

    private List<Outcomes> truths() {
        List<Outcomes> rows = new ArrayList<>();
        for (Optional<Truth> truth : lanes()) {
            IndexPage same =
                    new IndexPage(
                            entries.stream().filter(entry -> entry.truth().equals(truth)).toList(),
                            List.of());
            rows.add(
                    new Outcomes(
                            name(truth),
                            same.count(Optional.of(Decision.MATCH)),
                            same.count(Optional.of(Decision.NON_MATCH)),
                            same.count(Optional.empty())));
        }
        return rows;
    }

    /** The scores as lines on one scale, a lane for each truth. */
    private Strip strip() {
        Optional<Threshold> threshold = commonThreshold();
        double least = threshold.map(Threshold::value).orElse(0.0);
        double most = least;
        for (Entry entry : entries) {
            least = Math.min(least, entry.similarity());
            most = Math.max(most, entry.similarity());
        }
        ScoreScale scale = ScoreScale.over(least, most);
        List<Lane> lanes = new ArrayList<>();
        int line = LANE;
        for (Optional<Truth> truth : lanes()) {
            lanes.add(new Lane(name(truth), line, line - MARK - 6, marks(truth, line, scale)));
            line += LANE;
        }
        int bottom = line - LANE + 6;
        return new Strip(
                lanes,
                bottom + WORDS,
                bottom,
                bottom + 14,
                bottom + 32,
                stripLabel(),
                Numerals.plain(scale.start()),
                Numerals.plain(scale.end()),
                threshold.map(
                        common -> scale.mark(common.value(), Numerals.plain(common.value()))));
    }

    private List<Mark> marks(Optional<Truth> truth, int line, ScoreScale scale) {
        List<Mark> marks = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.truth().equals(truth)) {
                marks.add(
                        new Mark(
                                scale.at(entry.similarity()),
                                line - MARK,
                                markKind(entry.decision())));
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

    private static Row row(Entry entry) {
        OptionalDouble reference = entry.referenceShare();
        return new Row(
                entry.row(),
                entry.probe(),
                entry.reference(),
                entry.similarity(),
                Numerals.plain(entry.similarity()),
                entry.decision().map(Words::decision).orElse("no decision"),
                name(entry.truth()),
                entry.truth()
                        .flatMap(truth -> entry.decision().map(made -> Words.outcome(made, truth)))
                        .orElse("\u2013"),
                entry.probeShare(),
                Numerals.percent(entry.probeShare()),
                reference.orElse(-1),
                reference.isPresent() ? Numerals.percent(reference.getAsDouble()) : "\u2013",
                encoded(entry.link()));
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
