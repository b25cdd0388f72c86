package io.github.corrrise.render;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The colours of a map with their values, as {@code report.html} draws them.
 *
 * @param stops the colours from one limit to the other
 * @param ticks the limits, zero and the bounds of chance
 * @param label the same for those who cannot see it
 * @param caption what the colours mean
 */
record ReportBar(List<Stop> stops, List<Tick> ticks, String label, String caption) {
    private static final int STOPS = 24;

    /** The grey of skin in mid light: what the colours of a panel mostly lie over. */
    private static final int GROUND = MapPanel.ground(150) * 0x010101;

    /** A colour at its place between 0 and 1. */
    record Stop(String offset, String colour) {}

    /** A mark at its place in per cent, with its text. */
    record Tick(
            double at, String tickClass, int tickTop, String label, int labelAt, String anchor) {}

    static ReportBar of(SaliencyMap map, Shading shading) {
        double bound = map.significance().map(SaliencyMap.Significance::bound).orElse(0.0);
        return new ReportBar(
                stops(bound, shading),
                ticks(bound, shading.limit()),
                ReportWords.barLabel(map, shading.limit()),
                ReportWords.barCaption(map));
    }

    /** The colours from one limit to the other, grey between the bounds. */
    private static List<Stop> stops(double bound, Shading shading) {
        double limit = shading.limit();
        double inner = Math.min(bound, limit);
        List<Stop> stops = new ArrayList<>();
        addStops(-limit, -inner, shading, stops);
        stops.add(stop(-inner, limit, GROUND));
        stops.add(stop(inner, limit, GROUND));
        addStops(inner, limit, shading, stops);
        return stops;
    }

    private static void addStops(double from, double to, Shading shading, List<Stop> stops) {
        for (int i = 0; from < to && i <= STOPS; i++) {
            double value = from + (to - from) * i / STOPS;
            stops.add(stop(value, shading.limit(), shading.over(GROUND & 0xFF, value)));
        }
    }

    private static Stop stop(double value, double limit, int colour) {
        double at = 0.5 + value / (2 * limit);
        return new Stop(
                String.format(Locale.ROOT, "%.4f", at),
                String.format(Locale.ROOT, "#%06x", colour));
    }

    private static List<Tick> ticks(double bound, double limit) {
        List<Tick> ticks = new ArrayList<>();
        for (double value : new double[] {-limit, 0, limit}) {
            ticks.add(tick(value, limit, "tick", 34, 54));
        }
        if (bound > 0 && bound <= limit) {
            ticks.add(tick(-bound, limit, "bound", 14, 12));
            ticks.add(tick(bound, limit, "bound", 14, 12));
        }
        return ticks;
    }

    private static Tick tick(double value, double limit, String kind, int top, int labelAt) {
        double at = 50 + 50 * value / limit;
        return new Tick(
                Math.round(10 * at) / 10.0,
                kind,
                top,
                Numerals.signed(value),
                labelAt,
                anchor(value, limit));
    }

    /** Outwards at the ends and at the bounds, which may lie close together. */
    private static String anchor(double value, double limit) {
        if (value == 0) {
            return "middle";
        }
        boolean end = Math.abs(value) == limit;
        return value > 0 == end ? "end" : "start";
    }
}
