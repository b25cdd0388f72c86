package io.github.corrrise.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchVisibilityTest {
    private static final int HEIGHT = 5;
    private static final int WIDTH = 4;
    private static final int SIDE = 2;

    /** Two patches of 2 x 2 have 12 x 12 placements: all of them, counted. */
    @Test
    void momentsAreThoseOfAllPlacements() {
        PatchVisibility patches = new PatchVisibility(HEIGHT, WIDTH, SIDE, 2, false);
        int pixelCount = HEIGHT * WIDTH;
        double[] mean = new double[pixelCount];
        double[][] both = new double[pixelCount][pixelCount];
        for (int placement = 0; placement < 144; placement++) {
            for (int p = 0; p < pixelCount; p++) {
                double seen = visible(placement, p) / 144.0;
                mean[p] += seen;
                for (int q = 0; q < pixelCount; q++) {
                    both[p][q] += seen * visible(placement, q);
                }
            }
        }
        int[] pixels = IntStream.range(0, pixelCount).toArray();
        double[] covariances = new double[pixelCount];
        for (int p = 0; p < pixelCount; p++) {
            assertThat(patches.mean(p)).isCloseTo(mean[p], within(1e-12));
            assertThat(patches.variance(p)).isCloseTo(mean[p] * (1 - mean[p]), within(1e-12));
            patches.covariances(p, pixels, covariances);
            for (int q = 0; q < pixelCount; q++) {
                assertThat(covariances[q]).isCloseTo(both[p][q] - mean[p] * mean[q], within(1e-12));
            }
        }
    }

    /** A Poisson number: the sum over all numbers of patches, each with its chance. */
    @Test
    void momentsOfAPoissonNumberAreThoseOfAllNumbers() {
        PatchVisibility patches = new PatchVisibility(HEIGHT, WIDTH, SIDE, 2, true);
        int[] pixels = IntStream.range(0, HEIGHT * WIDTH).toArray();
        double[] covariances = new double[pixels.length];
        for (int p : pixels) {
            double mean = poisson(visibleShare(p, p));
            assertThat(patches.mean(p)).isCloseTo(mean, within(1e-12));
            assertThat(patches.variance(p)).isCloseTo(mean * (1 - mean), within(1e-12));
            patches.covariances(p, pixels, covariances);
            for (int q : pixels) {
                double both = poisson(visibleShare(p, q));
                double meanOfOther = poisson(visibleShare(q, q));
                assertThat(covariances[q]).isCloseTo(both - mean * meanOfOther, within(1e-12));
            }
        }
    }

    /** The reason for a Poisson number: a fixed one makes such pixels correlate. */
    @Test
    void pixelsThatNoPatchHidesTogetherAreIndependentUnderAPoissonNumber() {
        int[] far = {HEIGHT * WIDTH - 1};
        double[] covariance = new double[1];
        new PatchVisibility(HEIGHT, WIDTH, SIDE, 2, true).covariances(0, far, covariance);
        assertThat(covariance[0]).isCloseTo(0, within(1e-15));
        new PatchVisibility(HEIGHT, WIDTH, SIDE, 2, false).covariances(0, far, covariance);
        assertThat(covariance[0]).isLessThan(-0.001);
    }

    /** The share of a patch's 12 places in which it hides neither pixel. */
    private static double visibleShare(int p, int q) {
        return IntStream.range(0, 12).filter(place -> !hides(place, p) && !hides(place, q)).count()
                / 12.0;
    }

    /** The chance that none of a Poisson number of mean 2 fails, each passing with this chance. */
    private static double poisson(double passes) {
        double sum = 0;
        double term = Math.exp(-2);
        for (int number = 0; number < 60; number++) {
            sum += term;
            term *= 2 * passes / (number + 1);
        }
        return sum;
    }

    private static int visible(int placement, int pixel) {
        return hides(placement / 12, pixel) || hides(placement % 12, pixel) ? 0 : 1;
    }

    private static boolean hides(int place, int pixel) {
        int down = pixel / WIDTH - place / 3;
        int right = pixel % WIDTH - place % 3;
        return down >= 0 && down < SIDE && right >= 0 && right < SIDE;
    }
}
