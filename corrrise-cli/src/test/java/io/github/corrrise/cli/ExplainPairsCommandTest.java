package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainPairsCommandTest {
    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir Path folder;

    @BeforeEach
    void drawFaces() {
        for (int seed = 1; seed <= 3; seed++) {
            DrawnFaces.write(
                    DrawnFaces.draw(FaceSize.ARCFACE, seed), folder.resolve("f" + seed + ".png"));
        }
    }

    private int run(String csv, String... more) {
        return run(csv.getBytes(StandardCharsets.UTF_8), more);
    }

    private int run(byte[] csv, String... more) {
        try {
            Path list = Files.write(folder.resolve("pairs.csv"), csv);
            List<String> arguments =
                    new ArrayList<>(List.of("--masks", "20", "--out", out().toString()));
            arguments.addAll(List.of(more));
            arguments.add(list.toString());
            arguments.add(0, "explain-pairs");
            printed.getBuffer().setLength(0);
            return Corrrise.commandLine()
                    .setOut(new PrintWriter(printed))
                    .setErr(new PrintWriter(complaints))
                    .execute(arguments.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path out() {
        return folder.resolve("out");
    }

    private List<Path> reports() throws IOException {
        try (Stream<Path> all = Files.walk(out())) {
            return all.filter(file -> file.endsWith("explanation.html")).sorted().toList();
        }
    }

    private String index() throws IOException {
        return Files.readString(out().resolve("index.html"));
    }

    @Test
    void everyPairGetsAReportAndTheIndexLinksToIt() throws IOException {
        int code = run("probe,reference,truth\nf1.png,f2.png,IMPOSTOR\nf1.png,f1.png,genuine\n");
        assertThat(complaints.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(printed.toString())
                .contains("explained: 2", "kept from an earlier run: 0", "failed: 0");
        assertThat(reports()).hasSize(2);
        for (Path report : reports()) {
            assertThat(index())
                    .contains("href=\"" + out().relativize(report).toString().replace('\\', '/'));
            assertThat(report.resolveSibling("explanation.json")).exists();
        }
        assertThat(index()).contains("data-truth=\"genuine\"", "data-truth=\"impostor\"");
    }

    @Test
    void aSecondRunKeepsWhatIsDoneAndMakesTheRest() throws IOException {
        run("probe,reference\nf1.png,f2.png\n");
        Path done = reports().get(0);
        Files.writeString(done, "untouched");
        run("probe,reference\nf2.png,f3.png\nf1.png,f2.png\n");
        assertThat(printed.toString()).contains("explained: 1", "kept from an earlier run: 1");
        assertThat(done).hasContent("untouched");
        assertThat(index()).contains("2 pairs explained");
    }

    @Tag("slow")
    @Test
    void whatAnEarlierRunLeftHalfDoneOrMadeOtherwiseIsMadeAgain() throws IOException {
        String csv = "probe,reference\nf1.png,f2.png\n";
        run(csv);
        Path json = reports().get(0).resolveSibling("explanation.json");
        Files.writeString(json, Files.readString(json).substring(0, 500));
        run(csv);
        assertThat(printed.toString()).contains("explained: 1");
        run(csv, "--seed", "5");
        assertThat(printed.toString()).contains("explained: 1");
        run(csv, "--seed", "5", "--threshold", "0.9");
        assertThat(printed.toString()).contains("explained: 1");
        run(csv, "--seed", "5", "--threshold", "0.9");
        assertThat(printed.toString()).contains("kept from an earlier run: 1");
    }

    /** The file of a face was overwritten: what stands in the folder is of another person. */
    @Tag("slow")
    @Test
    void anExplanationOfAPictureThatHasChangedIsMadeAgain() throws IOException {
        String csv = "probe,reference\nf1.png,f2.png\n";
        run(csv);
        String before = Files.readString(reports().get(0));
        DrawnFaces.write(DrawnFaces.draw(FaceSize.ARCFACE, 3), folder.resolve("f1.png"));
        run(csv);
        assertThat(printed.toString()).contains("explained: 1", "kept from an earlier run: 0");
        assertThat(Files.readString(reports().get(0))).isNotEqualTo(before);
        run(csv);
        assertThat(printed.toString()).contains("explained: 0", "kept from an earlier run: 1");
    }

    @Tag("slow")
    @Test
    void anotherFolderOfPicturesIsExplainedAgain() throws IOException {
        String csv = "probe,reference\nf1.png,f2.png\n";
        run(csv);
        Path others = Files.createDirectory(folder.resolve("others"));
        DrawnFaces.write(DrawnFaces.draw(FaceSize.ARCFACE, 1), others.resolve("f1.png"));
        DrawnFaces.write(DrawnFaces.draw(FaceSize.ARCFACE, 3), others.resolve("f2.png"));
        run(csv, "--folder", others.toString());
        assertThat(printed.toString()).contains("explained: 1");
    }

    /** A format more is asked for, and one that an earlier run wrote is not. */
    @Tag("slow")
    @Test
    void filesOfAFolderAreAllOfOneExplanation() throws IOException {
        String csv = "probe,reference\nf1.png,f2.png\n";
        run(csv);
        run(csv, "--formats", "NPY,PNG");
        assertThat(printed.toString()).contains("explained: 1");
        Path report = reports().get(0);
        assertThat(report.resolveSibling("probe-similar.npy")).exists();
        run(csv, "--seed", "5");
        assertThat(report.resolveSibling("probe-similar.npy")).doesNotExist();
        assertThat(report.resolveSibling("explanation.png")).doesNotExist();
    }

    @Test
    void badRowsAreListedAndTheOthersGoOn() throws IOException {
        Files.writeString(folder.resolve("paper.jpg"), "%PDF-1.7 no picture");
        DrawnFaces.write(DrawnFaces.draw(new FaceSize(20, 20), 1), folder.resolve("small.png"));
        int code =
                run(
                        """
                        probe,reference,truth
                        f1.png,missing.png,GENUINE
                        f1.png
                        ,f2.png,GENUINE
                        f1.png,f2.png,MAYBE
                        f1.png,paper.jpg,
                        f1.png,small.png,
                        f1.png,f2.png,GENUINE
                        """);
        assertThat(code).isEqualTo(3);
        assertThat(printed.toString())
                .contains("explained: 1", "failed: 6")
                .contains("row 2: picture must be a file, was missing: ")
                .contains("row 3: reference must be a file, was empty")
                .contains("row 4: probe must be a file, was empty")
                .contains("row 5: truth must be GENUINE, IMPOSTOR or empty, was MAYBE")
                .contains("row 6: picture must be PNG, JPEG, BMP, TIFF or GIF by content")
                .contains("row 7: picture must be an aligned crop of 112x112", "was 20x20");
        assertThat(reports()).hasSize(1);
        assertThat(index()).contains("6 rows could not be explained", "was MAYBE");
    }

    @Tag("slow")
    @Test
    void aByteOrderMarkCarriageReturnsAndQuotesAreRead() throws IOException {
        Files.copy(folder.resolve("f2.png"), folder.resolve("f, 2.png"));
        int code = run("\uFEFF\"Probe\", Reference ,extra\r\n\"f1.png\",\"f, 2.png\",x\r\n\r\n");
        assertThat(complaints.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(index()).contains("<bdi>f, 2.png</bdi>");
    }

    @Test
    void aListThatIsNoneIsNamedAndNothingIsWritten() throws IOException {
        assertThat(run("a,b\nf1.png,f2.png\n")).isEqualTo(1);
        assertThat(complaints.toString())
                .contains("pairs.csv: its columns must be probe, reference and, if known, truth,")
                .contains("separated by commas, semicolons or tabs, were [a, b]");
        assertThat(run("")).isEqualTo(1);
        assertThat(run("probe,reference\n\"f1.png,f2.png\n")).isEqualTo(1);
        assertThat(run(new byte[] {(byte) 0xC3, 0x28, '\n'})).isEqualTo(1);
        assertThat(complaints.toString()).contains("not UTF-8");
        assertThat(Files.exists(out())).isFalse();
    }

    @Test
    void namesFromOutsideMeanThemselves() throws IOException {
        int code = run("probe,reference\n<img src=x>.png,f1.png\n");
        assertThat(code).isEqualTo(3);
        assertThat(index()).contains("&lt;img src=x&gt;.png").doesNotContain("<img");
    }

    /** A file where a folder should be stands for a disk that takes nothing more. */
    @Test
    void aFolderThatTakesNothingEndsTheRun() throws IOException {
        Files.writeString(out(), "a file");
        assertThat(run("probe,reference\nf1.png,f2.png\n")).isEqualTo(1);
        assertThat(complaints.toString())
                .startsWith("Failed: " + out() + ": it must be a folder, was a file");
        assertThat(out()).hasContent("a file");
    }

    @Test
    void helpShowsExamplesAndExitCodes() {
        assertThat(run("", "--help")).isZero();
        assertThat(printed.toString()).contains("Examples:", "3 done but for the rows listed");
    }

    /** As a data frame writes it: an index without a name, and cells without a column. */
    @Tag("slow")
    @Test
    void columnsWithoutANameAreIgnored() throws IOException {
        int code = run(",probe,reference,truth,,\n0,f1.png,f2.png,GENUINE,,\n1,f2.png,f3.png\n");
        assertThat(complaints.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(printed.toString()).contains("explained: 2");
    }

    @Tag("slow")
    @Test
    void theSameRowAgainIsCountedOnce() throws IOException {
        int code =
                run(
                        """
                        probe,reference,truth
                        f1.png,f2.png,GENUINE
                        f1.png,f2.png,genuine
                        f1.png,f2.png,IMPOSTOR
                        """);
        assertThat(printed.toString())
                .contains("explained: 1", "kept from an earlier run: 0", "repeated: 1")
                .contains("row 3: the same as row 2")
                .contains("row 4: truth must be GENUINE, as of the same pair in row 2");
        assertThat(code).isEqualTo(3);
        assertThat(index()).contains("1 pair explained");
    }

    @Tag("slow")
    @Test
    void theIndexShowsNamesWithoutFoldersUnlessTwoAreEqual() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Files.copy(folder.resolve("f1.png"), sub.resolve("s1.png"));
        Files.copy(folder.resolve("f2.png"), sub.resolve("f2.png"));
        run("probe,reference\nsub/s1.png,f2.png\nsub/s1.png,sub/f2.png\n");
        assertThat(index())
                .contains("<bdi>s1.png</bdi>", "<bdi>f2.png</bdi>", "<bdi>sub/f2.png</bdi>")
                .doesNotContain("<bdi>sub/s1.png</bdi>");
        for (Path report : reports()) {
            assertThat(report).content().contains("<bdi>s1.png</bdi>").doesNotContain("sub/");
        }
    }

    @Test
    void messagesNameTheWholePathOfAPicture() throws IOException {
        run("probe,reference\nsub/none.png,f1.png\n");
        Path picture = folder.resolve("sub/none.png");
        assertThat(printed.toString()).contains("row 2: ", picture.toAbsolutePath().toString());
    }

    /** A file stands where the second pair's folder should be; the first pair's report is done. */
    @Tag("slow")
    @Test
    void aRunThatEndsEarlyHasAnIndexOfWhatIsDone() throws IOException {
        String csv = "probe,reference\nf1.png,f2.png\nf1.png,f3.png\nf2.png,f3.png\n";
        run(csv);
        Path second = reports().get(1).getParent();
        try (Stream<Path> files = Files.list(second)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(second);
        Files.writeString(second, "a file");
        Files.delete(out().resolve("index.html"));
        assertThat(run(csv, "--seed", "9")).isEqualTo(1);
        assertThat(index())
                .contains("1 of 3 pairs explained so far", "1 row could not be explained")
                .contains("1 rows not tried");
    }

    @Test
    void photographsWithoutADetectorAreToldSo() throws IOException {
        DrawnFaces.write(DrawnFaces.draw(new FaceSize(300, 200), 1), folder.resolve("p.png"));
        run("probe,reference\nf1.png,p.png\n");
        assertThat(printed.toString())
                .contains("picture must be an aligned crop of 112x112", "--detector")
                .doesNotContainIgnoringCase("resize");
    }

    @Tag("slow")
    @Test
    void aModelOfTwoOutputsIsRunByTheOneThatIsNamed() throws IOException {
        String model = TinyModel.writeWithTwoOutputs(folder.resolve("two.onnx")).toString();
        String csv = "probe,reference\nf1.png,f2.png\n";
        assertThat(run(csv, "--model", model)).isEqualTo(2);
        assertThat(complaints.toString()).contains("feature", "peak", "--output NAME");
        assertThat(run(csv, "--model", model, "--input", "face", "--output", "peak")).isZero();
        assertThat(printed.toString()).contains("explained: 1");
        assertThat(run(csv, "--model", model, "--input", "x", "--output", "peak")).isEqualTo(2);
        assertThat(complaints.toString()).contains("--input NAME");
    }

    @Test
    void aModelThatTakesOneFaceAtATimeIsRunSo() throws IOException {
        String model = TinyModel.writeForOneAtATime(folder.resolve("one.onnx")).toString();
        String csv = "probe,reference\nf1.png,f2.png\n";
        assertThat(run(csv, "--model", model)).isEqualTo(1);
        assertThat(run(csv, "--model", model, "--batch-size", "1")).isZero();
        assertThat(printed.toString()).contains("explained: 1");
        assertThat(run(csv, "--batch-size", "0")).isEqualTo(2);
        assertThat(complaints.toString()).contains("must be at least 1, was 0");
    }
}
