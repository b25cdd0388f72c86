package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.PatchGameResult;
import io.github.corrrise.evaluation.PatchPlacement;
import io.github.corrrise.evaluation.PointingScore;
import io.github.corrrise.evaluation.RegionSwap;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.evaluation.RegionSwapResult;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Plays the games of known truth on a model and a set of pairs: a table on the console, {@code
 * games.csv} and {@code games.json}, and a journal of trials for each game and method, from which a
 * killed run goes on.
 */
@Command(
        name = "games",
        mixinStandardHelpOptions = true,
        description = "Pixels of another person planted in probes: do the maps find them?")
final class GamesFigures implements Callable<Integer> {
    /** Pastes that cost less similarity leave a map little to find. */
    private static final double COSTLY = 0.1;

    private static final String COSTLY_ONLY = "cost > " + COSTLY;

    private static final double TEMPLATE_SIDE = 112;

    @Mixin private SetOptions set = new SetOptions();

    @Option(
            names = "--methods",
            split = ",",
            defaultValue = "published",
            description = "published, or COUNTxSIDE of patches on 112 pixels, each with @MASKS.")
    private List<String> methods = List.of("published");

    @Option(
            names = "--sides",
            split = ",",
            defaultValue = "14,20,28,40",
            description = "Sides of the pasted squares on a face of 112; default ${DEFAULT-VALUE}.")
    private List<Integer> sides = List.of(14, 20, 28, 40);

    @Option(
            names = "--feather",
            defaultValue = "0",
            description = "Soft edge as a fraction of the square's side; default a hard edge.")
    private double feather;

    @Option(
            names = "--placements",
            defaultValue = "300",
            description = "Squares of each side; default ${DEFAULT-VALUE}.")
    private int placements = 300;

    @Option(
            names = "--swaps",
            defaultValue = "300",
            description = "Swapped regions; 0 plays patches only; default ${DEFAULT-VALUE}.")
    private int swaps = 300;

    @Option(names = "--seed", defaultValue = "0", description = "Of games and masks.")
    private long seed;

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Method> asked = methods.stream().map(Method::of).toList();
        List<GameCase> cases = set.table().gameCases(set.limit());
        Files.createDirectories(out);
        FigureTable patches = new FigureTable();
        FigureTable regions = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier()) {
            for (Method method : asked) {
                try (Explainer explainer = method.open(verifier, seed)) {
                    for (int side : sides) {
                        PatchGameResult all = play(verifier, explainer, method, side, cases);
                        patches.add(row(method, side, "all", all));
                        patches.add(row(method, side, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                    if (swaps > 0) {
                        RegionSwapResult all = swap(verifier, explainer, method, cases);
                        regions.add(row(method, "all", all));
                        regions.add(row(method, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                }
            }
        }
        PrintWriter console = Objects.requireNonNull(spec, "spec").commandLine().getOut();
        patches.print(console);
        patches.write(out, "patches");
        if (swaps > 0) {
            console.println();
            regions.print(console);
            regions.write(out, "regions");
        }
        return 0;
    }

    private PatchGameResult play(
            OnnxFaceVerifier verifier,
            Explainer explainer,
            Method method,
            int side,
            List<GameCase> cases) {
        PatchGame game = new PatchGame(side / TEMPLATE_SIDE, feather, placements, seed);
        String name = "patch " + side + " " + method.name();
        try (Journal journal = journal("patch-" + side, method, game.toString(), verifier, cases)) {
            List<PatchPlacement> done =
                    journal.lines().stream().map(TrialLines::placement).toList();
            AtomicInteger count = new AtomicInteger(done.size());
            return game.play(
                    verifier,
                    explainer,
                    cases,
                    done,
                    trial -> {
                        journal.add(TrialLines.line(trial));
                        tell(name, count.incrementAndGet(), placements);
                    });
        }
    }

    private RegionSwapResult swap(
            OnnxFaceVerifier verifier, Explainer explainer, Method method, List<GameCase> cases) {
        RegionSwapGame game =
                RegionSwapGame.defaults()
                        .withReachFraction(method.masks().patchFraction())
                        .withTrialCount(swaps)
                        .withSeed(seed);
        String name = "swap " + method.name();
        try (Journal journal = journal("swap", method, game.toString(), verifier, cases)) {
            List<RegionSwap> done = journal.lines().stream().map(TrialLines::swap).toList();
            AtomicInteger count = new AtomicInteger(done.size());
            return game.play(
                    verifier,
                    explainer,
                    cases,
                    done,
                    trial -> {
                        journal.add(TrialLines.line(trial));
                        tell(name, count.incrementAndGet(), swaps);
                    });
        }
    }

    private Journal journal(
            String kind,
            Method method,
            String game,
            OnnxFaceVerifier verifier,
            List<GameCase> cases) {
        String header =
                String.join(
                        " | ",
                        game,
                        method.toString(),
                        verifier.description(),
                        "threshold " + set.threshold(),
                        cases.size() + " cases");
        return Journal.open(out.resolve(kind + "-" + method.name() + ".trials"), header);
    }

    private void tell(String name, int done, int total) {
        if (done % Math.max(1, total / 10) == 0 || done == total) {
            PrintWriter errors = Objects.requireNonNull(spec, "spec").commandLine().getErr();
            errors.println(name + ": " + done + " of " + total);
            errors.flush();
        }
    }

    private static FigureTable.Row row(Method method, int side, String which, PatchGameResult of) {
        FigureTable.Row row =
                new FigureTable.Row()
                        .text("method", method.name())
                        .count("side", side)
                        .text("pastes", which);
        scores(row, of.score());
        return row.number("uniform", of.uniformHitRate())
                .number("bestPlace", of.bestConstantHitRate())
                .number("centre", of.centreHitRate());
    }

    private static FigureTable.Row row(Method method, String which, RegionSwapResult of) {
        FigureTable.Row row =
                new FigureTable.Row().text("method", method.name()).text("swaps", which);
        scores(row, of.score());
        return row.number("uniform", of.uniformHitRate())
                .number("bestPlace", of.bestConstantHitRate())
                .count("flips", of.flipCount())
                .number("flippedAt", of.meanFlippedAt())
                .number("halfRestoredAt", of.meanHalfRestoredAt())
                .number("falseShare", of.meanFalseShare());
    }

    private static void scores(FigureTable.Row row, Optional<PointingScore> score) {
        row.count("trials", score.map(PointingScore::trialCount).orElse(0))
                .number("hitRate", number(score.map(PointingScore::hitRate)))
                .number("hitLower", number(score.map(s -> s.hitInterval().lower())))
                .number("hitUpper", number(score.map(s -> s.hitInterval().upper())))
                .number("mass", number(score.map(PointingScore::massShare)))
                .number("massLower", number(score.map(s -> s.massShareInterval().lower())))
                .number("massUpper", number(score.map(s -> s.massShareInterval().upper())));
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
