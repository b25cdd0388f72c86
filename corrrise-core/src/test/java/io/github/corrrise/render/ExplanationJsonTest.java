package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationJsonTest {
    private static final FaceSize SIZE = Samples.SIZE;

    private static void mustParse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
    }

    private static SaliencyMap half() {
        float[] values = new float[SIZE.pixelCount()];
        for (int pixel = 0; pixel < values.length / 2; pixel++) {
            values[pixel] = -0.5f;
        }
        BitSet last = new BitSet();
        last.set(values.length - 1);
        return SaliencyMap.of(SIZE, MapScale.CORRELATION, values)
                .withUndefined(last)
                .withSignificance(Samples.AT_FIVE_PER_CENT);
    }

    @Nested
    class KnownValues {
        @Test
        void areWrittenInAFixedOrder(@TempDir Path folder) {
            SaliencyMap unbounded =
                    SaliencyMap.of(
                            SIZE,
                            new MapScale("mean", 0, Double.POSITIVE_INFINITY),
                            new float[SIZE.pixelCount()]);
            Explanation why = Samples.explanation(half(), Optional.of(unbounded));
            Path file = folder.resolve("why.json");
            ExplanationJson.write(why, file);
            assertThat(file)
                    .content(StandardCharsets.UTF_8)
                    .isEqualTo(
                            """
                            {
                              "format": "corrrise-explanation",
                              "formatVersion": 1,
                              "similarity": 0.5312,
                              "threshold": 0.31,
                              "decision": "MATCH",
                              "probe": {
                                "height": 56,
                                "width": 48,
                                "scale": {
                                  "quantity": "correlation",
                                  "minimum": -1.0,
                                  "maximum": 1.0
                                },
                                "undefinedCount": 1,
                                "largestMagnitude": 0.5,
                                "significance": {
                                  "level": 0.05,
                                  "bound": 0.2,
                                  "shuffleCount": 199,
                                  "significantShare": 0.5
                                }
                              },
                              "reference": {
                                "height": 56,
                                "width": 48,
                                "scale": {
                                  "quantity": "mean",
                                  "minimum": 0.0,
                                  "maximum": null
                                },
                                "undefinedCount": 0,
                                "largestMagnitude": 0.0,
                                "significance": null
                              },
                              "provenance": {
                                "method": "CorrRISE",
                                "verifier": "toy \\"quoted\\" \u00fc",
                                "settings": {
                                  "masks": "PatchMasks[10 of 0.27]",
                                  "fill": "black"
                                },
                                "seed": "9223372036854775807",
                                "maskCount": 500,
                                "failedCount": 0,
                                "passCount": 1002,
                                "stopReason": "MASK_COUNT",
                                "libraryVersion": "1.2.3",
                                "timing": {
                                  "totalSeconds": 1.5,
                                  "verifierSeconds": 1.25
                                }
                              }
                            }
                            """);
        }
    }

    @Nested
    class Properties {
        @Test
        void whatDoesNotExistIsNull() throws IOException {
            Explanation bare =
                    Explanation.of(
                            Samples.pair(),
                            -0.25,
                            Optional.empty(),
                            Samples.constant(SIZE, 0),
                            Optional.empty(),
                            Samples.provenance());
            String json = ExplanationJson.toJson(bare);
            mustParse(json);
            assertThat(json)
                    .contains("\"threshold\": null", "\"decision\": null", "\"reference\": null");
        }

        @Test
        void isTheSameInEveryCountry() {
            Explanation why = Samples.explanation(half(), Optional.empty());
            String here = ExplanationJson.toJson(why);
            Locale usual = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                assertThat(ExplanationJson.toJson(why)).isEqualTo(here);
            } finally {
                Locale.setDefault(usual);
            }
        }

        /** Pixels would make it grow with the face. */
        @Test
        void holdsNeitherPixelsNorMapValues() {
            String json = ExplanationJson.toJson(Samples.explanation(half(), Optional.of(half())));
            assertThat(json.length()).isLessThan(SIZE.pixelCount());
        }
    }
}
