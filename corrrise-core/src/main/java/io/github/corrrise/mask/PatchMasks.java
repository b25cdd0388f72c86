package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.BitSet;

/**
 * Square patches hidden at random, as CorrRISE draws them. Each patch lies wholly inside the face,
 * its corner uniform over all such places; patches may overlap. Equal settings and an equal seed
 * give bit-identical masks.
 *
 * <p>With a fixed number of patches a patch in one place is a patch less elsewhere, so that places
 * which no patch hides together are weakly correlated. With a Poisson number, of mean {@code
 * patchCount}, they are independent; a mask without any patch hides nothing, which has the chance
 * exp(-patchCount). Places that speak against the person are then found less often: decision record
 * 28.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, WACV 2024, arXiv:2305.08546. Cost: a few microseconds a
 * mask.
 *
 * @param patchCount patches per mask, or their mean, at least 1
 * @param patchFraction side of a patch as a fraction of the face's shorter side, in (0, 1]; rounded
 *     to whole pixels, at least one
 * @param hasPoissonCount whether the number of patches is drawn for each mask
 * @since 0.1.0
 */
public record PatchMasks(int patchCount, double patchFraction, boolean hasPoissonCount)
        implements MaskGenerator {
    /** Beyond this many events the tail of a Poisson law of mean 1 is less than 2^-60. */
    private static final int MOST_EVENTS = 20;

    /** Checks the ranges. */
    public PatchMasks {
        Checks.atLeast(1, patchCount, "patchCount");
        Checks.insideHalfOpen(0.0, 1.0, patchFraction, "patchFraction");
    }

    /** Masks of a fixed number of patches. */
    public PatchMasks(int patchCount, double patchFraction) {
        this(patchCount, patchFraction, false);
    }

    /** The published setting: 10 patches of 30 pixels on a face of 112. */
    public static PatchMasks published() {
        return new PatchMasks(10, 30.0 / 112.0);
    }

    /** The same masks with another number of patches. */
    public PatchMasks withPatchCount(int newPatchCount) {
        return new PatchMasks(newPatchCount, patchFraction, hasPoissonCount);
    }

    /** The same masks with another patch side. */
    public PatchMasks withPatchFraction(double newPatchFraction) {
        return new PatchMasks(patchCount, newPatchFraction, hasPoissonCount);
    }

    /** The same masks with a Poisson number of patches of mean {@code patchCount}. */
    public PatchMasks withPoissonCount() {
        return new PatchMasks(patchCount, patchFraction, true);
    }

    /** Side of a patch on a face of this size, in whole pixels. */
    public int patchSide(FaceSize size) {
        return (int) Math.max(1, Math.round(patchFraction * size.shorterSide()));
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.firstIndex(firstIndex, count);
        BitSet[] hidden = new BitSet[count];
        for (int i = 0; i < count; i++) {
            hidden[i] = hidden(firstIndex + i, size, seed);
        }
        return MaskBatch.ofHidden(firstIndex, size, hidden);
    }

    /** The hidden pixels of one mask. */
    BitSet hidden(long index, FaceSize size, long seed) {
        int side = patchSide(size);
        CounterRandom random = new CounterRandom(seed, index);
        BitSet hidden = new BitSet(size.pixelCount());
        for (int patch = 0; patch < patchCount; patch++) {
            int times = hasPoissonCount ? poisson(random) : 1;
            for (int time = 0; time < times; time++) {
                hide(random, side, size, hidden);
            }
        }
        return hidden;
    }

    private static void hide(CounterRandom random, int side, FaceSize size, BitSet hidden) {
        int top = random.nextInt(size.height() - side + 1);
        int left = random.nextInt(size.width() - side + 1);
        for (int row = top; row < top + side; row++) {
            int first = row * size.width() + left;
            hidden.set(first, first + side);
        }
    }

    /** Of mean 1, by inversion: so many of these have a Poisson sum, whatever their number. */
    private static int poisson(CounterRandom random) {
        double left = random.nextDouble();
        double chance = 1 / Math.E;
        int events = 0;
        while (left >= chance && events < MOST_EVENTS) {
            left -= chance;
            events++;
            chance /= events;
        }
        return events;
    }

    /** The number's law is told where it is not fixed. */
    @Override
    public String toString() {
        return "PatchMasks[patchCount="
                + patchCount
                + ", patchFraction="
                + patchFraction
                + (hasPoissonCount ? ", hasPoissonCount=true]" : "]");
    }
}
