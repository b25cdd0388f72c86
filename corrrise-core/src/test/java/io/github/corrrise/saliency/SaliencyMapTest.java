package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceSize;
import java.util.BitSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SaliencyMapTest {
    private static final FaceSize SIZE = new FaceSize(2, 2);

    private static SaliencyMap map() {
        return SaliencyMap.of(
                SIZE, SaliencyMap.Scale.CORRELATION, new float[] {0.5f, -0.25f, 0, 0.1f});
    }

    @Nested
    class KnownValues {
        @Test
        void theTwoSignsAddUpToTheMap() {
            assertThat(map().similar().toArray()).containsExactly(0.5f, 0, 0, 0.1f);
            assertThat(map().dissimilar().toArray()).containsExactly(0, 0.25f, 0, 0);
            assertThat(map().similar().scale())
                    .isEqualTo(new SaliencyMap.Scale("correlation", 0, 1));
            assertThat(map().largestMagnitude()).isEqualTo(0.5f);
        }

        @Test
        void significanceIsAtOrBeyondTheBoundAndNeverZero() {
            SaliencyMap bounded =
                    map().withSignificance(new SaliencyMap.Significance(0.05, 0.25, 199));
            assertThat(bounded.isSignificant(0, 0)).isTrue();
            assertThat(bounded.isSignificant(0, 1)).isTrue();
            assertThat(bounded.isSignificant(1, 1)).isFalse();
            assertThat(bounded.significantShare()).isEqualTo(0.5);
            SaliencyMap unbounded =
                    map().withSignificance(new SaliencyMap.Significance(0.05, 0, 199));
            assertThat(unbounded.isSignificant(1, 0)).isFalse();
            assertThat(map().isSignificant(0, 0)).isFalse();
        }

        @Test
        void byClustersPixelsAreSignificantThatAreSaidToBe() {
            SaliencyMap.Significance byClusters =
                    new SaliencyMap.Significance(
                            0.05, 0.1f, 399, SaliencyMap.Significance.Statistic.CLUSTER);
            BitSet pixels = new BitSet();
            pixels.set(1);
            pixels.set(3);
            SaliencyMap clustered = map().withSignificance(byClusters, pixels);
            pixels.clear();
            assertThat(clustered.isSignificant(0, 0)).isFalse();
            assertThat(clustered.isSignificant(0, 1)).isTrue();
            assertThat(clustered.isSignificant(1, 1)).isTrue();
            assertThat(clustered.significantShare()).isEqualTo(0.5);
            assertThat(clustered.dissimilar().isSignificant(0, 1)).isTrue();
            assertThat(clustered.dissimilar().isSignificant(1, 1)).isFalse();
            assertThat(clustered)
                    .isNotEqualTo(map().withSignificance(byClusters, pixels))
                    .isEqualTo(map().withSignificance(byClusters, pixelsOf(1, 3)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withSignificance(byClusters, pixelsOf(2)))
                    .withMessageContaining("significant value must be of magnitude 0.1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withSignificance(byClusters, pixelsOf(4)))
                    .withMessage("significant pixel must be in [0, 3], was 4");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withSignificance(byClusters))
                    .withMessageContaining("by VALUE where no pixels are given");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    map().withSignificance(
                                                    new SaliencyMap.Significance(0.05, 0.1, 399),
                                                    pixelsOf(1)))
                    .withMessageContaining("by CLUSTER where pixels are given");
        }

        private BitSet pixelsOf(int... pixels) {
            BitSet set = new BitSet();
            for (int pixel : pixels) {
                set.set(pixel);
            }
            return set;
        }

        @Test
        void anUndefinedPixelIsZero() {
            BitSet pixels = new BitSet();
            pixels.set(0);
            SaliencyMap holed = map().withUndefined(pixels);
            assertThat(holed.at(0, 0)).isZero();
            assertThat(holed.isDefined(0, 0)).isFalse();
            assertThat(holed.isDefined(0, 1)).isTrue();
            assertThat(holed.undefinedCount()).isEqualTo(1);
            assertThat(holed.similar().isDefined(0, 0)).isFalse();
        }

        @Test
        void errorAndCoverageOfAPixelAreThoseOfTheArrays() {
            SaliencyMap known =
                    map().withStandardErrors(new float[] {1, 2, 3, 4})
                            .withCoverage(new float[] {0, 0.25f, 0.5f, 1});
            assertThat(known.standardErrorAt(0, 1)).hasValue(2);
            assertThat(known.standardErrorAt(1, 0)).hasValue(3);
            assertThat(known.coverageAt(0, 1)).hasValue(0.25);
            assertThat(known.coverageAt(1, 1)).hasValue(1);
            assertThat(map().standardErrorAt(0, 0)).isEmpty();
            assertThat(map().coverageAt(1, 1)).isEmpty();
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> known.standardErrorAt(2, 0));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> map().coverageAt(0, -1));
        }

        @Test
        void tellsItsShapeAndNoValues() {
            assertThat(map().withSignificance(new SaliencyMap.Significance(0.05, 0.25, 199)))
                    .hasToString("SaliencyMap[2x2, correlation, 50 % significant, 0 undefined]");
        }
    }

    @Nested
    class Properties {
        @Test
        void arraysAreCopiedInAndOut() {
            float[] values = {1, 1, 1, 1};
            SaliencyMap map =
                    SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values)
                            .withCoverage(values)
                            .withStandardErrors(values);
            values[0] = 0;
            map.toArray()[1] = 0;
            map.coverage().orElseThrow()[1] = 0;
            map.standardErrors().orElseThrow()[1] = 0;
            assertThat(map.toArray()).containsOnly(1f);
            assertThat(map.coverage().orElseThrow()).containsOnly(1f);
            assertThat(map.standardErrors().orElseThrow()).containsOnly(1f);
        }

        @Test
        void equalMapsAreEqualInEverything() {
            assertThat(map()).isEqualTo(map()).hasSameHashCodeAs(map());
            assertThat(map().withCoverage(new float[4])).isNotEqualTo(map());
            assertThat(map().withStandardErrors(new float[4])).isNotEqualTo(map());
            assertThat(map().similar()).isNotEqualTo(map());
        }
    }

    @Nested
    class Rejects {
        @Test
        void valuesThatAreNoNumbers() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    SaliencyMap.of(
                                            SIZE,
                                            SaliencyMap.Scale.CORRELATION,
                                            new float[] {0, 0, 0, Float.NaN}))
                    .withMessage("values must be finite, was NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withStandardErrors(new float[] {0, 0, 0, -1}))
                    .withMessageContaining("standard error");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withCoverage(new float[] {0, 0, 0, 2}))
                    .withMessage("coverage must be in [0.0, 1.0], was 2.0");
        }

        @Test
        void anotherNumberOfValues() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, new float[3]))
                    .withMessage("values.length for a map of 2x2 must be 4, was 3");
        }

        @Test
        void pixelsOutsideTheMap() {
            BitSet pixels = new BitSet();
            pixels.set(4);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> map().withUndefined(pixels))
                    .withMessage("undefined pixel must be in [0, 3], was 4");
        }

        @Test
        void aScaleUpsideDown() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SaliencyMap.Scale("correlation", 1, Double.NaN))
                    .withMessage("maximum must be above the minimum 1.0, was NaN");
        }
    }
}
