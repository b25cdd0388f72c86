package io.github.corrrise.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process says whose system does not let ND4J start; in one of its own. */
class BackEndStartTest {
    @TempDir Path folder;

    /** Asks for the back end twice. */
    static final class Asking {
        private Asking() {}

        public static void main(String[] arguments) {
            System.out.println("available: " + DenseKernels.nd4jAvailable());
            System.out.println("available: " + DenseKernels.nd4jAvailable());
        }
    }

    private List<String> outputWith(String... settings) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(settings));
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
        builder.command().add(Asking.class.getName());
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    /** JavaCPP tries three folders. Said once, and everything else goes on in plain Java. */
    @Test
    void foldersThatTakeNoFilesAreNamedWithTheirProperties() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        List<String> lines =
                outputWith(
                        "-Dorg.bytedeco.javacpp.cachedir=" + file + "/cache",
                        "-Duser.home=" + file,
                        "-Djava.io.tmpdir=" + file);
        assertThat(lines).filteredOn("available: false"::equals).hasSize(2);
        assertThat(lines)
                .filteredOn(line -> line.contains("no usable back end"))
                .singleElement()
                .asString()
                .contains("org.bytedeco.javacpp.cachedir (" + file + "/cache)")
                .contains("user.home (" + file + ")", "java.io.tmpdir (" + file + ")");
    }
}
