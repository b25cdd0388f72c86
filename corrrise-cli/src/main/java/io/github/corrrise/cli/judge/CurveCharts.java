package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.judge.EvaluationTable.Course;
import io.github.corrrise.cli.judge.EvaluationTable.Row;
import io.github.corrrise.evaluation.AccuracyCurve;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.internal.file.WholeFile;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The curves of one fill as one picture: deletion left, insertion right; in rows the accuracy on
 * genuine pairs, the accuracy on impostors and the mean similarity of impostors. A line a method.
 */
final class CurveCharts {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;

    private CurveCharts() {}

    /** Draws the curves of a fill; the sets that have no pair have no row. */
    static void write(EvaluationTable table, String fill, Path png) {
        List<Row> rows = table.rows().stream().filter(row -> row.fill().equals(fill)).toList();
        List<XYChart> charts = new ArrayList<>();
        addPair(
                charts,
                rows,
                DeletionInsertion.Sign.SIMILAR,
                EvaluationTable.Set.GENUINE,
                "accuracy",
                AccuracyCurve::accuracies);
        addPair(
                charts,
                rows,
                DeletionInsertion.Sign.DISSIMILAR,
                EvaluationTable.Set.IMPOSTOR,
                "accuracy",
                AccuracyCurve::accuracies);
        addPair(
                charts,
                rows,
                DeletionInsertion.Sign.DISSIMILAR,
                EvaluationTable.Set.IMPOSTOR,
                "mean similarity",
                AccuracyCurve::meanSimilarities);
        WholeFile.write(
                png,
                output ->
                        BitmapEncoder.saveBitmap(
                                charts,
                                charts.size() / 2,
                                2,
                                output,
                                BitmapEncoder.BitmapFormat.PNG));
    }

    private static void addPair(
            List<XYChart> charts,
            List<Row> rows,
            DeletionInsertion.Sign sign,
            EvaluationTable.Set set,
            String quantity,
            Function<AccuracyCurve, List<Double>> values) {
        for (Course course : Course.values()) {
            List<Row> shown =
                    rows.stream()
                            .filter(
                                    row ->
                                            row.sign() == sign
                                                    && row.set() == set
                                                    && row.course() == course)
                            .toList();
            if (!shown.isEmpty()) {
                charts.add(chart(shown, quantity, values));
            }
        }
    }

    private static XYChart chart(
            List<Row> rows, String quantity, Function<AccuracyCurve, List<Double>> values) {
        Row first = rows.get(0);
        String doing = first.course() == Course.DELETION ? "hidden" : "shown";
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(
                                String.format(
                                        Locale.ROOT,
                                        "%s by the %s map, %d %s pairs, %s fill",
                                        first.course().name().toLowerCase(Locale.ROOT),
                                        first.sign() == DeletionInsertion.Sign.SIMILAR
                                                ? "similarity"
                                                : "dissimilarity",
                                        first.curve().pairs().size(),
                                        first.set().name().toLowerCase(Locale.ROOT),
                                        first.fill()))
                        .xAxisTitle("share of pixels " + doing)
                        .yAxisTitle(quantity)
                        .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setLegendBorderColor(Color.WHITE)
                .setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
        if (quantity.equals("accuracy")) {
            chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        }
        for (Row row : rows) {
            List<Double> line = values.apply(row.curve());
            List<Double> shares =
                    IntStream.range(0, line.size())
                            .mapToObj(step -> step / (line.size() - 1.0))
                            .toList();
            chart.addSeries(row.method(), shares, line).setMarker(SeriesMarkers.CIRCLE);
        }
        return chart;
    }
}
