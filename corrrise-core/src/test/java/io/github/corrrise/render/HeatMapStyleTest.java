package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeatMapStyleTest {
    @Test
    void everyWitherChangesItsComponentAlone() {
        HeatMaps.Style style =
                HeatMaps.Style.defaults()
                        .withOpacity(0.5)
                        .withFading(false)
                        .withPanelSide(100)
                        .withLimit(0.25);
        assertThat(style).isEqualTo(new HeatMaps.Style(0.5, false, 100, OptionalDouble.of(0.25)));
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
        void anOpacityOutOfRange(double opacity) {
            assertThatThrownBy(() -> HeatMaps.Style.defaults().withOpacity(opacity))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("opacity must be in (0.0, 1.0], was " + opacity);
        }

        @ParameterizedTest
        @ValueSource(ints = {31, 2049})
        void aPanelTooSmallOrTooLarge(int side) {
            assertThatThrownBy(() -> HeatMaps.Style.defaults().withPanelSide(side))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("panelSide must be in [32, 2048], was " + side);
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
        void aLimitThatIsNotAMagnitude(double limit) {
            assertThatThrownBy(() -> HeatMaps.Style.defaults().withLimit(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("limit must be ");
        }
    }
}
