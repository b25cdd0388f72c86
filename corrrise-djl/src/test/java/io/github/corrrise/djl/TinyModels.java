package io.github.corrrise.djl;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The models that {@code tiny_models.py} wrote, as DJL loads them. */
final class TinyModels {
    static final String PYTORCH = "PyTorch";
    static final String ONNX_RUNTIME = "OnnxRuntime";

    /** The size that the ONNX model is for; the others take any multiple of 3. */
    static final FaceSize SIZE = new FaceSize(12, 9);

    static final int LENGTH = 6;

    private TinyModels() {}

    static Criteria.Builder<NDList, NDList> criteria(String engine, Path file) {
        return Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine(engine)
                .optModelPath(file);
    }

    static Criteria<NDList, NDList> pyTorch(String name) {
        return criteria(PYTORCH, file(name + ".pt")).build();
    }

    static Criteria<NDList, NDList> onnxRuntime() {
        return criteria(ONNX_RUNTIME, file("embedder.onnx")).build();
    }

    /** A loaded model, the caller's to close. */
    static ZooModel<NDList, NDList> load(Criteria<NDList, NDList> criteria) {
        try {
            return criteria.loadModel();
        } catch (IOException | ModelNotFoundException | MalformedModelException e) {
            throw new AssertionError(e);
        }
    }

    static Path file(String name) {
        URL url = TinyModels.class.getResource("/" + name);
        try {
            return Path.of(Objects.requireNonNull(url, name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The face whose embedding the golden values are of. */
    static FaceImage ramp(FaceSize size) {
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            int row = pixel / size.width();
            int column = pixel % size.width();
            rgb[i] = (7 * row + 13 * column + 29 * (i % 3)) % 256;
        }
        return FaceImage.ofFloats(size, rgb);
    }
}
