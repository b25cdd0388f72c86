package io.github.corrrise.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ai.djl.training.util.ProgressBar;
import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlProgressTest {
    private static final FaceSize SIZE = new FaceSize(16, 16);

    /** Writes down what it is told. */
    private static final class Notes implements ai.djl.util.Progress {
        final List<String> told = new ArrayList<>();

        @Override
        public void reset(String message, long max, String trailingMessage) {
            told.add("reset " + message + " " + max);
        }

        @Override
        public void start(long initialProgress) {
            told.add("start " + initialProgress);
        }

        @Override
        public void end() {
            told.add("end");
        }

        @Override
        public void increment(long increment) {
            told.add("increment " + increment);
        }

        @Override
        public void update(long progress, String message) {
            told.add("update " + progress);
        }
    }

    private static void explain(ai.djl.util.Progress indicator, int runs) {
        FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        FacePair pair =
                FacePair.of(FaceImage.filled(SIZE, 9, 8, 7), FaceImage.filled(SIZE, 1, 2, 3));
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .bothHidden(0)
                        .maskCount(20)
                        .batchSize(10)
                        .progress(DjlProgress.of("Explaining", indicator))
                        .build()) {
            for (int run = 0; run < runs; run++) {
                explainer.explain(pair);
            }
        }
    }

    @Test
    void everyRunIsResetToldItsPositionsAndEnded() {
        Notes notes = new Notes();
        explain(notes, 2);
        List<String> run = notes.told.subList(0, notes.told.size() / 2);
        assertThat(run.get(0)).matches("reset Explaining 4[0-2]");
        assertThat(run).last().isEqualTo("end");
        assertThat(run)
                .filteredOn(line -> line.startsWith("update "))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(run).noneMatch(line -> line.startsWith("increment"));
        assertThat(notes.told.subList(run.size(), 2 * run.size())).isEqualTo(run);
    }

    @Test
    void positionsCountFromZeroAsDjlCountsThem() {
        Notes notes = new Notes();
        DjlProgress progress = DjlProgress.of("Explaining", notes);
        progress.update(10, 30);
        progress.update(29, 30);
        progress.update(30, 30);
        progress.update(10, 30);
        assertThat(notes.told)
                .containsExactly(
                        "reset Explaining 30",
                        "update 9",
                        "update 28",
                        "end",
                        "reset Explaining 30",
                        "update 9");
    }

    @Test
    void djlsOwnBarReachesAHundredPercentOnceARun() {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream own = System.out;
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try {
            explain(new ProgressBar(), 2);
        } finally {
            System.setOut(own);
        }
        assertThat(console.toString(StandardCharsets.UTF_8).split("100% \\|", -1)).hasSize(3);
    }

    @Test
    void rejectsNulls() {
        assertThatNullPointerException()
                .isThrownBy(() -> DjlProgress.of(null, new Notes()))
                .withMessage("message");
        assertThatNullPointerException()
                .isThrownBy(() -> DjlProgress.of("Explaining", null))
                .withMessage("indicator");
    }
}
