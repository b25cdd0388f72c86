package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel of grids against the dense one, which the contract holds to the textbook. */
class GridNodesCorrelationTest {
    private static final FaceSize SIZE = new FaceSize(20, 16);

    /** One cell, cells that do not divide the face, a node a pixel along the columns. */
    @ParameterizedTest(name = "{0} cells, {1} visible")
    @CsvSource({"1, 0.5", "3, 0.3", "7, 0.5", "9, 0.8", "16, 0.5"})
    void equalsTheDenseKernel(int cellCount, double visible) {
        assertSame(scores(new GridMasks(cellCount, visible), SIZE, 300));
    }

    @Test
    void fineGridsToo() {
        assertSame(scores(new GridMasks(33, 0.5), new FaceSize(45, 40), 150));
    }

    /** More nodes than are kept at once. */
    @Tag("slow")
    @Test
    void longRunsOfFineGridsToo() {
        MaskScores scores = scores(new GridMasks(33, 0.9), new FaceSize(45, 40), 1_300);
        assertThat(DrawnMasks.of(scores).fitsOneIndex()).isFalse();
        assertSame(scores);
    }

    @Test
    void oneCellPerPixelToo() {
        assertSame(scores(new GridMasks(6, 0.5), new FaceSize(6, 6), 150));
    }

    /** Two numbers of cells, compared each with its like. */
    @Test
    void strataToo() {
        MaskGenerator mixture =
                (first, count, size, seed) -> {
                    MaskBatch.Grid[] grids = new MaskBatch.Grid[count];
                    int[] strata = new int[count];
                    for (int i = 0; i < count; i++) {
                        strata[i] = (int) ((first + i) % 2);
                        grids[i] =
                                new GridMasks(3 + 4 * strata[i], 0.5)
                                        .generate(first + i, 1, size, seed)
                                        .grid(0);
                    }
                    return MaskBatch.ofGrids(first, size, grids).withStrata(strata);
                };
        assertSame(scores(mixture, SIZE, 300));
    }

    @Test
    void masksWithoutAScoreAreLeftOut() {
        MaskScores all = scores(GridMasks.defaults(), SIZE, 300);
        double[] holed = all.line(0);
        for (int i = 0; i < holed.length; i += 3) {
            holed[i] = Double.NaN;
        }
        assertSame(MaskScores.of(GridMasks.defaults(), SIZE, 1, holed, all.line(1)));
    }

    /** Little varies and cells are no power of two: differences of sums that hardly differ. */
    @Tag("slow")
    @ParameterizedTest(name = "{0} masks, {1} visible")
    @CsvSource({"3, 0.9", "5, 0.97", "10, 0.9", "20, 0.97", "20, 0.1"})
    void fewMasksThatShowNearlyAllOrNothing(int maskCount, double visible) {
        FaceSize size = new FaceSize(69, 69);
        MaskScores some = scores(new GridMasks(3, visible), size, maskCount);
        for (ScoreCorrelation.Kernel kernel : ScoreCorrelation.Kernel.values()) {
            if (kernel == ScoreCorrelation.Kernel.HIDDEN_RUNS) {
                continue;
            }
            List<SaliencyMap> maps =
                    ScoreCorrelation.defaults().withKernel(kernel).withoutSignificance().maps(some);
            for (int line = 0; line < maps.size(); line++) {
                assertIsPearson(maps.get(line), some, line);
            }
        }
    }

    /** In double, mean first. */
    private static void assertIsPearson(SaliencyMap map, MaskScores scores, int line) {
        MaskBatch masks = DrawnMasks.of(scores).draw(0, scores.maskCount());
        double scoreMean = Arrays.stream(scores.line(line)).average().orElseThrow();
        for (int row = 0; row < scores.size().height(); row++) {
            for (int column = 0; column < scores.size().width(); column++) {
                double mean = 0;
                for (int i = 0; i < masks.count(); i++) {
                    mean += masks.at(i, row, column) / (double) masks.count();
                }
                double co = 0;
                double spread = 0;
                double scoreSpread = 0;
                for (int i = 0; i < masks.count(); i++) {
                    double delta = masks.at(i, row, column) - mean;
                    double scoreDelta = scores.line(line)[i] - scoreMean;
                    co += delta * scoreDelta;
                    spread += delta * delta;
                    scoreSpread += scoreDelta * scoreDelta;
                }
                double expected =
                        map.isDefined(row, column) ? co / Math.sqrt(spread * scoreSpread) : 0;
                assertThat((double) map.at(row, column)).isCloseTo(expected, within(1e-5));
            }
        }
    }

