package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.evaluation.KnownContributionGame;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Side;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Pearson's correlation over the pixels of a map estimated from some masks with the exact
 * population map, on a verifier of 14 x 14 signed weights, a third of them zero, 112 x 112; median
 * over seeds.
 */
@Command(
        name = "known",
        mixinStandardHelpOptions = true,
        description = "Correlation of estimates with an exactly known population map.")
final class KnownContributionFigures implements Callable<Integer> {
    private static final int SEEDS = 5;

    private record Setting(int maskCount, int patchCount) {}

    private static final List<Setting> SETTINGS =
            List.of(
                    new Setting(5000, 10),
                    new Setting(5000, 3),
                    new Setting(500, 10),
                    new Setting(500, 3));

    /** Read by none of these figures; taken so that every figure takes the same. */
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        FigureLines lines = FigureLines.of(command);
        for (Setting setting : budget.over(SETTINGS, "settings", command.commandLine().getErr())) {
            lines.line(
                    "known" + setting.maskCount() + "Masks" + setting.patchCount() + "Patches",
                    correlation(setting.maskCount(), setting.patchCount()));
        }
        return 0;
    }

    private static double correlation(int maskCount, int patchCount) {
        KnownContributionGame game =
                KnownContributionGame.of(
                        AdditiveVerifier.of(FaceSize.ARCFACE, weights()),
                        PatchMasks.published().withPatchCount(patchCount));
        double[] correlations = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            try (Explainer explainer =
                    Explainer.builder(game.verifier())
                            .published()
                            .masks(PatchMasks.published().withPatchCount(patchCount))
                            .maskCount(maskCount)
                            .seed(seed)
                            .sides(Side.PROBE)
                            .withoutSignificance()
                            .build()) {
                correlations[seed] = game.play(explainer);
            }
        }
        return Medians.of(correlations);
    }

    private static double[][] weights() {
        Random random = new Random(2);
        double[][] weights = new double[14][14];
        for (double[] row : weights) {
            for (int column = 0; column < row.length; column++) {
                row[column] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
            }
        }
        return weights;
    }
}
