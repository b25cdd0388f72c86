package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FacePartsTest {
    private static final FaceParts FACE = FaceParts.ofTemplate(FaceSize.ARCFACE);

    /** The landmarks of the ArcFace template, each moved by a shift and scaled. */
    private static Landmarks template(double scale, double x, double y) {
        List<Double> coordinates = new ArrayList<>();
        for (Landmarks.Point point : FaceAligner.arcFace().template().points()) {
            coordinates.add(scale * point.x() + x);
            coordinates.add(scale * point.y() + y);
        }
        return Landmarks.of(coordinates.stream().mapToDouble(each -> each).toArray());
    }

    private static String partAt(FaceParts parts, Landmarks.Point point) {
        return parts.at((int) point.y(), (int) point.x());
    }

    @Nested
    class KnownValues {
        @Test
        void theLandmarksLieInTheirParts() {
            Landmarks template = FaceAligner.arcFace().template();
            assertThat(partAt(FACE, template.rightEye())).isEqualTo(FaceParts.RIGHT_EYE);
            assertThat(partAt(FACE, template.leftEye())).isEqualTo(FaceParts.LEFT_EYE);
            assertThat(partAt(FACE, template.nose())).isEqualTo(FaceParts.NOSE);
            assertThat(partAt(FACE, template.rightMouthCorner())).isEqualTo(FaceParts.MOUTH);
            assertThat(partAt(FACE, template.leftMouthCorner())).isEqualTo(FaceParts.MOUTH);
        }

        /** The right eye of a person who looks at the camera is on the left of the picture. */
        @Test
        void rightIsThePersonsRight() {
            assertThat(FACE.at(51, 38)).isEqualTo(FaceParts.RIGHT_EYE);
            assertThat(FACE.at(38, 38)).isEqualTo(FaceParts.RIGHT_EYEBROW);
            assertThat(FACE.at(75, 20)).isEqualTo(FaceParts.RIGHT_CHEEK);
            assertThat(FACE.at(38, 73)).isEqualTo(FaceParts.LEFT_EYEBROW);
            assertThat(FACE.at(75, 92)).isEqualTo(FaceParts.LEFT_CHEEK);
        }

        @Test
        void whatLiesAroundTheFeaturesHasItsName() {
            assertThat(FACE.at(20, 56)).isEqualTo(FaceParts.FOREHEAD);
            assertThat(FACE.at(108, 56)).isEqualTo(FaceParts.CHIN_AND_JAW);
            assertThat(FACE.at(0, 0)).isEqualTo(FaceParts.OUTSIDE);
            assertThat(FACE.at(0, 111)).isEqualTo(FaceParts.OUTSIDE);
            assertThat(FACE.at(111, 0)).isEqualTo(FaceParts.OUTSIDE);
        }

        @Test
        void regionsOfTheCallersOwnAreTakenAsTheyAre() {
            FaceParts halves =
                    FaceParts.ofLabels(
                            new FaceSize(2, 3),
                            List.of("top", "rest"),
                            new int[] {0, 0, 1, 1, 1, 1});
            assertThat(halves.at(0, 1)).isEqualTo("top");
            assertThat(halves.at(0, 2)).isEqualTo("rest");
            assertThat(halves.pixels(0).stream()).containsExactly(0, 1);
            assertThat(halves.indexOf("rest")).isEqualTo(1);
            assertThat(halves).hasToString("FaceParts[2 parts of 2x3]");
        }
    }

    /** Squares, triangles and stars whose pixels are known. */
    @Nested
    class Polygons {
        private static final FaceSize SIZE = new FaceSize(4, 6);

        private static List<Landmarks.Point> corners(double... coordinates) {
            List<Landmarks.Point> corners = new ArrayList<>();
            for (int i = 0; i < coordinates.length; i += 2) {
                corners.add(new Landmarks.Point(coordinates[i], coordinates[i + 1]));
            }
            return corners;
        }

        private static List<Landmarks.Point> box(double x, double y, double toX, double toY) {
            return corners(x, y, toX, y, toX, toY, x, toY);
        }

        private static FaceParts one(List<Landmarks.Point> corners) {
            return FaceParts.ofPolygons(SIZE, Map.of("own", corners), "rest");
        }

        @Test
        void squaresHoldThePixelsWhoseCentresTheyHold() {
            Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
            polygons.put("second", box(2.5, -0.5, 5.5, 1.5));
            polygons.put("first", box(-0.5, -0.5, 1.4, 0.9));
            FaceParts parts = FaceParts.ofPolygons(SIZE, polygons, "rest");
            assertThat(parts.names()).containsExactly("second", "first", "rest");
            assertThat(parts.pixels(0).stream()).containsExactly(3, 4, 5, 9, 10, 11);
            assertThat(parts.pixels(1).stream()).containsExactly(0, 1);
            assertThat(parts.pixels(2).cardinality()).isEqualTo(24 - 8);
            assertThat(parts.notInTheCrop()).isEmpty();
        }

        @Test
        void squaresThatShareAnEdgeShareNoPixel() {
            Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
            polygons.put("left", box(0, 0, 2, 4));
            polygons.put("right", box(2, 0, 6, 4));
            FaceParts parts = FaceParts.ofPolygons(SIZE, polygons, "rest");
            assertThat(parts.names()).containsExactly("left", "right");
            assertThat(parts.pixels(0).stream()).containsExactly(0, 1, 6, 7, 12, 13, 18, 19);
        }

        /** Each pixel is on one side of a slanted edge, whichever way round it is drawn. */
        @Test
        void trianglesThatShareASlantedEdgeShareNoPixel() {
            FaceSize size = new FaceSize(90, 70);
            Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
            polygons.put("upper", corners(-0.5, -0.5, 69.5, -0.5, 69.5, 89.5));
            polygons.put("lower", corners(-0.5, -0.5, 69.5, 89.5, -0.5, 89.5));
            FaceParts parts = FaceParts.ofPolygons(size, polygons, "rest");
            assertThat(parts.names()).containsExactly("upper", "lower");
            assertThat(parts.at(0, 69)).isEqualTo("upper");
            assertThat(parts.at(89, 0)).isEqualTo("lower");
        }

        @Test
        void theDirectionOfTheCornersDoesNotMatter() {
            List<Landmarks.Point> corners = new ArrayList<>(corners(0.2, 0.1, 5.3, 1.2, 2.4, 3.3));
            FaceParts forward = one(corners);
            Collections.reverse(corners);
            assertThat(one(corners)).isEqualTo(forward);
        }

        /** A box that runs through a smaller one inside it: even-odd leaves the middle out. */
        @Test
        void aHoleIsLeftOut() {
            FaceParts frame =
                    one(corners(0, 0, 5, 0, 5, 4, 0, 4, 0, 0, 1, 1, 4, 1, 4, 3, 1, 3, 1, 1));
            assertThat(frame.at(1, 2)).isEqualTo("rest");
            assertThat(frame.at(2, 3)).isEqualTo("rest");
            assertThat(frame.pixels(0).cardinality()).isEqualTo(20 - 6);
        }

        private static void assertRefused(
                Map<String, List<Landmarks.Point>> polygons, String rest, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofPolygons(SIZE, polygons, rest))
                    .withMessageStartingWith(message);
        }

        @Test
        void polygonsThatOverlapAreRefused() {
            Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
            polygons.put("a", box(0, 0, 3, 3));
            polygons.put("b", box(2, 1, 5, 4));
            assertRefused(
                    polygons,
                    "rest",
                    "polygon b must be apart from polygon a, was also in row 1, column 2");
        }

        @Test
        void polygonsThatAreNoneAreRefused() {
            assertRefused(
                    Map.of("a", corners(0, 0, 3, 3)),
                    "rest",
                    "polygon a corners must be at least 3, was 2");
            assertRefused(
                    Map.of("a", box(1.1, 1.1, 1.9, 1.9)),
                    "rest",
                    "polygon a must be around the centre of at least one pixel, was [");
            assertRefused(Map.of(), "rest", "polygons.size() must be in [1, 63], was 0");
        }

        @ParameterizedTest
        @CsvSource({"-0.6, 0, 3, 3", "0, -0.6, 3, 3", "0, 0, 6.1, 3", "0, 0, 3, 4.1"})
        void cornersOutsideTheCropAreRefused(double x, double y, double toX, double toY) {
            assertRefused(
                    Map.of("a", box(x, y, toX, toY)),
                    "rest",
                    "polygon a must be inside the crop of 4x6, was Point[x=");
        }

        @Test
        void blankAndRepeatedNamesAreRefused() {
            List<Landmarks.Point> box = box(0, 0, 2, 2);
            assertRefused(
                    Map.of("a", box), "a", "names must be distinct and not blank, was [a, a]");
            assertRefused(Map.of(" ", box), "rest", "names must be distinct and not blank");
            assertRefused(Map.of("a", box), "", "names must be distinct and not blank");
        }

        @Test
        void tooManyPolygonsAreRefused() {
            Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
            for (int k = 0; k < 64; k++) {
                polygons.put("part " + k, box(0, 0, 2, 2));
            }
            assertRefused(polygons, "rest", "polygons.size() must be in [1, 63], was 64");
        }
    }

    @Nested
    class Properties {
        @ParameterizedTest
        @CsvSource({"112, 112", "160, 160", "150, 150", "224, 224", "64, 64", "112, 96"})
        void everyPixelBelongsToOnePartAndEveryPartHasPixels(int height, int width) {
            FaceParts parts = FaceParts.ofTemplate(new FaceSize(height, width));
            BitSet all = new BitSet();
            int count = 0;
            for (int part = 0; part < parts.count(); part++) {
                BitSet own = parts.pixels(part);
                assertThat(own.isEmpty()).isFalse();
                assertThat(all.intersects(own)).isFalse();
                all.or(own);
                count += own.cardinality();
            }
            assertThat(count).isEqualTo(height * width);
            assertThat(parts.names()).hasSize(11).doesNotHaveDuplicates();
        }

        /** Parts follow the landmarks, not the crop. */
        @ParameterizedTest
        @ValueSource(ints = {0, 7, 20})
        void partsMoveWithTheLandmarks(int shift) {
            FaceSize size = new FaceSize(160, 160);
            FaceParts still = FaceParts.of(size, template(1, 10, 10));
            FaceParts moved = FaceParts.of(size, template(1, 10 + shift, 10 + shift));
            for (int row = 0; row < 160 - shift; row++) {
                for (int column = 0; column < 160 - shift; column++) {
                    assertThat(moved.at(row + shift, column + shift))
                            .isEqualTo(still.at(row, column));
                }
            }
        }

        /** Turned by 90 degrees, so that the right eye lies above the left one. */
        @Test
        void aTurnedFaceHasTurnedParts() {
            List<Double> coordinates = new ArrayList<>();
            for (Landmarks.Point point : FaceAligner.arcFace().template().points()) {
                coordinates.add(111 - point.y());
                coordinates.add(point.x());
            }
            FaceParts turned =
                    FaceParts.of(
                            FaceSize.ARCFACE,
                            Landmarks.of(coordinates.stream().mapToDouble(each -> each).toArray()));
            for (int row = 0; row < 112; row++) {
                for (int column = 0; column < 112; column++) {
                    assertThat(turned.at(column, 111 - row)).isEqualTo(FACE.at(row, column));
                }
            }
        }

        /** A close crop shows no background: the part is left out, the others keep their names. */
        @Test
        void aPartThatTheCropDoesNotShowIsLeftOut() {
            FaceParts close = FaceParts.of(new FaceSize(55, 60), template(1, -26, -43));
            assertThat(close.names())
                    .contains(FaceParts.NOSE, FaceParts.MOUTH)
                    .doesNotContain(FaceParts.OUTSIDE, FaceParts.CHIN_AND_JAW);
            assertThat(close.notInTheCrop())
                    .contains(FaceParts.OUTSIDE, FaceParts.CHIN_AND_JAW)
                    .doesNotContainAnyElementsOf(close.names())
                    .hasSize(11 - close.count());
        }

        @Test
        void nothingIsMissingFromAWholeFaceOrFromPartsOfTheCallersOwn() {
            assertThat(FACE.notInTheCrop()).isEmpty();
            FaceSize pixel = new FaceSize(1, 1);
            assertThat(FaceParts.ofLabels(pixel, List.of("all"), new int[1]).notInTheCrop())
                    .isEmpty();
        }

        @Test
        void equalPartitionsAreEqual() {
            assertThat(FACE)
                    .isEqualTo(FaceParts.of(FaceSize.ARCFACE, template(1, 0, 0)))
                    .hasSameHashCodeAs(FaceParts.of(FaceSize.ARCFACE, template(1, 0, 0)))
                    .isNotEqualTo(FaceParts.of(FaceSize.ARCFACE, template(1, 1, 0)));
        }
    }

    @Nested
    class Digest {
        private static String digest(int height, int width, List<String> names, int... labels) {
            return FaceParts.ofLabels(new FaceSize(height, width), names, labels).digest();
        }

        @Test
        void equalPartitionsHaveEqualDigests() {
            assertThat(FACE.digest())
                    .isEqualTo(FaceParts.of(FaceSize.ARCFACE, template(1, 0, 0)).digest())
                    .matches("[0-9a-f]{64}");
        }

        @Test
        void anotherLabelNameOrSizeIsTold() {
            assertThat(
                            List.of(
                                    digest(2, 3, List.of("a", "b"), 0, 0, 1, 1, 1, 1),
                                    digest(2, 3, List.of("a", "b"), 0, 1, 1, 1, 1, 1),
                                    digest(2, 3, List.of("b", "a"), 0, 0, 1, 1, 1, 1),
                                    digest(2, 3, List.of("a", "c"), 0, 0, 1, 1, 1, 1),
                                    digest(2, 3, List.of("ab", "c"), 0, 0, 1, 1, 1, 1),
                                    digest(2, 3, List.of("a", "bc"), 0, 0, 1, 1, 1, 1),
                                    digest(3, 2, List.of("a", "b"), 0, 0, 1, 1, 1, 1),
                                    digest(1, 6, List.of("a", "b"), 0, 0, 1, 1, 1, 1)))
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    class Rejects {
        private static void assertRefused(Landmarks landmarks, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.of(FaceSize.ARCFACE, landmarks))
                    .withMessageContaining(message);
        }

        @Test
        void landmarksOutsideTheCrop() {
            assertRefused(template(1, 60, 0), "landmarks must be inside the crop of 112x112");
            assertRefused(template(2, 0, 0), "landmarks must be inside the crop of 112x112");
        }

        @Test
        void mirroredLandmarks() {
            Landmarks template = FaceAligner.arcFace().template();
            assertRefused(
                    new Landmarks(
                            template.leftEye(),
                            template.rightEye(),
                            template.nose(),
                            template.leftMouthCorner(),
                            template.rightMouthCorner()),
                    "must be");
        }

        @Test
        void landmarksOnALine() {
            assertRefused(
                    Landmarks.of(20, 50, 80, 50, 50, 50, 30, 50, 70, 50),
                    "landmarks must be those of a face, eyes above the mouth");
        }

        @Test
        void landmarksInOnePlace() {
            assertRefused(Landmarks.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5), "do not all coincide");
        }

        @Test
        void labelsThatMakeNoPartition() {
            FaceSize size = new FaceSize(1, 3);
            List<String> names = List.of("a", "b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, names, new int[2]))
                    .withMessage("labels.length for a crop of 1x3 must be 3, was 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, names, new int[] {0, 1, 2}))
                    .withMessage("label must be in [0, 1], was 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, names, new int[] {0, 0, 0}))
                    .withMessage("part b must be of at least one pixel, was empty");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, List.of("a", "a"), new int[3]))
                    .withMessage("names must be distinct and not blank, was [a, a]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, List.of(" "), new int[3]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FaceParts.ofLabels(size, List.of(), new int[3]))
                    .withMessage("names.size() must be in [1, 64], was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    FaceParts.ofLabels(
                                            size, Collections.nCopies(65, "a"), new int[3]));
        }

        @Test
        void aNameThatNoPartHas() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FACE.indexOf("ear"))
                    .withMessageStartingWith("part must be one of [forehead, ");
            assertThatIllegalArgumentException().isThrownBy(() -> FACE.at(112, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> FACE.pixels(11));
        }
    }
}
