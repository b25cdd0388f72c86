package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.Corrrise;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.NpyFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps that go out to other tools and come back. */
class GivenMethodsTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);

    @TempDir private Path folder;

    private Path pairs;

    private StringWriter said = new StringWriter();

    @BeforeEach
    void writePairs() throws IOException {
        TinyModel.write(folder.resolve("tiny.onnx"), SIZE.height());
        for (int face = 1; face <= 4; face++) {
            DrawnFaces.write(DrawnFaces.draw(SIZE, face), folder.resolve(face + ".png"));
        }
        pairs = folder.resolve("pairs.csv");
        Files.writeString(
                pairs,
                """
                probe,reference,truth
                1.png,2.png,GENUINE
                1.png,3.png,IMPOSTOR
                4.png,3.png,GENUINE
                4.png,2.png,IMPOSTOR
                """);
    }

    private int run(String command, String... more) {
        said = new StringWriter();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                command,
                                pairs + "",
                                "--model",
                                folder.resolve("tiny.onnx") + "",
                                "--size",
                                SIZE.height() + "",
                                "--threshold",
                                "0.99"));
        arguments.addAll(List.of(more));
        PrintWriter writer = new PrintWriter(said, true);
        return Corrrise.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(arguments.toArray(String[]::new));
    }

    private int evaluate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--fills", "black", "--steps", "4"));
        arguments.addAll(List.of(more));
        return run("evaluate", arguments.toArray(String[]::new));
    }

    private int games(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--sides", "28", "--placements", "6", "--swaps", "12"));
        arguments.addAll(List.of("--triplets", "0"));
        arguments.addAll(List.of(more));
        return run("games", arguments.toArray(String[]::new));
    }

    private Path out(String name) {
        return folder.resolve(name);
    }

    /** Of each pair; without the first line and the passes, which tell the explainer. */
    private static List<String> scores(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.replaceAll("\"inputs\".*\"scores\"", ""))
                .toList();
    }

    @Tag("slow")
    @Test
    void mapsThatWereKeptAreJudgedAsTheMethodThatMadeThem() throws IOException {
        int first =
                evaluate(
                        "--methods", "occlusion", "--maps", "--both-sides", "--out", out("a") + "");
        assertThat(first).as(said.toString()).isZero();
        Path kept = out("a").resolve("occlusion-maps");
        int second =
                evaluate(
                        "--methods",
                        "theirs,occlusion",
                        "--given",
                        "theirs=" + kept,
                        "--both-sides",
                        "--out",
                        out("b") + "");
        assertThat(second).as(said.toString()).isZero();
        assertThat(scores(out("b").resolve("theirs.jsonl")))
                .hasSize(4)
                .isEqualTo(scores(out("b").resolve("occlusion.jsonl")));
        assertThat(Files.readString(out("b").resolve("theirs.jsonl")))
                .contains("GivenMaps[4 pairs");

        int changed =
                evaluate(
                        "--methods",
                        "theirs",
                        "--given",
                        "theirs=" + changed(kept),
                        "--both-sides",
                        "--out",
                        out("b") + "");
        assertThat(changed).as("an evaluation of other maps").isEqualTo(1);
        assertThat(said.toString()).contains("theirs.jsonl", "GivenMaps[4 pairs");
    }

    private static Path changed(Path maps) throws IOException {
        Path one = maps.resolve("1.png_2.png.probe.npy");
        float[] values = NpyFormat.read(one).toArray();
        values[0] += 1;
        NpyFormat.write(NpyFormat.Plane.of(SIZE, values), one);
        return maps;
    }

    /** What a script does: a map for each row, in files of its own naming. */
    private Path list(float value) throws IOException {
        StringBuilder list = new StringBuilder("probe;reference;probeMap\n");
        int number = 0;
        for (PairTable.Row row : PairTable.read(pairs, null).rows()) {
            float[] values = new float[SIZE.pixelCount()];
            values[number] = value;
            String name = "map " + number++ + ".npy";
            NpyFormat.write(NpyFormat.Plane.of(SIZE, values), folder.resolve(name));
            list.append(row.probe() + ";" + row.reference() + ";" + name + "\n");
        }
        return Files.writeString(folder.resolve("theirs.csv"), list);
    }

    @Test
    void aListSaysWhichMapsAreWhose() throws IOException {
        Path list = list(1);
        String[] arguments = {
            "--methods", "centre-prior", "--given", "cam=" + list, "--out", out("o") + ""
        };
        assertThat(evaluate(arguments)).as(said.toString()).isZero();
        assertThat(Files.readString(out("o").resolve("table.csv")))
                .contains("centre-prior,", "cam,");
    }

    @Test
    void whatIsWrongWithMapsIsNamedBeforeAnyPairIsScored() throws IOException {
        Path list = list(Float.NaN);
        String[] arguments = {
            "--methods", "centre-prior,cam", "--given", "cam=" + list, "--out", out("o") + ""
        };
        assertThat(evaluate(arguments)).isEqualTo(1);
        assertThat(said.toString()).contains("map 0.npy: values must be finite, was NaN");

        Files.delete(folder.resolve("map 2.npy"));
        list(1);
        Files.delete(folder.resolve("map 2.npy"));
        assertThat(evaluate(arguments)).isEqualTo(1);
        assertThat(said.toString()).contains("cannot read", "map 2.npy: no such file");

        Files.writeString(list, "probe,reference,probeMap\n1.png,2.png,map 0.npy\n");
        assertThat(evaluate(arguments)).isEqualTo(1);
        assertThat(said.toString())
                .contains("theirs.csv must have a row for every pair, had none for 1.png 3.png");

        Files.writeString(list, "probe,reference,probeMap\n1.png,2.png,\n");
        assertThat(evaluate(arguments)).isEqualTo(1);
        assertThat(said.toString()).contains("row 2: probeMap must be a file, was empty");

        Files.writeString(list, "probe,reference,map\n1.png,2.png,map 0.npy\n");
        assertThat(evaluate(arguments)).isEqualTo(1);
        assertThat(said.toString()).contains("must have the column probeMap");

        String[] nowhere = {
            "--methods", "centre-prior,cam", "--given", "cam=" + out("none"), "--out", out("o") + ""
        };
        assertThat(evaluate(nowhere)).isEqualTo(1);
        assertThat(said.toString()).contains("cannot read " + out("none") + ": no such file");
        assertThat(out("o"))
                .as("a method that comes first has not run")
                .isDirectoryNotContaining("glob:**centre-prior*");
    }

    @Test
    void namesOfMapsAreChecked() {
        assertThat(evaluate("--given", "default=" + folder)).isEqualTo(2);
        assertThat(said.toString())
                .contains("a name that no method of this program has, was default");
        assertThat(evaluate("--given", "a/b=" + folder)).isEqualTo(2);
        assertThat(said.toString()).contains("--given must be NAME=PLACE", "was a/b");
        assertThat(games("--given", "grad")).isEqualTo(2);
        assertThat(said.toString()).contains("--given", "NAME=PLACE");
    }

    @Tag("slow")
    @Test
    void gamesAskAndJudgeWhatCameBack() throws IOException {
        Path asked = out("asked");
        assertThat(games("--write", asked + "")).as(said.toString()).isZero();
        List<PairTable.Row> rows = PairTable.read(asked.resolve("trials.csv"), null).rows();
        assertThat(rows).hasSizeBetween(7, 18); // two swaps may ask about the same faces
        for (PairTable.Row row : rows) {
            FaceImage probe = FaceImage.read(row.probeFile());
            assertThat(FaceImage.read(row.referenceFile()).size()).isEqualTo(probe.size());
            Path answer = asked.resolve(row.probe().replace(".png", ".planted.npy"));
            float[] planted = NpyFormat.read(answer).toArray();
            for (int i = 0; i < planted.length; i++) {
                planted[i] = -planted[i];
            }
            NpyFormat.write(NpyFormat.Plane.of(SIZE, planted), row.probeMap().orElseThrow());
        }
        Path out = out("played");
        String[] arguments = {
            "--methods", "centre-prior", "--given", "oracle=" + asked, "--out", out + ""
        };
        assertThat(games(arguments)).as(said.toString()).isZero();
        for (String game : List.of("patches", "regions")) {
            List<String> table = Files.readAllLines(out.resolve(game + ".csv"));
            List<String> header = List.of(table.get(0).split(","));
            String oracle =
                    table.stream()
                            .filter(line -> line.matches("oracle,.*all,.*"))
                            .findFirst()
                            .orElseThrow();
            String prior =
                    table.stream()
                            .filter(line -> line.matches("centre-prior,.*all,.*"))
                            .findFirst()
                            .orElseThrow();
            int hits = header.indexOf("hitRate");
            int mass = header.indexOf("mass");
            assertThat(oracle.split(",", -1)[hits]).isEqualTo("1.000000");
            assertThat(oracle.split(",", -1)[mass]).isEqualTo("1.000000");
            assertThat(prior.split(",", -1)[mass]).isNotEqualTo("1.000000");
        }

        String[] otherSeed = {"--methods", "oracle", "--given", "oracle=" + asked, "--seed", "1"};
        assertThat(games(otherSeed)).isEqualTo(1);
        assertThat(said.toString())
                .contains("trials.csv must be of the same pairs, sides, counts and seed")
                .contains("patch-28-");

        String first = rows.get(0).probe().replace(".png", ".probe.npy");
        Files.delete(asked.resolve(first));
        String[] behindAnother = {
            "--methods", "centre-prior,oracle", "--given", "oracle=" + asked, "--out", out("p") + ""
        };
        assertThat(games(behindAnother)).isEqualTo(1);
        assertThat(said.toString()).contains("cannot read " + asked.resolve(first));
        assertThat(out("p"))
                .as("a method that comes first has not played")
                .isDirectoryNotContaining("glob:**centre-prior*");
        assertThat(games("--methods", "oracle", "--given", "oracle=" + pairs)).isEqualTo(2);
        assertThat(said.toString()).contains("--given must be NAME=FOLDER for games, was " + pairs);

        Files.writeString(asked.resolve("trials.csv"), "probe,reference\na,b\n");
        assertThat(games("--methods", "oracle", "--given", "oracle=" + asked)).isEqualTo(1);
        assertThat(said.toString()).contains("trials.csv must be as --write wrote it");
        Files.delete(asked.resolve("trials.csv"));
        assertThat(games("--methods", "oracle", "--given", "oracle=" + asked)).isEqualTo(1);
        assertThat(said.toString()).contains("trials.csv: no such file");
    }
}
