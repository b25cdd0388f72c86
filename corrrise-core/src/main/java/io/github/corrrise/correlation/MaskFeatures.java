package io.github.corrrise.correlation;

import io.github.corrrise.internal.model.PriorRoot;
import io.github.corrrise.internal.model.SmoothBasis;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Features of the masks of a run in the smooth basis, turned by a prior where there is one. Those
 * of short runs are kept, since they are swept several times; longer runs draw their masks again
 * each time. Safe for use by several threads.
 */
final class MaskFeatures {
    /** Bounds what is kept: about 7 MB. */
    private static final int MOST_KEPT_MASKS = 4096;

    private final DrawnMasks masks;
    private final SmoothBasis basis;
    private final Optional<PriorRoot> prior;
    private final int featureCount;
    private final double[] kept;

    /** What is told the features of four masks at a time. */
    @FunctionalInterface
    interface FoursVisitor {
        /**
         * Features [place][feature] of the masks at these places; valid during the call. Behind the
         * last mask places hold features of 0 and a mask that was visited.
         */
        void visit(int[] masks, double[][] features);
    }

    MaskFeatures(DrawnMasks masks, SmoothBasis basis, Optional<PriorRoot> prior) {
        this.masks = masks;
        this.basis = basis;
        this.prior = prior;
        this.featureCount = prior.map(PriorRoot::featureCount).orElse(basis.featureCount());
        boolean keeps = masks.maskCount() <= MOST_KEPT_MASKS;
        this.kept = new double[keeps ? masks.maskCount() * featureCount : 0];
        if (keeps) {
            forEachDrawn(
                    (mask, own) -> System.arraycopy(own, 0, kept, mask * featureCount, own.length));
        }
    }

    /** Features of a mask. */
    int count() {
        return featureCount;
    }

    /** What is kept. */
    long byteCount() {
        return (long) Double.BYTES * kept.length;
    }

    private void forEachDrawn(DrawnMasks.FeatureStep step) {
        masks.forEachFeatures(
                basis,
                (mask, own) -> step.run(mask, prior.map(root -> root.features(own)).orElse(own)));
    }

    /** Visits all masks in their order; features are valid during the call. */
    void forEach(DrawnMasks.FeatureStep step) {
        if (kept.length == 0) {
            forEachDrawn(step);
            return;
        }
        double[] own = new double[kept.length / masks.maskCount()];
        for (int mask = 0; mask < masks.maskCount(); mask++) {
            System.arraycopy(kept, mask * own.length, own, 0, own.length);
            step.run(mask, own);
        }
    }

    /**
     * Visits some masks in their order, by fours: a sum over them is written a quarter as often.
     */
    void forEachFour(IntPredicate wanted, FoursVisitor visitor) {
        int[] four = new int[4];
        double[][] features = new double[four.length][featureCount];
        int[] waiting = new int[1];
        forEach(
                (mask, own) -> {
                    if (wanted.test(mask)) {
                        four[waiting[0]] = mask;
                        System.arraycopy(own, 0, features[waiting[0]], 0, own.length);
                        waiting[0]++;
                        if (waiting[0] == four.length) {
                            visitor.visit(four, features);
                            waiting[0] = 0;
                        }
                    }
                });
        if (waiting[0] > 0) {
            for (int place = waiting[0]; place < four.length; place++) {
                four[place] = four[0];
                Arrays.fill(features[place], 0);
            }
            visitor.visit(four, features);
        }
    }
}
