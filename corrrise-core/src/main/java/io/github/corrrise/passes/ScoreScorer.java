package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.saliency.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Asks a verifier that only scores for every comparison. */
final class ScoreScorer implements Scorer {
    private final VerifierCalls calls;
    private final Compared compared;
    private final double[] similarities;

    ScoreScorer(VerifierCalls calls, Compared compared) {
        this.calls = calls;
        this.compared = compared;
        this.similarities =
                compared.references().stream()
                        .mapToDouble(each -> calls.scoreWhole(compared.probe(), each))
                        .toArray();
    }

    private ScoreScorer(ScoreScorer whole, Compared compared) {
        this.calls = whole.calls;
        this.compared = compared;
        this.similarities = whole.similarities;
    }

    @Override
    public Scorer with(Compared other) {
        return new ScoreScorer(this, other);
    }

    @Override
    public double[] similarities() {
        return similarities;
    }

    @Override
    public List<float[]> embeddings() {
        return List.of();
    }

    @Override
    public long wholePassCount() {
        return similarities.length;
    }

    @Override
    public int passesPerMask() {
        return compared.lines().size() + (compared.blends() ? 1 : 0);
    }

    @Override
    public Round round(int first) {
        return new ScoredCopies();
    }

    private final class ScoredCopies implements Round {
        private final double[][] scores = new double[compared.lines().size()][];

        /** Kept only where copies are scored against copies: a batch is gone after the call. */
        private final Map<Side, List<FaceImage>> copies = new EnumMap<>(Side.class);

        @Override
        public void take(Side side, FaceBatch batch) {
            for (int k = 0; k < scores.length; k++) {
                MaskScores.Line line = compared.lines().get(k);
                if (line.masked() == side) {
                    scores[k] =
                            side == Side.PROBE
                                    ? calls.score(
                                            batch, compared.references().get(line.reference()))
                                    : calls.score(compared.probe(), batch);
                }
            }
            if (compared.blends()) {
                copies.put(side, IntStream.range(0, batch.count()).mapToObj(batch::face).toList());
            }
        }

        @Override
        public double[][] lines() {
            if (compared.blends()) {
                List<FaceImage> probes = copies(Side.PROBE);
                List<FaceImage> references = copies(Side.REFERENCE);
                double[] both = new double[probes.size()];
                for (int i = 0; i < both.length; i++) {
                    both[i] = calls.score(calls.batchOf(probes.get(i)), references.get(i))[0];
                }
                compared.blend(scores, both);
            }
            return scores;
        }

        private List<FaceImage> copies(Side side) {
            return Objects.requireNonNull(copies.get(side), "copies");
        }
    }
}
