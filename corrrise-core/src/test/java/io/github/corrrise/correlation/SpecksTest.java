package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpecksTest {
    /** Four rows of four; the lattice is the pixels 5 and 10, in the middle. */
    private static double boundAbove(double bound, float... values) {
        return new Specks(values, 4, new int[] {5, 10}).boundAbove(bound);
    }

    @Test
    void aRegionWithAPointOfTheLatticeKeepsTheBound() {
        // 4, 5 and 8 hang together by sides.
        assertThat(boundAbove(0.5, 0, 0, 0, 0, 1, 0.6f, 0, 0, 0.7f, 0, 0, 0, 0, 0, 0, 0))
                .isEqualTo(0.5);
    }

    @Test
    void theBoundRisesOverARegionWithoutOne() {
        double bound = boundAbove(0.5, 0.7f, 0, 0, 0, 0, 0.9f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(bound).isEqualTo((double) Math.nextUp(0.7f));
    }

    /** By a corner, by the other sign, or round the border nothing hangs together. */
    @Test
    void regionsHangTogetherBySidesAndSign() {
        assertThat(boundAbove(0.5, 0.7f, 0, 0, 0, 0, 0.9f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .isGreaterThan(0.7);
        assertThat(boundAbove(0.5, 0, 0, 0, 0, -0.7f, 0.9f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
                .isGreaterThan(0.7);
        assertThat(boundAbove(0.5, 0, 0, 0, 0, 0, 0.9f, 0.9f, 0.9f, 0.7f, 0, 0, 0, 0, 0, 0, 0))
                .isGreaterThan(0.7);
    }

    /** A region that the higher bound cuts off its point is small too. */
    @Test
    void itRisesUntilNoneIsLeft() {
        double bound = boundAbove(0.5, 0.7f, 0, 0, 0, 0, 0.6f, 0.8f, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(bound).isEqualTo((double) Math.nextUp(0.8f));
    }

    @Test
    void aMapOfZerosHasNone() {
        assertThat(boundAbove(0, new float[16])).isZero();
    }
}
