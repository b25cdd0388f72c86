package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceSize;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar as somebody starts it who has nothing but the jar. */
class ProgramIT {
    private static final Path JAR = Path.of(System.getProperty("corrrise.jar"));

    /** Java 8's class files. */
    private static final int OLDEST_CLASS_FILE = 52;

    @TempDir private Path folder;

    /** What a process printed, both streams, and its code. */
    private record Ended(int code, String printed) {}

    private ProcessBuilder program(List<String> options, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        words.addAll(options);
        words.addAll(List.of("-jar", JAR.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("DISPLAY");
        return builder.redirectErrorStream(true);
    }

    private Ended run(List<String> options, String... arguments) throws Exception {
        Process process = program(options, arguments).start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    private Path face(Path file, long seed) {
        return DrawnFaces.write(DrawnFaces.draw(FaceSize.ARCFACE, seed), file);
    }

    @Test
    void itHoldsAllThatItNeedsAndNothingThatItDoesNot() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/THIRD-PARTY.txt")
                    .contains("ThirdPartyNotices.txt", "META-INF/FastDoubleParser-LICENSE")
                    .noneMatch(name -> name.startsWith("org/nd4j"))
                    .noneMatch(name -> name.startsWith("org/openjdk/jmh"))
                    .noneMatch(name -> name.startsWith("ai/djl"))
                    .noneMatch(name -> name.endsWith("module-info.class"));
            ZipEntry launcher = jar.getEntry("io/github/corrrise/cli/launch/Launcher.class");
            try (DataInputStream bytes = new DataInputStream(jar.getInputStream(launcher))) {
                bytes.readInt();
                bytes.readUnsignedShort();
                assertThat(bytes.readUnsignedShort()).isEqualTo(OLDEST_CLASS_FILE);
            }
        }
    }

    /** The class path of this test holds what the jar was made of, and what tests need. */
    @Test
    void everyLibraryInsideIsNamedWithItsLicence() throws IOException {
        List<String> libraries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path library = Path.of(entry);
            if (Files.isRegularFile(library) && isInside(library)) {
                String name = String.valueOf(library.getFileName());
                libraries.add(name.replaceFirst("-\\d.*", ""));
            }
        }
        assertThat(libraries).contains("picocli", "onnxruntime");
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String told = text(jar, "META-INF/THIRD-PARTY.txt");
            assertThat(libraries)
                    .filteredOn(name -> !name.startsWith("corrrise-"))
                    .allSatisfy(name -> assertThat(told).containsPattern("[ (]" + name + "[ ,\n]"));
        }
    }

    private static String text(JarFile jar, String entry) throws IOException {
        try (InputStream bytes = jar.getInputStream(jar.getEntry(entry))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** By its first class. */
    private static boolean isInside(Path library) throws IOException {
        try (JarFile its = new JarFile(library.toFile());
                JarFile jar = new JarFile(JAR.toFile())) {
            return its.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                    .findFirst()
                    .map(name -> jar.getEntry(name) != null)
                    .orElse(false);
        }
    }

    /** Names that no encoding of eight bits can express, in a folder with spaces. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void itExplainsPicturesOfAnyNameByAModel() throws Exception {
        Path place = Files.createDirectory(folder.resolve("M\u00f6bel und \ud83d\ude00"));
        Path model = TinyModel.write(place.resolve("t\u00fcr.onnx"));
        Path probe = face(place.resolve("a \ud83d\ude00.png"), 1);
        Path reference = face(place.resolve("b.png"), 2);
        Ended ended =
                run(
                        List.of(),
                        "explain",
                        "--model",
                        model.toString(),
                        "--masks",
                        "20",
                        "--out",
                        place.resolve("\u00fcber").toString(),
                        probe.toString(),
                        reference.toString());
        assertThat(ended.printed()).contains("similarity: ", "written: ");
        assertThat(ended.code()).isZero();
        assertThat(place.resolve("\u00fcber/explanation.html"))
                .content(StandardCharsets.UTF_8)
                .contains("a \ud83d\ude00.png");
    }

    /** Turkish has another capital i, Arabic other digits, German another point. */
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG", "de-DE"})
    void whatItWritesDependsOnNoLocale(String locale) throws Exception {
        String[] tag = locale.split("-", -1);
        List<String> there = List.of("-Duser.language=" + tag[0], "-Duser.country=" + tag[1]);
        Ended ended = run(there, "explain", "--masks", "20", "--formats", "csv,json,html");
        assertThat(ended.printed()).containsPattern("similarity: 0\\.\\d{4}");
        run(List.of(), "explain", "--masks", "20", "--formats", "csv", "--out", "here");
        assertThat(folder.resolve("explanation/parts.csv"))
                .hasSameBinaryContentAs(folder.resolve("here/parts.csv"));
    }

    @Test
    void versionsNameLibraryRuntimeAndModel() throws Exception {
        Path model = TinyModel.write(folder.resolve("tiny.onnx"));
        Ended ended = run(List.of(), "explain", "--model", model.toString(), "--version");
        assertThat(ended.printed())
                .containsPattern("corrrise \\d+\\.\\d+\\.\\d+")
                .containsPattern("ONNX Runtime \\d+\\.\\d+")
                .contains("ND4J is not on the class path", "Java ")
                .containsPattern("tiny\\.onnx SHA-256 [0-9a-f]{64}");
        assertThat(ended.code()).isZero();
    }

    @Test
    void versionsAreToldWhereTheRuntimeCannotBeLoaded() throws Exception {
        Ended ended = run(List.of("-Djava.io.tmpdir=" + folder.resolve("none")), "--version");
        assertThat(ended.printed()).contains("corrrise ", "ONNX Runtime cannot be loaded", "Java ");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aMistypedOptionIsAnsweredByTheNearest() throws Exception {
        Ended ended = run(List.of(), "explain", "--treshold", "0.3");
        assertThat(ended.printed().lines())
                .containsExactly(
                        "Unknown option: '--treshold'",
                        "Did you mean --threshold?",
                        "Try 'corrrise explain --help' for what it takes.");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Tag("slow")
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void itNeedsNoHomeNoDisplayAndForTheBuiltInVerifierNoTemporaryFolder() throws Exception {
        Path none = folder.resolve("none");
        Ended ended =
                run(
                        List.of("-Duser.home=" + none, "-Djava.io.tmpdir=" + none),
                        "explain",
                        "--masks",
                        "20");
        assertThat(ended.printed()).contains("written: ");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aRuntimeThatCannotBeUnpackedSaysWhatToSet() throws Exception {
        Path model = TinyModel.write(folder.resolve("tiny.onnx"));
        Ended ended =
                run(
                        List.of("-Djava.io.tmpdir=" + folder.resolve("none")),
                        "explain",
                        "--model",
                        model.toString());
        assertThat(ended.printed()).contains("Failed: ", "java.io.tmpdir").doesNotContain("\tat ");
        assertThat(ended.code()).isEqualTo(1);
    }

    /** As {@code corrrise schema | head -n 1} does. */
    @Test
    void aReaderThatGoesAwayIsNoError() throws Exception {
        Process process = program(List.of(), "schema").redirectErrorStream(false).start();
        try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(printed.readLine()).isEqualTo("{");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.errorReader(StandardCharsets.UTF_8).lines()).isEmpty();
    }

    /**
     * As Ctrl-C does; where it is ignored, as in a shell's background, a program ignores it too.
     */
    @Tag("slow")
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptedRunLeavesWholeFiles() throws Exception {
        assumeThat(interruptsAreIgnored()).isFalse();
        StringBuilder list = new StringBuilder("probe,reference\n");
        face(folder.resolve("f.png"), 1);
        for (int i = 0; i < 60; i++) {
            face(folder.resolve("g" + i + ".png"), 2 + i);
            list.append("f.png,g").append(i).append(".png\n");
        }
        Files.writeString(folder.resolve("pairs.csv"), list);
        String[] command = {"explain-pairs", "--masks", "60", "--out", "out", "pairs.csv"};
        Process process = program(List.of(), command).start();
        try {
            while (process.isAlive() && reports().isEmpty()) {
                Thread.sleep(20);
            }
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(reports()).isNotEmpty();
        for (Path report : reports()) {
            assertThat(report).content(StandardCharsets.UTF_8).endsWith("</html>\n");
        }
        assertThat(folder.resolve("out/index.html")).content().contains("explained");
    }

    /** As Linux tells it: the second bit of the ignored signals. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) & 2) != 0);
        }
    }

    private List<Path> reports() throws IOException {
        Path out = folder.resolve("out");
        if (!Files.isDirectory(out)) {
            return List.of();
        }
        try (var pairs = Files.list(out)) {
            return pairs.map(pair -> pair.resolve("explanation.html"))
                    .filter(Files::exists)
                    .toList();
        }
    }
}
