package io.github.corrrise.render;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Truth;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What fills the page {@code index.html}. */
final class IndexPage {
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
            ScoreStrip strip,
            List<Row> entries,
            boolean hasFailures,
            List<Failure> failures) {}

    /** The pairs of one truth, at least one. */
    record Group(String truth, List<Entry> entries) {}

    /** How the pairs of one truth were decided. */
    record Outcomes(String truthName, long matches, long nonMatches, long undecided) {}

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
        List<Group> groups = groups();
        Body body =
                new Body(
                        heading,
                        sentence(),
                        !entries.isEmpty(),
                        groups.stream().map(IndexPage::outcomes).toList(),
                        ScoreStrip.of(entries, groups),
                        entries.stream().map(IndexPage::row).toList(),
                        !failures.isEmpty(),
                        failures);
        return Page.of("index").filled(heading + " \u2013 corrrise reports", body);
    }

    private String sentence() {
        long matches = count(entries, Optional.of(Decision.MATCH));
        long nonMatches = count(entries, Optional.of(Decision.NON_MATCH));
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

    private static long count(List<Entry> entries, Optional<Decision> decision) {
        return entries.stream().filter(entry -> entry.decision().equals(decision)).count();
    }

    private List<Group> groups() {
        return Stream.of(
                        Optional.of(Truth.GENUINE),
                        Optional.of(Truth.IMPOSTOR),
                        Optional.<Truth>empty())
                .map(this::group)
                .filter(group -> !group.entries().isEmpty())
                .toList();
    }

    private Group group(Optional<Truth> truth) {
        return new Group(
                name(truth),
                entries.stream().filter(entry -> entry.truth().equals(truth)).toList());
    }

    private static Outcomes outcomes(Group group) {
        return new Outcomes(
                group.truth(),
                count(group.entries(), Optional.of(Decision.MATCH)),
                count(group.entries(), Optional.of(Decision.NON_MATCH)),
                count(group.entries(), Optional.empty()));
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
