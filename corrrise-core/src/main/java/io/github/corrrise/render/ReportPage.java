package io.github.corrrise.render;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What fills the page {@code report.html}. */
final class ReportPage {
    private final Report report;
    private final Explanation why;

    ReportPage(Report report) {
        this.report = report;
        this.why = report.explanation();
    }

    String html() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("title", title());
        values.put("verdict", Words.verdict(why.decision()));
        values.put("verdictMark", Words.mark(why.decision()));
        values.put("sentence", ReportWords.sentence(why));
        values.put("readFirst", ReportWords.readFirst(why));
        values.put(
                "names",
                report.names()
                        .map(
                                names ->
                                        Map.of(
                                                "probeName", names.probe(),
                                                "referenceName", names.reference())));
        values.put(
                "truth",
                report.truth()
                        .map(truth -> Map.of("truthSentence", ReportWords.truth(why, truth))));
        values.putAll(scale());
        values.put("mapsLead", ReportWords.mapsLead(why));
        values.put("significanceLead", ReportWords.significanceLead(why));
        values.put("uncertaintyLead", ReportWords.uncertaintyLead(why));
        values.put("opacityPercent", Math.round(100 * report.style().opacity()));
        values.put("opacity", report.style().opacity());
        values.put("quantity", why.probe().scale().quantity());
        values.put("sides", sides());
        values.put("probeOnly", why.reference().isEmpty());
        values.put("run", run());
        values.put("settings", facts(why.provenance().settings()));
        values.put("libraryVersion", why.provenance().libraryVersion());
        return Page.of("report").filled(values);
    }

    /** Without names: titles are kept by browsers and shown on paper. */
    private String title() {
        return Words.verdict(why.decision())
                + " at "
                + Numerals.plain(why.similarity())
                + " \u2013 corrrise report";
    }

    private Map<String, Object> scale() {
        ScoreScale scale = ScoreScale.of(why);
        double scoreAt = scale.at(why.similarity());
        String[] numbers =
                Numerals.apart(
                        why.similarity(),
                        why.threshold().map(value -> value.value()).orElse(why.similarity()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("scaleLabel", FigureWords.verdict(why));
        values.put("scoreAt", scoreAt);
        values.put("scoreText", numbers[0]);
        values.put("scoreAnchor", ScoreScale.anchor(scoreAt));
        values.put("scaleStart", Numerals.plain(scale.start()));
        values.put("scaleEnd", Numerals.plain(scale.end()));
        values.put("scaleNote", ReportWords.scaleNote(why));
        values.put(
                "threshold",
                why.threshold()
                        .map(
                                threshold -> {
                                    double at = scale.at(threshold.value());
                                    return Map.of(
                                            "thresholdAt",
                                            at,
                                            "thresholdLeft",
                                            100 - at,
                                            "thresholdText",
                                            numbers[1],
                                            "thresholdAnchor",
                                            ScoreScale.anchor(at),
                                            "zones",
                                            zones(at));
                                }));
        return values;
    }

    /** The words under the two parts of the scale, where there is room for them. */
    private static List<Map<String, Object>> zones(double thresholdAt) {
        List<Map<String, Object>> zones = new ArrayList<>();
        if (thresholdAt >= 20) {
            zones.add(
                    Map.of(
                            "zoneAt",
                            thresholdAt / 2,
                            "zoneWord",
                            Words.decision(Decision.NON_MATCH)));
        }
        if (thresholdAt <= 80) {
            zones.add(
                    Map.of(
                            "zoneAt",
                            (100 + thresholdAt) / 2,
                            "zoneWord",
                            Words.decision(Decision.MATCH)));
        }
        return zones;
    }

    private List<Map<String, Object>> sides() {
        float largest =
                Stream.concat(Stream.of(why.probe()), why.reference().stream())
                        .map(SaliencyMap::largestMagnitude)
                        .reduce(0f, Math::max);
        Shading shading = Shading.of(ColourMap.diverging(), largest, report.style().withOpacity(1));
        List<Map<String, Object>> sides = new ArrayList<>();
        sides.add(
                new ReportSide(report, Side.PROBE, why.probe(), shading)
                        .values(report.names().map(Report.Names::probe)));
        why.reference()
                .map(map -> new ReportSide(report, Side.REFERENCE, map, shading))
                .map(side -> side.values(report.names().map(Report.Names::reference)))
                .ifPresent(sides::add);
        return sides;
    }

    private List<Map<String, Object>> run() {
        Provenance provenance = why.provenance();
        Map<String, String> run = new LinkedHashMap<>();
        run.put("Method", provenance.method());
        run.put("Verifier", provenance.verifier());
        run.put("Picture of the probe", Words.origin(provenance.inputs().probe()));
        run.put("Picture of the reference", Words.origin(provenance.inputs().reference()));
        run.put(
                "Masks",
                provenance.maskCount() + (why.reference().isPresent() ? " a side" : " (probe)"));
        run.put("Passes through the verifier", Long.toString(provenance.passCount()));
        run.put("Scores that failed", Integer.toString(provenance.failedCount()));
        run.put("Ended by", Words.ended(provenance.stopReason()));
        run.put("Seed", Long.toString(provenance.seed()));
        run.put("Seconds in all", Numerals.plain(seconds(provenance.timing().total().toNanos())));
        run.put(
                "Seconds in the verifier",
                Numerals.plain(seconds(provenance.timing().verifier().toNanos())));
        run.put("Library", "corrrise " + provenance.libraryVersion());
        run.put("Digest of all inputs", provenance.inputs().digest());
        return facts(run);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private static List<Map<String, Object>> facts(Map<String, String> named) {
        List<Map<String, Object>> facts = new ArrayList<>();
        named.forEach((key, value) -> facts.add(Map.of("key", key, "value", value)));
        return facts;
    }
}
