package io.github.corrrise.evaluation;

import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pixels that are hidden at each step, from step 0 to n.
 *
 * @param deletion hidden pixels per step, the most salient hidden first: from none to all
 * @param insertion hidden pixels per step, the most salient shown first: from all to none
 */
record StepMasks(List<BitSet> deletion, List<BitSet> insertion) {
    /*
     * The order by dissimilarity is the order by similarity reversed, ties included. Counts are
     * rounded alike from both ends, unless pixels k / n ends in a half. So hiding by one sign and
     * showing by the other give the same masked faces, and scoring both signs costs as much as one.
     */

    /** The steps of a map under a protocol. */
    static StepMasks of(SaliencyMap map, DeletionInsertion protocol) {
        int[] order = order(map.toArray(), protocol);
        int stepCount = protocol.stepCount();
        List<BitSet> deletion = new ArrayList<>();
        List<BitSet> insertion = new ArrayList<>();
        for (int step = 0; step <= stepCount; step++) {
            int salientCount = share(order.length, step, stepCount);
            deletion.add(pixels(order, 0, salientCount));
            insertion.add(pixels(order, salientCount, order.length));
        }
        return new StepMasks(deletion, insertion);
    }

    /** round(pixels k / n), a half upwards. */
    private static int share(int pixelCount, int step, int stepCount) {
        return (int) ((2L * pixelCount * step + stepCount) / (2L * stepCount));
    }

    private static BitSet pixels(int[] order, int from, int to) {
        BitSet pixels = new BitSet(order.length);
        IntStream.range(from, to).forEach(i -> pixels.set(order[i]));
        return pixels;
    }

    /** Pixels by falling salience, equal ones shuffled. */
    private static int[] order(float[] values, DeletionInsertion protocol) {
        int[] shuffled = new int[values.length];
        new CounterRandom(protocol.seed(), 0).permute(shuffled);
        int[] order =
                IntStream.of(shuffled)
                        .boxed()
                        // A difference, not a sign: zeros of both signs are equal values.
                        .sorted(Comparator.comparingDouble(pixel -> 0.0 - values[pixel]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        if (protocol.sign() == DeletionInsertion.Sign.DISSIMILAR) {
            for (int i = 0, j = order.length - 1; i < j; i++, j--) {
                int pixel = order[i];
                order[i] = order[j];
                order[j] = pixel;
            }
        }
        return order;
    }
}
