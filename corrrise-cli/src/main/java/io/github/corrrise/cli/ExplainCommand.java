package io.github.corrrise.cli;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.joining;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.Comparison.Subjects;
import io.github.corrrise.cli.ExplanationFolder.Format;
import io.github.corrrise.cli.VerifierOptions.OpenVerifier;
import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FileNames;
import io.github.corrrise.cli.command.Subject;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.FaceVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Explains why a face verifier finds two faces alike or not: the quick start as a command.
 *
 * <p>Without arguments it explains two portraits that it draws itself, by the built-in verifier.
 */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description = "Explains why a face verifier finds two faces alike or not.",
        footer = {
            "",
            "Examples:",
            "  corrrise explain",
            "  corrrise explain --model arcface.onnx --threshold 0.31 probe.png reference.png",
            "  corrrise explain --model arcface.onnx --threshold 0.31 --detector yunet.onnx probe.jpg"
                    + " reference.jpg",
            "  corrrise explain --model arcface.onnx --profile model.profile.json probe.png"
                    + " reference.png",
            "  corrrise explain --formats HTML,JSON --out why probe.png reference.png",
            "",
            "Writes explanation.html (a report to be read), explanation.png, explanation.json,"
                    + " parts.csv (what each part weighs) and the maps as .npy. Without --detector, pictures must be aligned crops of the"
                    + " model's input size. Relative names start from the current folder. "
                    + Commands.EXIT_CODES
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..2",
            paramLabel = "FACE",
            description = "Probe and reference, two pictures; none: two drawn portraits.")
    private List<String> names = List.of();

    private List<Path> faces = List.of();

    @Mixin private Comparison comparison = new Comparison();

    @Mixin private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--formats",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "HTML,JSON,CSV,PNG,NPY",
            description = "What to write: ${COMPLETION-CANDIDATES}.")
    private Set<Format> formats = EnumSet.allOf(Format.class);

    @Option(
            names = "--out",
            defaultValue = "explanation",
            paramLabel = "FOLDER",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("explanation");

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        // As text before: of a list picocli tells no reason why a value is no path.
        faces = names.stream().map(this::path).toList();
        if (faces.size() == 1) {
            throw new ParameterException(
                    commandSpec().commandLine(), "FACE must be given twice or not at all, was one");
        }
        // Read before a model is opened: what is wrong with a picture shows at once.
        if (faces.isEmpty() || comparison.takesAnySize()) {
            Subjects crops = crops();
            try (OpenVerifier open = comparison.openVerifier(crops.probe().face().size())) {
                explain(open.verifier(), crops);
            }
            return 0;
        }
        try (OpenVerifier open = comparison.openVerifier(FaceSize.ARCFACE);
                FaceSource source = comparison.openFaces(open.verifier().inputSize())) {
            explain(open.verifier(), subjects(source));
        }
        return 0;
    }

    private Path path(String name) {
        try {
            return FileNames.path(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Subjects crops() {
        if (faces.isEmpty()) {
            FacePair drawn = DrawnPortraits.pair();
            return new Subjects(Subject.ofCrop(drawn.probe()), Subject.ofCrop(drawn.reference()));
        }
        Subjects crops = subjects(comparison.openAnyCrops());
        FaceSize size = crops.probe().face().size();
        FaceSize other = crops.reference().face().size();
        if (!other.equals(size)) {
            throw new IllegalArgumentException(
                    "both pictures must be aligned crops of one size, were "
                            + size
                            + " and "
                            + other
                            + "; of photographs --detector YUNET.onnx makes such crops: "
                            + FileNames.absolute(faces.get(0))
                            + " and "
                            + FileNames.absolute(faces.get(1)));
        }
        return crops;
    }

    private Subjects subjects(FaceSource source) {
        return new Subjects(source.read(faces.get(0)), source.read(faces.get(1)));
    }

    private void explain(FaceVerifier verifier, Subjects subjects) {
        Explanation why = explainWithProgress(verifier, subjects.pair());
        new ExplanationFolder(out)
                .write(why, subjects, name(0), name(1), Optional.empty(), formats);
        print(why);
    }

    private String name(int index) {
        return faces.isEmpty() ? "drawn portrait" : String.valueOf(faces.get(index).getFileName());
    }

    private Explanation explainWithProgress(FaceVerifier verifier, FacePair pair) {
        ProgressBarBuilder bars =
                new ProgressBarBuilder().setTaskName("Explaining").setUnit(" passes", 1);
        try (ProgressBar bar = bars.build();
                Explainer explainer =
                        comparison.explainer(
                                verifier,
                                profile,
                                (done, total) -> bar.maxHint(total).stepTo(done))) {
            return explainer.explain(pair);
        }
    }

    private void print(Explanation why) {
        PrintWriter console = commandSpec().commandLine().getOut();
        console.printf(Locale.ROOT, "similarity: %.4f%n", why.similarity());
        why.threshold()
                .ifPresent(
                        value -> console.printf(Locale.ROOT, "threshold: %.4f%n", value.value()));
        why.decision()
                .ifPresent(decision -> console.printf(Locale.ROOT, "decision: %s%n", decision));
        console.printf(
                Locale.ROOT,
                "significant: %.0f %% of the probe, %.0f %% of the reference%n",
                100 * why.probe().significantShare(),
                100 * why.reference().map(SaliencyMap::significantShare).orElse(0.0));
        why.unusual().ifPresent(unusual -> console.println("unusual: " + inWords(unusual)));
        console.printf(Locale.ROOT, "masks: %d%n", why.provenance().maskCount());
        console.printf(Locale.ROOT, "passes: %d%n", why.provenance().passCount());
        console.printf(
                Locale.ROOT, "seconds: %.2f%n", why.provenance().timing().total().toNanos() / 1e9);
        console.printf(Locale.ROOT, "written: %s%n", out.toAbsolutePath().normalize());
        console.flush();
    }

    /** The parts beyond the bound, the most unusual first. */
    private static String inWords(Unusual unusual) {
        if (unusual.partBound().isEmpty()) {
            return "the profile has too few pairs to tell";
        }
        double bound = unusual.partBound().getAsDouble();
        String parts =
                unusual.parts().stream()
                        .filter(unusual::isUnusual)
                        .sorted(comparingDouble(part -> -Math.abs(part.deviation())))
                        .map(
                                part ->
                                        String.format(
                                                Locale.ROOT,
                                                "%s (%+.1f spreads from typical)",
                                                part.part(),
                                                part.deviation()))
                        .collect(joining(", "));
        return parts.isEmpty()
                ? String.format(Locale.ROOT, "no part, by a bound of %.1f spreads", bound)
                : String.format(Locale.ROOT, "%s, by a bound of %.1f", parts, bound);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec, "spec");
    }
}
