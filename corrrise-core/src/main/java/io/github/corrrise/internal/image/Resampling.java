package io.github.corrrise.internal.image;

/** Separable bilinear resampling of one row-major plane, pixel centres at half integers. */
public final class Resampling {
    private Resampling() {}

    /**
     * Returns a scaled copy of a plane. Where a side shrinks, the triangle filter is widened by the
     * same factor, so that every source pixel contributes.
     */
    public static float[] bilinear(
            float[] plane, int height, int width, int newHeight, int newWidth) {
        if ((long) height * newWidth > (long) newHeight * width) {
            float[] turned = transposed(plane, height, width);
            float[] scaled = bilinear(turned, width, height, newWidth, newHeight);
            return transposed(scaled, newWidth, newHeight);
        }
        float[] narrowed = new float[height * newWidth];
        alongRows(plane, height, width, newWidth, narrowed);
        float[] turned = transposed(narrowed, height, newWidth);
        float[] scaled = new float[newWidth * newHeight];
        alongRows(turned, newWidth, height, newHeight, scaled);
        return transposed(scaled, newWidth, newHeight);
    }

    private static void alongRows(float[] from, int rows, int length, int newLength, float[] to) {
        double scale = (double) length / newLength;
        double reach = Math.max(1.0, scale);
        for (int target = 0; target < newLength; target++) {
            double centre = (target + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(centre - reach));
            int last = Math.min(length - 1, (int) Math.ceil(centre + reach));
            double[] weights = new double[last - first + 1];
            double total = 0;
            for (int source = first; source <= last; source++) {
                double distance = Math.abs(source + 0.5 - centre) / reach;
                weights[source - first] = Math.max(0, 1 - distance);
                total += weights[source - first];
            }
            for (int row = 0; row < rows; row++) {
                double sum = 0;
                for (int source = first; source <= last; source++) {
                    sum += weights[source - first] * from[row * length + source];
                }
                to[row * newLength + target] = (float) (sum / total);
            }
        }
    }

    private static float[] transposed(float[] plane, int height, int width) {
        float[] turned = new float[plane.length];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                turned[column * height + row] = plane[row * width + column];
            }
        }
        return turned;
    }
}
