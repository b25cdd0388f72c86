package io.github.corrrise.render;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.List;

/** A map told in ninths of its crop, for those who cannot see it. */
final class Ninths {
    private static final int PARTS = 3;
    private static final List<String> ROWS = List.of("top", "middle", "bottom");

    private Ninths() {}

    /** Three ninths side by side. */
    record Row(String rowName, List<Cell> cells) {}

    /** One ninth: its mean, and what part of it is beyond chance. */
    record Cell(String mean, String beyond) {}

    /** Three rows of three cells, each with its mean value and what is beyond chance in it. */
    static List<Row> of(SaliencyMap map) {
        List<Row> rows = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            List<Cell> cells = new ArrayList<>();
            for (int across = 0; across < PARTS; across++) {
                cells.add(cell(map, part, across));
            }
            rows.add(new Row(ROWS.get(part), cells));
        }
        return rows;
    }

    private static Cell cell(SaliencyMap map, int part, int across) {
        int height = map.size().height();
        int width = map.size().width();
        double sum = 0;
        int count = 0;
        int positive = 0;
        int negative = 0;
        for (int row = part * height / PARTS; row < (part + 1) * height / PARTS; row++) {
            for (int column = across * width / PARTS;
                    column < (across + 1) * width / PARTS;
                    column++) {
                float value = map.at(row, column);
                sum += value;
                count++;
                if (map.isSignificant(row, column)) {
                    positive += value > 0 ? 1 : 0;
                    negative += value < 0 ? 1 : 0;
                }
            }
        }
        if (count == 0) {
            return new Cell("\u2013", "");
        }
        return new Cell(
                rounded(sum / count),
                map.significance().isEmpty() ? "" : beyond(positive, negative, count));
    }

    /** Two decimals: a mean over a ninth is no finer. */
    private static String rounded(double mean) {
        double value = Math.round(100 * mean) / 100.0;
        return value == 0 ? "0" : Numerals.signed(value).substring(0, 5);
    }

    private static String beyond(int positive, int negative, int count) {
        List<String> parts = new ArrayList<>();
        if (positive > 0) {
            parts.add("+ on " + Numerals.percent((double) positive / count));
        }
        if (negative > 0) {
            parts.add("\u2212 on " + Numerals.percent((double) negative / count));
        }
        String all = String.join(", ", parts);
        return parts.isEmpty() ? "none" : Numerals.unbroken(all);
    }
}
