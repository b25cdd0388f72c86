package io.github.corrrise.claims;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelOrderTest {
    private static SaliencyMap map(FaceSize size, float... values) {
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values);
    }

    private static SaliencyMap random(FaceSize size) {
        Random random = new Random(5);
        float[] values = new float[size.pixelCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return map(size, values);
    }

    private static List<Integer> inOrder(PixelOrder order, int count) {
        List<Integer> pixels = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            BitSet added = order.first(i);
            added.andNot(order.first(i - 1));
            pixels.add(added.nextSetBit(0));
        }
        return pixels;
    }

    @Nested
    class KnownValues {
        private final SaliencyMap map =
                map(new FaceSize(2, 3), 0.5f, -0.75f, 0, -0.0f, 0.75f, -0.25f);

        @Test
        void aMatchIsExplainedByWhatIsSimilar() {
            assertThat(inOrder(PixelOrder.of(map, Decision.MATCH), 6))
                    .containsExactly(4, 0, 2, 3, 5, 1);
        }

        @Test
        void aNonMatchIsExplainedByWhatIsDissimilar() {
            assertThat(inOrder(PixelOrder.of(map, Decision.NON_MATCH), 6))
                    .containsExactly(1, 5, 2, 3, 0, 4);
        }

        /** There are two zeros, which compare as different. */
        @Test
        void pixelsOfEqualValueStandInTheirOwnOrder() {
            SaliencyMap flat = map(new FaceSize(2, 3), 0, -0.0f, 0, -0.0f, -0.0f, 0);
            for (Decision decision : Decision.values()) {
                assertThat(inOrder(PixelOrder.of(flat, decision), 6))
                        .containsExactly(0, 1, 2, 3, 4, 5);
            }
        }
    }

    @Nested
    class Properties {
        /** Row and column of a pixel after each turn of the map. */
        private static List<int[]> placed(int pixel, FaceSize size) {
            int row = pixel / size.width();
            int column = pixel % size.width();
            List<int[]> places = new ArrayList<>();
            for (int flips = 0; flips < 4; flips++) {
                int flippedRow = flips % 2 == 0 ? row : size.height() - 1 - row;
                int flippedColumn = flips < 2 ? column : size.width() - 1 - column;
                places.add(new int[] {flippedRow, flippedColumn});
                if (size.height() == size.width()) {
                    places.add(new int[] {flippedColumn, flippedRow});
                }
            }
            return places;
        }

        /** Whether one turn and one distance take every pixel to that of the same rank. */
        private static boolean isMoved(List<Integer> from, List<Integer> to, FaceSize size) {
            for (int turn = 0; turn < placed(0, size).size(); turn++) {
                Set<Integer> distances = new HashSet<>();
                for (int rank = 0; rank < from.size(); rank++) {
                    int[] place = placed(from.get(rank), size).get(turn);
                    distances.add(distance(place, to.get(rank), size));
                }
                if (distances.size() == 1) {
                    return true;
                }
            }
            return false;
        }

        private static int distance(int[] place, int pixel, FaceSize size) {
            int down = Math.floorMod(pixel / size.width() - place[0], size.height());
            int right = Math.floorMod(pixel % size.width() - place[1], size.width());
            return down * size.width() + right;
        }

        @ParameterizedTest
        @CsvSource({"6, 6", "5, 8", "9, 4"})
        void aMovedRegionHasTheSameAreaAndCyclicallyTheSameShape(int height, int width) {
            FaceSize size = new FaceSize(height, width);
            PixelOrder order = PixelOrder.of(random(size), Decision.MATCH);
            List<Integer> pixels = inOrder(order, size.pixelCount());
            for (int draw = 0; draw < 60; draw++) {
                PixelOrder moved = order.moved(3, draw);
                List<Integer> movedPixels = inOrder(moved, size.pixelCount());
                assertThat(movedPixels).doesNotHaveDuplicates();
                assertThat(isMoved(pixels, movedPixels, size)).as("draw " + draw).isTrue();
                for (int count : new int[] {0, 1, 7, size.pixelCount()}) {
                    assertThat(moved.first(count).cardinality()).isEqualTo(count);
                }
            }
        }

        @Test
        void drawsDifferAndAreRepeatedBySeed() {
            FaceSize size = new FaceSize(32, 32);
            SaliencyMap map = random(size);
            PixelOrder order = PixelOrder.of(map, Decision.MATCH);
            Set<BitSet> regions = new HashSet<>();
            for (int draw = 0; draw < 19; draw++) {
                BitSet region = order.moved(1, draw).first(100);
                assertThat(PixelOrder.of(map, Decision.MATCH).moved(1, draw).first(100))
                        .isEqualTo(region);
                regions.add(region);
                regions.add(order.moved(2, draw).first(100));
            }
            assertThat(regions).hasSize(38);
        }
    }
}
