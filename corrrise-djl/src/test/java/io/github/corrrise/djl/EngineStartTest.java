package io.github.corrrise.djl;

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

/** What a process says whose system does not let an engine start; each in one of its own. */
class EngineStartTest {
    @TempDir Path folder;

    /** Opens a model twice and prints what is said. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                var criteria =
                        arguments[0].equals(TinyModels.PYTORCH)
                                ? TinyModels.pyTorch("embedder")
                                : TinyModels.onnxRuntime();
                try {
                    DjlFaceVerifier.builder(criteria).inputSize(TinyModels.SIZE).open().close();
                    System.out.println("opened");
                } catch (VerifierException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    /** The message, which both attempts must give. */
    private String messageOf(String engine, String... settings)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(settings));
        command.addAll(List.of("-Dai.djl.offline=true", "-Dai.djl.onnx.disable_alternative=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Opening.class.getName(), engine));
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines =
                Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("the engine") || line.equals("opened"))
                        .toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
        return lines.get(0);
    }

    @Test
    void aCacheThatTakesNoFilesIsNamedWithTheProperty() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(messageOf(TinyModels.PYTORCH, "-DDJL_CACHE_DIR=" + file))
                .startsWith("the engine cannot be started on ")
                .contains("Exception: " + file)
                .contains("DJL's cache, " + file + ", set by -DDJL_CACHE_DIR");
    }

    @Test
    void aTemporaryFolderThatTakesNoFilesIsNamedWithTheProperty() throws Exception {
        Path missing = folder.resolve("missing");
        assertThat(messageOf(TinyModels.ONNX_RUNTIME, "-Djava.io.tmpdir=" + missing))
                .contains("(NoSuchFileException: " + missing)
                .endsWith("and java.io.tmpdir, " + missing);
    }
}
