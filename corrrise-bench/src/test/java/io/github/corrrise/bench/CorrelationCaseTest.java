package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.saliency.CorrelationKernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorrelationCaseTest {
    private static final CorrelationCase CASE = new CorrelationCase(200);

    @ParameterizedTest
    @EnumSource
    void everyRivalComputesTheSameMap(CorrelationKernel kernel) {
        float[] map = CASE.map(kernel).toArray();
        float[] textbook = CASE.textbook();
        for (int p = 0; p < map.length; p++) {
            assertThat(map[p]).isCloseTo(textbook[p], within(1e-5f));
        }
    }
}
