package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.Persons;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.rates.LikelihoodRatios;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How often intervals of the FMR hold a simulated truth, and what calibrated likelihood ratios cost
 * on persons that they were not learned from: the persons of the list are dealt into two halves at
 * random, and each half is judged by the other. Two tables on the console, as CSV and as JSON.
 */
@Command(
        name = "rates",
        mixinStandardHelpOptions = true,
        description = "Coverage of FMR intervals; Cllr on halves of the persons held out.",
        footer = {
            "",
            "Once over the pairs of the list, and once over all comparisons of its pictures."
                    + " Pictures that no chain of genuine pairs connects are of different persons.",
            Commands.EXIT_CODES
        })
final class RatesFigures implements Callable<Integer> {
    private static final int RUNS = 1000;

    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--splits",
            defaultValue = "100",
            description = "Random halves of the persons; default ${DEFAULT-VALUE}.")
    private int splitCount = 100;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seed of the halves and of the simulation; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    /** A comparison whose truth and persons are known. */
    private record Compared(Truth truth, Path probePerson, Path referencePerson, double score) {}

    /** What the ratios of one half cost on the other, in bits. */
    private record Costs(double isotonic, double logistic, double least) {}

    @Override
    public Integer call() {
        PrintWriter errors = command().getErr();
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable costs = new FigureTable();
        FigureTable coverage = coverage(errors);
        int leftOut;
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out)) {
            Map<Path, float[]> embeddings = new LinkedHashMap<>();
            leftOut = embed(verifier, source, rows, embeddings, errors);
            Persons persons = Persons.of(rows);
            costs.add(
                    row("pairs of the list", listed(verifier, rows, persons, embeddings), errors));
            costs.add(row("all comparisons", all(verifier, persons, embeddings), errors));
            coverage.print(command().getOut());
            costs.print(command().getOut());
            coverage.write(folder, "rates-coverage");
            costs.write(folder, "rates");
        }
        return leftOut == 0 ? 0 : Commands.SOME_ROWS_FAILED;
    }

    /** Embeds every picture once; returns how many could not be read. */
    private static int embed(
            FaceEmbedder verifier,
            FaceSource source,
            List<PairTable.Row> rows,
            Map<Path, float[]> embeddings,
            PrintWriter errors) {
        Set<Path> pictures = new LinkedHashSet<>();
        rows.forEach(row -> pictures.addAll(List.of(row.probeFile(), row.referenceFile())));
        int leftOut = 0;
        for (Path picture : pictures) {
            try {
                FaceBatch face = FaceBatch.of(verifier.layout(), source.read(picture).face());
                embeddings.put(picture, verifier.embed(face)[0].clone());
            } catch (UncheckedIOException | IllegalArgumentException e) {
                errors.println("Left out: " + picture + ": " + e.getMessage());
                errors.flush();
                leftOut++;
            }
        }
        return leftOut;
    }

    private static List<Compared> listed(
            FaceEmbedder verifier,
            List<PairTable.Row> rows,
            Persons persons,
            Map<Path, float[]> embeddings) {
        List<Compared> compared = new ArrayList<>();
        for (PairTable.Row row : rows) {
            float[] probe = embeddings.get(row.probeFile());
            float[] reference = embeddings.get(row.referenceFile());
            if (probe != null && reference != null) {
                compared.add(
                        new Compared(
                                row.truth().orElseThrow(),
                                persons.of(row.probeFile()),
                                persons.of(row.referenceFile()),
                                verifier.similarity(probe, reference)));
            }
        }
        return compared;
    }

    private static List<Compared> all(
            FaceEmbedder verifier, Persons persons, Map<Path, float[]> embeddings) {
        List<Compared> compared = new ArrayList<>();
        List<Map.Entry<Path, float[]>> pictures = List.copyOf(embeddings.entrySet());
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = i + 1; j < pictures.size(); j++) {
                Path probe = persons.of(pictures.get(i).getKey());
                Path reference = persons.of(pictures.get(j).getKey());
                compared.add(
                        new Compared(
                                probe.equals(reference) ? Truth.GENUINE : Truth.IMPOSTOR,
                                probe,
                                reference,
                                verifier.similarity(
                                        pictures.get(i).getValue(), pictures.get(j).getValue())));
            }
        }
        return compared;
    }

    private FigureTable.Row row(String name, List<Compared> compared, PrintWriter errors) {
        List<Path> persons =
                compared.stream()
                        .flatMap(each -> Stream.of(each.probePerson(), each.referencePerson()))
                        .distinct()
                        .toList();
        List<Costs> held = new ArrayList<>();
        int tried = 0;
        int refused = 0;
        String reason = "";
        for (int split : budget.rounds(1, splitCount, "splits of " + name, errors)) {
            tried++;
            Set<Path> half = half(persons, split);
            try {
                LabelledScores first = inside(half, true, compared, "first half");
                LabelledScores second = inside(half, false, compared, "second half");
                held.add(mean(costs(first, second), costs(second, first)));
            } catch (IllegalArgumentException e) {
                refused++;
                reason = String.valueOf(e.getMessage());
            }
        }
        if (refused > 0) {
            errors.println(name + ": " + refused + " of " + tried + " splits refused: " + reason);
            errors.flush();
        }
        FigureTable.Row row =
                new FigureTable.Row()
                        .text("set", name)
                        .count("persons", persons.size())
                        .count("genuine", count(compared, Truth.GENUINE))
                        .count("impostor", count(compared, Truth.IMPOSTOR))
                        .count("splits", held.size());
        double[] differences =
                held.stream().mapToDouble(each -> each.isotonic() - each.logistic()).toArray();
        Arrays.sort(differences);
        return row.number("isotonic", held.stream().mapToDouble(Costs::isotonic).average())
                .number("logistic", held.stream().mapToDouble(Costs::logistic).average())
                .number("min", held.stream().mapToDouble(Costs::least).average())
                .number("difference", Arrays.stream(differences).average())
                .number(
                        "from",
                        Arrays.stream(differences).skip(differences.length / 40).findFirst())
                .number(
                        "to",
                        Arrays.stream(differences)
                                .skip(Math.max(0, differences.length - 1 - differences.length / 40))
                                .findFirst());
    }

    private Set<Path> half(List<Path> persons, int split) {
        int[] order = new int[persons.size()];
        new CounterRandom(seed, split).permute(order);
        Set<Path> half = new LinkedHashSet<>();
        for (int i = 0; i < persons.size() / 2; i++) {
            half.add(persons.get(order[i]));
        }
        return half;
    }

    /** The comparisons within a half, or within the rest. */
    private static LabelledScores inside(
            Set<Path> half, boolean wanted, List<Compared> compared, String name) {
        LabelledScores.Builder scores = LabelledScores.builder(name);
        for (Compared each : compared) {
            if (half.contains(each.probePerson()) == wanted
                    && half.contains(each.referencePerson()) == wanted) {
                scores.add(each.score(), each.truth());
            }
        }
        return scores.build();
    }

    private static Costs costs(LabelledScores learned, LabelledScores heldOut) {
        return new Costs(
                LikelihoodRatios.isotonic(learned).cllr(heldOut),
                LikelihoodRatios.logistic(learned).cllr(heldOut),
                LikelihoodRatios.minCllr(heldOut));
    }

    private static Costs mean(Costs one, Costs other) {
        return new Costs(
                (one.isotonic() + other.isotonic()) / 2,
                (one.logistic() + other.logistic()) / 2,
                (one.least() + other.least()) / 2);
    }

    private static int count(List<Compared> compared, Truth truth) {
        return (int) compared.stream().filter(each -> each.truth() == truth).count();
    }

    /** Uniform scores, of which a share of p is at or above 1 - p: no other matters to a rate. */
    private FigureTable coverage(PrintWriter errors) {
        FigureTable table = new FigureTable();
        double[] rates = {0.0003, 0.001, 0.01, 0.05};
        int[] pairs = {5000, 2000, 2000, 500};
        for (int setting : budget.rounds(0.5, rates.length, "settings of the coverage", errors)) {
            double truth = rates[setting];
            int held = 0;
            int bounded = 0;
            int kept = 0;
            for (int run = 0; run < RUNS; run++) {
                ErrorRates simulated = simulated(pairs[setting], setting * (long) RUNS + run);
                ErrorRates.Rate rate = simulated.at(Threshold.of(1 - truth)).falseMatches();
                held += rate.lower() <= truth && truth <= rate.upper() ? 1 : 0;
                bounded += truth <= rate.atMost() ? 1 : 0;
                double wanted = Math.max(truth, simulated.lowestFalseMatchRate());
                kept += simulated.thresholdFor(wanted).value() >= 1 - wanted ? 1 : 0;
            }
            table.add(
                    new FigureTable.Row()
                            .text("trueFmr", Double.toString(truth))
                            .count("pairs", pairs[setting])
                            .count("runs", RUNS)
                            .number("interval", (double) held / RUNS)
                            .number("exactly", held(truth, pairs[setting]))
                            .number("atMost", (double) bounded / RUNS)
                            .number("threshold", (double) kept / RUNS));
        }
        return table;
    }

    /** How often the interval holds the rate, summed over the binomial distribution. */
    private static double held(double truth, int pairs) {
        BinomialDistribution errors = BinomialDistribution.of(pairs, truth);
        double held = 0;
        for (int count = 0; count <= pairs; count++) {
            ErrorRates.Rate rate = new ErrorRates.Rate(count, pairs);
            held += rate.lower() <= truth && truth <= rate.upper() ? errors.probability(count) : 0;
        }
        return held;
    }

    private ErrorRates simulated(int pairs, long index) {
        CounterRandom random = new CounterRandom(seed, index);
        double[] impostors = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            impostors[i] = random.nextDouble();
        }
        return ErrorRates.of(LabelledScores.of("simulated", new double[1], impostors));
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec, "spec").commandLine();
    }
}
