package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.NpyFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainCommandTest {
    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        CommandLine command =
                Corrrise.commandLine()
                        .setOut(new PrintWriter(printed))
                        .setErr(new PrintWriter(complaints));
        String[] words = new String[arguments.length + 1];
        words[0] = "explain";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return command.execute(words);
    }

    private Path out() {
        return folder.resolve("explanation");
    }

    private Path face(String name, FaceSize size, long seed) {
        return DrawnFaces.write(DrawnFaces.draw(size, seed), folder.resolve(name));
    }

    @Test
    void withoutArgumentsItExplainsTwoDrawnPortraits() throws IOException {
        assertThat(run("--masks", "60", "--out", out().toString())).isZero();
        assertThat(printed.toString().lines())
                .anyMatch(line -> line.matches("similarity: 0\\.\\d{4}"))
                .contains("threshold: 0.4000", "decision: MATCH", "masks: 60", "passes: 270")
                .anyMatch(line -> line.startsWith("seconds: "))
                .contains("written: " + out().toAbsolutePath());
        assertThat(out().resolve("explanation.html"))
                .content(StandardCharsets.UTF_8)
                .contains("</span> Match</h1>", "drawn portrait");
        JsonNode json = new ObjectMapper().readTree(out().resolve("explanation.json").toFile());
        assertThat(json.get("decision").asText()).isEqualTo("MATCH");
        assertThat(ImageIO.read(out().resolve("explanation.png").toFile()).getWidth())
                .isGreaterThan(1000);
        assertThat(out().resolve("parts.csv"))
                .content(StandardCharsets.UTF_8)
                .startsWith("part,hidden_in,similarity_whole,")
                .contains("\r\nnose,both,");
        for (String map :
                List.of(
                        "probe-similar",
                        "probe-dissimilar",
                        "reference-similar",
                        "reference-dissimilar")) {
            assertThat(NpyFormat.read(out().resolve(map + ".npy")).size())
                    .isEqualTo(FaceSize.ARCFACE);
        }
    }

    @Test
    void theLargestPictureIsAnOption() {
        String probe = face("probe.png", FaceSize.ARCFACE, 1).toString();
        assertThat(run("--max-megapixels", "0.01", "--out", out().toString(), probe, probe))
                .isEqualTo(1);
        assertThat(complaints.toString())
                .contains("picture must have at most 10000 pixels, was 112x112: " + probe)
                .contains("on the command line: --max-megapixels COUNT");
        assertThat(run("--max-megapixels", "701", probe, probe)).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("--max-megapixels must be in (0, 700], was 701.0");
    }

    /** A family's pixels, another size and another metric. */
    @Tag("slow")
    @Test
    void explainsCropsOfAnotherSizeThanThePresets() {
        Path model = TinyModel.write(folder.resolve("large.onnx"), 150);
        FaceSize size = new FaceSize(150, 150);
        String probe = face("probe.png", size, 1).toString();
        String reference = face("reference.png", size, 2).toString();
        List<String> arguments =
                List.of(
                        "--model",
                        model.toString(),
                        "--preset",
                        "MOBILEFACE",
                        "--metric",
                        "euclidean",
                        "--masks",
                        "20",
                        "--out",
                        out().toString(),
                        probe,
                        reference);
        assertThat(run(arguments.toArray(new String[0]))).isNotZero();
        List<String> withSize = new ArrayList<>(List.of("--size", "150"));
        withSize.addAll(arguments);
        assertThat(run(withSize.toArray(new String[0]))).isZero();
        assertThat(out().resolve("explanation.json"))
                .content(StandardCharsets.UTF_8)
                .contains("150x150", "Euclidean distance, negative");
    }

    @Test
    void aSizeThatIsNoneIsTold() {
        String model = TinyModel.write(folder.resolve("tiny.onnx")).toString();
        for (String wrong : List.of("large", "1x2x3", "0", "x")) {
            assertThat(run("--model", model, "--size", wrong, "a.png", "b.png")).isEqualTo(2);
        }
    }

    @Test
    void explainsTwoPicturesByAModel() {
        Path model = TinyModel.write(folder.resolve("tiny.onnx"));
        int code =
                run(
                        "--model",
                        model.toString(),
                        "--preset",
                        "MOBILEFACE",
                        "--threshold",
                        "0.9",
                        "--masks",
                        "20",
                        "--seed",
                        "3",
                        "--out",
                        out().toString(),
                        face("probe.png", FaceSize.ARCFACE, 1).toString(),
                        face("reference.png", FaceSize.ARCFACE, 2).toString());
        assertThat(code).isZero();
        assertThat(printed.toString()).contains("threshold: 0.9000");
        assertThat(out().resolve("explanation.png")).isNotEmptyFile();
    }

    @Tag("slow")
    @Test
    void writesTheFormatsThatWereAskedFor() {
        assertThat(run("--masks", "20", "--formats", "json", "--out", out().toString())).isZero();
        assertThat(out()).isDirectoryContaining("glob:**/explanation.json");
        assertThat(out().toFile().list()).hasSize(1);
    }

    @Test
    void aPictureThatIsMissingIsNamedAndNothingIsWritten() {
        int code = run("--out", out().toString(), "nowhere.png", "nowhere.png");
        assertThat(code).isEqualTo(1);
        assertThat(complaints.toString()).startsWith("Failed: ").contains("nowhere.png");
        assertThat(Files.exists(out())).isFalse();
    }

    @Test
    void facesOfTwoSizesAreRefused() {
        int code =
                run(
                        "--out",
                        out().toString(),
                        face("a.png", new FaceSize(40, 40), 1).toString(),
                        face("b.png", new FaceSize(41, 40), 2).toString());
        assertThat(code).isEqualTo(1);
        assertThat(complaints.toString())
                .contains("both pictures must be aligned crops of one size, were 40x40 and 41x40")
                .contains("--detector");
        assertThat(Files.exists(out())).isFalse();
    }

    @Test
    void aFileThatIsNoModelIsNamed() throws IOException {
        Path model = Files.writeString(folder.resolve("text.onnx"), "no model");
        assertThat(run("--model", model.toString(), "--out", out().toString())).isEqualTo(1);
        assertThat(complaints.toString()).contains("text.onnx");
        assertThat(Files.exists(out())).isFalse();
    }

    @Test
    void wrongArgumentsAreExplained() {
        assertThat(run("only-one.png")).isEqualTo(2);
        assertThat(complaints.toString()).contains("FACE must be given twice");
        assertThat(run("--masks", "many")).isEqualTo(2);
        assertThat(run("--preset", "UNKNOWN")).isEqualTo(2);
        assertThat(run("--masks", "1", "--out", out().toString())).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("maskCount must be at least 2, was 1 (on the command line: --masks");
        assertThat(run("--batch-size", "0", "--out", out().toString())).isEqualTo(2);
        assertThat(complaints.toString()).contains("was 0 (on the command line: --batch-size");
    }

    @Test
    void helpShowsExamples() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString())
                .contains("Examples:", "--model arcface.onnx", "--detector yunet.onnx");
    }

    /** With a model and without: no crop of a face is so large. */
    @Test
    void photographsWithoutADetectorAreToldSo() {
        String model = TinyModel.write(folder.resolve("tiny.onnx")).toString();
        String probe = face("a.png", new FaceSize(600, 400), 1).toString();
        String reference = face("b.png", new FaceSize(600, 400), 2).toString();
        assertThat(run("--model", model, "--out", out().toString(), probe, reference)).isEqualTo(1);
        assertThat(complaints.toString()).contains("an aligned crop of 112x112, or a photograph");
        assertThat(run("--out", out().toString(), probe, reference)).isEqualTo(1);
        assertThat(complaints.toString())
                .contains("an aligned crop of at most 512x512, or a photograph with --detector")
                .contains("was 600x400 without --detector: " + probe)
                .doesNotContainIgnoringCase("resize");
        assertThat(Files.exists(out())).isFalse();
    }

    @Test
    void theReportShowsFileNamesWithoutFolders() {
        String probe = face("a.png", FaceSize.ARCFACE, 1).toString();
        String reference = face("b.png", FaceSize.ARCFACE, 2).toString();
        assertThat(run("--masks", "20", "--out", out().toString(), probe, reference)).isZero();
        assertThat(out().resolve("explanation.html"))
                .content(StandardCharsets.UTF_8)
                .contains("a.png", "b.png")
                .doesNotContain(folder.toString());
    }

    @Test
    void aMessageNamesTheWholePathOfAPicture() {
        assertThat(run("nowhere.png", "nowhere.png")).isEqualTo(1);
        assertThat(complaints.toString()).contains(Path.of("nowhere.png").toAbsolutePath() + "");
    }
}
