package io.github.corrrise.rates;

import io.github.corrrise.verify.Truth;
import java.util.Arrays;

/** The different scores of a set in ascending order, and how many pairs of each class have each. */
final class Levels {
    private final double[] scores;

    /** [level]: genuine pairs below it; the last entry counts all. */
    private final int[] genuineBelow;

    private final int[] impostorBelow;

    private Levels(double[] scores, int[] genuineBelow, int[] impostorBelow) {
        this.scores = scores;
        this.genuineBelow = genuineBelow;
        this.impostorBelow = impostorBelow;
    }

    static Levels of(LabelledScores labelled) {
        double[] genuine = labelled.sorted(Truth.GENUINE);
        double[] impostor = labelled.sorted(Truth.IMPOSTOR);
        int most = genuine.length + impostor.length;
        double[] scores = new double[most];
        int[] genuineBelow = new int[most + 1];
        int[] impostorBelow = new int[most + 1];
        int count = 0;
        int g = 0;
        int i = 0;
        while (g < genuine.length || i < impostor.length) {
            double score =
                    i == impostor.length || (g < genuine.length && genuine[g] < impostor[i])
                            ? genuine[g]
                            : impostor[i];
            while (g < genuine.length && genuine[g] == score) {
                g++;
            }
            while (i < impostor.length && impostor[i] == score) {
                i++;
            }
            scores[count] = score;
            count++;
            genuineBelow[count] = g;
            impostorBelow[count] = i;
        }
        return new Levels(
                Arrays.copyOf(scores, count),
                Arrays.copyOf(genuineBelow, count + 1),
                Arrays.copyOf(impostorBelow, count + 1));
    }

    /** How many of the ascending values are below one. */
    static int below(double[] ascending, double value) {
        int from = 0;
        int to = ascending.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ascending[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    int count() {
        return scores.length;
    }

    double score(int level) {
        return scores[level];
    }

    long genuineBelow(int level) {
        return genuineBelow[level];
    }

    /** Impostor pairs at this level or above; none at the level after the last. */
    long impostorsFrom(int level) {
        return (long) impostorBelow[scores.length] - impostorBelow[level];
    }

    long genuineAt(int level) {
        return (long) genuineBelow[level + 1] - genuineBelow[level];
    }

    long impostorsAt(int level) {
        return (long) impostorBelow[level + 1] - impostorBelow[level];
    }

    /** True where the curve does not go straight on: neither the first level nor after the last. */
    boolean isCorner(int level) {
        return genuineAt(level - 1) * impostorsAt(level)
                != genuineAt(level) * impostorsAt(level - 1);
    }
}
