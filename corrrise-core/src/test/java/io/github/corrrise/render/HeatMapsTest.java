package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import java.awt.Color;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatMapsTest {
    private static final FaceSize SIZE = Samples.SIZE;
    private static final FaceImage FACE = Samples.face(SIZE, new Color(0xE0AC88));
    private static final SaliencyMap SLOPE = Samples.slope(SIZE, 0.5f);

    private static boolean isGrey(int rgb) {
        return (rgb >> 16) == (rgb & 0xFF) && ((rgb >> 8) & 0xFF) == (rgb & 0xFF);
    }

    private static boolean isBlue(int rgb) {
        return (rgb & 0xFF) > (rgb >> 16) + 4;
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16) > (rgb & 0xFF) + 4;
    }

    private static double share(Picture picture, IntPredicate which) {
        int count = 0;
        for (int row = 0; row < picture.height(); row++) {
            for (int column = 0; column < picture.width(); column++) {
                if (which.test(picture.at(row, column))) {
                    count++;
                }
            }
        }
        return (double) count / (picture.height() * picture.width());
    }

    @Nested
    class Overlays {
        @Test
        void areAsLargeAsTheStyleSays() {
            Picture picture =
                    HeatMaps.overlay(FACE, SLOPE, HeatMaps.Style.defaults().withPanelSide(140));
            assertThat(picture.height()).isEqualTo(140);
            assertThat(picture.width()).isEqualTo(120);
        }

        @Test
        void areBlueBelowZeroAndRedAbove() {
            Picture picture = HeatMaps.overlay(FACE, SLOPE);
            for (int row = 0; row < picture.height(); row++) {
                assertThat(isBlue(picture.at(row, 5))).isTrue();
                assertThat(isRed(picture.at(row, picture.width() - 5))).isTrue();
            }
        }

        @Test
        void showOnlyTheGreyFaceWhereNothingIsSignificant() {
            SaliencyMap.Significance beyondAll = new SaliencyMap.Significance(0.05, 0.6, 199);
            Picture picture = HeatMaps.overlay(FACE, SLOPE.withSignificance(beyondAll));
            assertThat(share(picture, HeatMapsTest::isGrey)).isEqualTo(1);
        }

        @Test
        void showOnlyTheGreyFaceUnderAMapOfZeros() {
            Picture picture = HeatMaps.overlay(FACE, Samples.constant(SIZE, 0));
            assertThat(share(picture, HeatMapsTest::isGrey)).isEqualTo(1);
        }

        /** At a bound of 0.2 under a slope from -0.5 to 0.5, three fifths are beyond it. */
        @Test
        void colourWhatIsSignificantAndNothingElse() {
            SaliencyMap map = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);
            Picture picture = HeatMaps.overlay(FACE, map);
            double coloured = share(picture, rgb -> isBlue(rgb) || isRed(rgb));
            assertThat(coloured).isBetween(0.59, 0.63);
            for (int row = 0; row < picture.height(); row++) {
                assertThat(isGrey(picture.at(row, picture.width() / 2))).isTrue();
            }
        }

        /** The lower half is as high and not significant. */
        @ParameterizedTest
        @ValueSource(ints = {48, 560})
        void byClustersColourWhatIsSignificantAndNothingElse(int side) {
            Picture picture =
                    HeatMaps.overlay(
                            FACE,
                            Samples.clusteredAbove(SLOPE, 0.2f),
                            HeatMaps.Style.defaults().withPanelSide(side));
            double coloured = share(picture, rgb -> isBlue(rgb) || isRed(rgb));
            assertThat(coloured).isBetween(0.27, 0.33);
            int darkBelow = 0;
            for (int row = picture.height() / 2 + 4; row < picture.height(); row++) {
                for (int column = 0; column < picture.width(); column++) {
                    darkBelow += isGrey(picture.at(row, column)) ? 0 : 1;
                }
            }
            assertThat(darkBelow).isZero();
        }

        @Test
        void drawALineWhereSignificanceEnds() {
            Picture picture =
                    HeatMaps.overlay(
                            FaceImage.filled(SIZE, 255, 255, 255),
                            SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT),
                            HeatMaps.Style.defaults().withPanelSide(560));
            int row = picture.height() / 2;
            int darkCount = 0;
            for (int column = 0; column < picture.width(); column++) {
                int rgb = picture.at(row, column);
                boolean wasDark = column > 0 && isDark(picture.at(row, column - 1));
                if (isDark(rgb) && !wasDark) {
                    darkCount++;
                }
            }
            assertThat(darkCount).isEqualTo(2);
        }

        private boolean isDark(int rgb) {
            return (rgb >> 16) < 0x70 && ((rgb >> 8) & 0xFF) < 0x70 && (rgb & 0xFF) < 0x70;
        }

        @Test
        void hatchUndefinedPixels() {
            BitSet corner = new BitSet();
            for (int row = 0; row < 20; row++) {
                corner.set(row * SIZE.width(), row * SIZE.width() + 20);
            }
            Picture whole = HeatMaps.overlay(FACE, Samples.constant(SIZE, 0.3f));
            Picture hatched =
                    HeatMaps.overlay(FACE, Samples.constant(SIZE, 0.3f).withUndefined(corner));
            int side = 280 * 18 / 56;
            int differing = 0;
            for (int row = 0; row < side; row++) {
                for (int column = 0; column < side; column++) {
                    differing += whole.at(row, column) != hatched.at(row, column) ? 1 : 0;
                }
            }
            assertThat(differing).isEqualTo(side * side);
            assertThat(hatched.at(279, 239)).isEqualTo(whole.at(279, 239));
        }

        @Test
        void areLegibleForMapsOfOneSign() {
            SaliencyMap positive =
                    SaliencyMap.of(
                            SIZE,
                            new SaliencyMap.Scale("mean", 0, Double.POSITIVE_INFINITY),
                            SLOPE.similar().toArray());
            Picture picture = HeatMaps.map(positive);
            Color least = ColourMap.sequential().at(0);
            assertThat(picture.at(0, 0)).isEqualTo(least.getRGB() & 0xFFFFFF);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 7, 400})
        void workForFacesOfAnySize(int side) {
            FaceSize size = new FaceSize(side, 2 * side);
            SaliencyMap map = Samples.slope(size, 0.5f).withSignificance(Samples.AT_FIVE_PER_CENT);
            Picture picture = HeatMaps.overlay(Samples.face(size, Color.PINK), map);
            assertThat(picture.height()).isEqualTo(140);
            assertThat(picture.width()).isEqualTo(280);
        }
    }

    @Nested
    class Photographs {
        private static final FaceSize WHOLE = new FaceSize(200, 160);
        private static final FaceImage PHOTOGRAPH = Samples.face(WHOLE, Color.PINK);
        private static final HeatMaps.Style FULL = HeatMaps.Style.defaults().withPanelSide(200);

        private static SimilarityTransform turned(double scale, double degrees) {
            return new SimilarityTransform(
                    scale * Math.cos(Math.toRadians(degrees)),
                    scale * Math.sin(Math.toRadians(degrees)),
                    70,
                    60);
        }

        /** Whether a pixel's middle lies on the map, with a margin for the line's soft edge. */
        private static boolean isUnder(SimilarityTransform there, int row, int column, int margin) {
            Landmarks.Point place = there.inverse().apply(new Landmarks.Point(column, row));
            return place.x() > margin - 0.5
                    && place.y() > margin - 0.5
                    && place.x() < SIZE.width() - 0.5 - margin
                    && place.y() < SIZE.height() - 0.5 - margin;
        }

        @Test
        void thatAreAllCropAreDrawnAsTheCropIs() {
            HeatMaps.Style same = HeatMaps.Style.defaults().withPanelSide(SIZE.height());
            SaliencyMap map = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);
            assertThat(HeatMaps.onPhotograph(FACE, map, SimilarityTransform.identity(), same))
                    .isEqualTo(HeatMaps.overlay(FACE, map, same));
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, 17, 90, -135})
        void keepTheirColoursAroundTheCrop(double degrees) {
            SimilarityTransform there = turned(1.3, degrees);
            SaliencyMap map = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);
            Picture picture = HeatMaps.onPhotograph(PHOTOGRAPH, map, there, FULL);
            int outside = 0;
            int changed = 0;
            for (int row = 0; row < WHOLE.height(); row++) {
                for (int column = 0; column < WHOLE.width(); column++) {
                    int own =
                            Math.round(PHOTOGRAPH.at(row, column, 0)) << 16
                                    | Math.round(PHOTOGRAPH.at(row, column, 1)) << 8
                                    | Math.round(PHOTOGRAPH.at(row, column, 2));
                    if (!isUnder(there, row, column, -1)) {
                        outside++;
                        assertThat(picture.at(row, column)).isEqualTo(own);
                    } else if (isUnder(there, row, column, 1)) {
                        changed += picture.at(row, column) != own ? 1 : 0;
                    }
                }
            }
            assertThat(outside).isGreaterThan(20_000);
            assertThat(changed).isGreaterThan(2_000);
        }

        /** One hot spot of the map: its colour is found where the transform takes the spot. */
        @ParameterizedTest
        @ValueSource(doubles = {0, 17, 90, -135})
        void showEachValueWhereItsPixelCameFrom(double degrees) {
            float[] values = new float[SIZE.pixelCount()];
            for (int row = 20; row < 25; row++) {
                for (int column = 30; column < 35; column++) {
                    values[row * SIZE.width() + column] = 0.8f;
                }
            }
            SaliencyMap spot = SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
            SimilarityTransform there = turned(1.3, degrees);
            Picture picture =
                    HeatMaps.onPhotograph(
                            FaceImage.filled(WHOLE, 128, 128, 128), spot, there, FULL);
            double count = 0;
            double x = 0;
            double y = 0;
            for (int row = 0; row < WHOLE.height(); row++) {
                for (int column = 0; column < WHOLE.width(); column++) {
                    if (isRed(picture.at(row, column))) {
                        count++;
                        x += column;
                        y += row;
                    }
                }
            }
            Landmarks.Point expected = there.apply(new Landmarks.Point(32, 22));
            assertThat(expected.distanceTo(new Landmarks.Point(x / count, y / count)))
                    .isLessThan(0.5);
            assertThat(Math.sqrt(count)).isBetween(5 * 1.3, 7 * 1.3);
        }

        /** A map finer than its place in the picture is averaged, not picked from. */
        @Test
        void averageAMapThatShrinks() {
            float[] values = new float[SIZE.pixelCount()];
            for (int pixel = 0; pixel < values.length; pixel++) {
                values[pixel] = (pixel % SIZE.width() + pixel / SIZE.width()) % 2 == 0 ? 0.9f : 0;
            }
            SaliencyMap stripes = SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
            HeatMaps.Style opaque = FULL.withOpacity(1).withFading(false).withLimit(0.9);
            Picture picture = HeatMaps.onPhotograph(PHOTOGRAPH, stripes, turned(0.21, 30), opaque);
            int half = ColourMap.diverging().at(0.5).getRGB() & 0xFFFFFF;
            int shown = picture.at(65, 71);
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat(shown >> shift & 0xFF)
                        .isBetween((half >> shift & 0xFF) - 12, (half >> shift & 0xFF) + 12);
            }
        }

        @Test
        void hatchUndefinedPixelsInTheirPlace() {
            BitSet corner = new BitSet();
            for (int row = 0; row < 20; row++) {
                corner.set(row * SIZE.width(), row * SIZE.width() + 20);
            }
            SimilarityTransform there = turned(1.3, 17);
            SaliencyMap flat = Samples.constant(SIZE, 0.3f);
            Picture whole = HeatMaps.onPhotograph(PHOTOGRAPH, flat, there, FULL);
            Picture hatched =
                    HeatMaps.onPhotograph(PHOTOGRAPH, flat.withUndefined(corner), there, FULL);
            Landmarks.Point inside = there.apply(new Landmarks.Point(10, 10));
            Landmarks.Point beside = there.apply(new Landmarks.Point(30, 40));
            assertThat(hatched.at((int) inside.y(), (int) inside.x()))
                    .isNotEqualTo(whole.at((int) inside.y(), (int) inside.x()));
            assertThat(hatched.at((int) beside.y(), (int) beside.x()))
                    .isEqualTo(whole.at((int) beside.y(), (int) beside.x()));
        }

        @Test
        void areAsLargeAsTheStyleSays() {
            Picture picture =
                    HeatMaps.onPhotograph(PHOTOGRAPH, SLOPE, SimilarityTransform.identity());
            assertThat(picture.height()).isEqualTo(280);
            assertThat(picture.width()).isEqualTo(224);
        }

        @Test
        void bearAMapThatLiesElsewhere() {
            Picture picture =
                    HeatMaps.onPhotograph(
                            PHOTOGRAPH,
                            SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT),
                            new SimilarityTransform(1, 0, 5000, 5000),
                            FULL);
            assertThat(picture.toBufferedImage().getRGB(3, 3))
                    .isEqualTo(PHOTOGRAPH.toBufferedImage().getRGB(3, 3));
        }
    }

    @Nested
    class Maps {
        @Test
        void reachThePureColoursOfTheEnds() {
            Picture picture =
                    HeatMaps.map(SLOPE, HeatMaps.Style.defaults().withPanelSide(SIZE.height()));
            assertThat(picture.at(9, 0))
                    .isEqualTo(ColourMap.diverging().at(-1).getRGB() & 0xFFFFFF);
            assertThat(picture.at(9, SIZE.width() - 1))
                    .isEqualTo(ColourMap.diverging().at(1).getRGB() & 0xFFFFFF);
        }

        @Test
        void showInsignificantValuesToo() {
            SaliencyMap.Significance beyondAll = new SaliencyMap.Significance(0.05, 0.6, 199);
            assertThat(HeatMaps.map(SLOPE.withSignificance(beyondAll)))
                    .isEqualTo(HeatMaps.map(SLOPE));
        }

        @Test
        void areComparableUnderOneLimit() {
            HeatMaps.Style style = HeatMaps.Style.defaults().withLimit(1);
            Picture weak = HeatMaps.map(Samples.constant(SIZE, 0.25f), style);
            Picture strong = HeatMaps.map(Samples.constant(SIZE, 0.75f), style);
            assertThat(weak.at(0, 0)).isEqualTo(ColourMap.diverging().at(0.25).getRGB() & 0xFFFFFF);
            assertThat(strong.at(0, 0))
                    .isEqualTo(ColourMap.diverging().at(0.75).getRGB() & 0xFFFFFF);
        }

        @Test
        void takeTheColourOfTheEndBeyondTheLimit() {
            HeatMaps.Style style = HeatMaps.Style.defaults().withLimit(0.1);
            assertThat(HeatMaps.map(Samples.constant(SIZE, 7), style).at(0, 0))
                    .isEqualTo(ColourMap.diverging().at(1).getRGB() & 0xFFFFFF);
        }
    }

    @Nested
    class Figures {
        private final SaliencyMap judged = SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT);

        @Test
        void haveOneRowWithoutAReferenceAndTwoWithOne() {
            Picture one = HeatMaps.figure(Samples.explanation(judged, Optional.empty()));
            Picture two = HeatMaps.figure(Samples.explanation(judged, Optional.of(judged)));
            assertThat(two.width()).isEqualTo(one.width());
            assertThat(two.height()).isGreaterThan(one.height() + 280);
        }

        /** The weak side would fill its own scale; on the shared one it stays pale. */
        @Test
        void shareOneScaleBetweenTheSides() {
            SaliencyMap strong = Samples.constant(SIZE, 0.8f);
            SaliencyMap weak = Samples.constant(SIZE, 0.08f);
            int end = ColourMap.diverging().at(1).getRGB() & 0xFFFFFF;
            HeatMaps.Style opaque =
                    HeatMaps.Style.defaults().withOpacity(1).withFading(/* newFading= */ false);
            double alone =
                    share(
                            HeatMaps.figure(Samples.explanation(weak, Optional.of(weak)), opaque),
                            rgb -> rgb == end);
            double beside =
                    share(
                            HeatMaps.figure(Samples.explanation(strong, Optional.of(weak)), opaque),
                            rgb -> rgb == end);
            assertThat(beside).isBetween(0.45 * alone, 0.55 * alone);
        }

        @Test
        void keepTheirMarginsWhite() {
            Picture picture = HeatMaps.figure(Samples.explanation(judged, Optional.of(judged)));
            for (int row = 0; row < picture.height(); row++) {
                for (int inset = 0; inset < 20; inset++) {
                    assertThat(picture.at(row, inset)).isEqualTo(0xFFFFFF);
                    assertThat(picture.at(row, picture.width() - 1 - inset)).isEqualTo(0xFFFFFF);
                }
            }
        }

        @Test
        void areDrawnForMapsThatSayNothing() {
            SaliencyMap zero = Samples.constant(SIZE, 0);
            Explanation why =
                    Samples.explanation(
                            zero.withSignificance(new SaliencyMap.Significance(0.05, 0, 199)),
                            Optional.of(zero));
            assertThat(HeatMaps.figure(why).width()).isGreaterThan(4 * 236);
        }

        @Test
        void growWithThePanel() {
            Explanation why = Samples.explanation(judged, Optional.empty());
            Picture usual = HeatMaps.figure(why);
            Picture twice = HeatMaps.figure(why, HeatMaps.Style.defaults().withPanelSide(560));
            assertThat(twice.width()).isEqualTo(2 * usual.width());
        }

        @Test
        void areTheSameEveryTime() {
            Explanation why = Samples.explanation(judged, Optional.of(judged));
            assertThat(HeatMaps.figure(why)).isEqualTo(HeatMaps.figure(why));
        }
    }

    @Nested
    class Rejects {
        @Test
        void aMapOfAnotherSizeThanItsFace() {
            SaliencyMap other = Samples.constant(new FaceSize(10, 12), 0);
            assertThatThrownBy(() -> HeatMaps.overlay(FACE, other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("map must be of size 56x48, was 10x12");
        }
    }
}
