package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Drawn faces and batches of them: a few soft blobs each, the same for the same seed. */
final class ContractFaces {
    private static final int BLOB_COUNT = 12;

    private ContractFaces() {}

    /** Distinct pictures of one size. */
    static List<FaceImage> draw(int count, FaceSize size) {
        List<FaceImage> faces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faces.add(draw(size, 1000L + i));
        }
        return faces;
    }

    private static FaceImage draw(FaceSize size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[3 * size.pixelCount()];
        for (int blob = 0; blob < BLOB_COUNT; blob++) {
            double centreRow = random.nextDouble() * size.height();
            double centreColumn = random.nextDouble() * size.width();
            double radius = size.shorterSide() * (0.08 + 0.25 * random.nextDouble());
            double[] colour = {
                random.nextDouble(-1, 1), random.nextDouble(-1, 1), random.nextDouble(-1, 1)
            };
            for (int i = 0; i < values.length; i++) {
                int row = i / 3 / size.width();
                int column = i / 3 % size.width();
                double down = (row - centreRow) / radius;
                double right = (column - centreColumn) / radius;
                values[i] += 120 * colour[i % 3] * Math.exp(-(down * down + right * right) / 2);
            }
        }
        float[] rgb = new float[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = Math.round(Math.min(255, Math.max(0, 128 + values[i])));
        }
        return FaceImage.ofFloats(size, rgb);
    }

    /** The faces in the verifier's layout, with room for {@code spare} more. */
    static FaceBatch batch(FaceVerifier verifier, List<FaceImage> faces, int spare) {
        FaceSize size = faces.get(0).size();
        FloatBuffer memory = FaceBatch.memory(faces.size() + spare, size);
        for (FaceImage face : faces) {
            memory.put(face.laidOut(verifier.layout()));
        }
        return FaceBatch.over(memory, faces.size(), size, verifier.layout());
    }

    /** One face in the verifier's layout. */
    static FaceBatch batch(FaceVerifier verifier, FaceImage face) {
        return batch(verifier, List.of(face), 0);
    }

    /** A copy of everything in the batch. */
    static float[] valuesOf(FaceBatch batch) {
        FloatBuffer values = batch.values();
        float[] copy = new float[values.remaining()];
        values.get(copy);
        return copy;
    }

    /** Nothing was written to a batch since; a list of its values would take seconds. */
    static void mustHold(float[] before, FaceBatch batch) {
        assertThat(Arrays.mismatch(valuesOf(batch), before))
                .as("the first value that was written to, or -1")
                .isEqualTo(-1);
    }

    /** A size that the verifier does not take. */
    static FaceSize otherSize(FaceSize size) {
        return new FaceSize(size.height() + 1, size.width() + 2);
    }
}
