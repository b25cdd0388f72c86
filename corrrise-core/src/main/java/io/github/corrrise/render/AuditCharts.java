package io.github.corrrise.render;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The curves of {@code audit.html}, in the units of their drawings. */
final class AuditCharts {
    private static final int BINS = 48;

    /** A histogram is drawn upwards for one truth and downwards for the other. */
    private static final double HALF_HEIGHT = 70;

    private static final double DET_SIDE = 300;

    private AuditCharts() {}

    /**
     * How the scores of both truths are spread.
     *
     * @param bars of the drawing, x and width in per cent
     * @param label the same for those who cannot see it
     * @param thresholdAt place of the threshold in per cent
     */
    record Histogram(
            List<Bar> bars,
            String label,
            String start,
            String end,
            String thresholdAt,
            String thresholdText,
            String anchor) {}

    /** One bar. */
    record Bar(String kind, String x, String y, String width, String height) {}

    /**
     * The DET curve on logarithmic axes.
     *
     * @param points of a polyline
     * @param ticks of both axes
     * @param operating the point of the threshold, where both rates are above 0
     */
    record Det(String points, List<Tick> ticks, Optional<Dot> operating, String label) {}

    /** A power of ten on both axes. */
    record Tick(String at, String up, String text) {}

    /** A point. */
    record Dot(String x, String y) {}

    static Histogram histogram(List<Audit.Scored> pairs, double threshold) {
        double least = threshold;
        double most = threshold;
        for (Audit.Scored pair : pairs) {
            least = Math.min(least, pair.similarity());
            most = Math.max(most, pair.similarity());
        }
        double rim = Math.max(0.02 * (most / 2 - least / 2), 1e-9 * Math.max(1, Math.abs(most)));
        ScoreScale scale = new ScoreScale(least - rim, most + rim);
        List<Bar> bars = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (Truth truth : Truth.values()) {
            double[] scores =
                    pairs.stream()
                            .filter(pair -> pair.outcome().truth() == truth)
                            .mapToDouble(Audit.Scored::similarity)
                            .toArray();
            if (scores.length > 0) {
                addBars(truth, scores, scale, bars);
                words.add(words(truth, scores));
            }
        }
        ScoreScale.Mark mark = scale.mark(threshold, Numerals.plain(threshold));
        return new Histogram(
                bars,
                "Scores: " + String.join("; ", words),
                Numerals.plain(least),
                Numerals.plain(most),
                decimal(scale.at(threshold)),
                mark.text(),
                mark.anchor());
    }

    private static void addBars(Truth truth, double[] scores, ScoreScale scale, List<Bar> bars) {
        long[] counts = new long[BINS];
        for (double score : scores) {
            int bin = (int) (scale.at(score) / 100 * BINS);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        long most = 1;
        for (long count : counts) {
            most = Math.max(most, count);
        }
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                double height = Math.max(1, HALF_HEIGHT * counts[bin] / most);
                boolean up = truth == Truth.GENUINE;
                bars.add(
                        new Bar(
                                Words.truth(truth),
                                decimal(100.0 * bin / BINS),
                                decimal(up ? HALF_HEIGHT - height : HALF_HEIGHT + 2),
                                decimal(100.0 / BINS - 0.25),
                                decimal(height)));
            }
        }
    }

    private static String words(Truth truth, double[] scores) {
        Arrays.sort(scores);
        return String.format(
                Locale.ROOT,
                "%d %s pairs from %s to %s, half of them at most %s",
                scores.length,
                Words.truth(truth),
                Numerals.plain(scores[0]),
                Numerals.plain(scores[scores.length - 1]),
                Numerals.plain(scores[(scores.length - 1) / 2]));
    }

    /** Rates of 0 lie at the ends of the axes. */
    static Det det(ErrorRates rates, ErrorRates.At operating) {
        List<ErrorRates.At> curve = rates.curve();
        long trials =
                Math.max(operating.falseMatches().trials(), operating.falseNonMatches().trials());
        int decades = Math.max(1, (int) Math.ceil(Math.log10((double) trials)));
        String points =
                curve.stream()
                        .map(at -> place(fmr(at), decades) + "," + up(fnmr(at), decades))
                        .distinct()
                        .collect(Collectors.joining(" "));
        List<Tick> ticks = new ArrayList<>();
        for (int decade = 0; decade <= decades; decade++) {
            double rate = Math.pow(10, -decade);
            ticks.add(new Tick(place(rate, decades), up(rate, decades), Numerals.percent(rate)));
        }
        boolean isInside = fmr(operating) > 0 && fnmr(operating) > 0;
        return new Det(
                points,
                ticks,
                isInside
                        ? Optional.of(
                                new Dot(
                                        place(fmr(operating), decades),
                                        up(fnmr(operating), decades)))
                        : Optional.empty(),
                "DET curve: equal error rate " + Numerals.percent(rates.equalError().rate()));
    }

    private static double fmr(ErrorRates.At at) {
        return at.falseMatches().value();
    }

    private static double fnmr(ErrorRates.At at) {
        return at.falseNonMatches().value();
    }

    private static String place(double rate, int decades) {
        double log = rate <= 0 ? -decades : Math.max(-decades, Math.log10(rate));
        return decimal(DET_SIDE * (1 + log / decades));
    }

    private static String up(double rate, int decades) {
        double log = rate <= 0 ? -decades : Math.max(-decades, Math.log10(rate));
        return decimal(DET_SIDE * -log / decades);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
