package io.github.corrrise.render;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.render.ReportIndex.Failure;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What fills the page {@code index.html}. */
final class IndexPage {
    private final List<Entry> entries;
    private final List<Failure> failures;
    private final OptionalLong total;

    IndexPage(List<Entry> entries, List<Failure> failures, OptionalLong total) {
        this.entries = entries;
        this.failures = failures;
        this.total = total;
    }

    /** The page below its title. */
    record Body(
            String heading,
            String sentence,
            boolean hasEntries,
            List<Outcomes> truths,
            ScoreStrip strip,
            boolean hasParts,
            boolean hasFaces,
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
            List<IndexFaces.Face> faces,
            String probe,
            String reference,
            double similarity,
            String similarityText,
            String decision,
            String truth,
            String outcome,
            List<Part> parts,
            double probeShare,
            String shares,
            String link) {}

    /** A part and what hiding it does to the similarity. */
    record Part(String part, String change) {}

    String html() {
        String heading = heading();
        List<Group> groups = groups();
        Body body =
                new Body(
                        heading,
                        sentence(),
                        !entries.isEmpty(),
                        groups.stream().map(IndexPage::outcomes).toList(),
                        ScoreStrip.of(entries, groups),
                        entries.stream().anyMatch(entry -> !parts(entry).isEmpty()),
                        entries.stream().anyMatch(entry -> !faces(entry).isEmpty()),
                        entries.stream().map(IndexPage::row).toList(),
                        !failures.isEmpty(),
                        failures);
        return Page.of("index").filled(heading + " \u2013 corrrise reports", body);
    }

    private String heading() {
        return isAtItsEnd()
                ? Numerals.count(entries.size(), "pair", "pairs") + " explained"
                : entries.size()
                        + " of "
                        + Numerals.count(total.orElse(0), "pair", "pairs")
                        + " explained so far";
    }

    private boolean isAtItsEnd() {
        return entries.size() + failures.size() >= total.orElse(0);
    }

    private String sentence() {
        return isAtItsEnd()
                ? outcome()
                : outcome()
                        + " This page is written again while the run goes on: reload it to see"
                        + " more. Where the run has ended, start it again to go on.";
    }

    private String outcome() {
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
                faces(entry),
                entry.probe(),
                entry.reference(),
                entry.similarity(),
                similarity(entry),
                entry.decision().map(Words::decision).orElse("no decision"),
                name(entry.truth()),
                entry.truth()
                        .flatMap(truth -> entry.decision().map(made -> Words.outcome(made, truth)))
                        .orElse("\u2013"),
                parts(entry).stream()
                        .map(part -> new Part(part.part(), Numerals.change(part.change())))
                        .toList(),
                entry.probeShare(),
                Numerals.unbroken(
                        Numerals.percent(entry.probeShare())
                                + " / "
                                + (reference.isPresent()
                                        ? Numerals.percent(reference.getAsDouble())
                                        : "\u2013")),
                PageLink.encoded(entry.link()));
    }

    /** With the decimals that tell it from the threshold. */
    private static String similarity(Entry entry) {
        double threshold = entry.threshold().map(Threshold::value).orElse(entry.similarity());
        return Numerals.apart(entry.similarity(), threshold)[0];
    }

    private static List<IndexFaces.Face> faces(Entry entry) {
        return entry.preview().map(ReportIndex.Preview::faces).orElse(List.of());
    }

    private static List<ReportAnswer.Weight> parts(Entry entry) {
        return entry.preview().map(ReportIndex.Preview::parts).orElse(List.of());
    }

    private static String name(Optional<Truth> truth) {
        return truth.map(Words::truth).orElse("unknown");
    }
}
