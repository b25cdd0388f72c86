package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FillName;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairsFile;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.evaluation.Evaluation;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Deletion and insertion of some methods on pairs of one's own: a table on the console, and in the
 * output folder the scores ({@code METHOD.jsonl}, taken up again by the next run), {@code
 * table.csv}, {@code results.json} and {@code curves-FILL.png}.
 */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        sortOptions = false,
        description = "Deletion and insertion of some methods on pairs of your own.",
        footer = {
            "",
            "The CSV file has the columns probe, reference, truth (GENUINE or IMPOSTOR). Rows are"
                    + " numbered as in a spreadsheet: the header is row 1. Without --threshold that"
                    + " of the equal error rate is taken. A run that was killed goes on where it"
                    + " was when it is started again. "
                    + Commands.EXIT_CODES
        })
public final class EvaluateCommand implements Callable<Integer> {
    @Mixin private JudgedSet set;

    @Mixin private TimeBudget budget = TimeBudget.unlimited();

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default",
            description = "The first is what others are compared with: " + Methods.HELP)
    private List<String> methods = List.of("default");

    @Mixin private GivenMethods given = new GivenMethods();

    @Option(
            names = "--fills",
            split = ",",
            defaultValue = "black,blur",
            description = "What replaces hidden pixels: ${COMPLETION-CANDIDATES}.")
    private List<FillName> fills = List.of(FillName.black, FillName.blur);

    @Option(names = "--steps", defaultValue = "10", description = "Steps of a curve.")
    private int stepCount = 10;

    @Option(names = "--both-sides", description = "Hide probe and reference in turn.")
    private boolean bothSides;

    @Option(names = "--maps", description = "Keep the maps as OUT/METHOD-maps/PAIR.SIDE.npy.")
    private boolean keepMaps;

    @Option(
            names = "--out",
            defaultValue = "evaluation",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("evaluation");

    @Spec private @Nullable CommandSpec spec;

    /** On pairs and an ONNX model of the user's. */
    public EvaluateCommand() {
        this(new OwnPairs());
    }

    /** On the pairs and the model of another program. */
    public EvaluateCommand(JudgedSet set) {
        this.set = set;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(spec, "spec").commandLine();
        if (Methods.areAskedFor(methods)) {
            known().list(line.getOut());
            return 0;
        }
        set.require();
        PrintWriter errors = line.getErr();
        List<PairTable.Row> rows = limited(set.rows(errors));
        Map<String, List<DeletionInsertion>> protocols = protocols();
        methods = given.with(methods, known());
        if (methods.stream().distinct().count() < methods.size()) {
            throw new IllegalArgumentException("methods must be distinct, were " + methods);
        }
        try (OutputFolder folder = OutputFolder.open(out);
                JudgedSet.Opened model = set.openForMaps();
                FaceSource source = set.openFaces(model.verifier().inputSize())) {
            FaceVerifier verifier = model.verifier();
            List<LabelledPair> pairs = PairsFile.labelled(rows, source);
            Map<String, SaliencyExplainer> bound = new LinkedHashMap<>();
            // What is wrong with given maps shows before another method has run.
            methods.stream()
                    .filter(given::has)
                    .forEach(name -> bound.put(name, bind(name, verifier, pairs)));
            Map<String, EvaluationScores> scores = new LinkedHashMap<>();
            for (String method : methods) {
                SaliencyExplainer explainer =
                        bound.containsKey(method)
                                ? bound.get(method)
                                : bind(method, verifier, pairs);
                double share = (scores.size() + 1.0) / methods.size();
                Iterable<LabelledPair> inTime =
                        budget.over(share, pairs, "pairs of " + method, errors);
                scores.put(method, run(method, explainer, pairs, inTime, protocols, folder));
            }
            return report(common(scores, pairs), protocols, folder);
        }
    }

    /** Methods are compared on the pairs that all of them had time for. */
    private static Map<String, EvaluationScores> common(
            Map<String, EvaluationScores> scores, List<LabelledPair> pairs) {
        int least =
                scores.values().stream()
                        .mapToInt(each -> each.pairs().size() + each.unreadable().size())
                        .min()
                        .orElseThrow();
        Set<String> reached =
                pairs.stream().limit(least).map(LabelledPair::name).collect(Collectors.toSet());
        Map<String, EvaluationScores> common = new LinkedHashMap<>();
        scores.forEach(
                (method, all) ->
                        common.put(
                                method,
                                new EvaluationScores(
                                        all.libraryVersion(),
                                        all.verifier(),
                                        all.explainer(),
                                        all.failurePolicy(),
                                        all.protocols(),
                                        all.pairs().stream()
                                                .filter(each -> reached.contains(each.name()))
                                                .toList(),
                                        all.unreadable().stream()
                                                .filter(each -> reached.contains(each.name()))
                                                .toList())));
        return common;
    }

    /** By truth in turn, so that what a short time leaves holds both. */
    private List<PairTable.Row> limited(List<PairTable.Row> rows) {
        int limit = set.limit();
        List<Iterator<PairTable.Row>> byTruth =
                Stream.of(Truth.values())
                        .map(Optional::of)
                        .map(
                                truth ->
                                        rows.stream()
                                                .filter(row -> row.truth().equals(truth))
                                                .limit(limit)
                                                .iterator())
                        .toList();
        List<PairTable.Row> inTurn = new ArrayList<>();
        while (byTruth.stream().anyMatch(Iterator::hasNext)) {
            byTruth.stream().filter(Iterator::hasNext).forEach(each -> inTurn.add(each.next()));
        }
        return inTurn;
    }

    private Map<String, List<DeletionInsertion>> protocols() {
        Map<String, List<DeletionInsertion>> protocols = new LinkedHashMap<>();
        for (FillName fill : fills) {
            List<DeletionInsertion> signs = new ArrayList<>();
            for (Sign sign : Sign.values()) {
                DeletionInsertion protocol =
                        DeletionInsertion.published()
                                .withFill(fill.fill())
                                .withSign(sign)
                                .withSides(sides())
                                .withStepCount(stepCount);
                signs.add(
                        set.threshold().isEmpty()
                                ? protocol
                                : protocol.withThreshold(set.threshold().getAsDouble()));
            }
            protocols.put(fill.name(), signs);
        }
        return protocols;
    }

    private SaliencyExplainer bind(String method, FaceVerifier verifier, List<LabelledPair> pairs) {
        return given.named(method, known()).bind(verifier, pairs, 0, sides());
    }

    private Methods known() {
        return Methods.of(set.hasGradients());
    }

    private Side[] sides() {
        return bothSides ? Side.values() : new Side[] {Side.PROBE};
    }

    private EvaluationScores run(
            String method,
            SaliencyExplainer explainer,
            List<LabelledPair> pairs,
            Iterable<LabelledPair> inTime,
            Map<String, List<DeletionInsertion>> protocols,
            OutputFolder folder)
            throws Exception {
        try (ProgressBar bar =
                new ProgressBarBuilder()
                        .setTaskName(method)
                        .setUnit(" pairs", 1)
                        .setInitialMax(pairs.size())
                        .build()) {
            Evaluation.Builder evaluation =
                    Evaluation.builder(explainer)
                            .protocols(protocols.values().stream().flatMap(List::stream).toList())
                            .onScored(scored -> bar.stepTo(1 + index(scored.name(), pairs)));
            if (keepMaps) {
                Path maps = folder.subfolder(method + "-maps");
                evaluation.onExplained((pair, why) -> MapFiles.write(pair.name(), why, maps));
            }
            EvaluationScores scores =
                    evaluation
                            .build()
                            .run(
                                    StreamSupport.stream(inTime.spliterator(), false),
                                    folder.file(method + ".jsonl"));
            bar.stepTo(scores.pairs().size() + scores.unreadable().size());
            if (scores.pairs().isEmpty()) {
                throw new IllegalArgumentException(
                        "no pair can be read, of "
                                + pairs.size()
                                + "; the first: "
                                + scores.unreadable().get(0).reason());
            }
            return scores;
        } finally {
            close(explainer);
        }
    }

    private static int index(String name, List<LabelledPair> pairs) {
        return IntStream.range(0, pairs.size())
                .filter(i -> pairs.get(i).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void close(SaliencyExplainer explainer) throws Exception {
        if (explainer instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** The exit code. */
    private int report(
            Map<String, EvaluationScores> scores,
            Map<String, List<DeletionInsertion>> protocols,
            OutputFolder folder) {
        EvaluationScores first = scores.values().iterator().next();
        List<EvaluationScores.Unreadable> leftOut = first.unreadable();
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        if (!leftOut.isEmpty()) {
            tell(leftOut, first.pairs().size(), command.commandLine().getErr());
        }
        EvaluationTable table = EvaluationTable.of(scores, protocols, Bootstrap.defaults());
        EvaluationReport.print(table, command.commandLine().getOut());
        EvaluationReport.writeCsv(table, folder.file("table.csv"));
        EvaluationReport.writeJson(table, scores, budget.leftOut(), folder.file("results.json"));
        protocols
                .keySet()
                .forEach(
                        fill ->
                                CurveCharts.write(
                                        table, fill, folder.file("curves-" + fill + ".png")));
        return leftOut.isEmpty() ? 0 : Commands.SOME_ROWS_FAILED;
    }

    /** Before the table: where too few pairs are left for one, this says why. */
    private static void tell(
            List<EvaluationScores.Unreadable> leftOut, int scoredCount, PrintWriter errors) {
        errors.printf(
                Locale.ROOT,
                "Left out: %d of %d pairs%n",
                leftOut.size(),
                leftOut.size() + scoredCount);
        leftOut.forEach(
                pair -> errors.printf(Locale.ROOT, "  %s: %s%n", pair.name(), pair.reason()));
        errors.flush();
    }
}
