package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What maps claim of the decisions about genuine pairs, against random regions, and what parts and
 * claims cost: a table on the console, {@code claims.csv} and {@code claims.json}.
 */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        description = "Claims about decisions against random regions, and their cost.",
        footer = {"", Commands.EXIT_CODES})
final class ClaimsFigures implements Callable<Integer> {
    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        int limit = set.limit();
        PrintWriter errors = command().commandLine().getErr();
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable table = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out)) {
            if (verifier.threshold().isEmpty()) {
                throw new IllegalArgumentException("--threshold must be given: the model has none");
            }
            List<LabelledPair> pairs =
                    set.pairs(rows, source, errors).stream()
                            .filter(pair -> pair.truth() == Truth.GENUINE)
                            .limit(limit)
                            .toList();
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException("the pairs must hold a genuine pair");
            }
            List<Explanation> explained = explained(verifier, pairs, errors);
            for (DecisionClaims.Kind kind : DecisionClaims.Kind.values()) {
                table.add(row(kind, explained));
            }
            table.addLeftOut(budget.leftOut());
            table.print(command().commandLine().getOut());
            table.write(folder, "claims");
        }
        return set.exitCode();
    }

    private List<Explanation> explained(
            OnnxFaceVerifier verifier, List<LabelledPair> pairs, PrintWriter errors) {
        List<Explanation> explained = new ArrayList<>();
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .claims()
                        .build()) {
            for (LabelledPair pair : budget.over(pairs, "pairs", errors)) {
                explained.add(explainer.explain(pair.faces().get()));
                errors.println("explained: " + explained.size() + " of " + pairs.size());
                errors.flush();
            }
        }
        return explained;
    }

    private static FigureTable.Row row(DecisionClaims.Kind kind, List<Explanation> explained) {
        List<DecisionClaims.Claim> claims =
                explained.stream()
                        .map(why -> why.claims().orElseThrow())
                        .map(all -> all.of(Side.PROBE, kind).orElseThrow())
                        .toList();
        List<DecisionClaims.Claim> found =
                claims.stream().filter(claim -> claim.share().isPresent()).toList();
        long matchCount =
                explained.stream()
                        .filter(why -> why.decision().equals(Optional.of(Decision.MATCH)))
                        .count();
        long beatCount = claims.stream().filter(DecisionClaims.Claim::beatsChance).count();
        return new FigureTable.Row()
                .text("claim", kind.name())
                .count("pairs", claims.size())
                .count("matches", Math.toIntExact(matchCount))
                .count("regions", found.size())
                .number("beatsChance", (double) beatCount / claims.size())
                .number(
                        "randomLikewise",
                        found.stream()
                                .mapToDouble(
                                        claim ->
                                                (double) claim.randomLikewise()
                                                        / claim.randomCount())
                                .average())
                .number(
                        "areaMedian",
                        median(found.stream().mapToDouble(claim -> claim.share().getAsDouble())))
                .number(
                        "furtherPassesMedian",
                        median(explained.stream().mapToDouble(ClaimsFigures::furtherPasses)));
    }

    /** Passes of parts and claims over those of the map alone, which an embedder takes. */
    private static double furtherPasses(Explanation why) {
        double ofMap = 2.0 * why.provenance().maskCount() + 2;
        return (why.provenance().passCount() - ofMap) / ofMap;
    }

    private static OptionalDouble median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
