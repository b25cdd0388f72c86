package io.github.corrrise.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged settings of records: an explainer that describes itself as they do, or a refusal by the
 * documented exception. The places where masks, fills and counts stand twice are damaged together,
 * for otherwise little would come further than to a comparison of the two.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SettingsFuzzTest {
    private static final int FEW = 600;
    private static final long MOST_BYTES = 16L << 20;
    private static final FaceSize SIZE = new FaceSize(16, 12);
    private static final FaceVerifier VERIFIER = FaceVerifier.of(SIZE, (a, b) -> a.mean(0) / 255);
    private static final FacePair PAIR =
            FacePair.of(FaceImage.filled(SIZE, 90, 0, 0), FaceImage.filled(SIZE, 0, 90, 0));
    private static final FaceParts PARTS = FaceParts.ofTemplate(SIZE);
    private static final Provenance RECORD = recorded(builder -> builder);

    private static final List<UnaryOperator<Explainer.Builder>> SETTINGS =
            List.of(
                    builder -> builder,
                    Explainer.Builder::published,
                    builder -> builder.masks(GridMasks.defaults()).passBudget(30),
                    builder ->
                            builder.masks(
                                    new SplitMasks(
                                                    new PatchMasks(3, 0.25),
                                                    MixedMasks.defaults().withPoissonCount(),
                                                    0.3)
                                            .withLeftPool(5)),
                    builder ->
                            builder.fills(
                                    Fills.of(
                                            Fill.colour(1.5f, 0.1f, 254.9f),
                                            Fill.mean(),
                                            Fill.blur(0.1),
                                            Fill.noise(-3L))),
                    builder -> builder.timeBudget(Duration.ofSeconds(90)).untilReliability(0.1, 20),
                    builder -> builder.parts(PARTS).shares(60).claims().withoutSignificance(),
                    builder ->
                            builder.maskCount(40)
                                    .significanceStatistic(
                                            SaliencyMap.Significance.Statistic.CLUSTER));

    private static Provenance recorded(UnaryOperator<Explainer.Builder> change) {
        try (Explainer explainer =
                change.apply(Explainer.builder(VERIFIER)).maskCount(20).build()) {
            return explainer.explain(PAIR).provenance();
        }
    }

    /** The number of masks, the masks, the fills, and the rest of the description, a line each. */
    private static byte[] lines(Provenance record) {
        String count = record.settings().get("maskCount");
        String masks = record.settings().get("masks");
        String fill = record.settings().get("fill");
        String description = record.inputs().explainer();
        String start = start(record, count, masks, fill);
        assertThat(description).startsWith(start);
        return String.join("\n", count, masks, fill, description.substring(start.length()))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String start(Provenance record, String count, String masks, String fill) {
        return record.method()
                + ", "
                + count
                + " masks of "
                + masks
                + ", "
                + fill
                + ", both hidden ";
    }

    private static Provenance record(byte[] file) {
        List<String> lines =
                new ArrayList<>(List.of(new String(file, StandardCharsets.UTF_8).split("\n", 4)));
        while (lines.size() < 4) {
            lines.add("");
        }
        Map<String, String> settings = new HashMap<>(RECORD.settings());
        settings.put("maskCount", lines.get(0));
        settings.put("masks", lines.get(1));
        settings.put("fill", lines.get(2));
        Provenance.Inputs inputs = RECORD.inputs();
        return new Provenance(
                RECORD.method(),
                RECORD.verifier(),
                new Provenance.Inputs(
                        inputs.probe(),
                        inputs.reference(),
                        start(RECORD, lines.get(0), lines.get(1), lines.get(2)) + lines.get(3),
                        inputs.digest()),
                settings,
                RECORD.seed(),
                RECORD.maskCount(),
                RECORD.failedCount(),
                RECORD.passCount(),
                RECORD.stopReason(),
                RECORD.libraryVersion(),
                RECORD.environment(),
                RECORD.timing());
    }

    @Test
    void damagedSettingsAreRebuiltOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                                "settings",
                                SETTINGS.stream().map(change -> lines(recorded(change))).toList(),
                                file ->
                                        RebuiltSettings.explainer(
                                                        record(file),
                                                        VERIFIER,
                                                        Optional.of(PARTS),
                                                        Optional.empty(),
                                                        Integer.MAX_VALUE)
                                                .close(),
                                Replay.UnknownSettingsException.class::isInstance,
                                MOST_BYTES)
                        .withWords(
                                "0",
                                "1",
                                "-1",
                                "2147483647",
                                "9223372036854775807",
                                "1.0E-300",
                                "1.0E300",
                                "NaN",
                                "PT1000000000000000S",
                                "PT0.000000001S",
                                "]",
                                "[",
                                ", ",
                                "MixedMasks[parts=[]]",
                                "PatchMasks[patchCount=1, patchFraction=1.0]",
                                "Noise[seed=1]",
                                "STANDARD_ERROR",
                                "LOWEST",
                                "PLAIN_JAVA",
                                "claims",
                                "\n");
        assertThat(fuzz.run(9, Fuzz.cases(FEW))).isEmpty();
    }
}
