package io.github.corrrise.cli.judge;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.SanityChecks;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What must hold of a method whatever is in the pictures: a table on the console, {@code
 * sanity.csv} and {@code sanity.json}. The calibration runs on small faces of an {@link
 * AdditiveVerifier}, the rest on a model and the genuine pairs of a set.
 */
@Command(
        name = "sanity",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Calibration, seed stability, randomised comparison, swap, rescaling.",
        footer = {"", Commands.EXIT_CODES})
public final class SanityCommand implements Callable<Integer> {
    /** More time narrows the intervals of what is sampled, no more. */
    private static final double MINUTES = 10;

    /** A small face keeps a thousand runs at a minute; all sides below are of 32. */
    private static final FaceSize SMALL = new FaceSize(32, 32);

    private static final int CELLS = 8;
    private static final double LEVEL = 0.05;

    /** Runs between two looks at the clock. */
    private static final int RUNS_AT_ONCE = 20;

    private static final int[] MASK_COUNTS = {125, 250, 500, 1000};
    private static final int SEED_COUNT = 4;

    /** What takes its time beside calibrations: far pixels, each count of masks, the comparison. */
    private static final int CHECKS = MASK_COUNTS.length + 2;

    @Mixin private OwnPairs set = new OwnPairs();

    @Mixin private TimeBudget budget = TimeBudget.ofMinutes(MINUTES);

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default",
            description = "CorrRISE with masks; help lists them.")
    private List<String> methods = List.of("default");

    @Option(
            names = "--runs",
            defaultValue = "2000",
            description = "Runs of a calibration; default ${DEFAULT-VALUE}.")
    private int runs = 2000;

    @Option(
            names = "--strip-runs",
            description = "Runs of the calibration on exact nulls; default those of --runs.")
    private @Nullable Integer stripRuns;

    @Option(
            names = "--statistic",
            defaultValue = "VALUE",
            description = "What is held against chance: ${COMPLETION-CANDIDATES}.")
    private SaliencyMap.Significance.Statistic statistic = SaliencyMap.Significance.Statistic.VALUE;

    @Option(
            names = "--levels",
            split = ",",
            defaultValue = "0.05",
            description = "Levels of significance to calibrate at; default ${DEFAULT-VALUE}.")
    private List<Double> levels = List.of(LEVEL);

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Of the masks of the first run of a calibration; the next ones follow.")
    private long firstSeed;

    @Option(
            names = "--calibration-pairs",
            defaultValue = "2",
            description =
                    "Genuine and impostor pairs each, whose maps a run on the model makes; default"
                            + " ${DEFAULT-VALUE}.")
    private int pairsOfEither = 2;

    @Option(
            names = "--read-share",
            defaultValue = "0.5",
            description =
                    "Share of a face's columns that the calibrated model reads; default"
                            + " ${DEFAULT-VALUE}.")
    private double readShare = 0.5;

    @Option(
            names = "--calibration-only",
            description =
                    "Leaves out what is no calibration: pixels far from all that counts, stability,"
                            + " comparison, swap, unit.")
    private boolean calibrationOnly;

    @Option(
            names = "--out",
            defaultValue = "sanity",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("sanity");

    @Spec private @Nullable CommandSpec spec;

    /** Runs differ by seed alone: what belongs to their masks' distribution is made once. */
    private final MaskCache cache = MaskCache.ofQuarterHeap();

    /** Steps that have had their share of the time, and how many there are. */
    private int step;

    private int stepCount;

    @Override
    public Integer call() {
        if (Methods.areAskedFor(methods)) {
            PrintWriter console = command().commandLine().getOut();
            MaskDesign.list(console);
            console.flush();
            return 0;
        }
        set.require();
        Checks.atLeast(1, pairsOfEither, "calibration-pairs");
        Checks.insideOpen(0.0, 1.0, readShare, "read-share");
        List<MaskDesign> asked = methods.stream().map(MaskDesign::of).toList();
        int limit = set.limit();
        List<PairTable.Row> rows = set.rows(errors());
        FigureTable table = new FigureTable();
        stepCount = asked.size() * (2 * levels.size() + (calibrationOnly ? 0 : CHECKS));
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out)) {
            List<LabelledPair> labelled = set.pairs(rows, source, errors());
            List<FacePair> pairs = genuine(labelled, limit);
            for (MaskDesign method : asked) {
                calibrate(table, method);
                calibrateOnModel(table, method, verifier, labelled);
                if (!calibrationOnly) {
                    checkMaps(table, method, verifier, pairs);
                }
            }
            table.addLeftOut(budget.leftOut());
            table.print(command().commandLine().getOut());
            table.write(folder, "sanity");
        }
        return set.exitCode();
    }

    /** The share of the time that is over when the next step is to end. */
    private double nextShare() {
        step++;
        return (double) step / stepCount;
    }

    private static List<FacePair> genuine(List<LabelledPair> labelled, int limit) {
        List<FacePair> pairs =
                labelled.stream()
                        .filter(pair -> pair.truth() == Truth.GENUINE)
                        .limit(limit)
                        .map(pair -> pair.faces().get())
                        .toList();
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("the pairs must hold a genuine pair");
        }
        return pairs;
    }

    /**
     * Split masks have exact nulls: all but the left strip and a patch beside it, for the smooth
     * fit cannot follow a sharp edge. Plain masks have none: their pixels far from the used cell
     * keep a weak correlation, whose largest value is printed beside the rate.
     */
    private void calibrate(FigureTable table, MaskDesign method) {
        AdditiveVerifier leftOnly = AdditiveVerifier.of(SMALL, leftColumn());
        double strip = 1.0 / CELLS;
        MixedMasks masks = method.masks();
        int side = masks.parts().stream().mapToInt(part -> part.patchSide(SMALL)).max().orElse(0);
        double rightWidth = SMALL.width() * (1 - strip);
        List<PatchMasks> onRight =
                masks.parts().stream()
                        .map(part -> part.withPatchFraction(part.patchSide(SMALL) / rightWidth))
                        .toList();
        SplitMasks split = new SplitMasks(new PatchMasks(3, 1), new MixedMasks(onRight), strip);
        double[][] centre = new double[CELLS][CELLS];
        centre[CELLS / 2][CELLS / 2] = 1;
        AdditiveVerifier centreOnly = AdditiveVerifier.of(SMALL, centre);
        BitSet far = centreOnly.unusedBeyond(side - 1);
        for (double level : levels) {
            alarms(
                    table,
                    "false alarms, exact nulls",
                    method,
                    leftOnly,
                    split,
                    leftOnly.unusedBeyond(side),
                    level);
            tell("calibration of " + method.name() + " at " + level);
        }
        if (calibrationOnly || far.isEmpty()) {
            return;
        }
        SaliencyMap exact = centreOnly.populationMap(masks);
        float[] values = exact.toArray();
        double largest = far.stream().mapToDouble(p -> Math.abs(values[p])).max().orElse(0);
        add(table, "largest rho far from all that counts", method, "plain masks", largest);
        alarms(table, "alarms far from all that counts", method, centreOnly, masks, far, LEVEL);
    }

    private static double[][] leftColumn() {
        double[][] weights = new double[CELLS][CELLS];
        for (int row = 0; row < CELLS; row++) {
            weights[row][0] = row % 2 == 0 ? 1 : -0.5;
        }
        return weights;
    }

    private void alarms(
            FigureTable table,
            String check,
            MaskDesign method,
            AdditiveVerifier verifier,
            MaskGenerator masks,
            BitSet nullPixels,
            double level) {
        FacePair white = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
        int done = 0;
        int count = 0;
        String what = "runs of " + method.name() + " at level " + level;
        for (int upTo :
                budget.counts(
                        nextShare(),
                        stripRuns == null ? runs : stripRuns,
                        RUNS_AT_ONCE,
                        what,
                        errors())) {
            int some = upTo - done;
            long from = firstSeed + done;
            Estimate share =
                    SanityChecks.falseAlarms(
                            seed -> {
                                try (Explainer explainer =
                                        method.on(verifier)
                                                .masks(masks)
                                                .sides(Side.PROBE)
                                                .seed(from + seed)
                                                .cache(cache)
                                                .significanceLevel(level)
                                                .significanceStatistic(statistic)
                                                .build()) {
                                    return explainer.explain(white).probe();
                                }
                            },
                            nullPixels,
                            some);
            count += (int) Math.round(share.value() * some);
            done = upTo;
        }
        addAlarms(table, check, method, "level " + level, count, done);
    }

    /** Half of the pairs genuine; says where the time did not suffice. */
    private void calibrateOnModel(
            FigureTable table,
            MaskDesign method,
            OnnxFaceVerifier verifier,
            List<LabelledPair> labelled) {
        List<FacePair> pairs = new ArrayList<>();
        List<Truth> truths = new ArrayList<>();
        for (Truth truth : List.of(Truth.GENUINE, Truth.IMPOSTOR)) {
            labelled.stream()
                    .filter(pair -> pair.truth() == truth)
                    .limit(pairsOfEither)
                    .forEach(
                            pair -> {
                                pairs.add(pair.faces().get());
                                truths.add(truth);
                            });
        }
        Fills fills = method.fills().orElse(Fills.of(Fill.black()));
        for (double level : levels) {
            ModelAlarms model =
                    new ModelAlarms(
                            verifier,
                            readShare,
                            method.masks(),
                            fills,
                            pairs,
                            level,
                            statistic,
                            cache);
            List<boolean[]> byRun = new ArrayList<>();
            String what = "runs of " + method.name() + " on the model at level " + level;
            int rounds = (runs + pairs.size() - 1) / pairs.size();
            for (int round : budget.rounds(nextShare(), rounds, what, errors())) {
                byRun.add(model.alarms(method.maskCount(), firstSeed + round));
            }
            String setting = "level " + level;
            String check =
                    "false alarms, model reading "
                            + model.readColumns()
                            + " columns of "
                            + verifier.inputSize().width();
            add(table, "share of the map that is null", method, setting, model.nullShare());
            BitSet all = new BitSet();
            all.set(0, pairs.size());
            addAlarms(table, check, method, setting, byRun, all);
            for (Truth truth : List.of(Truth.GENUINE, Truth.IMPOSTOR)) {
                BitSet some = new BitSet();
                IntStream.range(0, pairs.size())
                        .filter(k -> truths.get(k) == truth)
                        .forEach(some::set);
                String kind = setting + " " + truth.name().toLowerCase(Locale.ROOT);
                if (!some.isEmpty()) {
                    addAlarms(table, check, method, kind, byRun, some);
                    some.stream()
                            .forEach(
                                    k ->
                                            addAlarms(
                                                    table,
                                                    check,
                                                    method,
                                                    kind + " " + k,
                                                    (int) byRun.stream().filter(r -> r[k]).count(),
                                                    byRun.size()));
                }
            }
            tell("calibration of " + method.name() + " on the model at " + level);
        }
    }

    /**
     * The share of maps of these pairs with an alarm. Maps of one run share their masks: runs are
     * drawn again, not maps.
     */
    private void addAlarms(
            FigureTable table,
            String check,
            MaskDesign method,
            String setting,
            List<boolean[]> byRun,
            BitSet pairs) {
        List<Double> shares =
                byRun.stream()
                        .map(
                                run ->
                                        (double) pairs.stream().filter(k -> run[k]).count()
                                                / pairs.cardinality())
                        .toList();
        int mapCount = byRun.size() * pairs.cardinality();
        Estimate mean = Bootstrap.defaults().mean(shares);
        // Drawn again, runs without an alarm say nothing of how rare alarms are.
        addAlarms(
                table,
                check,
                method,
                setting,
                mean.value() > 0 ? mean : Estimate.ofShare(0, mapCount),
                mapCount);
    }

    private void addAlarms(
            FigureTable table,
            String check,
            MaskDesign method,
            String setting,
            int alarmCount,
            int runCount) {
        Estimate alarms = Estimate.ofShare(alarmCount, runCount);
        addAlarms(table, check, method, setting, alarms, runCount);
    }

    private void addAlarms(
            FigureTable table,
            String check,
            MaskDesign method,
            String setting,
            Estimate alarms,
            int runCount) {
        table.add(
                new FigureTable.Row()
                        .text("check", check)
                        .text("method", method.name())
                        .text("setting", setting + " runs " + runCount)
                        .number("value", alarms.value())
                        .number("lower", alarms.lower())
                        .number("upper", alarms.upper()));
    }

    private void checkMaps(
            FigureTable table, MaskDesign method, OnnxFaceVerifier verifier, List<FacePair> pairs) {
        for (int maskCount : MASK_COUNTS) {
            add(
                    table,
                    "seed stability",
                    method,
                    maskCount + " masks",
                    mean(
                            pairs,
                            "pairs of seed stability at " + maskCount + " masks",
                            pair ->
                                    SanityChecks.seedStability(
                                            seed -> map(verifier, pair, method, maskCount, seed),
                                            SEED_COUNT)));
            tell("seed stability of " + method.name() + " at " + maskCount + " masks");
        }
        add(
                table,
                "randomised comparison",
                method,
                method.maskCount() + " masks",
                mean(
                        pairs,
                        "pairs of the randomised comparison",
                        pair ->
                                SanityChecks.randomisedCorrelation(
                                        verifier,
                                        each -> map(each, pair, method, method.maskCount(), 0),
                                        pairs.indexOf(pair))));
        FacePair first = pairs.get(0);
        try (Explainer explainer = method.on(verifier).withoutSignificance().build()) {
            add(
                    table,
                    "swap difference",
                    method,
                    "first pair",
                    SanityChecks.swapDifference(explainer, first));
        }
        add(
                table,
                "rescaling difference",
                method,
                "first pair",
                SanityChecks.rescalingDifference(
                        verifier,
                        each -> map(each, first, method, method.maskCount(), 0),
                        /* scale= */ 100,
                        /* shift= */ 50));
    }

    private SaliencyMap map(
            FaceVerifier verifier, FacePair pair, MaskDesign method, int maskCount, long seed) {
        try (Explainer explainer =
                method.on(verifier)
                        .maskCount(maskCount)
                        .sides(Side.PROBE)
                        .seed(seed)
                        .cache(cache)
                        .withoutSignificance()
                        .build()) {
            return explainer.explain(pair).probe();
        }
    }

    private double mean(List<FacePair> pairs, String what, ToDoubleFunction<FacePair> check) {
        DoubleSummaryStatistics values = new DoubleSummaryStatistics();
        for (FacePair pair : budget.over(nextShare(), pairs, what, errors())) {
            values.accept(check.applyAsDouble(pair));
        }
        return values.getAverage();
    }

    private static void add(
            FigureTable table, String check, MaskDesign method, String setting, double value) {
        table.add(
                new FigureTable.Row()
                        .text("check", check)
                        .text("method", method.name())
                        .text("setting", setting)
                        .number("value", value)
                        .number("lower", OptionalDouble.empty())
                        .number("upper", OptionalDouble.empty()));
    }

    private void tell(String done) {
        errors().println(done);
        errors().flush();
    }

    private PrintWriter errors() {
        return command().commandLine().getErr();
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
