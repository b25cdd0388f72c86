package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.face.FaceSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What depends on the process: its locale, its memory, its folder and how it ends. */
class CommandProcessTest {
    private static final Map<String, String> POSIX = Map.of("LC_ALL", "POSIX");
    private static final Map<String, String> UTF_8 = Map.of("LC_ALL", "C.UTF-8");
    private static final String REMEDY = "run the command with LC_ALL=C.UTF-8";

    @TempDir Path folder;

    @BeforeEach
    void drawFaces() {
        for (String name : List.of("f1.png", "f2.png", "f3.png")) {
            DrawnFaces.write(
                    DrawnFaces.draw(FaceSize.ARCFACE, name.charAt(1)), folder.resolve(name));
        }
    }

    private Path list(String... rows) throws IOException {
        return Files.writeString(
                folder.resolve("pairs.csv"), "probe,reference\n" + String.join("\n", rows) + "\n");
    }

    private void drawBlack(String name, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }

    private String index() throws IOException {
        return Files.readString(folder.resolve("out/index.html"));
    }

    /** The name arrives as the JVM can decode it, so only the cause can be told. */
    @Tag("slow")
    @Test
    @EnabledOnOs(OS.LINUX)
    void aNameThatTheLocaleCannotExpressIsExplainedInArguments() throws Exception {
        for (String option : List.of("", "--out", "--model")) {
            String face = option.isEmpty() ? "f1.png" : option;
            ChildJvm.Result result = inShell(POSIX, "explain", face);
            assertThat(result.printed()).contains("sun.jnu.encoding", REMEDY);
            assertThat(result.code()).isEqualTo(2);
        }
    }

    /** The last argument is a name with an umlaut in UTF-8, whatever this JVM's own locale. */
    private ChildJvm.Result inShell(Map<String, String> environment, String command, String before)
            throws IOException, InterruptedException {
        String script =
                "exec \"$0\" -cp \"$1\" io.github.corrrise.cli.Corrrise "
                        + command
                        + " "
                        + before
                        + " \"$(printf 'M\\303\\274ller.png')\"";
        ProcessBuilder builder =
                new ProcessBuilder(
                                "/bin/sh",
                                "-c",
                                script,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                System.getProperty("java.class.path"))
                        .directory(folder.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new ChildJvm.Result(process.waitFor(), printed);
    }

    @Tag("slow")
    @Test
    @EnabledOnOs(OS.LINUX)
    void aNameThatTheLocaleCannotExpressIsExplainedInItsRowAndTheOthersGoOn() throws Exception {
        Path list = list("f1.png,M\u00fcller.png", "f1.png,f2.png");
        ChildJvm.Result result =
                ChildJvm.run(
                        "explain-pairs",
                        folder,
                        POSIX,
                        List.of(),
                        "--masks",
                        "20",
                        "--out",
                        "out",
                        list.toString());
        assertThat(result.printed())
                .contains("explained: 1", "row 2: reference: file name must consist of", REMEDY);
        assertThat(result.code()).isEqualTo(3);
        assertThat(index()).contains(REMEDY);
    }

    /** One is refused by its size; one fits by its size and hardly beside what is there already. */
    @Tag("slow")
    @Test
    void aPictureThatDoesNotFitIntoMemoryFailsAloneAndTheIndexIsWritten() throws Exception {
        drawBlack("large.png", 6000, 4000);
        drawBlack("tight.png", 3000, 2000);
        Path list = list("f1.png,f2.png", "f1.png,large.png", "f1.png,tight.png", "f1.png,f3.png");
        ChildJvm.Result result =
                ChildJvm.run(
                        "explain-pairs",
                        folder,
                        UTF_8,
                        List.of("-Xmx128m"),
                        "--masks",
                        "20",
                        "--out",
                        "out",
                        list.toString());
        assertThat(result.printed())
                .contains("explained: 2", "failed: 2", "row 3: picture must fit", "java -Xmx")
                .contains(folder.resolve("large.png").toString(), "row 4: picture must ");
        assertThat(result.code()).isEqualTo(3);
        assertThat(index()).contains("2 pairs explained", "java -Xmx");
    }

    /** A single pair has no index, but its message is as clear and no stack trace. */
    @Test
    void memoryThatIsUsedUpIsToldWithoutAStackTrace() throws Exception {
        drawBlack("large.png", 6000, 4000);
        ChildJvm.Result result =
                ChildJvm.run("explain", folder, UTF_8, List.of("-Xmx128m"), "large.png", "f1.png");
        assertThat(result.printed()).startsWith("Failed: picture must fit").contains("java -Xmx");
        assertThat(result.printed()).doesNotContain("\tat ");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void relativeNamesStartFromTheCurrentFolderAndMessagesNameTheWholePath() throws Exception {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        ChildJvm.Result missing =
                ChildJvm.run("explain", sub, UTF_8, List.of(), "f1.png", "ref.png");
        assertThat(missing.printed()).contains(sub.toRealPath().resolve("f1.png").toString());
        assertThat(missing.code()).isEqualTo(1);
    }

    /** On Windows nothing tells a process to end but what ends it at once. */
    @Tag("slow")
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aRunThatIsEndedByASignalHasAnIndexOfWhatIsDone() throws Exception {
        String[] rows = new String[200];
        for (int i = 0; i < rows.length; i++) {
            Files.copy(folder.resolve("f2.png"), folder.resolve("g" + i + ".png"));
            rows[i] = "f1.png,g" + i + ".png";
        }
        Process process =
                ChildJvm.start(
                        "explain-pairs",
                        folder,
                        UTF_8,
                        List.of(),
                        "--masks",
                        "100",
                        "--out",
                        "out",
                        list(rows).toString());
        try {
            while (process.isAlive() && reportCount() < 2) {
                Thread.sleep(20);
            }
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(index()).containsPattern("[1-9]\\d* pairs? explained");
        assertThat(reportCount()).isLessThan(rows.length);
    }

    private long reportCount() throws IOException {
        Path out = folder.resolve("out");
        if (!Files.isDirectory(out)) {
            return 0;
        }
        try (Stream<Path> folders = Files.list(out)) {
            return folders.filter(each -> Files.exists(each.resolve("explanation.json"))).count();
        }
    }
}
