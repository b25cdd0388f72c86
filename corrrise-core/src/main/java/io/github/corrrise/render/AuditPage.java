package io.github.corrrise.render;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.AuditedPair;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.Hidden;
import io.github.corrrise.audit.SaliencyStatistics.MeanEffect;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What fills the page {@code audit.html}. */
final class AuditPage {
    private static final int WORST = 20;

    private final Audit.Result result;
    private final String name;
    private final Map<String, String> links;
    private final SaliencyStatistics statistics;
    private final AuditedPair.Run run;
    private final AuditMaps maps;
    private final boolean showsFace;

    AuditPage(
            Audit.Result result,
            String name,
            Map<String, String> links,
            Optional<FaceImage> ground) {
        this.result = result;
        this.name = name;
        this.links = links;
        this.statistics = result.statistics();
        this.run = statistics.run().orElseThrow();
        this.showsFace = ground.isPresent();
        this.maps = new AuditMaps(ground.orElseGet(() -> FaceTemplate.of(run.size())));
    }

    /** The page below its title. */
    record Body(
            String heading,
            String sentence,
            List<RateRow> rates,
            AuditCharts.Histogram histogram,
            Optional<Curve> curve,
            String meansLead,
            List<AuditMaps.Panel> means,
            List<GroupMeans> groups,
            List<PartTable> partTables,
            String differencesLead,
            List<AuditMaps.Difference> differences,
            List<ErrorRow> worst,
            boolean hasWorst,
            boolean hasLinks,
            List<String> notMeasured,
            List<Fact> facts,
            String closing) {}

    /** Both error rates of a group or of all. */
    record RateRow(
            String group,
            String genuine,
            String falseNonMatches,
            String fnmr,
            String impostors,
            String falseMatches,
            String fmr) {}

    /** The DET curve and what is to be said of it. */
    record Curve(AuditCharts.Det det, String reading) {}

    /** The mean maps of a group, those of each outcome that it has. */
    record GroupMeans(String group, List<AuditMaps.Panel> means) {}

    /** Mean effects of all parts, hidden one way, a column for each outcome. */
    record PartTable(String caption, List<String> columns, List<PartRow> rows) {}

    /** One part. */
    record PartRow(String part, List<Cell> cells) {}

    /** A mean effect. */
    record Cell(Optional<String> beyond, Optional<String> within) {}

    /** One of the worst errors. */
    record ErrorRow(
            String pair,
            String outcome,
            String similarity,
            String distance,
            String group,
            Optional<String> link) {}

    /** A line of what the audit was made from. */
    record Fact(String key, String value) {}

    String html() {
        Threshold threshold = Threshold.of(run.threshold());
        LabelledScores scores = scores();
        Optional<ErrorRates> rates = rates(scores);
        List<Outcome> outcomes =
                Arrays.stream(Outcome.values())
                        .filter(outcome -> statistics.count(Selection.of(outcome)) > 0)
                        .toList();
        List<Finding> means =
                outcomes.stream().map(each -> statistics.mean(Selection.of(each))).toList();
        List<AuditMaps.Difference> differences = differences();
        List<ErrorRow> worst = worst(result).stream().map(this::row).toList();
        String heading = Numerals.count(result.pairs().size(), "pair", "pairs") + " of " + name;
        Body body =
                new Body(
                        heading,
                        sentence(),
                        rateRows(),
                        AuditCharts.histogram(result.pairs(), threshold.value()),
                        rates.map(each -> curve(each, threshold)),
                        meansLead(means),
                        panels(outcomes, means, AuditMaps.limit(means)),
                        statistics.groups().stream()
                                .map(group -> groupMeans(group, AuditMaps.limit(means)))
                                .toList(),
                        partTables(outcomes, means),
                        differencesLead(differences),
                        differences,
                        worst,
                        !worst.isEmpty(),
                        worst.stream().anyMatch(row -> row.link().isPresent()),
                        notMeasured(outcomes, means),
                        facts(scores),
                        showsFace ? "It shows a face. " : "");
        return Page.withoutScript("audit").filled(heading + " \u2013 corrrise audit", body);
    }

