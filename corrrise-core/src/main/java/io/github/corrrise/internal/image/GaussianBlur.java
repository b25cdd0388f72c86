package io.github.corrrise.internal.image;

/**
 * Separable Gaussian blur of one row-major plane. The kernel is cut at three standard deviations,
 * rounded up to whole pixels, and renormalised at the border, so that a constant plane stays
 * constant.
 */
public final class GaussianBlur {
    /** How many standard deviations the kernel reaches. */
    public static final double REACH = 3.0;

    private GaussianBlur() {}

    /**
     * Returns a blurred copy.
     *
     * @param sigma standard deviation in pixels, above 0
     */
    public static float[] blur(float[] plane, int height, int width, double sigma) {
        double[] kernel = new double[(int) Math.ceil(REACH * sigma) + 1];
        for (int i = 0; i < kernel.length; i++) {
            // Divided first: the square of a tiny sigma is 0, and 0 / 0 no weight.
            double deviations = i / sigma;
            kernel[i] = Math.exp(-0.5 * deviations * deviations);
        }
        float[] between = new float[plane.length];
        float[] blurred = new float[plane.length];
        alongLines(plane, between, height, width, width, 1, kernel);
        alongLines(between, blurred, width, height, 1, width, kernel);
        return blurred;
    }

    private static void alongLines(
            float[] from,
            float[] to,
            int lineCount,
            int lineLength,
            int lineStep,
            int step,
            double[] kernel) {
        int reach = kernel.length - 1;
        for (int line = 0; line < lineCount; line++) {
            int start = line * lineStep;
            for (int i = 0; i < lineLength; i++) {
                double sum = 0;
                double total = 0;
                int first = Math.max(0, i - reach);
                int last = Math.min(lineLength - 1, i + reach);
                for (int j = first; j <= last; j++) {
                    double weight = kernel[Math.abs(j - i)];
                    sum += weight * from[start + j * step];
                    total += weight;
                }
                to[start + i * step] = (float) (sum / total);
            }
        }
    }
}
