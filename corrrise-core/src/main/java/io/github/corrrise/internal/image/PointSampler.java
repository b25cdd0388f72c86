package io.github.corrrise.internal.image;

/**
 * Samples row-major planes of one size at any place: bilinearly, or by a wider triangle filter
 * where a picture shrinks. Pixel centres are at integers. Not safe for use by several threads at
 * once.
 */
public final class PointSampler {
    private final int height;
    private final int width;
    private final double reach;
    private final Axis across;
    private final Axis down;

    /**
     * For planes of this size.
     *
     * @param reach distance in pixels at which the triangle's weight is 0, at least 1; 1 is
     *     bilinear
     */
    public PointSampler(int height, int width, double reach) {
        this.height = height;
        this.width = width;
        this.reach = reach;
        this.across = new Axis(width);
        this.down = new Axis(height);
    }

    /**
     * Moves to a place, x to the right and y down, which {@link #share} and {@link #mean} then use.
     */
    public void moveTo(double x, double y) {
        across.moveTo(x);
        down.moveTo(y);
    }

    /** The share of the filter's weight that lies on the plane, in [0, 1]. */
    public double share() {
        return across.inside / across.total * (down.inside / down.total);
    }

    /**
     * The weighted mean of the pixels under the filter; {@link #share} must be above 0.
     *
     * @param planes one or more planes, one after another
     * @param plane which of them, from 0
     */
    public double mean(float[] planes, int plane) {
        double sum = 0;
        for (int row = 0; row < down.count; row++) {
            int start = (plane * height + down.first + row) * width + across.first;
            double rowSum = 0;
            for (int column = 0; column < across.count; column++) {
                rowSum += across.weights[column] * planes[start + column];
            }
            sum += down.weights[row] * rowSum;
        }
        return sum / (across.inside * down.inside);
    }

    /** The triangle along one direction. */
    private final class Axis {
        final int length;
        final double[] weights;
        int first;
        int count;
        double inside;
        double total;

        Axis(int length) {
            this.length = length;
            this.weights = new double[(int) Math.min(length, 2 * reach + 2)];
        }

        void moveTo(double centre) {
            double from = Math.max(0, Math.ceil(centre - reach));
            double to = Math.min(length - 1, Math.floor(centre + reach));
            first = (int) from;
            count = to >= from ? (int) (to - from) + 1 : 0;
            inside = 0;
            for (int i = 0; i < count; i++) {
                weights[i] = Math.max(0, 1 - Math.abs(first + i - centre) / reach);
                inside += weights[i];
            }
            total = Math.max(inside, weightOnALine(centre));
        }

        /** The sum of all weights on an endless line, by arithmetic series. */
        private double weightOnALine(double centre) {
            double below = centre - Math.floor(centre);
            double belowCount = Math.floor(reach - below) + 1;
            double aboveCount = Math.floor(reach + below);
            double distances =
                    belowCount * below
                            + belowCount * (belowCount - 1) / 2
                            + aboveCount * (1 - below)
                            + aboveCount * (aboveCount - 1) / 2;
            return belowCount + aboveCount - distances / reach;
        }
    }
}
