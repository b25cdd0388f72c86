package io.github.corrrise.cli;

import io.github.corrrise.cli.VerifierOptions.OpenVerifier;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FileNames;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.replay.Replay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a recorded explanation again and tells whether it is the same. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description = "Makes a recorded explanation again and tells whether it is the same.",
        footer = {
            "",
            "Example:",
            "  corrrise replay --model arcface.onnx --threshold 0.31 why/explanation.json probe.png"
                    + " reference.png",
            "",
            "Masks, fill, seed and all other settings are those of the record; model, pictures and"
                    + " threshold are to be given as they were. What differs is listed. Exit codes:"
                    + " 0 the same, 1 failed, 2 wrong arguments, 4 different."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int DIFFERENT = 4;

    @Parameters(index = "0", paramLabel = "RECORD", description = "The explanation.json.")
    private Path file = Path.of("explanation.json");

    @Parameters(index = "1", paramLabel = "PROBE", description = "A picture.")
    private Path probe = Path.of("probe.png");

    @Parameters(index = "2", paramLabel = "REFERENCE", description = "A picture.")
    private Path reference = Path.of("reference.png");

    @Option(
            names = "--most-masks",
            paramLabel = "COUNT",
            defaultValue = "100000",
            description =
                    "A record of more masks or coalitions is refused; default ${DEFAULT-VALUE}.")
    private int mostMasks;

    @Mixin private VerifierOptions options = new VerifierOptions();

    @Mixin private ProfileOption profile = new ProfileOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Replay replay = Replay.read(FileNames.absolute(file)).withMostMasks(mostMasks);
        Optional<ModelProfile> its = profile.read();
        if (its.isPresent()) {
            replay = replay.withProfile(its.get());
        }
        Replay.Result result = replayed(replay);
        PrintWriter console = Objects.requireNonNull(spec, "spec").commandLine().getOut();
        console.println(result);
        console.flush();
        return result.isSame() ? 0 : DIFFERENT;
    }

    private Replay.Result replayed(Replay replay) {
        if (options.takesAnySize()) {
            FacePair pair = pair(options.openAnyCrops());
            try (OpenVerifier open = options.openVerifier(pair.probe().size())) {
                return replay.with(open.verifier(), pair);
            }
        }
        try (OpenVerifier open = options.openVerifier(FaceSize.ARCFACE);
                FaceSource source = options.openFaces(open.verifier().inputSize())) {
            return replay.with(open.verifier(), pair(source));
        }
    }

    private FacePair pair(FaceSource source) {
        return FacePair.of(source.read(probe).face(), source.read(reference).face());
    }
}
