package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MediansTest {
    @Test
    void theMiddleValueIsTheMedian() {
        double[] values = {3, 1, 2};
        assertThat(Medians.of(values)).isEqualTo(2);
        assertThat(values).containsExactly(3, 1, 2);
    }

    /** One reading far off moves a least-squares slope, not this one. */
    @Test
    void theSlopeIsTheTrendBesideOutliers() {
        assertThat(Medians.slope(new double[] {5, 7, 9, 99, 13, 15, 17}))
                .isCloseTo(2, within(1e-12));
        assertThat(Medians.slope(new double[] {4, 4, 4})).isZero();
    }
}
