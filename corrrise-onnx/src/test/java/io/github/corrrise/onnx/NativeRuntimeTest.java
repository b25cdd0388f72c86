package io.github.corrrise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process says whose system does not let ONNX Runtime start; each in one of its own. */
class NativeRuntimeTest {
    @TempDir Path folder;

    /** Opens a model twice and prints what is said. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    OnnxFaceVerifier.builder(TinyModels.planar().toBytes()).open().close();
                    System.out.println("opened");
                } catch (VerifierException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    /** The message, which both attempts must give. */
    private String messageWith(String... settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(settings));
        command.addAll(List.of("-XX:-PrintWarnings", "-cp", System.getProperty("java.class.path")));
        command.add(Opening.class.getName());
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines =
                Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("ONNX") || line.startsWith("opened"))
                        .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
        return lines.get(0);
    }

    @Test
    void aTemporaryFolderThatTakesNoFilesIsNamedWithTheProperty() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(messageWith("-Djava.io.tmpdir=" + missing))
                .contains("cannot be loaded on ", "NoSuchFileException: " + missing)
                .contains("it unpacks its library into java.io.tmpdir, " + missing)
                .contains("set -Djava.io.tmpdir to a folder", "-Donnxruntime.native.path");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(messageWith("-Djava.io.tmpdir=" + file))
                .contains("it unpacks its library into java.io.tmpdir, " + file);
    }

    @Test
    void aFolderOfLibrariesThatLacksThemIsNamed() throws Exception {
        assertThat(messageWith("-Donnxruntime.native.path=" + folder))
                .contains("IOException: ")
                .contains("onnxruntime.native.path, " + folder + ", must be a folder with");
    }

    @Test
    void aLibraryThatCannotBeExecutedIsNamed() throws Exception {
        for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
            Files.writeString(folder.resolve(System.mapLibraryName(library)), "no library");
        }
        assertThat(messageWith("-Donnxruntime.native.path=" + folder))
                .contains("UnsatisfiedLinkError: ")
                .contains("must be a folder with ONNX Runtime's libraries for this platform");
    }

    @Test
    void aPlatformWithoutALibraryIsNamed() throws Exception {
        assertThat(messageWith("-Dos.arch=sparc"))
                .contains(" sparc (IllegalStateException: Unsupported arch:sparc)")
                .contains("its jar has no library for this platform");
    }

    @Test
    void aFolderThatAllowsBothWillDo() throws Exception {
        assertThat(messageWith("-Djava.io.tmpdir=" + folder)).isEqualTo("opened");
    }
}
