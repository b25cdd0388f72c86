package io.github.corrrise.rates;

/**
 * Levels pooled until the ratio rises from block to block: pool-adjacent-violators, in whole
 * numbers. It is the isotonic regression of the truth on the score, each class weighing a half, and
 * among all ratios that never fall with the score the one of the lowest Cllr on these pairs.
 *
 * <p>Source: M. Ayer et al., Ann. Math. Stat. 26 (1955), 641-647, doi:10.1214/aoms/1177728423.
 */
final class Pooled {
    private final long genuineCount;
    private final long impostorCount;
    private final int[] lastLevel;
    private final long[] genuine;
    private final long[] impostor;
    private int count;

    private Pooled(Levels levels) {
        this.genuineCount = levels.genuineBelow(levels.count());
        this.impostorCount = levels.impostorsFrom(0);
        this.lastLevel = new int[levels.count()];
        this.genuine = new long[levels.count()];
        this.impostor = new long[levels.count()];
    }

    static Pooled of(Levels levels) {
        Pooled pooled = new Pooled(levels);
        for (int level = 0; level < levels.count(); level++) {
            pooled.push(level, levels.genuineAt(level), levels.impostorsAt(level));
        }
        return pooled;
    }

    private void push(int level, long newGenuine, long newImpostor) {
        lastLevel[count] = level;
        genuine[count] = newGenuine;
        impostor[count] = newImpostor;
        count++;
        while (count > 1 && !rises(count - 1)) {
            genuine[count - 2] += genuine[count - 1];
            impostor[count - 2] += impostor[count - 1];
            lastLevel[count - 2] = lastLevel[count - 1];
            count--;
        }
    }

    private boolean rises(int block) {
        return genuine[block - 1] * impostor[block] < genuine[block] * impostor[block - 1];
    }

    int count() {
        return count;
    }

    int firstLevel(int block) {
        return block == 0 ? 0 : lastLevel[block - 1] + 1;
    }

    int lastLevel(int block) {
        return lastLevel[block];
    }

    /** Share of genuine pairs over that of impostor pairs; infinite without an impostor pair. */
    double ratio(int block) {
        return ((double) genuine[block] / genuineCount)
                / ((double) impostor[block] / impostorCount);
    }

    /** Cllr of these ratios on the pairs that they were pooled from. */
    double cllr() {
        double cost = 0;
        for (int block = 0; block < count; block++) {
            double ratio = ratio(block);
            if (genuine[block] > 0) {
                cost += LikelihoodRatios.log2OfOnePlus(1 / ratio) * genuine[block] / genuineCount;
            }
            if (impostor[block] > 0) {
                cost += LikelihoodRatios.log2OfOnePlus(ratio) * impostor[block] / impostorCount;
            }
        }
        return cost / 2;
    }
}