    /** The errors that lie farthest from the threshold. */
    static List<Audit.Scored> worst(Audit.Result result) {
        double threshold =
                result.statistics().run().map(AuditedPair.Run::threshold).orElse(Double.NaN);
        return result.pairs().stream()
                .filter(pair -> pair.outcome().isError())
                .sorted(
                        Comparator.comparingDouble(
                                pair -> -Math.abs(pair.similarity() - threshold)))
                .limit(WORST)
                .toList();
    }

    private LabelledScores scores() {
        LabelledScores.Builder scores = LabelledScores.builder(name).verifier(run.verifier());
        result.pairs().forEach(pair -> scores.add(pair.similarity(), pair.outcome().truth()));
        return scores.build();
    }

    private Optional<ErrorRates> rates(LabelledScores scores) {
        boolean both = scores.count(Truth.GENUINE) > 0 && scores.count(Truth.IMPOSTOR) > 0;
        return both ? Optional.of(ErrorRates.of(scores)) : Optional.empty();
    }

    private String sentence() {
        List<String> parts = new ArrayList<>();
        rate(Outcome.FALSE_MATCH, Optional.empty())
                .ifPresent(
                        rate ->
                                parts.add(
                                        "It matched "
                                                + rate.errors()
                                                + " of "
                                                + Numerals.count(
                                                        rate.trials(),
                                                        "impostor pair",
                                                        "impostor pairs")
                                                + " (FMR "
                                                + rate.inWords()
                                                + ")."));
        rate(Outcome.FALSE_NON_MATCH, Optional.empty())
                .ifPresent(
                        rate ->
                                parts.add(
                                        "It missed "
                                                + rate.errors()
                                                + " of "
                                                + Numerals.count(
                                                        rate.trials(),
                                                        "genuine pair",
                                                        "genuine pairs")
                                                + " (FNMR "
                                                + rate.inWords()
                                                + ")."));
        return Words.shortly(run.verifier())
                + " decided at a threshold of "
                + Numerals.plain(run.threshold())
                + ". "
                + String.join(" ", parts);
    }

    private long count(Truth truth, Optional<String> group) {
        return result.pairs().stream()
                .filter(pair -> pair.outcome().truth() == truth)
                .filter(pair -> group.isEmpty() || pair.group().equals(group))
                .count();
    }

    /** How often an error happened; empty without pairs in which it could. */
    private Optional<ErrorRates.Rate> rate(Outcome error, Optional<String> group) {
        long trials = count(error.truth(), group);
        long errors =
                result.pairs().stream()
                        .filter(pair -> pair.outcome() == error)
                        .filter(pair -> group.isEmpty() || pair.group().equals(group))
                        .count();
        return trials == 0 ? Optional.empty() : Optional.of(new ErrorRates.Rate(errors, trials));
    }

    private List<RateRow> rateRows() {
        List<RateRow> rows = new ArrayList<>();
        rows.add(rateRow("all", Optional.empty()));
        for (String group : statistics.groups()) {
            rows.add(rateRow(group, Optional.of(group)));
        }
        return rows;
    }

    private RateRow rateRow(String title, Optional<String> group) {
        Optional<ErrorRates.Rate> misses = rate(Outcome.FALSE_NON_MATCH, group);
        Optional<ErrorRates.Rate> matches = rate(Outcome.FALSE_MATCH, group);
        return new RateRow(
                title,
                "" + count(Truth.GENUINE, group),
                misses.map(rate -> "" + rate.errors()).orElse("\u2013"),
                misses.map(rate -> Numerals.unbroken(rate.inWords())).orElse("\u2013"),
                "" + count(Truth.IMPOSTOR, group),
                matches.map(rate -> "" + rate.errors()).orElse("\u2013"),
                matches.map(rate -> Numerals.unbroken(rate.inWords())).orElse("\u2013"));
    }

