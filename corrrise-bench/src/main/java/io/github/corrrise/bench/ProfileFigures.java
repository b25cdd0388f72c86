package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.Persons;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.verify.FaceVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a profile says, and what it is good for on persons that it was not made of: the persons of
 * the pairs are dealt into two halves, each half makes a profile, and each profile is judged on the
 * other half. A table on the console, {@code profile.csv} and {@code profile.json}; the profiles
 * and their runs stay in the folder, so that the command goes on where it was ended.
 */
@Command(
        name = "profile",
        mixinStandardHelpOptions = true,
        description = "Profiles of half the persons, judged on the other half.",
        footer = {
            "",
            "One genuine pair per person; impostor pairs are made of two persons of a half."
                    + " Pictures that no chain of genuine pairs connects are of different persons.",
            Commands.EXIT_CODES
        })
final class ProfileFigures implements Callable<Integer> {
    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--persons",
            defaultValue = "20",
            description =
                    "Persons at most, the first of the list; 40 with 500 masks take some 450,000"
                            + " passes; default ${DEFAULT-VALUE}.")
    private int personCount = 20;

    @Option(
            names = "--masks",
            defaultValue = "200",
            description = "Masks a side of each pair of a profile; default ${DEFAULT-VALUE}.")
    private int maskCount = 200;

    @Option(
            names = "--trials",
            defaultValue = "40",
            description =
                    "Planted differences of each kind for each profile; default ${DEFAULT-VALUE}.")
    private int trials = 40;

    @Option(
            names = "--map-pairs",
            defaultValue = "0",
            description =
                    "Pairs for each profile whose maps are compared with those of 4,000 masks, at"
                            + " 12,000 passes each; default ${DEFAULT-VALUE}.")
    private int mapPairs;

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    /** Profiles may take this share of the time; the rest is for what they are judged by. */
    private static final double PROFILE_SHARE = 0.8;

    @Spec private @Nullable CommandSpec spec;

    /** Half the persons, as genuine pairs. */
    private record Half(String name, List<LabelledPair> pairs) {}

    @Override
    public Integer call() {
        int limit = Math.min(set.limit(), personCount);
        PrintWriter errors = command().commandLine().getErr();
        List<PairTable.Row> persons = onePerPerson(set.rows(errors));
        if (persons.size() > limit) {
            errors.println(
                    "Left out: "
                            + (persons.size() - limit)
                            + " of "
                            + persons.size()
                            + " persons (--persons)");
            errors.flush();
        }
        FigureTable table = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out);
                TwoThreads threads = new TwoThreads()) {
            List<LabelledPair> pairs =
                    set.pairs(persons, source, errors).stream().limit(limit).toList();
            Half first = new Half("first", everySecond(pairs, 0));
            Half second = new Half("second", everySecond(pairs, 1));
            Optional<ModelProfile> ofFirst = profile(verifier, first, folder, threads, errors);
            ofFirst.ifPresent(profile -> addFindings(table, first, profile));
            Optional<ModelProfile> ofSecond =
                    ofFirst.isPresent()
                            ? profile(verifier, second, folder, threads, errors)
                            : Optional.empty();
            if (ofSecond.isPresent()) {
                addFindings(table, second, ofSecond.get());
                Map<ModelProfile, Half> judges = new LinkedHashMap<>();
                judges.put(ofFirst.orElseThrow(), second);
                judges.put(ofSecond.get(), first);
                judge(table, judges, verifier, threads, errors);
            } else {
                budget.leaveOut("a profile; the same command goes on with it", errors);
            }
            if (!table.isEmpty()) {
                table.addLeftOut(budget.leftOut());
                table.print(command().commandLine().getOut());
                table.write(folder, "profile");
            }
        }
        return set.exitCode();
    }

    /** What each profile does on the half that it was not made of: the first half's comes first. */
    private void judge(
            FigureTable table,
            Map<ModelProfile, Half> judges,
            FaceVerifier verifier,
            TwoThreads threads,
            PrintWriter errors) {
        for (Kind kind : Kind.values()) {
            List<PlantedDifferences.Result> results = new ArrayList<>();
            for (Map.Entry<ModelProfile, Half> each : judges.entrySet()) {
                results.add(played(verifier, each.getKey(), each.getValue(), kind));
            }
            add(table, "first", kind, results.get(0));
            add(table, "second", kind, results.get(1));
            add(table, "both", kind, results.get(0).and(results.get(1)));
            errors.println("planted: " + kind.figure);
            errors.flush();
        }
        if (mapPairs > 0) {
            addPasses(table, judges, verifier, threads, errors);
        }
    }

    /** The first genuine row of each person. */
    static List<PairTable.Row> onePerPerson(List<PairTable.Row> rows) {
        return Persons.of(rows).firstGenuine();
    }

    private static List<LabelledPair> everySecond(List<LabelledPair> pairs, int from) {
        List<LabelledPair> some = new ArrayList<>();
        for (int i = from; i < pairs.size(); i += 2) {
            some.add(pairs.get(i));
        }
        return some;
    }

    /** None where the time did not suffice; the run file knows what is done. */
    private Optional<ModelProfile> profile(
            FaceVerifier verifier,
            Half half,
            OutputFolder folder,
            TwoThreads threads,
            PrintWriter errors) {
        long[] told = new long[1];
        ModelProfiler profiler =
                ModelProfiler.builder(verifier)
                        .maskCount(maskCount)
                        .cancelWhen(() -> budget.isOver(PROFILE_SHARE))
                        .executor(threads.executor(), 2)
                        .progress(
                                (done, total) -> {
                                    if (done * 20 / total > told[0]) {
                                        told[0] = done * 20 / total;
                                        errors.println(half.name() + ": " + done + " of " + total);
                                        errors.flush();
                                    }
                                })
                        .build();
        try {
            ModelProfile profile =
                    profiler.profile(pairs(half.pairs()), folder.file(half.name() + ".run"));
            profile.write(folder.file(half.name() + ".profile.json"));
            return Optional.of(profile);
        } catch (CancellationException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Of each person a genuine pair, and an impostor pair with the next person. */
    static List<ModelProfiler.Pair> pairs(List<LabelledPair> persons) {
        List<ModelProfiler.Pair> pairs = new ArrayList<>();
        for (LabelledPair person : persons) {
            pairs.add(
                    new ModelProfiler.Pair(
                            person.name(), person.name(), person.name(), person.faces()));
        }
        for (int i = 0; i < persons.size(); i++) {
            LabelledPair probe = persons.get(i);
            LabelledPair reference = persons.get((i + 1) % persons.size());
            pairs.add(
                    new ModelProfiler.Pair(
                            "probe of " + probe.name() + ", reference of " + reference.name(),
                            probe.name(),
                            reference.name(),
                            () ->
                                    FacePair.of(
                                            probe.faces().get().probe(),
                                            reference.faces().get().reference())));
        }
        return pairs;
    }

    /** What is planted. */
    private enum Kind {
        SWAP("swapped region"),
        PATCH("pasted square");

        private final String figure;

        Kind(String figure) {
            this.figure = figure;
        }

        private PlantedDifferences.Planting planting(int trials) {
            RegionSwapGame swaps = RegionSwapGame.defaults().withTrialCount(trials);
            PatchGame squares = PatchGame.defaults().withPlacementCount(trials);
            return this == SWAP ? swaps::swapped : squares::pasted;
        }
    }

    private PlantedDifferences.Result played(
            FaceVerifier verifier, ModelProfile profile, Half judges, Kind kind) {
        PrintWriter errors = command().commandLine().getErr();
        return PlantedDifferences.play(
                verifier,
                profile,
                judges.pairs().stream().map(pair -> pair.faces().get()).toList(),
                kind.planting(trials),
                budget.rounds(1, trials, "trials of " + kind.figure, errors));
    }

    private static void add(
            FigureTable table, String profile, Kind kind, PlantedDifferences.Result result) {
        add(
                table,
                profile,
                kind.figure + ": part altered most",
                result,
                PlantedDifferences.Trial::most);
        add(
                table,
                profile,
                kind.figure + ": any part altered",
                result,
                PlantedDifferences.Trial::altered);
    }

    private static void add(
            FigureTable table,
            String profile,
            String right,
            PlantedDifferences.Result result,
            Function<PlantedDifferences.Trial, Set<String>> of) {
        int count = result.trials().size();
        table.add(
                row(
                        profile,
                        right,
                        "by deviation",
                        count,
                        result.share(PlantedDifferences.Trial::byProfile, of)));
        table.add(
                row(
                        profile,
                        right,
                        "by effect",
                        count,
                        result.share(PlantedDifferences.Trial::byEffect, of)));
        table.add(
                new FigureTable.Row()
                        .text("profile", profile)
                        .text("figure", right)
                        .text("by", "best fixed part")
                        .count("count", count)
                        .number("value", result.bestFixed(of))
                        .number("lower", OptionalDouble.empty())
                        .number("upper", OptionalDouble.empty()));
    }

    private static void addFindings(FigureTable table, Half half, ModelProfile profile) {
        String name = half.name();
        int count = half.pairs().size();
        for (ModelProfile.DesignCheck check : profile.designChecks()) {
            String chosen = check.design() == profile.design() ? " (chosen)" : "";
            String design = "gain of " + check.design() + chosen;
            table.add(row(name, design, "choosing persons", count, Optional.of(check.chosenBy())));
            table.add(row(name, design, "other persons", count, Optional.of(check.judgedBy())));
        }
        ModelProfile.Trust trust = profile.trust();
        int pairCount = profile.origin().pairCount();
        table.add(row(name, "seed stability", "", pairCount, Optional.of(trust.seedStability())));
        table.add(row(name, "prior gain", "", pairCount, trust.priorGain()));
        table.add(row(name, "randomised comparison", "", pairCount, trust.randomised()));
        table.add(row(name, "gain over the typical map", "", count, trust.gainOverTypical()));
    }

    /** Masks for the map error of 500 plain published ones, as the command passes tells them. */
    private void addPasses(
            FigureTable table,
            Map<ModelProfile, Half> judges,
            FaceVerifier verifier,
            TwoThreads threads,
            PrintWriter errors) {
        ScoreCorrelation adjusted = ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED);
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        try (MaskedPasses passes = threads.passes(verifier);
                MaskCache cache = MaskCache.ofQuarterHeap()) {
            for (Map.Entry<ModelProfile, Half> each : judges.entrySet()) {
                Optional<ContributionPrior> prior = each.getKey().prior();
                List<LabelledPair> some = each.getValue().pairs().stream().limit(mapPairs).toList();
                for (LabelledPair pair :
                        budget.over(some, "pairs whose maps are compared", errors)) {
                    FacePair faces = pair.faces().get();
                    List<ReferenceMaps.Reference> references =
                            ReferenceMaps.make(passes, faces, PassesFigures.MASKS_WITHOUT_CACHE);
                    MaskScores scores = PassesFigures.scores(passes, faces);
                    without.add(needed(adjusted, scores, references, cache));
                    with.add(
                            needed(
                                    prior.map(adjusted::withPrior).orElse(adjusted),
                                    scores,
                                    references,
                                    cache));
                    errors.println("maps: " + with.size());
                    errors.flush();
                }
            }
        }
        String figure = "masks for the map error of 500 plain ones";
        Bootstrap bootstrap = Bootstrap.defaults();
        int count = without.size();
        table.add(
                row(
                        "both",
                        figure,
                        "without profile",
                        count,
                        Optional.of(bootstrap.mean(without))));
        table.add(row("both", figure, "with profile", count, Optional.of(bootstrap.mean(with))));
    }

    /** The mean over both sides. */
    private static double needed(
            ScoreCorrelation correlation,
            MaskScores scores,
            List<ReferenceMaps.Reference> references,
            MaskCache cache) {
        double sum = 0;
        for (int side = 0; side < references.size(); side++) {
            sum +=
                    PassesFigures.whereEqual(
                            PassesFigures.errorsOverPlain(
                                    correlation, scores, side, references.get(side), cache));
        }
        return sum / references.size();
    }

    private static FigureTable.Row row(
            String profile, String figure, String by, int count, Optional<Estimate> estimate) {
        return new FigureTable.Row()
                .text("profile", profile)
                .text("figure", figure)
                .text("by", by)
                .count("count", count)
                .number("value", number(estimate, Estimate::value))
                .number("lower", number(estimate, Estimate::lower))
                .number("upper", number(estimate, Estimate::upper));
    }

    private static OptionalDouble number(Optional<Estimate> of, ToDoubleFunction<Estimate> which) {
        return of.map(estimate -> OptionalDouble.of(which.applyAsDouble(estimate)))
                .orElse(OptionalDouble.empty());
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
