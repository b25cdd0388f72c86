package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
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
 * @since 0.1.0
 */
public record SplitMasks(PatchMasks left, MixedMasks right, double leftFraction)
        implements MaskGenerator {
    /** Checks the ranges. */
    public SplitMasks {
        Objects.requireNonNull(left, "left");
        Objects.requireNonNull(right, "right");
        Checks.insideOpen(0.0, 1.0, leftFraction, "leftFraction");
    }

    /** With one design on the right. */
    public SplitMasks(PatchMasks left, PatchMasks right, double leftFraction) {
        this(left, MixedMasks.of(right), leftFraction);
    }

    /** Columns of the left part. */
    public int leftWidth(FaceSize size) {
        int rounded = (int) Math.round(leftFraction * size.width());
        return Math.max(1, Math.min(size.width() - 1, rounded));
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.atLeast(2, size.width(), "width of the masks");
        int leftWidth = leftWidth(size);
        FaceSize leftSize = new FaceSize(size.height(), leftWidth);
        FaceSize rightSize = new FaceSize(size.height(), size.width() - leftWidth);
        MaskBatch onLeft = left.generate(firstIndex, count, leftSize, partSeed(seed, 0));
        MaskBatch onRight = right.generate(firstIndex, count, rightSize, partSeed(seed, 1));
        BitSet[] hidden = new BitSet[count];
        int[] strata = new int[count];
        for (int i = 0; i < count; i++) {
            strata[i] = onRight.stratum(i);
            hidden[i] = new BitSet(size.pixelCount());
            for (int row = 0; row < size.height(); row++) {
                for (int column = 0; column < size.width(); column++) {
                    float visible =
                            column < leftWidth
                                    ? onLeft.at(i, row, column)
                                    : onRight.at(i, row, column - leftWidth);
                    hidden[i].set(row * size.width() + column, visible == 0);
                }
            }
        }
        return MaskBatch.ofHidden(firstIndex, size, hidden).withStrata(strata);
    }

    /** Each part draws from a stream of its own: one seed for both would repeat places. */
    private static long partSeed(long seed, int part) {
        return new CounterRandom(seed, part).nextLong();
    }
}
