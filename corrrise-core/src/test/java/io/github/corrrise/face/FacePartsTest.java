package io.github.corrrise.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
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
                coordinates.add(112 - point.y());
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
