package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.judge.MaskDesign;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.AccuracyCurve;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.DeletionInsertionMetric.Result.Curves;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.Evaluation;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Masks a side that the adjusted estimator needs for what 500 plain published masks reach.
 *
 * <p>{@code passesMap}: the mean squared error of 500 plain masks against the map of 12,000 others,
 * whose own noise is subtracted; error curves are averaged over several disjoint sets of masks and
 * interpolated on logarithms; the median over pairs and sides, and the worst of them.
 *
 * <p>{@code passesArea}: the least of the counts tried at which the default masks and estimator,
 * one face hidden as published, have a loss in the deletion and in the insertion area on genuine
 * pairs, threshold 0.271, black and blurred fill, whose paired upper bound of 95 % is under 0.01; 0
 * where none has. The losses of each count follow. {@code passesAreaByDefault}: the same where
 * masks hide both faces besides; {@code passesAreaPublishedMasks}: for the adjusted estimator on
 * published masks. The few pairs of a short run cannot show a loss of 0.01; {@code --area-pairs 40
 * --area-seeds 5} can, and takes many times as long.
 */
@Command(
        name = "passes",
        mixinStandardHelpOptions = true,
        description = "Masks the adjusted estimator needs for what 500 plain ones reach.")
final class PassesFigures implements Callable<Integer> {
    private static final int PLAIN = 500;
    private static final int DRAWN = 2_000;
    private static final int[] TRIED = {60, 80, 100, 125, 160, 200, 250, 330, 500};

    /** What is tried for the areas. */
    enum AreaDesign {
        /** The default masks and estimator, one face hidden. */
        both0("", "default-both0"),
        /** The default. */
        byDefault("ByDefault", "default"),
        /** The adjusted estimator on published masks. */
        publishedMasks("PublishedMasks", "published-adjusted");

        private final String figure;
        private final String design;

        AreaDesign(String figure, String design) {
            this.figure = figure;
            this.design = design;
        }
    }

    /** The maps may take this share of the time where areas follow. */
    private static final double MAP_SHARE = 0.5;

    /** Without the cache: fewer pairs, and references of fewer masks, noisier but as fair. */
    private static final int PAIRS_WITHOUT_CACHE = 3;

    static final int MASKS_WITHOUT_CACHE = 4_000;

    private static final ScoreCorrelation CORRELATION = ScoreCorrelation.defaults();

    @Mixin private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Mixin private SampledPairs sampled = new SampledPairs();

    @Option(
            names = "--cache",
            defaultValue = "corrrise-bench/target/reference-maps",
            description = "Folder that the command reference wrote; default ${DEFAULT-VALUE}.")
    private Path cache = Path.of("corrrise-bench/target/reference-maps");

    @Option(
            names = "--area-pairs",
            defaultValue = "6",
            description = "Genuine pairs for the areas; default ${DEFAULT-VALUE}, 0 for none.")
    private int areaPairs = 6;

    @Option(
            names = "--area-seeds",
            defaultValue = "1",
            description =
                    "Seeds of masks over which each pair's areas are averaged; default"
                            + " ${DEFAULT-VALUE}.")
    private int areaSeeds = 1;

    @Option(
            names = "--area-designs",
            split = ",",
            defaultValue = "both0,byDefault,publishedMasks",
            description = "Designs to try for the areas: ${COMPLETION-CANDIDATES}; default all.")
    private List<AreaDesign> areaDesigns = List.of(AreaDesign.values());

    @Option(
            names = "--area-masks",
            split = ",",
            defaultValue = "60,80,100,125,160,250",
            description = "Counts of masks to try for the areas; default ${DEFAULT-VALUE}.")
    private List<Integer> areaMasks = List.of(60, 80, 100, 125, 160, 250);

