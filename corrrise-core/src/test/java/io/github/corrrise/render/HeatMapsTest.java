package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Significance;
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
                    HeatMaps.overlay(FACE, SLOPE, HeatMapStyle.defaults().withPanelSide(140));
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
            Significance beyondAll = new Significance(0.05, 0.6, 199);
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

        @Test
        void drawALineWhereSignificanceEnds() {
            Picture picture =
                    HeatMaps.overlay(
                            FaceImage.filled(SIZE, 255, 255, 255),
                            SLOPE.withSignificance(Samples.AT_FIVE_PER_CENT),
                            HeatMapStyle.defaults().withPanelSide(560));
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
                            new MapScale("mean", 0, Double.POSITIVE_INFINITY),
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
    class Maps {
        @Test
        void reachThePureColoursOfTheEnds() {
            Picture picture =
                    HeatMaps.map(SLOPE, HeatMapStyle.defaults().withPanelSide(SIZE.height()));
            assertThat(picture.at(9, 0))
                    .isEqualTo(ColourMap.diverging().at(-1).getRGB() & 0xFFFFFF);
            assertThat(picture.at(9, SIZE.width() - 1))
                    .isEqualTo(ColourMap.diverging().at(1).getRGB() & 0xFFFFFF);
        }

        @Test
        void showInsignificantValuesToo() {
            Significance beyondAll = new Significance(0.05, 0.6, 199);
            assertThat(HeatMaps.map(SLOPE.withSignificance(beyondAll)))
                    .isEqualTo(HeatMaps.map(SLOPE));
        }

        @Test
        void areComparableUnderOneLimit() {
            HeatMapStyle style = HeatMapStyle.defaults().withLimit(1);
            Picture weak = HeatMaps.map(Samples.constant(SIZE, 0.25f), style);
            Picture strong = HeatMaps.map(Samples.constant(SIZE, 0.75f), style);
            assertThat(weak.at(0, 0)).isEqualTo(ColourMap.diverging().at(0.25).getRGB() & 0xFFFFFF);
            assertThat(strong.at(0, 0))
                    .isEqualTo(ColourMap.diverging().at(0.75).getRGB() & 0xFFFFFF);
        }

        @Test
        void takeTheColourOfTheEndBeyondTheLimit() {
            HeatMapStyle style = HeatMapStyle.defaults().withLimit(0.1);
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
            HeatMapStyle opaque =
                    HeatMapStyle.defaults().withOpacity(1).withFading(/* newFading= */ false);
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
                            zero.withSignificance(new Significance(0.05, 0, 199)),
                            Optional.of(zero));
            assertThat(HeatMaps.figure(why).width()).isGreaterThan(4 * 236);
        }

        @Test
        void growWithThePanel() {
            Explanation why = Samples.explanation(judged, Optional.empty());
            Picture usual = HeatMaps.figure(why);
            Picture twice = HeatMaps.figure(why, HeatMapStyle.defaults().withPanelSide(560));
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