    /** More masks than are kept at once. */
    @Test
    void longRunsToo() {
        FaceSize small = new FaceSize(9, 7);
        MaskScores scores = scores(new GridMasks(3, 0.5), small, 4096 + 77);
        assertSame(scores);
        double[][] weights = {scores.line(0), scores.line(1)};
        double[][] nodes =
                DrawnMasks.of(scores).visibleSums(weights, ScoreCorrelation.Kernel.GRID_NODES);
        double[][] dense =
                DrawnMasks.of(scores).visibleSums(weights, ScoreCorrelation.Kernel.PLAIN_JAVA);
        for (int v = 0; v < weights.length; v++) {
            assertThat(nodes[v]).containsExactly(dense[v], within(1e-4));
        }
    }

    @Test
    void isChosenForGrids() {
        MaskScores grids = scores(GridMasks.defaults(), SIZE, 30);
        assertThat(grids.form()).isEqualTo(MaskBatch.Form.GRID);
        assertThat(ScoreCorrelation.defaults().kernelFor(grids))
                .isEqualTo(ScoreCorrelation.Kernel.GRID_NODES);
    }

    @ParameterizedTest
    @EnumSource(
            value = MaskBatch.Form.class,
            names = {"BINARY", "SOFT"})
    void isRefusedForOtherMasks(MaskBatch.Form form) {
        MaskGenerator soft =
                (first, count, size, seed) ->
                        MaskBatch.ofVisibility(first, size, new float[count * size.pixelCount()]);
        MaskGenerator masks = form == MaskBatch.Form.SOFT ? soft : PatchMasks.published();
        MaskScores scores = MaskScores.of(masks, SIZE, 1, new double[] {1, 2, 3});
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ScoreCorrelation.defaults()
                                        .withKernel(ScoreCorrelation.Kernel.GRID_NODES)
                                        .maps(scores))
                .withMessageStartingWith("kernel must be ")
                .withMessageEndingWith(" masks, was GRID_NODES");
    }

    /** Grids beside other masks are masks of any visibility. */
    @Test
    void mixedFormsAreSoft() {
        MaskGenerator mixture =
                (first, count, size, seed) ->
                        first == 0
                                ? GridMasks.defaults().generate(first, count, size, seed)
                                : PatchMasks.published().generate(first, count, size, seed);
        double[] line = new double[DrawnMasks.SWEEP + 2];
        assertThat(MaskScores.of(mixture, SIZE, 1, line).form()).isEqualTo(MaskBatch.Form.SOFT);
    }

    private static void assertSame(MaskScores scores) {
        List<SaliencyMap> nodes = maps(scores, ScoreCorrelation.Kernel.GRID_NODES);
        List<SaliencyMap> dense = maps(scores, ScoreCorrelation.Kernel.PLAIN_JAVA);
        for (int line = 0; line < nodes.size(); line++) {
            SaliencyMap one = nodes.get(line);
            SaliencyMap other = dense.get(line);
            assertThat(one.largestMagnitude()).isGreaterThan(0.2f);
            assertThat(one.undefinedCount()).isEqualTo(other.undefinedCount());
            assertThat(one.toArray()).containsExactly(other.toArray(), within(1e-5f));
            assertThat(one.standardErrors().orElseThrow())
                    .containsExactly(other.standardErrors().orElseThrow(), within(1e-5f));
            assertThat(one.coverage().orElseThrow())
                    .containsExactly(other.coverage().orElseThrow(), within(1e-5f));
            assertThat(one.significance().orElseThrow().bound())
                    .isCloseTo(other.significance().orElseThrow().bound(), within(1e-5));
        }
    }

    private static List<SaliencyMap> maps(MaskScores scores, ScoreCorrelation.Kernel kernel) {
        return ScoreCorrelation.defaults().withKernel(kernel).maps(scores);
    }

    /** Two lines that two pixels and noise drive. */
    private static MaskScores scores(MaskGenerator masks, FaceSize size, int count) {
        Random random = new Random(count);
        MaskBatch batch = masks.generate(0, count, size, 1);
        double[][] lines = new double[2][count];
        for (int line = 0; line < lines.length; line++) {
            int row = 2 + line;
            Arrays.setAll(
                    lines[line],
                    i -> batch.at(i, row, 1) - 0.5 * batch.at(i, 5, 5) + random.nextGaussian() / 4);
        }
        return MaskScores.of(masks, size, 1, lines);
    }
}
