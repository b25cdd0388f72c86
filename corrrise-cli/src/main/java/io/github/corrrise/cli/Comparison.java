package io.github.corrrise.cli;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.Subject;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FaceVerifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command explains: the options of its masks, besides those of the verifier. */
final class Comparison extends VerifierOptions {
    @Option(
            names = "--masks",
            paramLabel = "COUNT",
            defaultValue = "500",
            description = "Masks per face; default ${DEFAULT-VALUE}.")
    private int maskCount;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description = "Seed of the masks; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--shares",
            paramLabel = "COUNT",
            description =
                    "Divide the similarity among the parts of each face, in shares that add up,"
                            + " from COUNT sets of visible parts; 300 cost more than half a map.")
    private @Nullable Integer shares;

    /** Two subjects. */
    record Subjects(Subject probe, Subject reference) {
        FacePair pair() {
            return FacePair.of(probe.face(), reference.face());
        }
    }

    /** What makes a profile of the verifier, with the masks that the options describe. */
    ModelProfiler.Builder profiler(FaceVerifier verifier) {
        return ModelProfiler.builder(verifier).maskCount(maskCount).seed(seed);
    }

    /** The explainer that the options describe; close it. */
    Explainer explainer(FaceVerifier verifier, ProfileOption profile, Progress progress) {
        Explainer.Builder builder =
                Explainer.builder(verifier)
                        .maskCount(maskCount)
                        .seed(seed)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .claims()
                        .progress(progress);
        if (shares != null) {
            builder.shares(shares);
        }
        batchSize().ifPresent(builder::batchSize);
        profile.read().ifPresent(builder::profile);
        return builder.build();
    }
}
