package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScrambledVerifierTest {
    private static final FaceSize SIZE = new FaceSize(1, 3);
    private static final FaceImage DIGITS =
            FaceImage.ofFloats(SIZE, new float[] {1, 0, 0, 10, 0, 0, 100, 0, 0});

    /**
     * Its embedding is the red of the three pixels; a product and no cosine, so that digits tell.
     */
    private static final FaceEmbedder RED =
            new FaceEmbedder() {
                @Override
                public FaceSize inputSize() {
                    return SIZE;
                }

                @Override
                public float[][] embed(FaceBatch faces) {
                    float[][] embeddings = new float[faces.count()][];
                    for (int i = 0; i < embeddings.length; i++) {
                        FaceImage face = faces.face(i);
                        embeddings[i] =
                                new float[] {face.at(0, 0, 0), face.at(0, 1, 0), face.at(0, 2, 0)};
                    }
                    return embeddings;
                }

                @Override
                public double similarity(float[] a, float[] b) {
                    return a[0] * b[0] + 2 * a[1] * b[1] + 4 * a[2] * b[2];
                }

                @Override
                public String description() {
                    return "red";
                }
            };

    private static FaceImage ones() {
        return FaceImage.filled(SIZE, 1, 0, 0);
    }

    /** Every output of the probe is kept, in another place and with one sign or the other. */
    @Test
    void theProbesOutputsArePermutedAndSomeTurnTheirSigns() {
        Set<Integer> scores = new HashSet<>();
        for (long seed = 0; seed < 400; seed++) {
            FaceVerifier scrambled = SanityChecks.randomised(RED, seed);
            FaceBatch batch = FaceBatch.of(RED.layout(), DIGITS);
            scores.add(Math.round(scrambled.similarities(batch, ones())[0]));
        }
        Set<Integer> all = new HashSet<>();
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        int[] digits = {1, 10, 100};
        for (int[] order : orders) {
            for (int signs = 0; signs < 8; signs++) {
                int score = 0;
                for (int d = 0; d < 3; d++) {
                    score += ((signs >> d & 1) == 0 ? 1 : -1) * (1 << d) * digits[order[d]];
                }
                all.add(score);
            }
        }
        assertThat(all).hasSize(48);
        assertThat(scores).isEqualTo(all);
    }

    @Test
    void aFaceIsScoredAlikeWhicheverSideHasTheBatch() {
        FaceVerifier scrambled = SanityChecks.randomised(RED, 5);
        FaceImage other = FaceImage.ofFloats(SIZE, new float[] {7, 0, 0, 3, 0, 0, 2, 0, 0});
        float[] probes = scrambled.similarities(FaceBatch.of(RED.layout(), other, DIGITS), ones());
        float[] references =
                scrambled.similarities(DIGITS, FaceBatch.of(RED.layout(), other, ones()));
        assertThat(probes).hasSize(2);
        assertThat(references).hasSize(2);
        assertThat(probes[1]).isCloseTo(references[1], within(1e-6f));
        assertThat(probes[0]).isNotEqualTo(probes[1]);
        assertThat(references[0]).isNotEqualTo(references[1]);
    }

    @Test
    void tellsWhatItIs() {
        FaceVerifier scrambled = SanityChecks.randomised(RED, 5);
        assertThat(scrambled.description()).isEqualTo("red, comparison scrambled by seed 5");
        assertThat(scrambled.inputSize()).isEqualTo(SIZE);
        assertThat(scrambled.layout()).isEqualTo(RED.layout());
        assertThat(scrambled.threshold()).isEmpty();
    }
}
