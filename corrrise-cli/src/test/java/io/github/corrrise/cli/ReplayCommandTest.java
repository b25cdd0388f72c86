package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
    private final StringWriter printed = new StringWriter();

    @TempDir Path folder;

    private Path model;
    private Path probe;
    private Path reference;

    @BeforeEach
    void explainOnce() {
        model = TinyModel.write(folder.resolve("tiny.onnx"));
        probe = face("probe.png", 1);
        reference = face("reference.png", 2);
        assertThat(
                        run(
                                "explain",
                                "--model",
                                model + "",
                                "--threshold",
                                "0.5",
                                "--masks",
                                "30",
                                "--seed",
                                "7",
                                "--formats",
                                "JSON",
                                "--out",
                                folder + "",
                                probe + "",
                                reference + ""))
                .isZero();
    }

    private Path face(String name, long seed) {
        return DrawnFaces.write(DrawnFaces.draw(FaceSize.ARCFACE, seed), folder.resolve(name));
    }

    private int run(String... arguments) {
        printed.getBuffer().setLength(0);
        PrintWriter writer = new PrintWriter(printed, true);
        return Corrrise.commandLine().setOut(writer).setErr(writer).execute(arguments);
    }

    private int replay(Path with, String threshold, Path otherProbe) {
        return replay(with, threshold, otherProbe, "100000");
    }

    private int replay(Path with, String threshold, Path otherProbe, String mostMasks) {
        return run(
                "replay",
                "--model",
                with + "",
                "--threshold",
                threshold,
                "--most-masks",
                mostMasks,
                folder.resolve("explanation.json") + "",
                otherProbe + "",
                reference + "");
    }

    @Test
    void aRecordOfManyMasksIsRefused() {
        assertThat(replay(model, "0.5", probe, "29")).isEqualTo(1);
        assertThat(printed.toString()).contains("masks of a record must be at most 29", "were 30");
        assertThat(replay(model, "0.5", probe, "0")).isEqualTo(2);
        assertThat(printed.toString()).contains("mostMasks must be at least 1, was 0");
    }

    @Test
    void theSameModelAndPicturesGiveTheSame() {
        assertThat(replay(model, "0.5", probe)).as(printed.toString()).isZero();
        assertThat(printed.toString().lines()).containsExactly("identical");
    }

    @Tag("slow")
    @Test
    void anotherModelPictureOrThresholdIsNamed() {
        Path other = TinyModel.writeForOneAtATime(folder.resolve("other.onnx"));
        assertThat(replay(other, "0.5", probe)).isNotZero();
        assertThat(replay(model, "0.5", face("third.png", 3))).isEqualTo(4);
        assertThat(printed.toString()).startsWith("different").contains("pictures");
        assertThat(replay(model, "2", probe)).isEqualTo(4);
        assertThat(printed.toString()).startsWith("different").contains("threshold");
    }

    @Test
    void aRecordThatCannotBeReadIsToldSo() throws IOException {
        Files.writeString(folder.resolve("explanation.json"), "{");
        assertThat(replay(model, "0.5", probe)).isEqualTo(1);
        assertThat(printed.toString()).startsWith("Failed: ").contains("explanation.json");
    }
}
