package io.github.corrrise.cli.judge;

import io.github.corrrise.baseline.GivenMaps;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Maps that other tools made, judged beside the methods under names of the user's. */
final class GivenMethods {
    /** A name is that of files, too. */
    private static final Pattern NAME = Pattern.compile("\\w[\\w.@-]*");

    @Option(
            names = "--given",
            paramLabel = "NAME=PLACE",
            description =
                    "Judge maps of another tool, too, under this name: those of a folder, named as"
                            + " they are asked for, or of a CSV with the columns probe, reference,"
                            + " probeMap and, if known, referenceMap. May be repeated.")
    private Map<String, Path> places = new LinkedHashMap<>();

    /**
     * The methods and behind them the maps that are given, where the methods do not name these.
     *
     * @param known what goes by a name without being given
     * @throws IllegalArgumentException where a name is unfit, or nothing goes by it
     */
    List<String> with(List<String> methods, Methods known) {
        places.keySet().forEach(name -> requireName(name, known));
        methods.stream().filter(name -> !places.containsKey(name)).forEach(known::named);
        return Stream.concat(
                        methods.stream(),
                        places.keySet().stream().filter(name -> !methods.contains(name)))
                .toList();
    }

    private static void requireName(String name, Methods known) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "--given must be NAME=PLACE with a name of letters, digits, dots, dashes and"
                            + " underscores, was "
                            + name);
        }
        if (known.isNamed(name)) {
            throw new IllegalArgumentException(
                    "--given must be NAME=PLACE with a name that no method of this program has,"
                            + " was "
                            + name);
        }
    }

    /** Whether maps are given under this name. */
    boolean has(String name) {
        return places.containsKey(name);
    }

    /** Binds a method, or the maps that are given of the pairs of the set. */
    Methods.Method named(String name, Methods known) {
        Path place = places.get(name);
        if (place == null) {
            return known.named(name);
        }
        return (verifier, set, seed, sides) ->
                ofPairs(place, set).on(verifier, Methods.run(seed, sides));
    }

    /** Binds the maps that are given under a name of the altered pairs of games. */
    SaliencyExplainer inGames(
            String name,
            FaceVerifier verifier,
            List<GameCase> cases,
            Questions questions,
            long seed) {
        Path place = Objects.requireNonNull(places.get(name), name);
        if (!Files.isDirectory(place)) {
            throw new IllegalArgumentException(
                    "--given must be NAME=FOLDER for games, was " + place);
        }
        GivenMaps.Builder maps = GivenMaps.builder();
        Consumer<Questions.Question> check = QuestionFolder.check(place);
        questions.ask(
                cases,
                verifier.inputSize(),
                asked -> {
                    check.accept(asked);
                    maps.addFrom(place, asked.name(), asked.faces());
                });
        return maps.build().on(verifier, Methods.run(seed, Side.PROBE));
    }

    private static GivenMaps ofPairs(Path place, List<LabelledPair> set) {
        GivenMaps.Builder maps = GivenMaps.builder();
        if (Files.isDirectory(place)) {
            for (LabelledPair pair : set) {
                TypicalMap.read(pair)
                        .ifPresent(faces -> maps.addFrom(place, MapFiles.name(pair.name()), faces));
            }
            return maps.build();
        }
        Map<String, PairTable.Row> rows =
                PairTable.read(place, null).requireMaps().rows().stream()
                        .collect(
                                Collectors.toMap(
                                        PairTable.Row::name, Function.identity(), (a, b) -> a));
        for (LabelledPair pair : set) {
            PairTable.Row row = rows.get(pair.name());
            if (row == null) {
                throw new IllegalArgumentException(
                        place + " must have a row for every pair, had none for " + pair.name());
            }
            TypicalMap.read(pair).ifPresent(faces -> add(maps, faces, row));
        }
        return maps.build();
    }

    private static void add(GivenMaps.Builder maps, FacePair faces, PairTable.Row row) {
        Path probe = row.probeMap().orElseThrow();
        Optional<Path> reference = row.referenceMap();
        if (reference.isPresent()) {
            maps.add(faces, probe, reference.get());
        } else {
            maps.add(faces, probe);
        }
    }
}
