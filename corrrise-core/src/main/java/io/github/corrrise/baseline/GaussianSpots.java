package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;

/**
 * Soft round spots centred in the cells of a grid: first one mask per cell that hides its spot,
 * then one mask per cell that shows nothing but its spot, then one mask that hides everything. The
 * seed has no effect. Beyond the last mask the sequence begins again.
 *
 * @param cells the grid; each spot is centred in a cell
 * @param sigmaFraction standard deviation of a spot as a fraction of the face's shorter side, in
 *     (0, 1]
 */
record GaussianSpots(Cells cells, double sigmaFraction) implements MaskGenerator {
    GaussianSpots {
        Checks.insideHalfOpen(0.0, 1.0, sigmaFraction, "sigmaFraction");
    }

    int maskCount() {
        return 2 * cells.count() + 1;
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.atLeast(0, firstIndex, "firstIndex");
        Checks.atLeast(1, count, "count");
        cells.requireFit(size);
        float[] visibility = new float[Math.multiplyExact(count, size.pixelCount())];
        for (int i = 0; i < count; i++) {
            draw((int) ((firstIndex + i) % maskCount()), size, visibility, i * size.pixelCount());
        }
        return MaskBatch.ofVisibility(firstIndex, size, visibility);
    }

    private void draw(int mask, FaceSize size, float[] visibility, int from) {
        int spot = mask % cells.count();
        if (mask == 2 * cells.count()) {
            return;
        }
        double[] rows = profile(spot / cells.perSide(), size.height(), size);
        double[] columns = profile(spot % cells.perSide(), size.width(), size);
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            double height = rows[pixel / size.width()] * columns[pixel % size.width()];
            visibility[from + pixel] = (float) (mask < cells.count() ? 1 - height : height);
        }
    }

    private double[] profile(int place, int length, FaceSize size) {
        double sigma = sigmaFraction * size.shorterSide();
        double centre = (place + 0.5) * length / cells.perSide();
        double[] profile = new double[length];
        for (int i = 0; i < length; i++) {
            double deviations = (i + 0.5 - centre) / sigma;
            profile[i] = Math.exp(-0.5 * deviations * deviations);
        }
        return profile;
    }
}
