package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.internal.image.PointSampler;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaceAlignerTest {
    private static final FaceAligner ALIGNER = FaceAligner.arcFace();

    /** From the crop to a photograph, turned about the middle of the crop. */
    private static SimilarityTransform toPhotograph(
            double scale, double degrees, double middleX, double middleY) {
        double cosine = scale * Math.cos(Math.toRadians(degrees));
        double sine = scale * Math.sin(Math.toRadians(degrees));
        return new SimilarityTransform(
                cosine,
                sine,
                middleX - cosine * 55.5 + sine * 55.5,
                middleY - sine * 55.5 - cosine * 55.5);
    }

    private static Landmarks placed(SimilarityTransform toPhotograph) {
        return ALIGNER.template().movedBy(toPhotograph);
    }

    private interface Shade {
        double at(int x, int y);
    }

    private static FaceImage photograph(int height, int width, Shade shade) {
        float[] rgb = new float[3 * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float level = (float) shade.at(x, y);
                int pixel = 3 * (y * width + x);
                rgb[pixel] = level;
                rgb[pixel + 1] = 255 - level;
                rgb[pixel + 2] = level / 2;
            }
        }
        return FaceImage.ofFloats(new FaceSize(height, width), rgb);
    }

    private static FaceImage grey(int height, int width) {
        return FaceImage.filled(new FaceSize(height, width), 90, 90, 90);
    }

    private static double measured(AlignedFace face, AlignedFace.Note.Kind kind) {
        Optional<AlignedFace.Note> found =
                face.notes().stream().filter(note -> note.kind() == kind).findFirst();
        assertThat(found).as(kind.name()).isPresent();
        return found.get().measured();
    }

    @Nested
    class KnownValues {
        @Test
        void theTemplateIsThatOfArcFace() {
            assertThat(ALIGNER.cropSize()).isEqualTo(FaceSize.ARCFACE);
            assertThat(ALIGNER.template().leftEye().x()).isCloseTo(73.5318, within(1e-9));
            assertThat(ALIGNER.template().nose().y()).isCloseTo(71.7366, within(1e-9));
        }

        /** SphereFace's template of 112 x 96 is ArcFace's, eight pixels further left. */
        @Test
        void aNarrowerCropIsCutAtBothSides() {
            Landmarks narrow = FaceAligner.of(new FaceSize(112, 96)).template();
            assertThat(narrow.rightEye().x()).isCloseTo(30.2946, within(1e-9));
            assertThat(narrow.rightEye().y()).isCloseTo(51.6963, within(1e-9));
        }

        /** Edges scale, not centres: the first pixel of 224 begins where that of 112 does. */
        @Test
        void aLargerCropShowsTheSameArea() {
            Landmarks twice = FaceAligner.of(new FaceSize(224, 224)).template();
            assertThat(twice.rightEye().x()).isCloseTo(2 * (38.2946 + 0.5) - 0.5, within(1e-9));
            assertThat(twice.rightEye().y()).isCloseTo(2 * (51.6963 + 0.5) - 0.5, within(1e-9));
        }

        @Test
        void aFaceThatIsAlignedAlreadyStaysAsItIs() {
            FaceImage photograph = Pictures.randomFace(FaceSize.ARCFACE, 1);
            AlignedFace face = ALIGNER.align(photograph, ALIGNER.template());
            assertThat(face.crop().toPlanes())
                    .containsExactly(photograph.toPlanes(), within(1e-3f));
            assertThat(face.notes()).isEmpty();
        }

        /** A shift by whole pixels copies them, colours and all. */
        @Test
        void aFaceElsewhereIsCutOut() {
            FaceImage photograph = Pictures.randomFace(new FaceSize(150, 170), 2);
            AlignedFace face =
                    ALIGNER.align(photograph, placed(new SimilarityTransform(1, 0, 40, 20)));
            for (int colour = 0; colour < 3; colour++) {
                assertThat(face.crop().at(0, 0, colour))
                        .isCloseTo(photograph.at(20, 40, colour), within(1e-3f));
                assertThat(face.crop().at(100, 7, colour))
                        .isCloseTo(photograph.at(120, 47, colour), within(1e-3f));
            }
        }

        @Test
        void aFaceUpsideDownIsTurned() {
            FaceImage photograph = Pictures.randomFace(FaceSize.ARCFACE, 3);
            AlignedFace face = ALIGNER.align(photograph, placed(toPhotograph(1, 180, 55.5, 55.5)));
            assertThat(face.crop().at(0, 3, 0))
                    .isCloseTo(photograph.at(111, 108, 0), within(1e-3f));
            assertThat(measured(face, AlignedFace.Note.Kind.STRONG_ROLL))
                    .isCloseTo(180, within(1e-6));
        }

        @Test
        void whatLiesBeyondThePhotographIsBlack() {
            AlignedFace face =
                    ALIGNER.align(grey(200, 200), placed(new SimilarityTransform(1, 0, -28, 0)));
            assertThat(face.crop().at(50, 27, 0)).isCloseTo(0, within(1e-3f));
            assertThat(face.crop().at(50, 29, 0)).isCloseTo(90, within(1e-3f));
            assertThat(measured(face, AlignedFace.Note.Kind.CUT_OFF)).isCloseTo(0.25, within(1e-6));
        }

        @Test
        void aFaceFarOutsideIsBlackAllOver() {
            AlignedFace face =
                    ALIGNER.align(grey(40, 40), placed(new SimilarityTransform(1, 0, 1e7, 0)));
            assertThat(face.crop()).isEqualTo(FaceImage.filled(FaceSize.ARCFACE, 0, 0, 0));
            assertThat(measured(face, AlignedFace.Note.Kind.CUT_OFF)).isEqualTo(1);
        }

        @Test
        void theCropTellsHowItCameAbout() {
            FaceImage photograph =
                    FaceImage.from(new BufferedImage(120, 130, BufferedImage.TYPE_BYTE_GRAY));
            assertThat(ALIGNER.align(photograph, ALIGNER.template()).crop().conversions())
                    .containsExactly(
                            FaceOrigin.Conversion.GREYSCALE_TO_RGB, FaceOrigin.Conversion.ALIGNED);
        }
    }

    @Nested
    class Properties {
        /** Bilinear interpolation gives a slope back exactly, whatever the turn. */
        @ParameterizedTest(name = "{0} times, {1} degrees")
        @CsvSource({"0.3, 0", "0.5, 20", "1, -45", "0.9, 77", "0.7, 160"})
        void aSlopeStaysASlope(double scale, double degrees) {
            Shade slope = (x, y) -> 20 + 0.3 * x + 0.5 * y;
            FaceImage photograph = photograph(240, 260, slope);
            SimilarityTransform there = toPhotograph(scale, degrees, 130.3, 120.7);
            AlignedFace face = ALIGNER.align(photograph, placed(there));
            for (int row = 0; row < 112; row += 3) {
                for (int column = 0; column < 112; column += 3) {
                    Landmarks.Point place = there.apply(new Landmarks.Point(column, row));
                    double expected = 20 + 0.3 * place.x() + 0.5 * place.y();
                    assertThat((double) face.crop().at(row, column, 0))
                            .isCloseTo(expected, within(1e-3));
                    assertThat((double) face.crop().at(row, column, 1))
                            .isCloseTo(255 - expected, within(1e-3));
                }
            }
        }

        /** A soft spot at each landmark: after alignment they stand on the template. */
        @ParameterizedTest(name = "{0} times, {1} degrees")
        @CsvSource({"1, 0", "0.8, 15", "2.3, -20", "4.7, 25", "6, 90"})
        void theLandmarksComeToTheTemplate(double scale, double degrees) {
            SimilarityTransform there = toPhotograph(scale, degrees, 500, 480);
            Landmarks landmarks = placed(there);
            double width = 2 * scale;
            FaceImage photograph =
                    photograph(
                            960,
                            1000,
                            (x, y) -> {
                                double sum = 0;
                                for (Landmarks.Point spot : landmarks.points()) {
                                    double away =
                                            spot.distanceTo(new Landmarks.Point(x, y)) / width;
                                    sum += 250 * Math.exp(-away * away);
                                }
                                return Math.min(255, sum);
                            });
            FaceImage crop = ALIGNER.align(photograph, landmarks).crop();
            for (Landmarks.Point spot : ALIGNER.template().points()) {
                double weight = 0;
                double x = 0;
                double y = 0;
                for (int row = (int) spot.y() - 7; row <= spot.y() + 7; row++) {
                    for (int column = (int) spot.x() - 7; column <= spot.x() + 7; column++) {
                        double level = crop.at(row, column, 0);
                        weight += level;
                        x += level * column;
                        y += level * row;
                    }
                }
                assertThat(spot.distanceTo(new Landmarks.Point(x / weight, y / weight)))
                        .isLessThan(0.05);
            }
        }

        /** Stripes finer than the crop's pixels become their mean; taken point by point not. */
        @ParameterizedTest(name = "{0} degrees")
        @ValueSource(doubles = {0, 12, 45})
        void nothingAliasesWhenShrinking(double degrees) {
            FaceImage photograph = photograph(700, 700, (x, y) -> (x + y) % 2 * 200);
            SimilarityTransform there = toPhotograph(4.3, degrees, 350, 350);
            FaceImage crop = ALIGNER.align(photograph, placed(there)).crop();
            PointSampler plain = new PointSampler(700, 700, 1);
            float[] planes = photograph.toPlanes();
            double worst = 0;
            double worstPlain = 0;
            for (int row = 0; row < 112; row += 7) {
                for (int column = 0; column < 112; column++) {
                    worst = Math.max(worst, Math.abs(crop.at(row, column, 0) - 100));
                    Landmarks.Point place = there.apply(new Landmarks.Point(column, row));
                    plain.moveTo(place.x(), place.y());
                    double value = plain.mean(planes, 0);
                    worstPlain = Math.max(worstPlain, Math.abs(value - 100));
                }
            }
            assertThat(worst).isLessThan(3);
            assertThat(worstPlain).isGreaterThan(60);
        }

        @ParameterizedTest(name = "{0} times, {1} degrees")
        @CsvSource({"0.4, 3", "1, 30", "3.1, -25", "9, 8"})
        void aConstantStaysConstant(double scale, double degrees) {
            AlignedFace face =
                    ALIGNER.align(
                            FaceImage.filled(new FaceSize(1500, 1500), 255, 128, 0.1f),
                            placed(toPhotograph(scale, degrees, 750, 750)));
            float[] planes = face.crop().toPlanes();
            for (int pixel = 0; pixel < FaceSize.ARCFACE.pixelCount(); pixel++) {
                assertThat(planes[pixel]).isCloseTo(255, within(1e-3f));
                assertThat(planes[2 * FaceSize.ARCFACE.pixelCount() + pixel])
                        .isCloseTo(0.1f, within(1e-6f));
            }
        }

        @ParameterizedTest(name = "{0} times, {1} degrees")
        @CsvSource({"0.4, 3", "1, 30", "3.1, -25", "9, 170"})
        void theWayBackLeadsToTheLandmarks(double scale, double degrees) {
            Landmarks landmarks = placed(toPhotograph(scale, degrees, 70, 90));
            AlignedFace face = ALIGNER.align(grey(150, 150), landmarks);
            Landmarks there = ALIGNER.template().movedBy(face.toPhotograph());
            for (int i = 0; i < 5; i++) {
                Landmarks.Point expected = landmarks.points().get(i);
                assertThat(there.points().get(i).distanceTo(expected)).isLessThan(1e-8);
                Landmarks.Point around = face.toCrop().apply(face.toPhotograph().apply(expected));
                assertThat(around.distanceTo(expected)).isLessThan(1e-8);
            }
        }

        /** Twice the crop, averaged down again, is the crop. */
        @Test
        void cropsOfAllSizesShowTheSame() {
            FaceImage photograph = photograph(600, 600, (x, y) -> 120 + 100 * Math.sin(x / 20.0));
            Landmarks landmarks = placed(toPhotograph(3, 10, 300, 300));
            FaceImage small = ALIGNER.align(photograph, landmarks).crop();
            FaceImage large =
                    FaceAligner.of(new FaceSize(224, 224)).align(photograph, landmarks).crop();
            FaceImage halved = large.resizedTo(FaceSize.ARCFACE);
            for (int row = 2; row < 110; row++) {
                assertThat(halved.at(row, row, 0)).isCloseTo(small.at(row, row, 0), within(6f));
            }
        }
    }

    @Nested
    class Notes {
        @Test
        void aFaceOfTwentyPixelsIsTooSmall() {
            AlignedFace face =
                    ALIGNER.align(grey(100, 100), placed(toPhotograph(20.0 / 112, 0, 50, 50)));
            assertThat(measured(face, AlignedFace.Note.Kind.TOO_SMALL))
                    .isCloseTo(20.0 / 112, within(1e-9));
            assertThat(face.notes())
                    .hasToString(
                            "[TOO_SMALL: pixels of the photograph for one of the crop must be at"
                                    + " least 0.80, was 0.18]");
        }

        @ParameterizedTest(name = "{0} degrees")
        @CsvSource({"19, false", "-19, false", "21, true", "-21, true", "120, true"})
        void aHeadThatLeansIsNoted(double degrees, boolean noted) {
            AlignedFace face =
                    ALIGNER.align(grey(400, 400), placed(toPhotograph(1, degrees, 200, 200)));
            assertThat(face.has(AlignedFace.Note.Kind.STRONG_ROLL)).isEqualTo(noted);
            if (noted) {
                assertThat(measured(face, AlignedFace.Note.Kind.STRONG_ROLL))
                        .isCloseTo(Math.abs(degrees), within(1e-6));
            }
        }

        @Test
        void sidesExchangedFitPoorly() {
            Landmarks right = ALIGNER.template();
            Landmarks exchanged =
                    new Landmarks(
                            right.leftEye(),
                            right.rightEye(),
                            right.nose(),
                            right.leftMouthCorner(),
                            right.rightMouthCorner());
            AlignedFace face = ALIGNER.align(grey(112, 112), exchanged);
            assertThat(face.has(AlignedFace.Note.Kind.POOR_FIT)).isTrue();
            assertThat(ALIGNER.align(grey(112, 112), right).has(AlignedFace.Note.Kind.POOR_FIT))
                    .isFalse();
        }

        @Test
        void aNoteTellsNoPlaceAndNoPixel() {
            AlignedFace face =
                    ALIGNER.align(grey(200, 200), placed(new SimilarityTransform(1, 0, -28, 0)));
            assertThat(face)
                    .hasToString(
                            "AlignedFace[112x112, [CUT_OFF: share of the crop beyond the"
                                    + " photograph must be at most 0.01, was 0.25]]");
        }
    }

    @Nested
    class Rejects {
        @Test
        void landmarksThatCoincide() {
            Landmarks one = Landmarks.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ALIGNER.align(grey(10, 10), one))
                    .withMessageStartingWith("from must be places that do not all coincide");
        }

        @Test
        void landmarksThatAreNotTen() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Landmarks.of(1, 2, 3))
                    .withMessage("coordinates.length must be 10, was 3");
        }

        @Test
        void nulls() {
            assertThatNullPointerException()
                    .isThrownBy(() -> FaceAligner.of(null))
                    .withMessage("cropSize");
            assertThatNullPointerException()
                    .isThrownBy(() -> ALIGNER.align(null, ALIGNER.template()))
                    .withMessage("photograph");
        }
    }
}
