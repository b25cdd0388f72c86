package io.github.corrrise.djl;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.contract.CloseableContract;
import io.github.corrrise.contract.DifferentiableEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.ModelPreset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Derivatives of a real face model in TorchScript. Reads the folder of the system property {@code
 * corrrise.shared} and fails where it is missing.
 */
@Tag("real-model")
class RealGradientsTest implements DifferentiableEmbedderContract, CloseableContract {
    private static final int GRADIENTS = 400;
    private static final int WARM_UP = 40;
    private static final long ALLOWED_GROWTH = 60_000_000;

    private static Path shared;

    @BeforeAll
    static void requireTheSharedFolder() {
        shared = Path.of(System.getProperty("corrrise.shared", "../shared"));
        assertThat(shared.resolve("models")).as("models of corrrise.shared").isDirectory();
    }

    @Override
    public DjlFaceVerifier openVerifier() {
        Path model = shared.resolve("models/mobileface_v2.pt");
        return DjlFaceVerifier.builder(TinyModels.criteria(TinyModels.PYTORCH, model).build())
                .preset(ModelPreset.MOBILEFACE)
                .gradients(true)
                .open();
    }

    @Override
    public double tolerance() {
        return 1e-5;
    }

    /** Rectifiers have kinks, which a step of a difference crosses. */
    @Override
    public double differenceTolerance() {
        return 0.02;
    }

    @Override
    public double differenceStep() {
        return 1e-5;
    }

    @Override
    public List<FaceImage> faces(FaceSize size) {
        Path faces = shared.resolve("faces");
        try {
            return Files.readAllLines(faces.resolve("pairs.csv")).stream()
                    .skip(1)
                    .limit(3)
                    .map(line -> line.split(",", -1)[0])
                    .map(name -> FaceImage.read(faces.resolve("aligned").resolve(name)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a gradient keeps of its pass, some 20 MB a face, would be 8 GB after 400. */
    @Test
    void fourHundredGradientsLeaveNothingBehind() throws IOException {
        try (DjlFaceVerifier verifier = openVerifier()) {
            FaceBatch face = FaceBatch.of(verifier.layout(), faces(verifier.inputSize()).get(0));
            float[][] cotangents = new float[1][verifier.embeddingLength()];
            Arrays.fill(cotangents[0], 1);
            for (int i = 0; i < WARM_UP; i++) {
                verifier.pullBack(face, cotangents);
            }
            long before = DjlFaceVerifierTest.Memory.residentBytes();
            for (int i = 0; i < GRADIENTS; i++) {
                verifier.pullBack(face, cotangents);
            }
            assertThat(DjlFaceVerifierTest.Memory.residentBytes() - before)
                    .isLessThan(ALLOWED_GROWTH);
        }
    }
}
