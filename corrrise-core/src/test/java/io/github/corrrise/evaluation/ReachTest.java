package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.BitSet;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    private static final FaceSize SIZE = new FaceSize(9, 13);

    private static BitSet pixels(int... pixels) {
        BitSet set = new BitSet();
        for (int pixel : pixels) {
            set.set(pixel);
        }
        return set;
    }

    /** By definition: some pixel is no further in rows and none further in columns. */
    @ParameterizedTest(name = "{0} pixels, distance {1}")
    @CsvSource({"1, 0", "1, 2", "3, 1", "3, 4", "8, 3", "2, 12", "1, 13", "0, 5"})
    void thePixelsAroundAreThoseNoFurtherInEitherDirection(int count, int distance) {
        for (long seed = 0; seed < 20; seed++) {
            BitSet some = new BitSet();
            new Random(seed).ints(count, 0, SIZE.pixelCount()).forEach(some::set);
            BitSet expected = new BitSet();
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                int row = p / 13;
                int column = p % 13;
                expected.set(
                        p,
                        some.stream()
                                .anyMatch(
                                        q ->
                                                Math.abs(q / 13 - row) <= distance
                                                        && Math.abs(q % 13 - column) <= distance));
            }
            assertThat(Reach.around(some, distance, SIZE)).isEqualTo(expected);
        }
    }

    @Test
    void noDistanceIsTooLarge() {
        assertThat(Reach.around(pixels(60), Integer.MAX_VALUE, SIZE).cardinality())
                .isEqualTo(SIZE.pixelCount());
    }

    /**
     * 3 x 4, its left half known: a pixel of each sign beyond the bound on the right, one below.
     */
    private static SaliencyMap judged() {
        float[] values = {0.9f, 0, 0.8f, -0.7f, -0.9f, 0, 0.1f, -0.1f, 0, 0, -0.6f, -0.8f};
        return SaliencyMap.of(new FaceSize(3, 4), SaliencyMap.Scale.CORRELATION, values)
                .withSignificance(new SaliencyMap.Significance(0.05, 0.5, 199));
    }

    @Test
    void falseIsWhatIsSignificantByTheSignBeyondTheReach() {
        BitSet left = pixels(0, 1, 4, 5, 8, 9);
        assertThat(Reach.falseShare(judged(), DeletionInsertion.Sign.SIMILAR, left, 0))
                .hasValue(1 / 6.0);
        assertThat(Reach.falseShare(judged(), DeletionInsertion.Sign.DISSIMILAR, left, 0))
                .hasValue(3 / 6.0);
        // A third of the shorter side: a column more is near.
        assertThat(Reach.falseShare(judged(), DeletionInsertion.Sign.SIMILAR, left, 1 / 3.0))
                .hasValue(0);
        assertThat(Reach.falseShare(judged(), DeletionInsertion.Sign.DISSIMILAR, left, 1 / 3.0))
                .hasValue(2 / 3.0);
    }

    @Test
    void whatCannotBeJudgedHasNoFalseShare() {
        BitSet left = pixels(0, 1, 4, 5, 8, 9);
        assertThat(Reach.falseShare(judged(), DeletionInsertion.Sign.SIMILAR, left, 2 / 3.0))
                .isEqualTo(OptionalDouble.empty());
        SaliencyMap open =
                SaliencyMap.of(
                        new FaceSize(3, 4), SaliencyMap.Scale.CORRELATION, judged().toArray());
        assertThat(Reach.falseShare(open, DeletionInsertion.Sign.SIMILAR, left, 0)).isEmpty();
    }
}
