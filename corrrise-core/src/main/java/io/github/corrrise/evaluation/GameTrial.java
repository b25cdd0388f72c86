package io.github.corrrise.evaluation;

/** One trial of a game in which pixels of another person were planted in a face. */
interface GameTrial {
    /** Number of the trial in its game, from 0. */
    int index();

    /** Name of the genuine pair it was played on. */
    String pair();

    /** Similarity of the pair before pixels were planted. */
    double cleanSimilarity();

    /** Similarity with the planted pixels, as the explanation tells it. */
    double similarity();

    /** Where the map points. */
    Pointing pointing();
}
