package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Explains why a face verifier finds two face crops alike or not: the quick start as a command.
 *
 * <p>Without arguments it explains two portraits that it draws itself, by the built-in verifier.
 * Writes {@code explanation.png}, {@code explanation.json} and the similarity and dissimilarity
 * maps of both faces as {@code .npy}.
 */
@Command(
        name = "ExplainPair",
        mixinStandardHelpOptions = true,
        version = "ExplainPair, an example of corrrise",
        sortOptions = false,
        description = "Explains why a face verifier finds two face crops alike or not.",
        footer = {
            "",
            "Examples:",
            "  ExplainPair",
            "  ExplainPair --model arcface.onnx --threshold 0.31 probe.png reference.png",
            "",
            "Crops must be aligned and of the model's input size. Exit codes: 0 done, 1 failed, 2"
                    + " wrong arguments."
        })
public final class ExplainPair implements Callable<Integer> {
    @Parameters(
            arity = "0..2",
            paramLabel = "FACE",
            description = "Probe and reference, two pictures; none: two drawn portraits.")
    private List<Path> faces = List.of();

    @Option(names = "--model", description = "ONNX face model; none: the built-in verifier.")
    private @Nullable Path model;

    @Option(
            names = "--preset",
            defaultValue = "ARCFACE",
            description = "How the model wants its pixels: ${COMPLETION-CANDIDATES}.")
    private ModelPreset preset = ModelPreset.ARCFACE;

    @Option(names = "--threshold", description = "Similarity at or above which faces match.")
    private @Nullable Double threshold;

    @Option(names = "--masks", defaultValue = "500", description = "Masks a face.")
    private int maskCount;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the masks.")
    private long seed;

    @Option(names = "--out", defaultValue = "explanation", description = "Folder to write to.")
    private Path out = Path.of("explanation");

    @Spec private @Nullable CommandSpec spec;

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command, ready to execute. */
    static CommandLine commandLine() {
        return new CommandLine(new ExplainPair())
                .setExecutionExceptionHandler(
                        (failure, commandLine, result) -> {
                            commandLine.getErr().println("Failed: " + failure.getMessage());
                            return commandLine.getCommandSpec().exitCodeOnExecutionException();
                        });
    }

    @Override
    public Integer call() throws IOException {
        FacePair pair = pair();
        if (model == null) {
            LocalDescriptorVerifier builtIn =
                    LocalDescriptorVerifier.defaults().withInputSize(pair.probe().size());
            explain(threshold == null ? builtIn : builtIn.withThreshold(threshold), pair);
            return 0;
        }
        OnnxFaceVerifier.Builder onnx = OnnxFaceVerifier.builder(model).preset(preset);
        if (threshold != null) {
            onnx.threshold(threshold);
        }
        try (OnnxFaceVerifier verifier = onnx.open()) {
            explain(verifier, pair);
        }
        return 0;
    }

    private FacePair pair() {
        if (faces.isEmpty()) {
            return DrawnPortraits.pair();
        }
        if (faces.size() == 1) {
            throw new ParameterException(
                    commandSpec().commandLine(), "FACE must be given twice or not at all, was one");
        }
        return FacePair.of(FaceImage.read(faces.get(0)), FaceImage.read(faces.get(1)));
    }

    private void explain(FaceVerifier verifier, FacePair pair) throws IOException {
        Explanation why = explainWithProgress(verifier, pair);
        write(why);
        print(why);
    }

    private Explanation explainWithProgress(FaceVerifier verifier, FacePair pair) {
        ProgressBarBuilder bars =
                new ProgressBarBuilder().setTaskName("Explaining").setUnit(" passes", 1);
        try (ProgressBar bar = bars.build();
                Explainer explainer =
                        Explainer.builder(verifier)
                                .maskCount(maskCount)
                                .seed(seed)
                                .progress((done, total) -> bar.maxHint(total).stepTo(done))
                                .build()) {
            return explainer.explain(pair);
        }
    }

    private void write(Explanation why) throws IOException {
        Files.createDirectories(out);
        HeatMaps.figure(why).write(out.resolve("explanation.png"));
        ExplanationJson.write(why, out.resolve("explanation.json"));
        writeMaps(why.probe(), "probe");
        if (why.reference().isPresent()) {
            writeMaps(why.reference().get(), "reference");
        }
    }

    private void writeMaps(SaliencyMap map, String side) {
        NpyFormat.write(map.similar(), out.resolve(side + "-similar.npy"));
        NpyFormat.write(map.dissimilar(), out.resolve(side + "-dissimilar.npy"));
    }

    private void print(Explanation why) {
        PrintWriter console = commandSpec().commandLine().getOut();
        console.printf(Locale.ROOT, "similarity: %.4f%n", why.similarity());
        why.threshold()
                .ifPresent(
                        value -> console.printf(Locale.ROOT, "threshold: %.4f%n", value.value()));
        why.decision().ifPresent(decision -> console.printf("decision: %s%n", decision));
        console.printf(
                Locale.ROOT,
                "significant: %.0f %% of the probe, %.0f %% of the reference%n",
                100 * why.probe().significantShare(),
                100 * why.reference().map(SaliencyMap::significantShare).orElse(0.0));
        console.printf("masks: %d%n", why.provenance().maskCount());
        console.printf("passes: %d%n", why.provenance().passCount());
        console.printf(
                Locale.ROOT, "seconds: %.2f%n", why.provenance().timing().total().toNanos() / 1e9);
        console.printf("written: %s%n", out.toAbsolutePath().normalize());
        console.flush();
    }

    private CommandSpec commandSpec() {
        if (spec == null) {
            throw new IllegalStateException("to be run by its command line");
        }
        return spec;
    }
}
