package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairsFile;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.cli.command.Versions;
import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.Pointing;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
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
        versionProvider = Versions.class,
        description = "Pixels of another person planted in probes: do the maps find them?",
        footer = {"", Commands.EXIT_CODES})
public final class GamesCommand implements Callable<Integer> {
    /** More time narrows the intervals of what is sampled, no more. */
    private static final double MINUTES = 10;

    /** Pastes that cost less similarity leave a map little to find. */
    private static final double COSTLY = 0.1;

    private static final String COSTLY_ONLY = "cost > " + COSTLY;

    private static final double TEMPLATE_SIDE = 112;

    /** Trials between two looks at the clock. */
    private static final int TRIALS_AT_ONCE = 10;

    /** Of a digest in a journal's first line. */
    private static final int DIGEST_DIGITS = 12;

    @Mixin private JudgedSet set;

    @Mixin private TimeBudget budget = TimeBudget.ofMinutes(MINUTES);

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default",
            description = Methods.HELP)
    private List<String> methods = List.of("default");

    @Mixin private GivenMethods given = new GivenMethods();

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description =
                    "Play nothing: write altered probes and their truth there, so that another tool"
                            + " can make maps for --given.")
    private @Nullable Path questionFolder;

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

    @Option(
            names = "--triplets",
            defaultValue = "300",
            description =
                    "Swapped regions in triplets, for methods that contrast two faces; 0 for none;"
                            + " default ${DEFAULT-VALUE}.")
    private int triplets = 300;

    @Option(
            names = "--edits",
            defaultValue = "0",
            description =
                    "Probes with a swapped region, compared with themselves before; default none.")
    private int editCount;

    @Option(
            names = "--edited",
            paramLabel = "CSV",
            description =
                    "Edited pictures of your own: a list whose probe is the edited picture and whose"
                            + " reference is the original.")
    private @Nullable Path editedList;

    @Option(
            names = "--tolerance",
            defaultValue = "0",
            description = "Levels of 255 that --edited pictures may differ by without an edit.")
    private double tolerance;

    @Option(
            names = "--reach",
            defaultValue = "30",
            description = "Patch of the masks on a face of 112: nearer to a swap nothing is false.")
    private int reach = 30;

    @Option(names = "--seed", defaultValue = "0", description = "Of games and masks.")
    private long seed;

    @Option(
            names = "--out",
            defaultValue = "games",
            description = "Folder to write to; default ${DEFAULT-VALUE}.")
    private Path out = Path.of("games");

    @Spec private @Nullable CommandSpec spec;

    /** Games that have had their share of the time. */
    private int gamesPlayed;

    /** On pairs and an ONNX model of the user's. */
    public GamesCommand() {
        this(new OwnPairs());
    }

    /** On the pairs and the model of another program. */
    public GamesCommand(JudgedSet set) {
        this.set = set;
    }

    @Override
    public Integer call() throws Exception {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        if (Methods.areAskedFor(methods)) {
            known().list(command.commandLine().getOut());
            return 0;
        }
        set.require();
        methods = given.with(methods, known());
        int limit = set.limit();
        PrintWriter errors = command.commandLine().getErr();
        List<PairTable.Row> rows = set.rows(errors);
        FigureTable patches = new FigureTable();
        FigureTable regions = new FigureTable();
        FigureTable contrasts = new FigureTable();
        FigureTable editing = new FigureTable();
        try (JudgedSet.Opened model = set.open();
                FaceSource source = set.openFaces(model.verifier().inputSize());
                OutputFolder folder =
                        OutputFolder.open(questionFolder == null ? out : questionFolder)) {
            FaceVerifier verifier = model.verifier();
            List<GameCase> cases = set.cases(rows, source, limit, errors);
            if (questionFolder != null) {
                QuestionFolder written = new QuestionFolder(folder);
                questions().ask(cases, verifier.inputSize(), written::add);
                written.finish();
                PrintWriter console = command.commandLine().getOut();
                console.printf(
                        Locale.ROOT,
                        "written, personal data: %s%n",
                        questionFolder.toAbsolutePath().normalize());
                console.flush();
                return set.exitCode();
            }
            List<LabelledPair> pairs = PairsFile.labelled(rows, source);
            List<LabelledPair> editedPairs = editedPairs(cases, source);
            String edits = EditedPairs.told(editedPairs);
            Map<String, SaliencyExplainer> bound = new LinkedHashMap<>();
            // What is wrong with given maps shows before another method has played.
            for (String method : methods) {
                if (given.has(method)) {
                    bound.put(method, bind(method, verifier, pairs, cases));
                }
            }
            for (String method : methods) {
                SaliencyExplainer explainer =
                        bound.containsKey(method)
                                ? bound.get(method)
                                : bind(method, verifier, pairs, cases);
                try {
                    Rounds rounds = new Rounds(method, explainer, verifier, cases, folder);
                    for (int side : sides) {
                        PatchGame.Result all = play(rounds, side);
                        patches.add(row(method, side, "all", all));
                        patches.add(row(method, side, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                    if (swaps > 0) {
                        RegionSwapGame.Result all = swap(rounds);
                        regions.add(row(method, "all", all));
                        regions.add(row(method, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                    // Maps are given of the games that --write asks about.
                    if (!editedPairs.isEmpty() && !given.has(method)) {
                        EditedPairGame.Result all = edit(rounds, editedPairs, edits);
                        editing.add(row(method, "all", all));
                        editing.add(row(method, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                    if (triplets > 0
                            && explainer instanceof SaliencyExplainer.Contrasting contrasting) {
                        RegionSwapGame.Result all = contrast(rounds, contrasting);
                        contrasts.add(ofTriplets(method, "all", all));
                        contrasts.add(ofTriplets(method, COSTLY_ONLY, all.costingMoreThan(COSTLY)));
                    }
                } finally {
                    if (explainer instanceof AutoCloseable closeable) {
                        closeable.close();
                    }
                }
            }
            tell(patches, "patches", folder);
            tell(regions, "regions", folder);
            tell(editing, "edits", folder);
            tell(contrasts, "triplets", folder);
        }
        return set.exitCode();
    }

    private SaliencyExplainer bind(
            String method, FaceVerifier verifier, List<LabelledPair> pairs, List<GameCase> cases) {
        return given.has(method)
                ? given.inGames(method, verifier, cases, questions(), seed)
                : known().named(method).bind(verifier, pairs, seed, Side.PROBE);
    }

    private List<LabelledPair> editedPairs(List<GameCase> cases, FaceSource source) {
        List<LabelledPair> all = new ArrayList<>();
        if (editCount > 0) {
            all.addAll(EditedPairs.swapped(swapGame(editCount), cases, editCount));
        }
        if (editedList != null) {
            all.addAll(EditedPairs.listed(editedList, source));
        }
        return all;
    }

    private Methods known() {
        return Methods.of(set.hasGradients());
    }

    private Questions questions() {
        Map<Integer, PatchGame> patches = new LinkedHashMap<>();
        sides.forEach(side -> patches.put(side, patchGame(side)));
        return new Questions(patches, swaps > 0 ? Optional.of(swapGame(swaps)) : Optional.empty());
    }

    private PatchGame patchGame(int side) {
        return new PatchGame(side / TEMPLATE_SIDE, feather, placements, seed);
    }

    private RegionSwapGame swapGame(int trialCount) {
        return RegionSwapGame.defaults()
                .withReachFraction(reach / TEMPLATE_SIDE)
                .withTrialCount(trialCount)
                .withSeed(seed);
    }

    /** One method, its games' faces, and where its journals are. */
    private record Rounds(
            String method,
            SaliencyExplainer explainer,
            FaceVerifier verifier,
            List<GameCase> cases,
            OutputFolder folder) {
        FaceSize size() {
            return verifier.inputSize();
        }

        /** The journal of a game; its first line tells all that its trials depend on. */
        Journal journal(String game, Object settings) {
            String header =
                    String.join(
                            " | ",
                            settings.toString(),
                            explainer.description(),
                            verifier.description(),
                            verifier.threshold().toString(),
                            cases.stream().map(this::told).toList().toString());
            return Journal.open(folder.file(game + "-" + method + ".trials"), header);
        }

        /** A case with digests of its faces: trials of other faces are not gone on with. */
        private String told(GameCase each) {
            String inputs = Provenance.Inputs.of(each.genuine().get(), explainer).digest();
            List<String> donors =
                    each.donors().stream().map(donor -> shortened(donor.get().digest())).toList();
            return each.name() + " " + shortened(inputs) + " and " + donors;
        }

        private static String shortened(String digest) {
            return digest.substring(0, DIGEST_DIGITS);
        }
    }

    /** Growing counts of trials while a game has time: all games of all methods alike. */
    private Iterable<Integer> counts(int trialCount, String game, Rounds rounds) {
        long contrasting = triplets > 0 ? methods.stream().filter(MaskDesign::names).count() : 0;
        long onAll = sides.size() + (swaps > 0 ? 1L : 0) + (isEdited() ? 1L : 0);
        long games = methods.size() * onAll + contrasting;
        gamesPlayed++;
        return budget.counts(
                (double) gamesPlayed / games,
                trialCount,
                TRIALS_AT_ONCE,
                "trials of " + game + " " + rounds.method(),
                errors());
    }

    /** Those of the first trials of a game. */
    private static <T> List<T> first(List<T> done, ToIntFunction<T> index, int count) {
        return done.stream().filter(trial -> index.applyAsInt(trial) < count).toList();
    }

    private PatchGame.Result play(Rounds rounds, int side) {
        PatchGame game = patchGame(side);
        try (Journal journal = rounds.journal(Questions.patch(side), game)) {
            List<PatchGame.Placement> done = journal.read(TrialLines::placement);
            PatchGame.Result result = new PatchGame.Result(rounds.size(), List.of());
            for (int count : counts(placements, "patch " + side, rounds)) {
                result =
                        game.withPlacementCount(count)
                                .play(
                                        rounds.explainer(),
                                        rounds.cases(),
                                        first(done, PatchGame.Placement::index, count),
                                        trial -> {
                                            journal.add(TrialLines.line(trial));
                                            done.add(trial);
                                            tell(
                                                    "patch " + side + " " + rounds.method(),
                                                    done.size(),
                                                    placements);
                                        });
            }
            return result;
        }
    }

    private boolean isEdited() {
        return editCount > 0 || editedList != null;
    }

    /**
     * @param told what tells the pairs from others
     */
    private EditedPairGame.Result edit(Rounds rounds, List<LabelledPair> pairs, String told) {
        EditedPairGame game = new EditedPairGame(tolerance, reach / TEMPLATE_SIDE, seed);
        try (Journal journal = rounds.journal("edit", game + " " + told)) {
            List<EditedPairGame.Edit> done = journal.read(TrialLines::edit);
            EditedPairGame.Result result = new EditedPairGame.Result(rounds.size(), List.of());
            for (int count : counts(pairs.size(), "edits", rounds)) {
                result =
                        game.play(
                                rounds.explainer(),
                                pairs.subList(0, count),
                                first(done, EditedPairGame.Edit::index, count),
                                trial -> {
                                    journal.add(TrialLines.line(trial));
                                    done.add(trial);
                                    tell("edit " + rounds.method(), done.size(), pairs.size());
                                });
            }
            return result;
        }
    }

    private RegionSwapGame.Result swap(Rounds rounds) {
        return swap(
                rounds,
                Questions.SWAP,
                swaps,
                (game, done, played) ->
                        game.play(rounds.explainer(), rounds.cases(), done, played));
    }

    private RegionSwapGame.Result contrast(Rounds rounds, SaliencyExplainer.Contrasting explainer) {
        return swap(
                rounds,
                "triplet",
                triplets,
                (game, done, played) -> game.playTriplets(explainer, rounds.cases(), done, played));
    }

    /** Goes on with swaps in one of their forms. */
    @FunctionalInterface
    private interface Swaps {
        RegionSwapGame.Result play(
                RegionSwapGame game,
                List<RegionSwapGame.Swap> done,
                Consumer<RegionSwapGame.Swap> played);
    }

    private RegionSwapGame.Result swap(Rounds rounds, String name, int trialCount, Swaps swapping) {
        RegionSwapGame game = swapGame(trialCount);
        try (Journal journal = rounds.journal(name, game)) {
            List<RegionSwapGame.Swap> done = journal.read(TrialLines::swap);
            RegionSwapGame.Result result =
                    new RegionSwapGame.Result(rounds.size(), game.featherFraction(), List.of());
            for (int count : counts(trialCount, name, rounds)) {
                result =
                        swapping.play(
                                game.withTrialCount(count),
                                first(done, RegionSwapGame.Swap::index, count),
                                trial -> {
                                    journal.add(TrialLines.line(trial));
                                    done.add(trial);
                                    tell(name + " " + rounds.method(), done.size(), trialCount);
                                });
            }
            return result;
        }
    }

    private void tell(FigureTable table, String name, OutputFolder folder) {
        if (!table.isEmpty()) {
            PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
            out.println();
            table.addLeftOut(budget.leftOut());
            table.print(out);
            table.write(folder, name);
        }
    }

    private void tell(String name, int done, int total) {
        if (done % Math.max(1, total / 10) == 0 || done == total) {
            PrintWriter errors = errors();
            errors.println(name + ": " + done + " of " + total);
            errors.flush();
        }
    }

    private PrintWriter errors() {
        return Objects.requireNonNull(spec, "spec").commandLine().getErr();
    }

    private static FigureTable.Row row(String method, int side, String which, PatchGame.Result of) {
        FigureTable.Row row =
                new FigureTable.Row()
                        .text("method", method)
                        .count("side", side)
                        .text("pastes", which);
        scores(row, of.score());
        return row.number("uniform", of.uniformHitRate())
                .number("bestPlace", of.bestConstantHitRate())
                .number("centre", of.centreHitRate());
    }

    private static FigureTable.Row row(String method, String which, RegionSwapGame.Result of) {
        FigureTable.Row row = new FigureTable.Row().text("method", method).text("swaps", which);
        scores(row, of.score());
        return row.number("uniform", of.uniformHitRate())
                .number("bestPlace", of.bestConstantHitRate())
                .count("flips", of.flipCount())
                .number("flippedAt", of.meanFlippedAt())
                .number("halfRestoredAt", of.meanHalfRestoredAt())
                .number("falseShare", of.meanFalseShare());
    }

    private static FigureTable.Row row(String method, String which, EditedPairGame.Result of) {
        FigureTable.Row row = new FigureTable.Row().text("method", method).text("edits", which);
        scores(row, of.score());
        return row.number("uniform", of.uniformHitRate())
                .number("bestPlace", of.bestConstantHitRate())
                .number("centre", of.centreHitRate())
                .number("falseShare", of.meanFalseShare());
    }

    private static FigureTable.Row ofTriplets(
            String method, String which, RegionSwapGame.Result of) {
        return row(method, which, of)
                .number("flippedWithinArea", of.flippedWithin(of.uniformHitRate()));
    }

    private static void scores(FigureTable.Row row, Optional<Pointing.Score> score) {
        row.count("trials", score.map(Pointing.Score::trialCount).orElse(0))
                .number("hitRate", number(score.map(s -> s.hitRate().value())))
                .number("hitLower", number(score.map(s -> s.hitRate().lower())))
                .number("hitUpper", number(score.map(s -> s.hitRate().upper())))
                .number("mass", number(score.map(s -> s.massShare().value())))
                .number("massLower", number(score.map(s -> s.massShare().lower())))
                .number("massUpper", number(score.map(s -> s.massShare().upper())));
    }

    private static OptionalDouble number(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
