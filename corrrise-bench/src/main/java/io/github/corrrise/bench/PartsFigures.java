package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.saliency.PartShares;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * Shares of parts from few coalitions against the exact ones: a table on the console, {@code
 * parts.csv} and {@code parts.json}.
 */
@Command(
        name = "parts",
        mixinStandardHelpOptions = true,
        description = "Estimated shares of parts against the exact ones.",
        footer = {"", Commands.EXIT_CODES})
final class PartsFigures implements Callable<Integer> {
    /** Half of the width of a 95 % interval, in standard errors. */
    private static final double REACH = 1.96;

    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--coalitions",
            split = ",",
            defaultValue = "100,200,298",
            description = "Coalitions per face; default ${DEFAULT-VALUE}.")
    private List<Integer> coalitions = List.of(100, 200, 298);

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    /** Root mean square errors of faces over the spread of their shares, and intervals. */
    private static final class Errors {
        private final List<Double> relative = new ArrayList<>();
        private int held;
        private int shareCount;

        void add(List<PartShares.Share> estimated, List<PartShares.Share> exact) {
            double mean = exact.stream().mapToDouble(PartShares.Share::share).average().orElse(0);
            double spread = 0;
            double squares = 0;
            for (int part = 0; part < exact.size(); part++) {
                double truth = exact.get(part).share();
                double miss = estimated.get(part).share() - truth;
                spread += (truth - mean) * (truth - mean);
                squares += miss * miss;
                shareCount++;
                if (Math.abs(miss) <= REACH * estimated.get(part).standardError()) {
                    held++;
                }
            }
            relative.add(Math.sqrt(squares / spread));
        }

        double quantile(double share) {
            List<Double> sorted = relative.stream().sorted().toList();
            return sorted.get((int) Math.round(share * (sorted.size() - 1)));
        }
    }

    @Override
    public Integer call() {
        int limit = set.limit();
        PrintWriter errors = command().commandLine().getErr();
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable table = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out)) {
            List<FacePair> pairs =
                    set.pairs(rows, source, errors).stream()
                            .limit(limit)
                            .map(LabelledPair::faces)
                            .map(faces -> faces.get())
                            .toList();
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException("the pairs must not be empty");
            }
            FaceParts parts = FaceParts.ofTemplate(verifier.inputSize());
            Map<Integer, Errors> errorsOf = new LinkedHashMap<>();
            coalitions.forEach(count -> errorsOf.put(count, new Errors()));
            int done = 0;
            for (FacePair pair : budget.over(pairs, "pairs", errors)) {
                PartShares exact = shares(verifier, pair, parts, (1 << parts.count()) - 2, 0);
                for (Map.Entry<Integer, Errors> each : errorsOf.entrySet()) {
                    PartShares estimated = shares(verifier, pair, parts, each.getKey(), done);
                    each.getValue().add(estimated.probe(), exact.probe());
                    each.getValue().add(estimated.reference(), exact.reference());
                }
                done++;
                errors.println("pairs: " + done + " of " + pairs.size());
                errors.flush();
            }
            errorsOf.forEach((count, of) -> table.add(row(count, of)));
            table.addLeftOut(budget.leftOut());
            table.print(command().commandLine().getOut());
            table.write(folder, "parts");
        }
        return set.exitCode();
    }

    private static PartShares shares(
            OnnxFaceVerifier verifier, FacePair pair, FaceParts parts, int count, long seed) {
        return PartPasses.shares(verifier, pair, parts, Fill.black(), count, seed);
    }

    private static FigureTable.Row row(int count, Errors errors) {
        return new FigureTable.Row()
                .count("coalitions", count)
                .count("faces", errors.relative.size())
                .number("errorMedian", errors.quantile(0.5))
                .number("error90", errors.quantile(0.9))
                .number("coverage", (double) errors.held / errors.shareCount);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
