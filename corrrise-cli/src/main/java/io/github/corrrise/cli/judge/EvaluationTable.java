package io.github.corrrise.cli.judge;

import io.github.corrrise.evaluation.AccuracyCurve;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.DeletionInsertionMetric;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.EvaluationScores;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All figures of an evaluation: for every fill, sign of the map, method, set of pairs and curve the
 * areas and the share that crosses, with intervals, and their paired differences from the first
 * method.
 *
 * @param threshold what decisions were made by
 * @param rows by fill, sign, method, set and curve
 */
record EvaluationTable(double threshold, List<Row> rows) {
    /** Pairs a row is about. */
    enum Set {
        /** Of one person. */
        GENUINE,
        /** Of two. */
        IMPOSTOR,
        /** All. */
        MIXED
    }

    /** What happens to the most salient pixels. */
    enum Course {
        /** Hidden first. */
        DELETION,
        /** Shown first. */
        INSERTION
    }

    /** What is read off a curve. */
    enum Measure {
        /** Area under accuracy. */
        AREA("area"),
        /** Area under the mean similarity. */
        SIMILARITY_AREA("similarityArea"),
        /** Share of pairs that cross the threshold. */
        CROSSING("crossingShare");

        private final String label;

        Measure(String label) {
            this.label = label;
        }

        /** What columns and fields call it. */
        String label() {
            return label;
        }

        private double of(AccuracyCurve.PairArea pair) {
            return switch (this) {
                case AREA -> pair.accuracy();
                case SIMILARITY_AREA -> pair.similarity();
                case CROSSING -> pair.crossing();
            };
        }
    }

    /**
     * One curve of one method.
     *
     * @param fill its name
     * @param passesPerPair of the explainer, by its own account
     * @param values every measure
     * @param differences from the first method, every measure; none for the first itself
     */
    record Row(
            String method,
            String fill,
            DeletionInsertion.Sign sign,
            Set set,
            Course course,
            double passesPerPair,
            AccuracyCurve curve,
            Map<Measure, Estimate> values,
            Map<Measure, Estimate> differences) {}

    /** The name of a curve in a result. */
    private record Place(Set set, Course course) {}

    /**
     * The figures of some methods over the same pairs.
     *
     * @param scores by method, at least one
     * @param protocols by the name of their fill, at least one
     */
    static EvaluationTable of(
            Map<String, EvaluationScores> scores,
            Map<String, List<DeletionInsertion>> protocols,
            Bootstrap bootstrap) {
        EvaluationScores first = scores.values().iterator().next();
        String firstMethod = scores.keySet().iterator().next();
        List<Row> rows = new ArrayList<>();
        double threshold = Double.NaN;
        for (Map.Entry<String, List<DeletionInsertion>> fill : protocols.entrySet()) {
            for (DeletionInsertion protocol : fill.getValue()) {
                DeletionInsertionMetric.Result base = first.result(protocol);
                threshold = base.threshold().value();
                for (Map.Entry<String, EvaluationScores> each : scores.entrySet()) {
                    DeletionInsertionMetric.Result result = each.getValue().result(protocol);
                    Map<Place, AccuracyCurve> others =
                            each.getKey().equals(firstMethod) ? Map.of() : curves(base);
                    curves(result)
                            .forEach(
                                    (place, curve) ->
                                            rows.add(
                                                    new Row(
                                                            each.getKey(),
                                                            fill.getKey(),
                                                            protocol.sign(),
                                                            place.set(),
                                                            place.course(),
                                                            passesPerPair(result),
                                                            curve,
                                                            values(curve, bootstrap),
                                                            differences(
                                                                    curve,
                                                                    others.get(place),
                                                                    bootstrap))));
                }
            }
        }
        return new EvaluationTable(threshold, List.copyOf(rows));
    }

    private static double passesPerPair(DeletionInsertionMetric.Result result) {
        return (double) result.explainerPassCount() / result.mixed().pairCount();
    }

    private static Map<Measure, Estimate> values(AccuracyCurve curve, Bootstrap bootstrap) {
        Map<Measure, Estimate> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            values.put(measure, curve.estimate(measure::of, bootstrap));
        }
        return values;
    }

    private static Map<Measure, Estimate> differences(
            AccuracyCurve curve, @Nullable AccuracyCurve other, Bootstrap bootstrap) {
        Map<Measure, Estimate> differences = new EnumMap<>(Measure.class);
        if (other != null) {
            for (Measure measure : Measure.values()) {
                differences.put(measure, curve.difference(other, measure::of, bootstrap));
            }
        }
        return differences;
    }

    private static Map<Place, AccuracyCurve> curves(DeletionInsertionMetric.Result result) {
        Map<Place, AccuracyCurve> all = new LinkedHashMap<>();
        result.genuine().ifPresent(curves -> put(Set.GENUINE, curves, all));
        result.impostor().ifPresent(curves -> put(Set.IMPOSTOR, curves, all));
        put(Set.MIXED, result.mixed(), all);
        return all;
    }

    private static void put(
            Set set, DeletionInsertionMetric.Result.Curves curves, Map<Place, AccuracyCurve> all) {
        all.put(new Place(set, Course.DELETION), curves.deletion());
        all.put(new Place(set, Course.INSERTION), curves.insertion());
    }
}