    private static Curve curve(ErrorRates rates, Threshold threshold) {
        ErrorRates.EqualError equal = rates.equalError();
        AuditCharts.Det det = AuditCharts.det(rates, rates.at(threshold));
        return new Curve(
                det,
                (det.operating().isPresent()
                                ? "The dot is this threshold."
                                : "At this threshold one of them is 0, so it has no dot.")
                        + " Equal error rate "
                        + Numerals.percent(equal.rate())
                        + ", at a threshold of "
                        + Numerals.plain(equal.threshold().value())
                        + ".");
    }

    private static String meansLead(List<Finding> means) {
        return "The mean map of the pairs of each outcome. Orange: places that made the faces more"
                + " alike when seen; blue: places that made them less alike. Colours reach their"
                + " ends at \u00b1"
                + Numerals.plain(AuditMaps.limit(means))
                + " in all of them.";
    }

    private List<AuditMaps.Panel> panels(List<Outcome> outcomes, List<Finding> means, float limit) {
        return IntStream.range(0, means.size())
                .mapToObj(i -> maps.mean(plural(outcomes.get(i)), means.get(i), limit))
                .toList();
    }

    /** In the colours of all pairs, so that groups can be compared by eye. */
    private GroupMeans groupMeans(String group, float limit) {
        List<Outcome> outcomes =
                Arrays.stream(Outcome.values())
                        .filter(each -> statistics.count(Selection.of(each).ofGroups(group)) > 0)
                        .toList();
        List<Finding> means =
                outcomes.stream()
                        .map(each -> statistics.mean(Selection.of(each).ofGroups(group)))
                        .toList();
        return new GroupMeans(group, panels(outcomes, means, limit));
    }

    private static String plural(Outcome outcome) {
        return Words.capitalised(Words.outcome(outcome)) + "es";
    }

    private List<PartTable> partTables(List<Outcome> outcomes, List<Finding> means) {
        if (run.parts().isEmpty()) {
            return List.of();
        }
        List<PartTable> tables = new ArrayList<>();
        for (Hidden hidden : Hidden.values()) {
            List<PartRow> rows =
                    run.parts().stream()
                            .map(
                                    part ->
                                            new PartRow(
                                                    part,
                                                    means.stream()
                                                            .map(mean -> cell(mean, part, hidden))
                                                            .toList()))
                            .toList();
            tables.add(
                    new PartTable(
                            switch (hidden) {
                                case ONE_FACE ->
                                        "What the similarity loses when the part is hidden in one"
                                                + " face";
                                case BOTH ->
                                        "What the similarity loses when the part is hidden in both"
                                                + " faces";
                            },
                            outcomes.stream().map(AuditPage::plural).toList(),
                            rows));
        }
        return tables;
    }

    private static Cell cell(Finding mean, String part, Hidden hidden) {
        MeanEffect effect =
                mean.parts().stream()
                        .filter(each -> each.part().equals(part) && each.hidden() == hidden)
                        .findFirst()
                        .orElseThrow();
        Optional<String> text = Optional.of(AuditMaps.number(effect));
        return effect.isSignificant()
                ? new Cell(text, Optional.empty())
                : new Cell(Optional.empty(), text);
    }

    /** Errors against what is right, and each group against the others. */
    private List<AuditMaps.Difference> differences() {
        List<AuditMaps.Difference> differences = new ArrayList<>();
        add(
                "False non-matches against true matches",
                Selection.of(Outcome.FALSE_NON_MATCH),
                Selection.of(Outcome.TRUE_MATCH),
                differences);
        add(
                "False matches against true non-matches",
                Selection.of(Outcome.FALSE_MATCH),
                Selection.of(Outcome.TRUE_NON_MATCH),
                differences);
        List<String> groups = statistics.groups();
        for (Truth truth : Truth.values()) {
            // Of two groups one comparison says it all.
            List<String> compared = groups.size() == 2 ? groups.subList(0, 1) : groups;
            for (String group : compared) {
                String[] others =
                        groups.stream().filter(each -> !each.equals(group)).toArray(String[]::new);
                if (others.length > 0) {
                    add(
                            Words.capitalised(Words.truth(truth))
                                    + " pairs: "
                                    + group
                                    + " against "
                                    + (others.length == 1 ? others[0] : "all others"),
                            Selection.of(truth).ofGroups(group),
                            Selection.of(truth).ofGroups(others),
                            differences);
                }
            }
        }
        return differences;
    }

