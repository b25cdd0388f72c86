package io.github.corrrise.evaluation;

/**
 * One trial of a game in which pixels of another person were planted in a probe.
 *
 * @since 0.1.0
 */
public interface GameTrial {
    /** Number of the trial in its game, from 0. */
    int index();

    /** Name of the genuine pair it was played on. */
    String pair();

    /** Similarity of the pair before pixels were planted. */
    double cleanSimilarity();

    /** Similarity with the planted pixels, as the explanation tells it. */
    double similarity();

    /** Where the dissimilarity map of the altered probe points. */
    Pointing pointing();

    /**
     * What the planted pixels cost: the similarity before less the similarity after. Where it is
     * near 0 or negative the verifier did not mind, and a map that points elsewhere is not wrong.
     */
    default double cost() {
        return cleanSimilarity() - similarity();
    }
}
