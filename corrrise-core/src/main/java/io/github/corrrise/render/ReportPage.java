package io.github.corrrise.render;

import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What fills the page {@code report.html}. */
final class ReportPage {
    private final Report report;
    private final Explanation why;

    ReportPage(Report report) {
        this.report = report;
        this.why = report.explanation();
    }

    /** The page below its title. */
    record Body(
            Heading heading,
            ReportScale scale,
            ReportAnswer answer,
            ReportUnusual unusual,
            Optional<Judged> judged,
            String mapsLead,
            boolean unjudged,
            String uncertaintyLead,
            double opacity,
            long opacityPercent,
            List<ReportSide> sides,
            boolean probeOnly,
            List<Fact> run,
            List<Fact> settings,
            List<Fact> raw,
            String quantity,
            String libraryVersion) {}

    /** What a method tells that says how much of its maps is chance. */
    record Judged(String chance) {}

    /** The decision, who it is about and what it means. */
    record Heading(
            String verdict,
            String verdictMark,
            String sentence,
            Optional<Report.Names> names,
            Optional<Details> details,
            Optional<String> truth,
            String readFirst) {}

    /** Lines of the caller's own, at least one. */
    record Details(List<Report.Detail> lines) {}

    /** A row of a table of two columns. */
    record Fact(String key, String value) {}

    String html() {
        Provenance provenance = why.provenance();
        Body body =
                new Body(
                        heading(),
                        ReportScale.of(why),
                        ReportAnswer.of(why),
                        ReportUnusual.of(why, report.style()),
                        ReportWords.chance(why).map(Numerals::unbroken).map(Judged::new),
                        ReportWords.mapsLead(why),
                        why.probe().significance().isEmpty(),
                        ReportWords.uncertaintyLead(why),
                        report.style().opacity(),
                        Math.round(100 * report.style().opacity()),
                        sides(),
                        why.reference().isEmpty(),
                        run(provenance),
                        settings(provenance),
                        raw(provenance),
                        why.probe().scale().quantity(),
                        provenance.libraryVersion());
        return Page.of("report").filled(title(), body);
    }

    /** Without names: titles are kept by browsers and shown on paper. */
    private String title() {
        return Words.verdict(why.decision())
                + " at "
                + Numerals.plain(why.similarity())
                + " \u2013 corrrise report";
    }

    private Heading heading() {
        return new Heading(
                Words.verdict(why.decision()),
                Words.mark(why.decision()),
                ReportWords.sentence(why),
                report.names(),
                report.details().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Details(report.details())),
                report.truth().map(truth -> ReportWords.truth(why, truth)),
                Numerals.unbroken(ReportWords.readFirst(why)));
    }

    private List<ReportSide> sides() {
        float largest =
                Stream.concat(Stream.of(why.probe()), why.reference().stream())
                        .map(SaliencyMap::largestMagnitude)
                        .reduce(0f, Math::max);
        Shading shading = Shading.of(ColourMap.diverging(), largest, report.style().withOpacity(1));
        List<ReportSide> sides = new ArrayList<>();
        sides.add(ReportSide.of(report, Side.PROBE, why.probe(), shading));
        why.reference()
                .ifPresent(map -> sides.add(ReportSide.of(report, Side.REFERENCE, map, shading)));
        return sides;
    }

    private List<Fact> run(Provenance provenance) {
        return List.of(
                new Fact("Method", provenance.method()),
                new Fact("Verifier", Words.shortly(provenance.verifier())),
                new Fact("Picture of the probe", Words.origin(provenance.inputs().probe())),
                new Fact("Picture of the reference", Words.origin(provenance.inputs().reference())),
                new Fact("Passes through the verifier", Long.toString(provenance.passCount())),
                new Fact("Scores that failed", Integer.toString(provenance.failedCount())),
                new Fact("Ended by", Words.ended(provenance.stopReason())),
                new Fact("Seconds", ReportWords.seconds(provenance.timing())),
                new Fact("Library", "corrrise " + provenance.libraryVersion()));
    }

    private List<Fact> settings(Provenance provenance) {
        List<Fact> facts = new ArrayList<>();
        facts.add(
                new Fact(
                        "Masks",
                        provenance.maskCount()
                                + (why.reference().isPresent()
                                        ? " for each face"
                                        : " for the probe")));
        facts.addAll(SettingWords.of(provenance.settings(), why.probe().size()));
        facts.add(new Fact("Seed", Long.toString(provenance.seed())));
        return facts;
    }

    private static void addAlignment(String side, FaceOrigin origin, List<Fact> facts) {
        origin.alignment()
                .ifPresent(source -> facts.add(new Fact("alignment of the " + side, source)));
    }

    /** As the program has it, to be compared and searched for. */
    private static List<Fact> raw(Provenance provenance) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("verifier", provenance.verifier()));
        addAlignment("probe", provenance.inputs().probe(), facts);
        addAlignment("reference", provenance.inputs().reference(), facts);
        provenance.settings().forEach((key, value) -> facts.add(new Fact(key, value)));
        facts.add(new Fact("digest of all inputs", provenance.inputs().digest()));
        return facts;
    }
}
