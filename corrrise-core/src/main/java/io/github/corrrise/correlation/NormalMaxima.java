package io.github.corrrise.correlation;

/**
 * The maxima that shuffled normal scores reach over the masks of a run, in the shuffles' order.
 * They do not depend on any score and are kept in a {@link MaskCache}: a few kilobytes each.
 */
final class NormalMaxima {
    private record Key(MaskSet masks, ScoreCorrelation.Kernel kernel, int shuffleCount) {}

    private NormalMaxima() {}

    /**
     * Over the masks of a line, none of them left out; not to be written to.
     *
     * @param line any over these masks
     * @param kernel which sums
     * @param shuffleCount how many
     * @param cache keeps them
     */
    static double[] of(
            ShuffledScores line,
            ScoreCorrelation.Kernel kernel,
            int shuffleCount,
            MaskCache cache) {
        long ofKey = (long) MaskSet.BYTES_PER_MASK * line.masks().maskCount();
        return cache.get(
                double[].class,
                new Key(line.masks().set(), kernel, shuffleCount),
                () -> line.ofNormalScores().maxima(0, shuffleCount),
                maxima -> (long) Double.BYTES * maxima.length + ofKey);
    }
}