    @Option(
            names = "--area-seed",
            defaultValue = "0",
            description = "First seed of the masks of the areas; default ${DEFAULT-VALUE}.")
    private long areaSeed;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        FigureLines lines = FigureLines.of(Objects.requireNonNull(spec, "spec"));
        try (OnnxFaceVerifier verifier = shared.openVerifier();
                TwoThreads threads = new TwoThreads();
                MaskedPasses passes = threads.passes(verifier)) {
            printMap(lines, verifier, passes);
            if (areaPairs > 0) {
                printArea(lines, verifier, threads);
            }
        }
        return 0;
    }

    private void printMap(FigureLines lines, FaceVerifier verifier, MaskedPasses passes) {
        List<LabelledPair> pairs = sampled.of(shared.folder());
        boolean cached =
                pairs.stream().allMatch(pair -> ReferenceMaps.holds(cache, pair, verifier));
        if (!cached) {
            pairs = SampledPairs.sample(shared.folder(), PAIRS_WITHOUT_CACHE);
        }
        MaskCache masksKept = MaskCache.ofQuarterHeap();
        List<double[]> curves = new ArrayList<>();
        double share = areaPairs > 0 ? MAP_SHARE : 1;
        for (LabelledPair pair : budget.over(share, pairs, "pairs for the maps", errors())) {
            FacePair faces = pair.faces().get();
            List<ReferenceMaps.Reference> references =
                    cached
                            ? ReferenceMaps.read(cache, pair, verifier)
                            : ReferenceMaps.make(passes, faces, MASKS_WITHOUT_CACHE);
            MaskScores scores = scores(passes, faces);
            for (int side = 0; side < 2; side++) {
                curves.add(
                        errorsOverPlain(
                                CORRELATION.withEstimator(Estimator.ADJUSTED),
                                scores,
                                side,
                                references.get(side),
                                masksKept));
            }
        }
        double[] needed = curves.stream().mapToDouble(PassesFigures::whereEqual).toArray();
        lines.line("passesMap", Medians.of(needed));
        lines.line("passesMapWorst", Arrays.stream(needed).max().orElseThrow());
        lines.line("passesMapPairs", curves.size() / 2.0);
        lines.line(
                "passesMapReferenceMasks", cached ? ReferenceMaps.MASK_COUNT : MASKS_WITHOUT_CACHE);
        for (int i = 0; i < TRIED.length; i++) {
            int tried = i;
            lines.line(
                    "errorOverPlain500At" + TRIED[i],
                    Medians.of(curves.stream().mapToDouble(curve -> curve[tried]).toArray()));
        }
    }

    /** Scores of both sides under the masks that errors are taken over. */
    static MaskScores scores(MaskedPasses passes, FacePair faces) {
        MaskPlan plan = new MaskPlan(PatchMasks.published(), DRAWN, Fill.black(), 11);
        return passes.run(plan, faces, List.of(Side.PROBE, Side.REFERENCE)).scores();
    }

    /** Error of the adjusted map at each count tried over that of 500 plain masks. */
    static double[] errorsOverPlain(
            ScoreCorrelation adjusted,
            MaskScores scores,
            int side,
            ReferenceMaps.Reference reference,
            MaskCache masksKept) {
        double plain = meanError(CORRELATION, scores, side, PLAIN, reference, masksKept);
        return Arrays.stream(TRIED)
                .mapToDouble(
                        count ->
                                meanError(adjusted, scores, side, count, reference, masksKept)
                                        / plain)
                .toArray();
    }

    /** Over up to eight disjoint sets of masks. */
    private static double meanError(
            ScoreCorrelation correlation,
            MaskScores scores,
            int side,
            int count,
            ReferenceMaps.Reference reference,
            MaskCache masksKept) {
        int sets = Math.min(8, DRAWN / count);
        float[] truth = reference.map().toArray();
        double sum = 0;
        for (int set = 0; set < sets; set++) {
            float[] map =
                    ReferenceMaps.chunk(correlation, scores, side, set * count, count, masksKept)
                            .toArray();
            for (int p = 0; p < map.length; p++) {
                double error = (double) map[p] - truth[p];
                sum += error * error / map.length;
            }
        }
        return sum / sets - reference.noise();
    }

    /** Where a falling curve of ratios crosses 1, on logarithms; the ends where it does not. */
    static double whereEqual(double[] ratios) {
        for (int i = 0; i < ratios.length; i++) {
            if (ratios[i] <= 1) {
                if (i == 0) {
                    return TRIED[0];
                }
                double share =
                        Math.log(ratios[i - 1]) / (Math.log(ratios[i - 1]) - Math.log(ratios[i]));
                return TRIED[i - 1] * Math.pow((double) TRIED[i] / TRIED[i - 1], share);
            }
        }
        return TRIED[TRIED.length - 1];
    }

    private void printArea(FigureLines lines, OnnxFaceVerifier verifier, TwoThreads threads) {
        List<LabelledPair> pairs =
                SampledPairs.sample(shared.folder(), 2 * areaPairs).stream()
                        .filter(pair -> pair.truth() == Truth.GENUINE)
                        .toList();
        DeletionInsertion black = DeletionInsertion.published().withThreshold(0.271);
        List<DeletionInsertion> protocols = List.of(black, black.withFill(Fill.blur(0.1)));
        List<EvaluationScores> plain =
                evaluate(MaskDesign.of("published"), verifier, threads, pairs, protocols);
        List<AreaTrial> trials = new ArrayList<>();
        for (AreaDesign design : areaDesigns) {
            areaMasks.stream().sorted().forEach(count -> trials.add(new AreaTrial(design, count)));
        }
        Map<AreaDesign, Integer> enough = new EnumMap<>(AreaDesign.class);
        Map<AreaDesign, Integer> tried = new EnumMap<>(AreaDesign.class);
        for (AreaTrial trial : budget.over(trials, "designs for the areas", errors())) {
            AreaDesign design = trial.design();
            double[] loss =
                    worstLoss(
                            evaluate(
                                    MaskDesign.of(design.design + "@" + trial.maskCount()),
                                    verifier,
                                    threads,
                                    pairs,
                                    protocols),
                            plain,
                            protocols);
            if (loss[1] < 0.01) {
                enough.putIfAbsent(design, trial.maskCount());
            }
            tried.merge(design, 1, Integer::sum);
            String name = design.figure + "At" + trial.maskCount();
            lines.line("worstAreaLoss" + name, loss[0]);
            lines.line("worstAreaLossBound" + name, loss[1]);
        }
        for (AreaDesign design : areaDesigns) {
            // With counts left out that might do, none is not told.
            if (enough.containsKey(design) || tried.getOrDefault(design, 0) == areaMasks.size()) {
                lines.line("passesArea" + design.figure, enough.getOrDefault(design, 0));
            }
        }
        lines.line("passesAreaPairs", pairs.size());
        lines.line("passesAreaSeeds", areaSeeds);
    }

    private record AreaTrial(AreaDesign design, int maskCount) {}

    private PrintWriter errors() {
        return Objects.requireNonNull(spec, "spec").commandLine().getErr();
    }

    /** The largest loss over protocols and both areas, and the largest of their upper bounds. */
    private static double[] worstLoss(
            List<EvaluationScores> tried,
            List<EvaluationScores> plain,
            List<DeletionInsertion> protocols) {
        double worst = Double.NEGATIVE_INFINITY;
        double worstBound = Double.NEGATIVE_INFINITY;
        for (DeletionInsertion protocol : protocols) {
            for (Estimate loss :
                    List.of(
                            loss(
                                    areas(tried, protocol, Curves::deletion),
                                    areas(plain, protocol, Curves::deletion)),
                            loss(
                                    areas(plain, protocol, Curves::insertion),
                                    areas(tried, protocol, Curves::insertion)))) {
                worst = Math.max(worst, loss.value());
                worstBound = Math.max(worstBound, loss.upper());
            }
        }
        return new double[] {worst, worstBound};
    }

    /** Each pair's area, its mean over the seeds. */
    private static List<Double> areas(
            List<EvaluationScores> bySeed,
            DeletionInsertion protocol,
            Function<Curves, AccuracyCurve> kind) {
        List<List<Double>> ofSeeds =
                bySeed.stream()
                        .map(scores -> kind.apply(scores.result(protocol).genuine().orElseThrow()))
                        .map(
                                curve ->
                                        curve.pairs().stream()
                                                .map(AccuracyCurve.PairArea::accuracy)
                                                .toList())
                        .toList();
        return IntStream.range(0, ofSeeds.get(0).size())
                .mapToObj(
                        pair ->
                                ofSeeds.stream()
                                        .mapToDouble(areas -> areas.get(pair))
                                        .average()
                                        .orElseThrow())
                .toList();
    }

    private static Estimate loss(List<Double> areas, List<Double> others) {
        // A one-sided bound of 95 % is the upper end of a two-sided interval of 90 %.
        return new Bootstrap(2_000, 0.9, 1).difference(areas, others);
    }

    /** Scores of evaluations under so many seeds of masks. */
    private List<EvaluationScores> evaluate(
            MaskDesign design,
            OnnxFaceVerifier verifier,
            TwoThreads threads,
            List<LabelledPair> pairs,
            List<DeletionInsertion> protocols) {
        List<EvaluationScores> bySeed = new ArrayList<>();
        for (int seed = 0; seed < areaSeeds; seed++) {
            try (Explainer explainer =
                    design.on(verifier)
                            .seed(areaSeed + seed)
                            .sides(Side.PROBE)
                            .withoutSignificance()
                            .executor(threads.executor(), 2)
                            .build()) {
                bySeed.add(
                        Evaluation.builder(explainer)
                                .protocols(protocols)
                                .executor(threads.executor(), 2)
                                .build()
                                .run(pairs.stream()));
            }
        }
        return bySeed;
    }
}
