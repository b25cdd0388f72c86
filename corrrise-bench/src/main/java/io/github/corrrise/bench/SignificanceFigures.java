package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.judge.MaskDesign;
import io.github.corrrise.cli.judge.ModelAlarms;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.SaliencyMap.Significance.Statistic;
import io.github.corrrise.saliency.Side;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What each statistic of significance finds of planted squares that cost more than 0.1 similarity:
 * both judge the same maps. A table on the console, {@code significance.csv} and {@code
 * significance.json}.
 */
@Command(
        name = "significance",
        mixinStandardHelpOptions = true,
        description = "What is beyond chance by values and by clusters, on planted squares.",
        footer = {"", Commands.EXIT_CODES})
final class SignificanceFigures implements Callable<Integer> {
    private static final double COSTLY = 0.1;
    private static final double TEMPLATE_SIDE = 112;

    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--sides",
            split = ",",
            defaultValue = "28,20",
            description = "Sides of the pasted squares on a face of 112; default ${DEFAULT-VALUE}.")
    private List<Integer> sides = List.of(28, 20);

    @Option(
            names = "--placements",
            defaultValue = "300",
            description = "Squares of each side; default ${DEFAULT-VALUE}.")
    private int placements = 300;

    @Option(
            names = "--method",
            defaultValue = "default",
            description = "Masks, estimator adjusted: " + MaskDesign.HELP)
    private String method = "default";

    @Option(names = "--seed", defaultValue = "0", description = "Of squares and masks.")
    private long seed;

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter errors = command().commandLine().getErr();
        int limit = set.limit();
        MaskDesign design = MaskDesign.of(method);
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable table = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out);
                TwoThreads threads = new TwoThreads();
                MaskedPasses passes = threads.passes(verifier);
                MaskCache cache = MaskCache.ofQuarterHeap()) {
            List<GameCase> cases = set.cases(rows, source, limit, errors);
            for (int side : sides) {
                double share = (sides.indexOf(side) + 1.0) / sides.size();
                Map<Statistic, List<Found>> found = new EnumMap<>(Statistic.class);
                String what = "squares of " + side;
                for (int index : budget.rounds(share, placements, what, errors)) {
                    play(side, index, cases, design, passes, cache)
                            .forEach(
                                    (statistic, trial) ->
                                            found.computeIfAbsent(
                                                            statistic, any -> new ArrayList<>())
                                                    .add(trial));
                }
                for (Measure measure : Measure.values()) {
                    found.forEach((by, trials) -> table.add(row(side, by.name(), measure, trials)));
                    if (found.size() > 1) {
                        table.add(difference(side, measure, found));
                    }
                }
            }
            if (!table.isEmpty()) {
                table.addLeftOut(budget.leftOut());
                table.print(command().commandLine().getOut());
                table.write(folder, "significance");
            }
        }
        return set.exitCode();
    }

    /** What is asked of a map. */
    private enum Measure {
        INSIDE("a significant pixel inside"),
        DISSIMILAR_INSIDE("a significantly dissimilar one inside"),
        SHARE("significant share of the map"),
        SHARE_INSIDE("significantly dissimilar share of the square"),
        DISSIMILAR_FAR("significantly dissimilar share of what is a patch or more away");

        private final String words;

        Measure(String words) {
            this.words = words;
        }
    }

    /** The answers of a map. */
    private record Found(Map<Measure, Double> values) {}

    /** Of a square that costs enough, by each statistic; of others nothing. */
    private Map<Statistic, Found> play(
            int side,
            int index,
            List<GameCase> cases,
            MaskDesign design,
            MaskedPasses passes,
            MaskCache cache) {
        GameCase on = cases.get(index % cases.size());
        FacePair pair = on.genuine().get();
        FaceImage donor = on.donors().get(index / cases.size() % on.donors().size()).get();
        PatchGame game = PatchGame.defaults().withSideFraction(side / TEMPLATE_SIDE).withSeed(seed);
        FaceImage pasted = game.pasted(index, pair.probe(), donor);
        FacePair altered = FacePair.of(pasted, pair.reference());
        double cost = passes.whole(pair).similarity() - passes.whole(altered).similarity();
        Map<Statistic, Found> found = new EnumMap<>(Statistic.class);
        if (!(cost > COSTLY)) {
            return found;
        }
        MaskPlan plan =
                new MaskPlan(
                        design.masks(),
                        design.maskCount(),
                        design.fills().orElse(Fills.of(Fill.black())),
                        seed,
                        design.bothHidden().orElse(ModelAlarms.BOTH_HIDDEN));
        MaskScores scores = passes.run(plan, altered, List.of(Side.PROBE)).scores();
        BitSet square = differing(pair.probe(), pasted);
        BitSet far = far(square, pasted.size());
        for (Statistic statistic : Statistic.values()) {
            SaliencyMap map =
                    ScoreCorrelation.defaults()
                            .withEstimator(Estimator.ADJUSTED)
                            .withStatistic(statistic)
                            .maps(scores, cache)
                            .get(0);
            found.put(statistic, found(map, square, far));
        }
        return found;
    }

    private static Found found(SaliencyMap map, BitSet square, BitSet far) {
        BitSet significant = new BitSet();
        BitSet dissimilar = new BitSet();
        FaceSize size = map.size();
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            int row = pixel / size.width();
            int column = pixel % size.width();
            significant.set(pixel, map.isSignificant(row, column));
            dissimilar.set(pixel, significant.get(pixel) && map.at(row, column) < 0);
        }
        return new Found(
                Map.of(
                        Measure.INSIDE,
                        significant.intersects(square) ? 1.0 : 0,
                        Measure.DISSIMILAR_INSIDE,
                        dissimilar.intersects(square) ? 1.0 : 0,
                        Measure.SHARE,
                        map.significantShare(),
                        Measure.SHARE_INSIDE,
                        share(dissimilar, square),
                        Measure.DISSIMILAR_FAR,
                        share(dissimilar, far)));
    }

    private static double share(BitSet of, BitSet in) {
        BitSet both = (BitSet) of.clone();
        both.and(in);
        return in.isEmpty() ? 0 : (double) both.cardinality() / in.cardinality();
    }

    private static BitSet differing(FaceImage face, FaceImage other) {
        FaceSize size = face.size();
        BitSet differing = new BitSet();
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                int row = pixel / size.width();
                int column = pixel % size.width();
                if (face.at(row, column, channel) != other.at(row, column, channel)) {
                    differing.set(pixel);
                }
            }
        }
        return differing;
    }

    /** Farther than the largest patch of the default masks from the square's rows and columns. */
    private static BitSet far(BitSet square, FaceSize size) {
        int reach = (int) Math.round(14 / TEMPLATE_SIDE * size.shorterSide());
        int[] rows = square.stream().map(pixel -> pixel / size.width()).sorted().toArray();
        int[] columns = square.stream().map(pixel -> pixel % size.width()).sorted().toArray();
        BitSet far = new BitSet();
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            far.set(
                    pixel,
                    isBeyond(pixel / size.width(), rows, reach)
                            || isBeyond(pixel % size.width(), columns, reach));
        }
        return far;
    }

    private static boolean isBeyond(int place, int[] sorted, int reach) {
        return place < sorted[0] - reach || place > sorted[sorted.length - 1] + reach;
    }

    private static List<Double> values(List<Found> trials, Measure measure) {
        return trials.stream()
                .map(trial -> Objects.requireNonNull(trial.values().get(measure)))
                .toList();
    }

    private static FigureTable.Row row(
            int side, String statistic, Measure measure, List<Found> trials) {
        return row(
                side,
                statistic,
                measure,
                trials.size(),
                Bootstrap.defaults().mean(values(trials, measure)));
    }

    private static FigureTable.Row difference(
            int side, Measure measure, Map<Statistic, List<Found>> found) {
        List<Double> byClusters = new ArrayList<>();
        List<Double> byValues = new ArrayList<>();
        found.forEach(
                (statistic, trials) ->
                        (statistic == Statistic.CLUSTER ? byClusters : byValues)
                                .addAll(values(trials, measure)));
        return row(
                side,
                "CLUSTER less VALUE",
                measure,
                byClusters.size(),
                Bootstrap.defaults().difference(byClusters, byValues));
    }

    private static FigureTable.Row row(
            int side, String statistic, Measure measure, int count, Estimate estimate) {
        return new FigureTable.Row()
                .text("measure", measure.words)
                .count("side", side)
                .text("statistic", statistic)
                .count("squares", count)
                .number("value", estimate.value())
                .number("lower", estimate.lower())
                .number("upper", estimate.upper());
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
