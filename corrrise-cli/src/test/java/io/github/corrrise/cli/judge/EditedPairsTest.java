package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.Corrrise;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures compared with themselves before an edit. */
class EditedPairsTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);

    @TempDir private Path folder;

    private StringWriter said = new StringWriter();

    @BeforeEach
    void writePictures() throws IOException {
        TinyModel.write(folder.resolve("tiny.onnx"), SIZE.height());
        for (int face = 1; face <= 3; face++) {
            DrawnFaces.write(DrawnFaces.draw(SIZE, face), folder.resolve(face + ".png"));
        }
        FaceImage face = FaceImage.read(folder.resolve("1.png"));
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            boolean isEdited = row >= 4 && row < 12 && column >= 16 && column < 24;
            rgb[i] = isEdited ? 255 : face.at(row, column, i % 3);
        }
        DrawnFaces.write(FaceImage.ofFloats(SIZE, rgb), folder.resolve("edited.png"));
        Files.writeString(
                folder.resolve("pairs.csv"),
                "probe,reference,truth\n1.png,2.png,GENUINE\n1.png,3.png,IMPOSTOR\n");
    }

    private int games(String... more) {
        said = new StringWriter();
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "games",
                                folder.resolve("pairs.csv") + "",
                                "--model",
                                folder.resolve("tiny.onnx") + "",
                                "--size",
                                "32",
                                "--sides",
                                "28",
                                "--placements",
                                "1",
                                "--swaps",
                                "0",
                                "--triplets",
                                "0",
                                "--methods",
                                "centre-prior-negated",
                                "--out",
                                folder.resolve("games") + ""));
        arguments.addAll(List.of(more));
        PrintWriter writer = new PrintWriter(said, true);
        return Corrrise.commandLine()
                .setOut(writer)
                .setErr(writer)
                .execute(arguments.toArray(String[]::new));
    }

    private Path edited(String text) throws IOException {
        return Files.writeString(folder.resolve("edited.csv"), "probe,reference\n" + text);
    }

    /** 64 of 1024 pixels, of which the middle, pixel (16, 16), is none. */
    @Test
    void editedPicturesOfTheUsersAreAGame() throws IOException {
        Path list = edited("edited.png,1.png\n");
        assertThat(games("--edited", list + "")).as(said.toString()).isZero();
        List<String> table = Files.readAllLines(folder.resolve("games").resolve("edits.csv"));
        List<String> header = List.of(table.get(0).split(","));
        String[] all = table.get(1).split(",", -1);
        assertThat(all[header.indexOf("edits")]).isEqualTo("all");
        assertThat(all[header.indexOf("trials")]).isEqualTo("1");
        assertThat(all[header.indexOf("hitRate")]).isEqualTo("0.000000");
        assertThat(all[header.indexOf("uniform")]).isEqualTo("0.062500");
        assertThat(all[header.indexOf("bestPlace")]).isEqualTo("1.000000");
    }

    @Test
    void regionsBlendedInAreEditsToo() throws IOException {
        assertThat(games("--edits", "5")).as(said.toString()).isZero();
        Path journal = folder.resolve("games").resolve("edit-centre-prior-negated.trials");
        List<String> first = Files.readAllLines(journal);
        assertThat(first).hasSize(6);
        Files.write(journal, first.subList(0, 3));
        assertThat(games("--edits", "5")).as(said.toString()).isZero();
        assertThat(Files.readAllLines(journal)).isEqualTo(first);
    }

    @Test
    void otherPicturesAreAnotherGame() throws IOException {
        assertThat(games("--edited", edited("edited.png,1.png\n") + "")).isZero();
        assertThat(games("--edited", edited("edited.png,2.png\n") + "")).isEqualTo(1);
        assertThat(said.toString()).contains("edit-centre-prior-negated.trials", "another run");
    }

    @Test
    void aPictureThatWasNotEditedIsNamed() throws IOException {
        assertThat(games("--edited", edited("1.png,1.png\n") + "")).isNotZero();
        assertThat(said.toString()).contains("pair 1.png 1.png", "alike everywhere");
    }
}
