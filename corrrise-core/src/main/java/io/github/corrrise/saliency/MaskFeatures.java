package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.model.SmoothBasis;
import io.github.corrrise.mask.MaskBatch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Features of the masks of a run in the smooth basis. Those of short runs are kept, since they are
 * swept several times; longer runs draw their masks again each time. Safe for use by several
 * threads.
 */
final class MaskFeatures {
    /** Bounds what is kept: about 7 MB. */
    private static final int MOST_KEPT_MASKS = 4096;

    private final MaskScores masks;
    private final SmoothBasis basis;
    private final double[] kept;

    /** What is told the features of one mask after the other. */
    @FunctionalInterface
    interface Visitor {
        /** Features of mask {@code mask}; valid during the call. */
        void visit(int mask, double[] features);
    }

    /** What is told the features of four masks at a time. */
    @FunctionalInterface
    interface FoursVisitor {
        /**
         * Features [place][feature] of the masks at these places; valid during the call. Behind the
         * last mask places hold features of 0 and a mask that was visited.
         */
        void visit(int[] masks, double[][] features);
    }

    MaskFeatures(MaskScores masks, SmoothBasis basis) {
        this.masks = masks;
        this.basis = basis;
        int featureCount = basis.featureCount();
        boolean keeps = masks.maskCount() <= MOST_KEPT_MASKS;
        this.kept = new double[keeps ? masks.maskCount() * featureCount : 0];
        if (keeps) {
            draw((mask, own) -> System.arraycopy(own, 0, kept, mask * featureCount, own.length));
        }
    }

    /** What is kept. */
    long byteCount() {
        return (long) Double.BYTES * kept.length;
    }

    /** Visits all masks in their order. */
    void forEach(Visitor visitor) {
        if (kept.length == 0) {
            draw(visitor);
            return;
        }
        double[] own = new double[kept.length / masks.maskCount()];
        for (int mask = 0; mask < masks.maskCount(); mask++) {
            System.arraycopy(kept, mask * own.length, own, 0, own.length);
            visitor.visit(mask, own);
        }
    }

    /**
     * Visits some masks in their order, by fours: a sum over them is written a quarter as often.
     */
    void forEachFour(IntPredicate wanted, FoursVisitor visitor) {
        int[] four = new int[4];
        double[][] features = new double[four.length][basis.featureCount()];
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

    private void draw(Visitor visitor) {
        Reader reader = new Reader(basis, masks.size());
        for (int first = 0; first < masks.maskCount(); first += MaskScores.SWEEP) {
            int count = Math.min(MaskScores.SWEEP, masks.maskCount() - first);
            MaskBatch batch = masks.draw(first, count);
            for (int i = 0; i < count; i++) {
                visitor.visit(first + i, reader.read(batch, i));
            }
        }
    }

    /** Reads a mask at the points of the lattice. */
    private static final class Reader {
        private final SmoothBasis basis;
        private final int[] lattice;
        private final FloatBuffer visibility;
        private final double[] values;
        private final double[] features;

        Reader(SmoothBasis basis, FaceSize size) {
            this.basis = basis;
            this.lattice = basis.lattice();
            this.visibility = FloatBuffer.allocate(size.pixelCount());
            this.values = new double[lattice.length];
            this.features = new double[basis.featureCount()];
        }

        double[] read(MaskBatch masks, int i) {
            masks.writeVisibility(i, visibility.clear());
            for (int point = 0; point < lattice.length; point++) {
                values[point] = visibility.get(lattice[point]);
            }
            basis.features(values, features);
            return features;
        }
    }
}
