package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is compared in one run: the whole faces, already scored, and the faces to mask, each with
 * the way to score a batch of its masked copies.
 */
final class Comparison {
    /** A face to mask and how its masked copies are scored: [line][face]. */
    record Masked(FaceImage face, int lineCount, Function<FaceBatch, double[][]> scorer) {}

    private final double[] similarities;
    private final long cleanPassCount;
    private final List<Masked> masked;

    private Comparison(double[] similarities, long cleanPassCount, List<Masked> masked) {
        this.similarities = similarities;
        this.cleanPassCount = cleanPassCount;
        this.masked = masked;
    }

    double[] similarities() {
        return similarities;
    }

    long cleanPassCount() {
        return cleanPassCount;
    }

    List<Masked> masked() {
        return masked;
    }

    int lineCount() {
        return masked.stream().mapToInt(Masked::lineCount).sum();
    }

    static Comparison ofPair(FaceVerifier verifier, FacePair pair, List<Side> sides) {
        requireSize(verifier, "probe", pair.probe());
        requireSize(verifier, "reference", pair.reference());
        List<Masked> masked = new ArrayList<>();
        if (verifier instanceof FaceEmbedder embedder) {
            float[] probe = embedWhole(embedder, pair.probe(), "probe");
            float[] reference = embedWhole(embedder, pair.reference(), "reference");
            for (Side side : sides) {
                masked.add(
                        side == Side.PROBE
                                ? embedded(embedder, pair.probe(), List.of(reference))
                                : new Masked(
                                        pair.reference(),
                                        1,
                                        batch -> {
                                            float[][] all = embed(embedder, batch);
                                            double[] line = new double[all.length];
                                            for (int i = 0; i < line.length; i++) {
                                                line[i] = embedder.similarity(probe, all[i]);
                                            }
                                            return new double[][] {line};
                                        }));
            }
            double similarity = compareWhole(embedder, probe, reference);
            return new Comparison(new double[] {similarity}, 2, List.copyOf(masked));
        }
        double similarity = scoreWhole(verifier, pair.probe(), pair.reference());
        for (Side side : sides) {
            masked.add(
                    side == Side.PROBE
                            ? scored(verifier, pair.probe(), List.of(pair.reference()))
                            : new Masked(
                                    pair.reference(),
                                    1,
                                    batch ->
                                            new double[][] {
                                                checked(
                                                        verifier.similarities(pair.probe(), batch),
                                                        batch.count())
                                            }));
        }
        return new Comparison(new double[] {similarity}, 1, List.copyOf(masked));
    }

    /** References are embedded {@code batchSize} at a time. */
    static Comparison ofGallery(
            FaceVerifier verifier, FaceImage probe, List<FaceImage> references, int batchSize) {
        Checks.atLeast(1, references.size(), "references.size()");
        requireSize(verifier, "probe", probe);
        for (int j = 0; j < references.size(); j++) {
            requireSize(verifier, "reference " + j, references.get(j));
        }
        double[] similarities = new double[references.size()];
        if (verifier instanceof FaceEmbedder embedder) {
            float[] whole = embedWhole(embedder, probe, "probe");
            List<float[]> gallery = new ArrayList<>();
            for (int from = 0; from < similarities.length; from += batchSize) {
                int end = Math.min(similarities.length, from + batchSize);
                gallery.addAll(embedWhole(embedder, references.subList(from, end), from));
            }
            for (int j = 0; j < similarities.length; j++) {
                similarities[j] = compareWhole(embedder, whole, gallery.get(j));
            }
            return new Comparison(
                    similarities,
                    1 + similarities.length,
                    List.of(embedded(embedder, probe, gallery)));
        }
        for (int j = 0; j < similarities.length; j++) {
            similarities[j] = scoreWhole(verifier, probe, references.get(j));
        }
        return new Comparison(
                similarities, similarities.length, List.of(scored(verifier, probe, references)));
    }

    /** Masked probes, embedded once for all references. */
    private static Masked embedded(FaceEmbedder embedder, FaceImage probe, List<float[]> gallery) {
        return new Masked(
                probe,
                gallery.size(),
                batch -> {
                    float[][] all = embed(embedder, batch);
                    double[][] lines = new double[gallery.size()][all.length];
                    for (int j = 0; j < lines.length; j++) {
                        for (int i = 0; i < all.length; i++) {
                            lines[j][i] = embedder.similarity(all[i], gallery.get(j));
                        }
                    }
                    return lines;
                });
    }

    /** Masked probes, scored against each reference in turn. */
    private static Masked scored(
            FaceVerifier verifier, FaceImage probe, List<FaceImage> references) {
        return new Masked(
                probe,
                references.size(),
                batch -> {
                    double[][] lines = new double[references.size()][];
                    for (int j = 0; j < lines.length; j++) {
                        float[] scores = verifier.similarities(batch, references.get(j));
                        lines[j] = checked(scores, batch.count());
                    }
                    return lines;
                });
    }

    private static List<float[]> embedWhole(
            FaceEmbedder embedder, List<FaceImage> references, int first) {
        FaceBatch batch = FaceBatch.of(embedder.layout(), references.toArray(new FaceImage[0]));
        return calling(
                embedder,
                "the whole references " + first + " to " + (first + references.size() - 1),
                () -> List.of(embed(embedder, batch)));
    }

    private static float[] embedWhole(FaceEmbedder embedder, FaceImage face, String name) {
        return calling(
                embedder,
                "the whole " + name,
                () -> embed(embedder, FaceBatch.of(embedder.layout(), face))[0]);
    }

    private static double compareWhole(FaceEmbedder embedder, float[] probe, float[] reference) {
        return calling(
                embedder, "the whole faces", () -> finite(embedder.similarity(probe, reference)));
    }

    private static double scoreWhole(FaceVerifier verifier, FaceImage probe, FaceImage reference) {
        return calling(
                verifier,
                "the whole faces",
                () -> {
                    FaceBatch batch = FaceBatch.of(verifier.layout(), probe);
                    float[] scores = verifier.similarities(batch, reference);
                    return finite(checked(scores, 1)[0]);
                });
    }

    private static float[][] embed(FaceEmbedder embedder, FaceBatch batch) {
        float[][] embeddings = embedder.embed(batch);
        requireCount(embeddings.length, batch.count(), "embeddings");
        return embeddings;
    }

    private static double[] checked(float[] scores, int count) {
        requireCount(scores.length, count, "scores");
        double[] line = new double[count];
        for (int i = 0; i < count; i++) {
            line[i] = scores[i];
        }
        return line;
    }

    private static void requireCount(int received, int expected, String what) {
        if (received != expected) {
            throw new VerifierException(
                    "expected " + expected + " " + what + ", received " + received);
        }
    }

    private static double finite(double similarity) {
        if (!Double.isFinite(similarity)) {
            throw new VerifierException("expected a finite similarity, received " + similarity);
        }
        return similarity;
    }

    private static void requireSize(FaceVerifier verifier, String name, FaceImage face) {
        if (!face.size().equals(verifier.inputSize())) {
            throw Checks.rejected(
                    name,
                    verifier.inputSize() + " for this verifier (FaceImage.resizedTo resizes)",
                    face.size());
        }
    }

    /** Runs code of a verifier; what it throws comes back named, its cause kept. */
    static <T> T calling(FaceVerifier verifier, String about, Supplier<T> call) {
        try {
            return call.get();
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new VerifierException(
                    verifier.description() + " failed on " + about + ": " + e.getMessage(), e);
        }
    }
}
