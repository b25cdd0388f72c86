package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.FillName;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Whether the part that was swapped is the one with the most negative effect: a table on the
 * console, {@code parts-game.csv} and {@code parts-game.json}.
 */
@Command(
        name = "parts-game",
        mixinStandardHelpOptions = true,
        description = "Region-swap game, answered by the part with the most negative effect.",
        footer = {"", Commands.EXIT_CODES})
final class PartsGameFigures implements Callable<Integer> {
    private static final double COSTLY = 0.1;

    /** Swaps between two looks at the clock. */
    private static final int SWAPS_AT_ONCE = 10;

    @Mixin private SharedPairs set = new SharedPairs();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Option(
            names = "--swaps",
            defaultValue = "100",
            description = "Swapped regions; default ${DEFAULT-VALUE}.")
    private int swaps = 100;

    @Option(names = "--seed", defaultValue = "0", description = "Of regions and donors.")
    private long seed;

    @Option(
            names = "--fill",
            split = ",",
            defaultValue = "black",
            description = "Instead of hidden pixels, each in turn: ${COMPLETION-CANDIDATES}.")
    private List<FillName> fills = List.of(FillName.black);

    @Option(names = "--out", required = true, description = "Folder of the results.")
    private Path out = Path.of(".");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        int limit = set.limit();
        PrintWriter errors = command().commandLine().getErr();
        // The curve of the game is of no interest here.
        RegionSwapGame game =
                new RegionSwapGame(RegionSwapGame.defaults().featherFraction(), 0, 2, swaps, seed);
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable table = new FigureTable();
        try (OnnxFaceVerifier verifier = set.openVerifier();
                FaceSource source = set.openFaces(verifier.inputSize());
                OutputFolder folder = OutputFolder.open(out)) {
            List<GameCase> cases = set.cases(rows, source, limit, errors);
            AtomicInteger done = new AtomicInteger();
            PartsGame.Result all =
                    PartsGame.play(
                            verifier,
                            cases,
                            game,
                            budget.counts(1, swaps, SWAPS_AT_ONCE, "swaps", errors),
                            new Fills(fills.stream().map(FillName::fill).toList()),
                            trial -> {
                                errors.println("swaps: " + done.incrementAndGet() + " of " + swaps);
                                errors.flush();
                            });
            PartsGame.Result costly = all.of(trial -> trial.cost() > COSTLY);
            table.add(row("all", all));
            table.add(row("cost > " + COSTLY, costly));
            for (RegionSwapGame.Region region : RegionSwapGame.Region.values()) {
                table.add(
                        row(
                                PartsGame.part(region) + " at cost > " + COSTLY,
                                costly.of(trial -> trial.region() == region)));
            }
            table.addLeftOut(budget.leftOut());
            table.print(command().commandLine().getOut());
            table.write(folder, "parts-game");
        }
        return set.exitCode();
    }

    private static FigureTable.Row row(String which, PartsGame.Result result) {
        return new FigureTable.Row()
                .text("swaps", which)
                .count("trials", result.trials().size())
                .number("probe", number(result.probe(), Estimate::value))
                .number("probeLower", number(result.probe(), Estimate::lower))
                .number("probeUpper", number(result.probe(), Estimate::upper))
                .number("both", number(result.both(), Estimate::value))
                .number("bothLower", number(result.both(), Estimate::lower))
                .number("bothUpper", number(result.both(), Estimate::upper))
                .number("bestFixed", result.bestFixed());
    }

    private static OptionalDouble number(Optional<Estimate> of, ToDoubleFunction<Estimate> which) {
        return of.map(estimate -> OptionalDouble.of(which.applyAsDouble(estimate)))
                .orElse(OptionalDouble.empty());
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec, "spec");
    }
}