    private void add(
            String title,
            Selection first,
            Selection second,
            List<AuditMaps.Difference> differences) {
        if (statistics.count(first) > 0 && statistics.count(second) > 0) {
            differences.add(maps.difference(title, statistics.difference(first, second)));
        }
    }

    private static String differencesLead(List<AuditMaps.Difference> differences) {
        return differences.isEmpty()
                ? "Nothing could be compared: there are neither errors beside what is right nor two"
                        + " groups."
                : "Orange: more similarity comes from there in the first of the two; blue: less."
                        + " Only what is beyond chance is shown, told for the whole map at once"
                        + " and for all parts at once: where nothing differs, one map in twenty,"
                        + " and the parts of one comparison in twenty, show something. "
                        + (differences.size() == 1
                                ? "One comparison was made."
                                : differences.size() + " comparisons were made.");
    }

    private ErrorRow row(Audit.Scored pair) {
        String[] apart = Numerals.apart(pair.similarity(), run.threshold());
        return new ErrorRow(
                pair.name(),
                Words.outcome(pair.outcome()),
                apart[0],
                Numerals.signed(pair.similarity() - run.threshold()),
                pair.group().orElse("\u2013"),
                Optional.ofNullable(links.get(pair.name())).map(PageLink::encoded));
    }

    private List<String> notMeasured(List<Outcome> outcomes, List<Finding> means) {
        List<String> sentences = new ArrayList<>();
        sentences.add(
                "Other pairs: rates and maps are those of this set. Other cameras, ages, poses or"
                        + " light may give others.");
        sentences.add(
                "Dependence between pairs, in the rates: their intervals are exact for pairs that"
                        + " share no person, and too narrow where many share one.");
        if (statistics.groups().isEmpty()) {
            sentences.add("Groups: none were given.");
        }
        sentences.add(
                "Fairness: nothing here claims it. A claim would need a definition of fairness,"
                        + " groups that were recorded and not guessed, enough pairs of each in the"
                        + " conditions of use to bound the differences, and other causes, such as"
                        + " the quality of pictures, held equal.");
        if (run.parts().isEmpty()) {
            sentences.add("Parts of the face: the explainer was not asked for them.");
        }
        for (int i = 0; i < means.size(); i++) {
            if (means.get(i).deviation().isEmpty()) {
                sentences.add(
                        plural(outcomes.get(i))
                                + ": fewer than ten persons, counted as if all had equally many"
                                + " pairs, so their mean map cannot be told from chance.");
            }
        }
        if (!result.unreadable().isEmpty()) {
            sentences.add(
                    "Pairs that could not be read ("
                            + result.unreadable().size()
                            + "), which are left out: "
                            + unreadable()
                            + ".");
        }
        return sentences;
    }

    private String unreadable() {
        List<String> told =
                result.unreadable().stream()
                        .limit(WORST)
                        .map(pair -> pair.name() + " (" + pair.reason() + ")")
                        .toList();
        int more = result.unreadable().size() - told.size();
        return String.join("; ", told) + (more > 0 ? "; and " + more + " more" : "");
    }

    private List<Fact> facts(LabelledScores scores) {
        return List.of(
                new Fact("Verifier", run.verifier()),
                new Fact("Threshold", Double.toString(run.threshold())),
                new Fact("Explainer", run.explainer()),
                new Fact("Set of pairs", name),
                new Fact("SHA-256 of the scores", scores.digest()),
                new Fact("Maps", Words.size(run.size()) + ", " + run.quantity()),
                new Fact("corrrise", run.libraryVersion()));
    }
}
