package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import java.util.BitSet;
import java.util.Objects;

/**
 * Masks whose left and right parts are drawn independently, no patch crossing the border between
 * them: made to calibrate a significance bound. For a verifier that looks at the left part only,
 * every pixel of the right part is exactly null.
 *
 * <p>Plain {@link PatchMasks} have no such pixels: their number of patches is fixed, so a patch in
 * one place is a patch less elsewhere, and even pixels that no patch hides together are weakly
 * correlated.
 *
 * @param left patches of the left part; their fraction is of that part's shorter side
 * @param right patches of the right part, of one or several alternating designs; their fraction is
 *     of that part's shorter side. A mask has the stratum of its right part
 * @param leftFraction width of the left part as a fraction of the face's width, in (0, 1); rounded
 *     to whole columns, at least one on either side. Masks must be two columns wide or more
 * @param leftPool how many left parts there are, the same for every seed, of which each mask has
 *     one at random, so that a costly verifier scores them once; 0, the default, draws new ones.
 *     The right part is independent of the left one either way
 * @since 0.1.0
 */
public record SplitMasks(PatchMasks left, MixedMasks right, double leftFraction, int leftPool)
        implements MaskGenerator {
    /** Seed of the left parts of a pool. */
    private static final long POOL_SEED = 0x5B117;

    /** Checks the ranges. */
    public SplitMasks {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
        Checks.insideOpen(0.0, 1.0, leftFraction, "leftFraction");
        Checks.atLeast(0, leftPool, "leftPool");
    }

    /** With one design on the right. */
    public SplitMasks(PatchMasks left, PatchMasks right, double leftFraction) {
        this(left, MixedMasks.of(right), leftFraction, 0);
    }

    /** Each mask with a left part of its own. */
    public SplitMasks(PatchMasks left, MixedMasks right, double leftFraction) {
        this(left, right, leftFraction, 0);
    }

    /** The same masks with left parts out of a pool. */
    public SplitMasks withLeftPool(int newLeftPool) {
        return new SplitMasks(left, right, leftFraction, newLeftPool);
    }

    /** Columns of the left part. */
    public int leftWidth(FaceSize size) {
        int rounded = (int) Math.round(leftFraction * size.width());
        return Math.max(1, Math.min(size.width() - 1, rounded));
    }

    /**
     * Which left part of the pool a mask has, in [0, leftPool).
     *
     * @param index of the mask, at least 0
     * @throws IllegalArgumentException where there is no pool
     */
    public int leftPart(long index, long seed) {
        Checks.atLeast(0, index, "index");
        Checks.atLeast(1, leftPool, "leftPool");
        return new CounterRandom(partSeed(seed, 0), index).nextInt(leftPool);
    }

    /**
     * Masks whose right part hides nothing: mask {@code i} has left part {@code i} of the pool,
     * whatever the seed.
     */
    public MaskGenerator leftParts() {
        return (firstIndex, count, size, seed) -> {
            Checks.firstIndex(firstIndex, count);
            FaceSize leftSize = leftSize(size);
            MaskBatch parts = left.generate(firstIndex, count, leftSize, POOL_SEED);
            BitSet[] hidden = new BitSet[count];
            for (int i = 0; i < count; i++) {
                hidden[i] = new BitSet(size.pixelCount());
                add(parts, i, 0, size.width(), hidden[i]);
            }
            return MaskBatch.ofHidden(firstIndex, size, hidden);
        };
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.firstIndex(firstIndex, count);
        FaceSize leftSize = leftSize(size);
        int leftWidth = leftSize.width();
        FaceSize rightSize = new FaceSize(size.height(), size.width() - leftWidth);
        MaskBatch onRight = right.generate(firstIndex, count, rightSize, partSeed(seed, 1));
        BitSet[] hidden = new BitSet[count];
        int[] strata = new int[count];
        for (int i = 0; i < count; i++) {
            strata[i] = onRight.stratum(i);
            hidden[i] = new BitSet(size.pixelCount());
            add(onLeft(firstIndex + i, leftSize, seed), 0, 0, size.width(), hidden[i]);
            add(onRight, i, leftWidth, size.width(), hidden[i]);
        }
        return MaskBatch.ofHidden(firstIndex, size, hidden).withStrata(strata);
    }

    private FaceSize leftSize(FaceSize size) {
        Checks.atLeast(2, size.width(), "width of the masks");
        return new FaceSize(size.height(), leftWidth(size));
    }

    private MaskBatch onLeft(long index, FaceSize leftSize, long seed) {
        return leftPool == 0
                ? left.generate(index, 1, leftSize, partSeed(seed, 0))
                : left.generate(leftPart(index, seed), 1, leftSize, POOL_SEED);
    }

    /** Hides what mask {@code i} of a part hides. */
    private static void add(MaskBatch part, int i, int fromColumn, int width, BitSet hidden) {
        int[] runs = part.hiddenRuns(i);
        int partWidth = part.size().width();
        for (int run = 0; run < runs.length; run += 2) {
            for (int pixel = runs[run]; pixel < runs[run + 1]; pixel++) {
                hidden.set(pixel / partWidth * width + fromColumn + pixel % partWidth);
            }
        }
    }

    /** Each part draws from a stream of its own: one seed for both would repeat places. */
    private static long partSeed(long seed, int part) {
        return new CounterRandom(seed, part).nextLong();
    }
}
