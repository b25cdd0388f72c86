package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceEmbedder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Embeds every face and every masked copy once, whatever it is compared with. */
final class EmbeddingScorer implements Scorer {
    private final VerifierCalls calls;
    private final FaceEmbedder embedder;
    private final Compared compared;
    private final float[] probe;
    private final List<float[]> references;
    private final double[] similarities;

    EmbeddingScorer(VerifierCalls calls, FaceEmbedder embedder, Compared compared, int batchSize) {
        this.calls = calls;
        this.embedder = embedder;
        this.compared = compared;
        this.probe = calls.embedWhole(embedder, compared.probe(), "probe");
        this.references = references(calls, embedder, compared, batchSize);
        this.similarities =
                references.stream()
                        .mapToDouble(each -> calls.compareWhole(embedder, probe, each))
                        .toArray();
    }

    private EmbeddingScorer(EmbeddingScorer whole, Compared compared) {
        this.calls = whole.calls;
        this.embedder = whole.embedder;
        this.compared = compared;
        this.probe = whole.probe;
        this.references = whole.references;
        this.similarities = whole.similarities;
    }

    @Override
    public Scorer with(Compared other) {
        return new EmbeddingScorer(this, other);
    }

    private static List<float[]> references(
            VerifierCalls calls, FaceEmbedder embedder, Compared compared, int batchSize) {
        if (!compared.gallery()) {
            return List.of(
                    calls.embedWhole(embedder, compared.references().get(0), compared.nameOf(0)));
        }
        List<float[]> embedded = new ArrayList<>();
        int count = compared.references().size();
        for (int from = 0; from < count; from += batchSize) {
            int end = Math.min(count, from + batchSize);
            embedded.addAll(
                    calls.embedWhole(embedder, compared.references().subList(from, end), from));
        }
        return List.copyOf(embedded);
    }

    @Override
    public double[] similarities() {
        return similarities;
    }

    @Override
    public List<float[]> embeddings() {
        return Stream.concat(Stream.of(probe), references.stream()).map(float[]::clone).toList();
    }

    @Override
    public long wholePassCount() {
        return 1L + references.size();
    }

    @Override
    public int passesPerMask() {
        return compared.masked().size();
    }

    @Override
    public Round round(int first) {
        return new EmbeddedCopies(first);
    }

    private final class EmbeddedCopies implements Round {
        private final int first;
        private final Map<Side, float[][]> copies = new EnumMap<>(Side.class);

        EmbeddedCopies(int first) {
            this.first = first;
        }

        @Override
        public void take(Side side, FaceBatch batch) {
            copies.put(side, calls.embed(embedder, batch, slot -> "mask " + (first + slot)));
        }

        @Override
        public double[][] lines() {
            double[][] scores = compared.lines().stream().map(this::line).toArray(double[][]::new);
            if (compared.blends()) {
                float[][] probes = copies(Side.PROBE);
                float[][] others = copies(Side.REFERENCE);
                compared.blend(
                        scores,
                        line(probes.length, i -> embedder.similarity(probes[i], others[i])));
            }
            return scores;
        }

        private double[] line(MaskScores.Line line) {
            float[][] own = copies(line.masked());
            float[] reference = references.get(line.reference());
            return line.masked() == Side.PROBE
                    ? line(own.length, i -> embedder.similarity(own[i], reference))
                    : line(own.length, i -> embedder.similarity(probe, own[i]));
        }

        private float[][] copies(Side side) {
            return Objects.requireNonNull(copies.get(side), "copies");
        }

        private static double[] line(int count, IntToDoubleFunction similarity) {
            return IntStream.range(0, count).mapToDouble(similarity).toArray();
        }
    }
}
