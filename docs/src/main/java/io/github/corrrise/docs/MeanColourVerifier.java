package io.github.corrrise.docs;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;

// region: embedder
/** A toy: embeds a face as its mean red, green and blue. */
public record MeanColourVerifier(FaceSize inputSize) implements FaceEmbedder {
    @Override
    public float[][] embed(FaceBatch faces) {
        if (!faces.size().equals(inputSize)) {
            throw new IllegalArgumentException(
                    "faces must be " + inputSize + ", was " + faces.size());
        }
        float[][] embeddings = new float[faces.count()][3];
        for (int i = 0; i < embeddings.length; i++) {
            FaceImage face = faces.face(i);
            for (int colour = 0; colour < 3; colour++) {
                embeddings[i][colour] = (float) face.mean(colour);
            }
        }
        return embeddings;
    }
}
// endregion
