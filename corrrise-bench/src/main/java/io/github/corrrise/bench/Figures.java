package io.github.corrrise.bench;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.judge.EvaluateCommand;
import io.github.corrrise.cli.judge.GamesCommand;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Measures what the documentation and the notes quote; each figure is a command of its own.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * java -jar corrrise-bench/target/corrrise-figures.jar NAME [--model PATH] [--shared DIR]</pre>
 */
@Command(
        name = "Figures",
        mixinStandardHelpOptions = true,
        description = "Measures the figures that the documentation quotes.",
        subcommands = {
            OverheadFigures.class,
            KernelFigures.class,
            GradientFigures.class,
            ReferenceFigures.class,
            PassesFigures.class,
            MemoryFigures.class,
            GalleryFigures.class,
            StartupFigures.class,
            ThreadsFigures.class,
            AdapterFigures.class,
            KnownContributionFigures.class,
            PatchwiseFigures.class,
            SignificanceFigures.class,
            PartsFigures.class,
            PartsGameFigures.class,
            ClaimsFigures.class,
            ReliabilityFigures.class,
            ProfileFigures.class,
            RatesFigures.class,
            AuditFigures.class,
            SoakFigures.class
        })
public final class Figures {
    private Figures() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        // Set before the runtime starts: its log would come between the figures.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        Commands.run(commandLine(), arguments);
    }

    /**
     * The command, ready to execute. It also judges methods as {@code corrrise} does, on a model
     * with gradients and with the methods that need them.
     */
    static CommandLine commandLine() {
        CommandSpec figures = CommandSpec.forAnnotatedObject(new Figures());
        Stream.of(new EvaluateCommand(new TorchPairs()), new GamesCommand(new TorchPairs()))
                .map(CommandSpec::forAnnotatedObject)
                .forEach(judge -> figures.addSubcommand(judge.name(), judge));
        return Commands.of(figures);
    }
}
