package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.mask.GridMasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorrelationCaseTest {
    private static final CorrelationCase CASE = new CorrelationCase(200);
    private static final CorrelationCase GRIDS = new CorrelationCase(GridMasks.defaults(), 200);

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void everyRivalComputesTheSameMap(ScoreCorrelation.Kernel kernel) {
        CorrelationCase rivals = kernel == ScoreCorrelation.Kernel.GRID_NODES ? GRIDS : CASE;
        float[] map = rivals.map(kernel).toArray();
        float[] textbook = rivals.textbook();
        for (int p = 0; p < map.length; p++) {
            assertThat(map[p]).isCloseTo(textbook[p], within(1e-5f));
        }
    }
}
