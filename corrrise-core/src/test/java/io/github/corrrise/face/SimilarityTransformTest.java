package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityTransformTest {
    /** A few roundings of coordinates up to some thousands. */
    private static final double ROUNDING = 1e-8;

    private static Landmarks.Point at(double x, double y) {
        return new Landmarks.Point(x, y);
    }

    private static void assertAt(Landmarks.Point point, double x, double y) {
        assertThat(point.x()).isCloseTo(x, within(ROUNDING));
        assertThat(point.y()).isCloseTo(y, within(ROUNDING));
    }

    private static SimilarityTransform random(SplittableRandom random) {
        double scale = Math.exp(4 * random.nextDouble() - 2);
        double turn = 2 * Math.PI * random.nextDouble();
        return new SimilarityTransform(
                scale * Math.cos(turn),
                scale * Math.sin(turn),
                1000 * random.nextDouble() - 500,
                1000 * random.nextDouble() - 500);
    }

    private static List<Landmarks.Point> points(int count, SplittableRandom random) {
        List<Landmarks.Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(at(800 * random.nextDouble(), 600 * random.nextDouble()));
        }
        return points;
    }

    private static double squaredError(
            SimilarityTransform transform, List<Landmarks.Point> from, List<Landmarks.Point> to) {
        double sum = 0;
        for (int i = 0; i < from.size(); i++) {
            double distance = transform.apply(from.get(i)).distanceTo(to.get(i));
            sum += distance * distance;
        }
        return sum;
    }

    @Nested
    class KnownValues {
        @Test
        void aQuarterTurnGoesClockwiseAsThePictureIsSeen() {
            SimilarityTransform turn = new SimilarityTransform(0, 2, 10, 20);
            assertAt(turn.apply(at(1, 0)), 10, 22);
            assertAt(turn.apply(at(0, 1)), 8, 20);
            assertThat(turn.turn()).isCloseTo(90, within(ROUNDING));
            assertThat(turn.scale()).isEqualTo(2);
        }

        @Test
        void theIdentityMovesNothing() {
            assertAt(SimilarityTransform.identity().apply(at(3.5, -7)), 3.5, -7);
        }

        @Test
        void twoPlacesSuffice() {
            SimilarityTransform fitted =
                    SimilarityTransform.fit(
                            List.of(at(0, 0), at(1, 0)), List.of(at(5, 5), at(5, 8)));
            assertAt(fitted.apply(at(0, 1)), 2, 5);
        }

        /** By hand: the mean moves to the mean, and of the sums only that of x is not 0. */
        @Test
        void aStretchAlongOneAxisIsSharedByBoth() {
            List<Landmarks.Point> from = List.of(at(-1, -1), at(1, -1), at(-1, 1), at(1, 1));
            List<Landmarks.Point> to = List.of(at(-3, -1), at(3, -1), at(-3, 1), at(3, 1));
            SimilarityTransform fitted = SimilarityTransform.fit(from, to);
            assertThat(fitted.scale()).isCloseTo(2, within(ROUNDING));
            assertThat(fitted.turn()).isCloseTo(0, within(ROUNDING));
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void aSimilarityIsRecovered(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int run = 0; run < 50; run++) {
                SimilarityTransform truth = random(random);
                List<Landmarks.Point> from = points(2 + run % 5, random);
                List<Landmarks.Point> to = from.stream().map(truth::apply).toList();
                SimilarityTransform fitted = SimilarityTransform.fit(from, to);
                assertThat(fitted.cosine()).isCloseTo(truth.cosine(), within(ROUNDING));
                assertThat(fitted.sine()).isCloseTo(truth.sine(), within(ROUNDING));
                assertThat(fitted.shiftX()).isCloseTo(truth.shiftX(), within(100 * ROUNDING));
                assertThat(fitted.shiftY()).isCloseTo(truth.shiftY(), within(100 * ROUNDING));
            }
        }

        /** The definition of least squares: whatever is changed, the error grows. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void noOtherSimilarityIsNearer(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Landmarks.Point> from = points(5, random);
            List<Landmarks.Point> to = points(5, random);
            SimilarityTransform best = SimilarityTransform.fit(from, to);
            double least = squaredError(best, from, to);
            for (int run = 0; run < 200; run++) {
                SimilarityTransform other =
                        new SimilarityTransform(
                                best.cosine() + 0.1 * (random.nextDouble() - 0.5),
                                best.sine() + 0.1 * (random.nextDouble() - 0.5),
                                best.shiftX() + 10 * (random.nextDouble() - 0.5),
                                best.shiftY() + 10 * (random.nextDouble() - 0.5));
                assertThat(squaredError(other, from, to)).isGreaterThan(least);
            }
            for (int run = 0; run < 200; run++) {
                assertThat(squaredError(random(random), from, to)).isGreaterThan(least);
            }
        }

        /** The best map of all would mirror; the best that does not is a turn all the same. */
        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void nothingIsMirrored(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Landmarks.Point> from = points(5, random);
            List<Landmarks.Point> mirrored = from.stream().map(p -> at(-p.x(), p.y())).toList();
            SimilarityTransform fitted = SimilarityTransform.fit(from, mirrored);
            Landmarks.Point origin = fitted.apply(at(0, 0));
            Landmarks.Point right = fitted.apply(at(1, 0));
            Landmarks.Point down = fitted.apply(at(0, 1));
            double turnedArea =
                    (right.x() - origin.x()) * (down.y() - origin.y())
                            - (right.y() - origin.y()) * (down.x() - origin.x());
            assertThat(turnedArea).isPositive();
            assertThat(squaredError(fitted, from, mirrored)).isGreaterThan(1);
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3, 5, 8, 13})
        void theInverseLeadsBack(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            SimilarityTransform there = random(random);
            for (Landmarks.Point point : points(20, random)) {
                Landmarks.Point back = there.inverse().apply(there.apply(point));
                assertThat(back.distanceTo(point)).isLessThan(ROUNDING);
                Landmarks.Point twice = there.then(there.inverse()).apply(point);
                assertThat(twice.distanceTo(point)).isLessThan(ROUNDING);
            }
            assertThat(there.inverse().scale() * there.scale()).isCloseTo(1, within(ROUNDING));
        }

        @ParameterizedTest(name = "seed {0}")
        @ValueSource(longs = {1, 2, 3})
        void oneAfterTheOtherIsBoth(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            SimilarityTransform first = random(random);
            SimilarityTransform second = random(random);
            for (Landmarks.Point point : points(5, random)) {
                Landmarks.Point expected = second.apply(first.apply(point));
                assertThat(first.then(second).apply(point).distanceTo(expected))
                        .isLessThan(ROUNDING);
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void placesThatCoincide() {
            List<Landmarks.Point> one = List.of(at(1000.1, 2000.3), at(1000.1, 2000.3));
            List<Landmarks.Point> two = List.of(at(0, 0), at(1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SimilarityTransform.fit(one, two))
                    .withMessageStartingWith("from must be places that do not all coincide, was ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SimilarityTransform.fit(two, one))
                    .withMessageStartingWith("to must be places that do not all coincide, was ");
        }

        /** A square on its mirror image: every turn is as good as every other. */
        @Test
        void placesThatFitMirroredOnly() {
            List<Landmarks.Point> square = List.of(at(0, 0), at(2, 0), at(2, 2), at(0, 2));
            List<Landmarks.Point> mirrored = List.of(at(2, 0), at(0, 0), at(0, 2), at(2, 2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SimilarityTransform.fit(square, mirrored))
                    .withMessageStartingWith("to must be the places of from, turned and not");
        }

        @Test
        void countsThatDoNotMatch() {
            List<Landmarks.Point> two = List.of(at(0, 0), at(1, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SimilarityTransform.fit(List.of(at(0, 0)), two))
                    .withMessage("from.size() must be at least 2, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    SimilarityTransform.fit(
                                            two, List.of(at(0, 0), at(1, 0), at(2, 2))))
                    .withMessage("to.size() must be 2, was 3");
        }

        @Test
        void whatIsNoNumber() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> at(Double.NaN, 0))
                    .withMessage("x must be finite, was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SimilarityTransform(0, 0, 1, 1))
                    .withMessageStartingWith("scale must be in (0.0, ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SimilarityTransform(1, Double.POSITIVE_INFINITY, 0, 0))
                    .withMessage("sine must be finite, was Infinity");
        }
    }
}
