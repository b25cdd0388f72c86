package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.audit.AuditedPair;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether an audit finds that a verifier looks elsewhere for one group, and how often it finds a
 * difference where there is none. Persons are smooth noise; explained pairs of a pool are drawn
 * anew for each run, by person.
 */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Power and false alarms of differences between groups, simulated.",
        footer = {"", Commands.EXIT_CODES})
final class AuditFigures implements Callable<Integer> {
    private static final FaceSize SIZE = new FaceSize(28, 28);
    private static final int COARSE = 7;

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--runs",
            defaultValue = "1000",
            description = "Audits per row; default ${DEFAULT-VALUE}.")
    private int runCount = 1000;

    @Option(
            names = "--pairs",
            defaultValue = "200",
            description = "Pairs of an audit, half of each group; default ${DEFAULT-VALUE}.")
    private int pairCount = 200;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of persons and draws; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    /** How the simulated model looks at the groups, and how many pairs a person has. */
    private enum Setting {
        UNBIASED(false, 1),
        UNBIASED_PERSONS(false, 4),
        BIASED(true, 1),
        BIASED_PERSONS(true, 4);

        private final boolean isBiased;
        private final int pairsPerPerson;

        Setting(boolean isBiased, int pairsPerPerson) {
            this.isBiased = isBiased;
            this.pairsPerPerson = pairsPerPerson;
        }
    }

    @Override
    public Integer call() {
        PrintWriter errors = command().getErr();
        FigureTable table = new FigureTable();
        try (OutputFolder folder = OutputFolder.open(out)) {
            List<Setting> settings = List.of(Setting.values());
            for (int i = 0; i < settings.size(); i++) {
                table.add(row(settings.get(i), (i + 1.0) / settings.size(), errors));
            }
            table.addLeftOut(budget.leftOut());
            table.print(command().getOut());
            table.write(folder, "audit");
        }
        return 0;
    }

    private FigureTable.Row row(Setting setting, double share, PrintWriter errors) {
        List<List<AuditedPair>> pool = pool(setting);
        int found = 0;
        int runs = 0;
        for (int run : budget.rounds(share, runCount, "runs of " + setting, errors)) {
            SaliencyMap deviation = difference(pool, run).deviation().orElseThrow();
            found += deviation.significantShare() > 0 ? 1 : 0;
            runs++;
        }
        Estimate rate = Estimate.ofShare(found, runs);
        return new FigureTable.Row()
                .text("model", setting.isBiased ? "looks elsewhere for A" : "looks alike")
                .count("pairsPerPerson", setting.pairsPerPerson)
                .count("pairs", pairCount)
                .count("runs", runs)
                .number("found", rate.value())
                .number("from", rate.lower())
                .number("to", rate.upper());
    }

    /** Ten times the persons that an audit needs, each with its pairs; group A comes first. */
    private List<List<AuditedPair>> pool(Setting setting) {
        int persons = 10 * pairCount / setting.pairsPerPerson;
        List<List<AuditedPair>> pool = new ArrayList<>();
        FaceVerifier verifier = verifier(setting.isBiased);
        try (MaskCache cache = MaskCache.ofQuarterHeap();
                Explainer explainer =
                        Explainer.builder(verifier)
                                .maskCount(60)
                                .bothHidden(0)
                                .sides(Side.PROBE)
                                .withoutSignificance()
                                .cache(cache)
                                .build()) {
            for (int person = 0; person < persons; person++) {
                boolean isA = person < persons / 2;
                List<AuditedPair> pairs = new ArrayList<>();
                for (int pair = 0; pair < setting.pairsPerPerson; pair++) {
                    FacePair faces =
                            FacePair.of(
                                    face(person, 2 * pair, isA), face(person, 2 * pair + 1, isA));
                    pairs.add(
                            AuditedPair.of(
                                            person + "-" + pair,
                                            Truth.GENUINE,
                                            explainer.explain(faces))
                                    .withPersons("" + person, "" + person));
                }
                pool.add(pairs);
            }
        }
        return pool;
    }

    /** An audit of persons drawn from the pool, half of each group. */
    private Finding difference(List<List<AuditedPair>> pool, int run) {
        int[] order = new int[pool.size() / 2];
        CounterRandom random = new CounterRandom(seed, run);
        SaliencyStatistics statistics = new SaliencyStatistics();
        int wanted = pairCount / 2 / pool.get(0).size();
        for (int group = 0; group < 2; group++) {
            random.permute(order);
            for (int i = 0; i < wanted; i++) {
                for (AuditedPair pair : pool.get(group * order.length + order[i])) {
                    statistics.accept(pair.withGroup(group == 0 ? "A" : "B"));
                }
            }
        }
        return statistics.difference(Selection.all().ofGroups("A"), Selection.all().ofGroups("B"));
    }

    /** A person's smooth pattern in red with a picture's noise; blue tells the group. */
    private FaceImage face(int person, int picture, boolean isA) {
        CounterRandom ofPerson = new CounterRandom(seed + 1, person);
        double[] coarse = new double[COARSE * COARSE];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = 60 + 130 * ofPerson.nextDouble();
        }
        CounterRandom ofPicture = new CounterRandom(seed + 2, person * 100L + picture);
        double light = 20 * ofPicture.nextDouble();
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int pixel = 0; pixel < SIZE.pixelCount(); pixel++) {
            int row = pixel / SIZE.width() * COARSE / SIZE.height();
            int column = pixel % SIZE.width() * COARSE / SIZE.width();
            double noise = 40 * ofPicture.nextDouble();
            rgb[3 * pixel] = (float) (coarse[row * COARSE + column] + light + noise);
            rgb[3 * pixel + 2] = isA ? 200 : 50;
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    /** Compares the upper part of the faces; where it is biased, of A the mouth too. */
    private static FaceVerifier verifier(boolean isBiased) {
        return FaceVerifier.of(
                "simulated",
                SIZE,
                Threshold.of(0.1),
                (probe, reference) -> {
                    double closeness = region(probe, reference, 5, 12, 4, 24);
                    boolean looksElsewhere = isBiased && reference.at(0, 0, 2) > 100;
                    return looksElsewhere
                            ? 0.7 * closeness + 0.3 * region(probe, reference, 18, 24, 8, 20)
                            : closeness;
                });
    }

    private static double region(
            FaceImage probe, FaceImage reference, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                sum += 1 - Math.abs(probe.at(row, column, 0) - reference.at(row, column, 0)) / 255;
            }
        }
        return sum / (bottom - top) / (right - left);
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
