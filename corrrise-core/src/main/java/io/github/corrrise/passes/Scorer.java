package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.saliency.Side;
import java.util.List;

/**
 * Scores the faces of one run: the one place that knows whether a verifier embeds or only scores.
 * The whole faces are scored when it is made. Safe for use by several threads; a round is for one.
 */
sealed interface Scorer permits EmbeddingScorer, ScoreScorer {
    /**
     * A scorer for the verifier's kind; scores the whole faces.
     *
     * @param batchSize whole references embedded at a time
     */
    static Scorer of(VerifierCalls calls, Compared compared, int batchSize) {
        calls.requireSize("probe", compared.probe());
        for (int j = 0; j < compared.references().size(); j++) {
            calls.requireSize(compared.nameOf(j), compared.references().get(j));
        }
        return calls.embedder().isPresent()
                ? new EmbeddingScorer(calls, calls.embedder().get(), compared, batchSize)
                : new ScoreScorer(calls, compared);
    }

    /** The same whole faces, their masked copies compared in other lines; costs nothing. */
    Scorer with(Compared other);

    /** Similarities of the whole faces, one per reference; not to be written to. */
    double[] similarities();

    /**
     * Copies of the embeddings of the whole faces, the probe's first; empty without an embedder.
     */
    List<float[]> embeddings();

    /** What the whole faces cost. */
    long wholePassCount();

    /** What one mask costs. */
    int passesPerMask();

    /**
     * A round of its own for each batch of masks.
     *
     * @param first index of the batch's first mask
     */
    Round round(int first);

    /** The masked copies of one batch of masks: those of every masked face, then the scores. */
    interface Round {
        /**
         * Takes the masked copies of a face.
         *
         * @param side one of {@link Compared#masked()}; all are taken, in that order
         * @param batch read during the call only
         */
        void take(Side side, FaceBatch batch);

        /** The scores of all that was taken, [line][mask of the batch]. */
        double[][] lines();
    }
}
