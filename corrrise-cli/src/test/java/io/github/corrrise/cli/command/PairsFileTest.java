package io.github.corrrise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsFileTest {
    @TempDir private Path folder;

    @BeforeEach
    void drawPictures() throws IOException {
        draw("crop.png", 112, 112);
        draw("photograph.png", 300, 200);
    }

    private void draw(String name, int height, int width) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }

    private LabelledPair pair(String probe, String reference) throws IOException {
        Path csv = folder.resolve("pairs.csv");
        Files.writeString(csv, "probe,reference,truth\n" + probe + "," + reference + ",GENUINE\n");
        List<PairTable.Row> rows = PairsFile.read(csv, null, new PrintWriter(new StringWriter()));
        return PairsFile.labelled(rows, FaceSource.crops(FaceSize.ARCFACE, FaceImage.MAX_PIXELS))
                .get(0);
    }

    @Test
    void facesAreReadWhenTheyAreNeeded() throws IOException {
        LabelledPair pair = pair("crop.png", "crop.png");
        assertThat(pair.name()).isEqualTo("crop.png crop.png");
        assertThat(pair.faces().get().probe().size()).isEqualTo(FaceSize.ARCFACE);
    }

    @Test
    void aPictureThatIsMissingLeavesItsPairOut() throws IOException {
        LabelledPair pair = pair("crop.png", "none.png");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> pair.faces().get())
                .withMessageContaining(folder.resolve("none.png").toString());
    }

    /** Its pair is left out before a model is run, and the message says what helps. */
    @Test
    void aPhotographWithoutADetectorLeavesItsPairOut() throws IOException {
        LabelledPair pair = pair("photograph.png", "crop.png");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> pair.faces().get())
                .withMessageContaining("picture must be an aligned crop of 112x112")
                .withMessageContaining("--detector")
                .withMessageContaining("was 300x200");
    }
}
