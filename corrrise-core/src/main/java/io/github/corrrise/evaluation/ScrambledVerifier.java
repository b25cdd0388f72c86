package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;

/**
 * An embedder whose comparison is randomised: the outputs of the probe's embedding are permuted,
 * and each sign is turned with a chance of a half, before they meet those of the reference. Done to
 * both sides it would cancel out of a cosine; done to one it leaves the norms of the embeddings and
 * the model's layers as they are, and takes away whom the face is compared with. It has no
 * threshold.
 */
record ScrambledVerifier(FaceEmbedder inner, long seed) implements FaceVerifier {
    @Override
    public FaceSize inputSize() {
        return inner.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return inner.layout();
    }

    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        float[] whole = inner.embed(FaceBatch.of(layout(), reference))[0].clone();
        float[][] embeddings = inner.embed(probes);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) inner.similarity(scrambled(embeddings[i]), whole);
        }
        return scores;
    }

    @Override
    public float[] similarities(FaceImage probe, FaceBatch references) {
        float[] whole = scrambled(inner.embed(FaceBatch.of(layout(), probe))[0]);
        float[][] embeddings = inner.embed(references);
        float[] scores = new float[embeddings.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) inner.similarity(whole, embeddings[i]);
        }
        return scores;
    }

    @Override
    public String description() {
        return inner.description() + ", comparison scrambled by seed " + seed;
    }

    private float[] scrambled(float[] embedding) {
        CounterRandom random = new CounterRandom(seed, embedding.length);
        int[] order = new int[embedding.length];
        random.permute(order);
        float[] scrambled = new float[embedding.length];
        for (int d = 0; d < scrambled.length; d++) {
            float sign = random.nextInt(2) == 0 ? 1 : -1;
            scrambled[d] = sign * embedding[order[d]];
        }
        return scrambled;
    }
}
