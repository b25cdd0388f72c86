package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class BorderTest {
    private static int lineCount(Path2D path) {
        int count = 0;
        double[] point = new double[6];
        for (PathIterator i = path.getPathIterator(null); !i.isDone(); i.next()) {
            count += i.currentSegment(point) == PathIterator.SEG_LINETO ? 1 : 0;
        }
        return count;
    }

    /** The middle is 1, its neighbours 0: the bound 0.25 is crossed three quarters of the way. */
    @Test
    void runsWhereTheInterpolatedValueMeetsTheBound() {
        float[] plane = {0, 0, 0, 0, 1, 0, 0, 0, 0};
        Path2D path = Border.around(plane, 3, 3, 1, 0.25);
        assertThat(path.getBounds2D()).isEqualTo(new Rectangle2D.Double(0.75, 0.75, 1.5, 1.5));
        assertThat(lineCount(path)).isEqualTo(4);
    }

    @Test
    void isTheSameAroundTheOtherSign() {
        float[] plane = {0, 0, 0, 0, -1, 0, 0, 0, 0};
        assertThat(Border.around(plane, 3, 3, -1, 0.25).getBounds2D())
                .isEqualTo(new Rectangle2D.Double(0.75, 0.75, 1.5, 1.5));
        assertThat(lineCount(Border.around(plane, 3, 3, 1, 0.25))).isZero();
    }

    @Test
    void isEmptyAroundAllAndNothing() {
        assertThat(lineCount(Border.around(new float[] {1, 1, 1, 1}, 2, 2, 1, 0.5))).isZero();
        assertThat(lineCount(Border.around(new float[] {0, 0, 0, 0}, 2, 2, 1, 0.5))).isZero();
    }

    @Test
    void keepsZerosOutsideWhereTheBoundIsZero() {
        assertThat(lineCount(Border.around(new float[4], 2, 2, 1, 0))).isZero();
        float[] plane = {0, 0, 0, 0, 1, 0, 0, 0, 0};
        assertThat(lineCount(Border.around(plane, 3, 3, 1, 0))).isEqualTo(4);
    }

    /** Two corners in, two out: one island or two, as the middle of the four tells. */
    @Test
    void joinsASaddleWhereItsMiddleIsInside() {
        float[] high = {1, 0, 0, 0, 0, 0.9f, 0, 0, 0, 0, 0.9f, 0, 0, 0, 0, 1};
        assertThat(lineCount(Border.around(high, 4, 4, 1, 0.4))).isPositive();
        float[] saddle = {1, 0, 0, 1};
        assertThat(Border.around(saddle, 2, 2, 1, 0.4).contains(1, 1)).isFalse();
        assertThat(lineCount(Border.around(saddle, 2, 2, 1, 0.4)))
                .isEqualTo(lineCount(Border.around(saddle, 2, 2, 1, 0.6)));
    }
}
