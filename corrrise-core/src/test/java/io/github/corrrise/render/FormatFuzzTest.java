package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.replay.Replay;
import io.github.corrrise.saliency.Explanation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged explanations and arrays: read, or refused by the documented exception. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FormatFuzzTest {
    private static final int FEW = 150;
    private static final long MOST_BYTES = 32L << 20;

    private static final Explanation WHY =
            Samples.explanation(
                    Samples.slope(Samples.SIZE, 0.4f),
                    Optional.of(Samples.slope(Samples.SIZE, -0.2f)));

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void damagedExplanationsAreReadOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                        "explanation",
                        List.of(bytes(ExplanationJson.toJsonWithFaces(WHY))),
                        file -> ExplanationJson.fromJson(text(file)),
                        IllegalArgumentException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(2, Fuzz.cases(FEW))).isEmpty();
    }

    @Test
    void damagedRecordsAreReadOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                        "record",
                        List.of(bytes(ExplanationJson.toJson(WHY))),
                        file -> Replay.fromJson(text(file)),
                        IllegalArgumentException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(3, Fuzz.cases(FEW))).isEmpty();
    }

    @Test
    void damagedArraysAreReadOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                        "npy",
                        List.of(NpyFormat.toBytes(WHY.probe())),
                        file -> NpyFormat.fromBytes(file),
                        IllegalArgumentException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(4, Fuzz.cases(4 * FEW))).isEmpty();
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.UTF_8);
    }
}
