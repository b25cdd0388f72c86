package io.github.corrrise.cli;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.cli.judge.EvaluateCommand;
import io.github.corrrise.cli.judge.GamesCommand;
import io.github.corrrise.cli.judge.SanityCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: a command for each task. */
@Command(
        name = "corrrise",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = {
            "Explains the decisions of face verification: which regions of both faces make a pair"
                    + " look alike to a model, and which unlike.",
            ""
        },
        subcommands = {
            ExplainCommand.class,
            ExplainPairsCommand.class,
            AuditCommand.class,
            ProfileCommand.class,
            ReplayCommand.class,
            EvaluateCommand.class,
            GamesCommand.class,
            SanityCommand.class,
            SchemaCommand.class,
            GenerateCompletion.class
        },
        footer = {
            "",
            "Examples:",
            "  corrrise explain",
            "  corrrise explain --model arcface.onnx --threshold 0.31 probe.png reference.png",
            "  corrrise explain --help",
            "  source <(corrrise generate-completion)",
            "",
            "Pictures stay on this machine; nothing is sent. " + Commands.EXIT_CODES
        })
public final class Corrrise {
    private Corrrise() {}

    /**
     * Runs a command and ends the program with its code.
     *
     * @param arguments the command's name, then its own arguments
     */
    public static void main(String[] arguments) {
        Commands.run(commandLine(), arguments);
    }

    /** The program, ready to execute. */
    public static CommandLine commandLine() {
        return Commands.of(new Corrrise());
    }
}
