package io.github.corrrise.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Java is too old. */
class LauncherTest {
    @ParameterizedTest
    @CsvSource({"1.8,true", "9,true", "11,true", "16,true", "17,false", "21,false", "25,false"})
    void javaBefore17IsTooOld(String version, boolean isTooOld) {
        assertThat(Launcher.isTooOld(version)).isEqualTo(isTooOld);
    }
}
