package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.NpyFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainPairTest {
    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        CommandLine command =
                ExplainPair.commandLine()
                        .setOut(new PrintWriter(printed))
                        .setErr(new PrintWriter(complaints));
        return command.execute(arguments);
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
                .contains("threshold: 0.4000", "decision: MATCH", "masks: 60", "passes: 122")
                .anyMatch(line -> line.startsWith("seconds: "))
                .contains("written: " + out().toAbsolutePath());
        assertThat(out().resolve("explanation.html"))
                .content(StandardCharsets.UTF_8)
                .contains("</span> Match</h1>", "drawn portrait");
        JsonNode json = new ObjectMapper().readTree(out().resolve("explanation.json").toFile());
        assertThat(json.get("decision").asText()).isEqualTo("MATCH");
        assertThat(ImageIO.read(out().resolve("explanation.png").toFile()).getWidth())
                .isGreaterThan(1000);
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
    void theOutputOfAModelOfSeveralIsAnOption() {
        String model = TinyModel.writeOfTwoOutputs(folder.resolve("two.onnx")).toString();
        String probe = face("probe.png", FaceSize.ARCFACE, 1).toString();
        String reference = face("reference.png", FaceSize.ARCFACE, 2).toString();
        assertThat(run("--model", model, "--out", out().toString(), probe, reference)).isEqualTo(1);
        assertThat(complaints.toString()).contains("on the command line: --output NAME");
        int code =
                run(
                        "--model",
                        model,
                        "--output",
                        "embedding",
                        "--input",
                        "face",
                        "--batch-size",
                        "1",
                        "--masks",
                        "20",
                        "--out",
                        out().toString(),
                        probe,
                        reference);
        assertThat(code).as(complaints.toString()).isZero();
    }

    @Test
    void theLargestPictureIsAnOption() {
        String probe = face("probe.png", FaceSize.ARCFACE, 1).toString();
        assertThat(run("--max-megapixels", "0.01", "--out", out().toString(), probe, probe))
                .isEqualTo(1);
        assertThat(complaints.toString())
                .contains("picture must have at most 10000 pixels, was 112x112");
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
        assertThat(complaints.toString()).contains("reference must be 40x40").contains("was 41x40");
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
        assertThat(run("--masks", "1", "--out", out().toString())).isEqualTo(1);
        assertThat(complaints.toString()).contains("maskCount must be at least 2, was 1");
    }

    @Test
    void helpShowsExamples() {
        assertThat(run("--help")).isZero();
        assertThat(printed.toString())
                .contains("Examples:", "--model arcface.onnx", "--detector yunet.onnx");
    }
}
