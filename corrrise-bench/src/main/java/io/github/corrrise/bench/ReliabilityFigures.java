package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How much of the scores maps explain, and whether split halves of one run foretell the correlation
 * with the map of another seed: a table on the console, a row a truth and number of masks.
 */
@Command(
        name = "reliability",
        mixinStandardHelpOptions = true,
        description = "Explained share of maps, and split halves against a second seed.")
final class ReliabilityFigures implements Callable<Integer> {
    private static final List<Integer> MASK_COUNTS = List.of(125, 250, 500, 1000);

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--pairs",
            defaultValue = "20",
            description = "First so many genuine and impostor pairs; default ${DEFAULT-VALUE}.")
    private int pairCount = 20;

    @Spec private @Nullable CommandSpec spec;

    /** One map of each of two seeds, by one run each. */
    private record Twice(Truth truth, Side side, SaliencyMap one, SaliencyMap other) {
        double correlation() {
            return one.correlationWith(other);
        }

        /** How far the split halves of a run are from that. */
        double error(SaliencyMap run) {
            return splitHalf(run) - correlation();
        }
    }

    @Override
    public Integer call() {
        FigureTable table = new FigureTable();
        List<LabelledPair> pairs =
                Stream.of(Truth.values())
                        .flatMap(
                                truth ->
                                        SampledPairs.all(shared.folder()).stream()
                                                .filter(pair -> pair.truth() == truth)
                                                .limit(pairCount))
                        .toList();
        try (OnnxFaceVerifier verifier = shared.openVerifier()) {
            for (int maskCount : MASK_COUNTS) {
                List<Twice> maps = maps(verifier, maskCount, pairs);
                for (Truth truth : Truth.values()) {
                    for (Side side : Side.values()) {
                        table.add(
                                row(
                                        maskCount,
                                        truth + " " + side,
                                        maps,
                                        map -> map.truth() == truth && map.side() == side));
                    }
                }
                table.add(row(maskCount, "all", maps, map -> true));
            }
        }
        table.addLeftOut(budget.leftOut());
        table.print(command().getOut());
        return 0;
    }

    private List<Twice> maps(OnnxFaceVerifier verifier, int maskCount, List<LabelledPair> pairs) {
        List<Twice> maps = new ArrayList<>();
        try (Explainer one = Explainer.builder(verifier).maskCount(maskCount).seed(0).build();
                Explainer other =
                        Explainer.builder(verifier).maskCount(maskCount).seed(1).build()) {
            // Each count of masks has its share of the time.
            double share = (1.0 + MASK_COUNTS.indexOf(maskCount)) / MASK_COUNTS.size();
            for (LabelledPair pair :
                    budget.over(
                            share, pairs, "pairs at " + maskCount + " masks", command().getErr())) {
                Explanation first = one.explain(pair.faces().get());
                Explanation second = other.explain(pair.faces().get());
                maps.add(new Twice(pair.truth(), Side.PROBE, first.probe(), second.probe()));
                maps.add(
                        new Twice(
                                pair.truth(),
                                Side.REFERENCE,
                                first.reference().orElseThrow(),
                                second.reference().orElseThrow()));
            }
        }
        return maps;
    }

    private static FigureTable.Row row(
            int maskCount, String name, List<Twice> all, Predicate<Twice> which) {
        List<Twice> some = all.stream().filter(which).toList();
        double[] shares = ofRuns(some, (twice, run) -> explained(run).share());
        double[] halves = ofRuns(some, (twice, run) -> splitHalf(run));
        double[] errors = ofRuns(some, Twice::error);
        double[] correlations = some.stream().mapToDouble(Twice::correlation).toArray();
        FigureTable.Row row = new FigureTable.Row().count("masks", maskCount).text("maps", name);
        spread(row, "share", shares);
        return spread(spread(row, "splitHalf", halves), "seeds", correlations)
                .number("meanError", Arrays.stream(errors).average())
                .number("meanMagnitude", Arrays.stream(errors).map(Math::abs).average())
                .number(
                        "shareError",
                        Medians.of(ofRuns(some, (t, run) -> explained(run).standardError())))
                .number("shareMoves", moves(some))
                .count("low", (int) runs(some).filter(run -> explained(run).isLow()).count());
    }

    /** The deviation of a share from seed to seed. */
    private static double moves(List<Twice> maps) {
        ToDoubleFunction<Twice> difference =
                map -> explained(map.one()).share() - explained(map.other()).share();
        return Math.sqrt(
                maps.stream().mapToDouble(difference).map(d -> d * d).average().orElse(0) / 2);
    }

    /** A figure of one of the two runs. */
    @FunctionalInterface
    private interface OfRun {
        double of(Twice twice, SaliencyMap run);
    }

    private static Stream<SaliencyMap> runs(List<Twice> maps) {
        return maps.stream().flatMap(map -> Stream.of(map.one(), map.other()));
    }

    private static double[] ofRuns(List<Twice> maps, OfRun figure) {
        return maps.stream()
                .flatMapToDouble(
                        map ->
                                Stream.of(map.one(), map.other())
                                        .mapToDouble(run -> figure.of(map, run)))
                .toArray();
    }

    private static FigureTable.Row spread(FigureTable.Row row, String name, double[] values) {
        return row.number(name + "Median", Medians.of(values))
                .number(name + "Least", Arrays.stream(values).min())
                .number(name + "Greatest", Arrays.stream(values).max());
    }

    private static SaliencyMap.ExplainedVariance explained(SaliencyMap map) {
        return map.reliability().orElseThrow().explained().orElseThrow();
    }

    private static double splitHalf(SaliencyMap map) {
        return map.reliability().orElseThrow().splitHalf().orElseThrow();
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
