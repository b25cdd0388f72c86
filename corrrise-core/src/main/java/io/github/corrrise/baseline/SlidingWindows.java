package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import java.util.BitSet;
import java.util.List;

/**
 * One square window per mask, at every place of a grid, row by row; where there are several sides,
 * all windows of one side come before those of the next. The seed has no effect. Beyond the last
 * place the sequence begins again.
 *
 * <p>Side and step are rounded to whole pixels, at least one. Places at which a window would not
 * lie wholly inside the face are left out, so the last rows and columns may stay uncovered.
 *
 * @param sideFractions sides of the windows as fractions of the face's shorter side, each in (0, 1]
 * @param strideFraction step of the grid, likewise
 */
record SlidingWindows(List<Double> sideFractions, double strideFraction) implements MaskGenerator {
    SlidingWindows {
        Checks.atLeast(1, sideFractions.size(), "sideFractions.size()");
        for (double fraction : sideFractions) {
            Checks.insideHalfOpen(0.0, 1.0, fraction, "sideFraction");
        }
        Checks.insideHalfOpen(0.0, 1.0, strideFraction, "strideFraction");
        sideFractions = List.copyOf(sideFractions);
    }

    /** A window: where it begins, how long its side is, and how many windows have that side. */
    record Window(int top, int left, int side, int sameSideCount) {}

    int windowCount(FaceSize size) {
        int count = 0;
        for (double fraction : sideFractions) {
            count += placeCount(pixels(fraction, size), size);
        }
        return count;
    }

    Window window(long index, FaceSize size) {
        long rest = index % windowCount(size);
        int stride = stride(size);
        for (double fraction : sideFractions) {
            int side = pixels(fraction, size);
            int count = placeCount(side, size);
            if (rest < count) {
                int columns = places(size.width(), side, stride);
                return new Window(
                        (int) (rest / columns) * stride,
                        (int) (rest % columns) * stride,
                        side,
                        count);
            }
            rest -= count;
        }
        throw new AssertionError(rest);
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, count, "count");
        BitSet[] hidden = new BitSet[count];
        for (int i = 0; i < count; i++) {
            Window window = window(firstIndex + i, size);
            hidden[i] = new BitSet(size.pixelCount());
            for (int row = window.top(); row < window.top() + window.side(); row++) {
                int first = row * size.width() + window.left();
                hidden[i].set(first, first + window.side());
            }
        }
        return MaskBatch.ofHidden(firstIndex, size, hidden);
    }

    /** Step of the grid, in pixels. */
    int stride(FaceSize size) {
        return pixels(strideFraction, size);
    }

    private int placeCount(int side, FaceSize size) {
        int stride = stride(size);
        return places(size.height(), side, stride) * places(size.width(), side, stride);
    }

    private static int places(int length, int side, int stride) {
        return (length - side) / stride + 1;
    }

    private static int pixels(double fraction, FaceSize size) {
        return (int) Math.max(1, Math.round(fraction * size.shorterSide()));
    }
}
