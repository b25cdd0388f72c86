package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingWordsTest {
    private static final FaceSize SIZE = FaceSize.ARCFACE;

    private static String words(String key, Object setting) {
        List<ReportPage.Fact> facts = SettingWords.of(Map.of(key, setting.toString()), SIZE);
        assertThat(facts).hasSize(1);
        return facts.get(0).value();
    }

    @Nested
    class KnownValues {
        @Test
        void theSetThatAScoreIsHeldAgainst() {
            assertThat(words("rates", "gate 4, north, sha256 " + "0f".repeat(32)))
                    .isEqualTo("gate 4, north (sha256 0f0f0f0f0f0f0f0f\u2026)");
        }

        @Test
        void masksAreToldInPixelsOfTheMap() {
            assertThat(words("masks", MixedMasks.defaults()))
                    .isEqualTo(
                            "8 patches of 14 \u00d7 14 pixels or 24 patches of 10 \u00d7 10 pixels,"
                                    + " in turn");
            assertThat(words("masks", new PatchMasks(1, 1e-4)))
                    .isEqualTo("1 patch of 1 \u00d7 1 pixels");
            assertThat(words("masks", MixedMasks.defaults().withPoissonCount()))
                    .isEqualTo(
                            "on average 8 patches of 14 \u00d7 14 pixels or on average 24 patches"
                                    + " of 10 \u00d7 10 pixels, in turn");
            assertThat(words("masks", GridMasks.defaults()))
                    .isEqualTo(
                            "smooth regions of a grid of 7 \u00d7 7 cells, each visible with"
                                    + " probability 50 %");
        }

        @Test
        void fillsAreColoursOrPictures() {
            assertThat(words("fill", Fill.black())).isEqualTo("black");
            assertThat(words("fill", Fill.colour(255, 255, 255))).isEqualTo("white");
            assertThat(words("fill", Fill.colour(10, 20.5f, 30)))
                    .isEqualTo("of the colour 10, 20.500, 30 (red, green, blue)");
            assertThat(words("fill", Fill.noise(-7))).isEqualTo("noise of seed -7");
            assertThat(words("fill", Fills.of(Fill.black(), Fill.blur(0.1), Fill.mean())))
                    .isEqualTo(
                            "in turn: black; the face's own, blurred over 10 % of its shorter side;"
                                    + " of the face's mean colour");
            FaceImage picture = FaceImage.filled(new FaceSize(90, 120), 1, 2, 3);
            assertThat(words("fill", Fill.image(picture)))
                    .startsWith("those of a picture of 120 \u00d7 90 pixels (sha256 ");
        }

        @Test
        void sharesNameTheirSetsAndTheirFill() {
            assertThat(words("shares", "298 coalitions, " + Fill.mean()))
                    .isEqualTo(
                            "298 sets of visible parts a face, hidden pixels of the face's mean"
                                    + " colour");
            assertThat(words("shares", "all coalitions, " + Fill.black()))
                    .isEqualTo("every set of visible parts, hidden pixels black");
        }

        @Test
        void everyConstantHasItsWords() {
            for (FailurePolicy policy : FailurePolicy.values()) {
                assertThat(words("failurePolicy", policy)).doesNotContain(policy.name());
            }
            for (Correlation correlation : Correlation.values()) {
                assertThat(words("correlation", correlation)).doesNotContain(correlation.name());
            }
            for (Estimator estimator : Estimator.values()) {
                assertThat(words("estimator", estimator)).doesNotContain(estimator.name());
            }
            assertThat(words("bothHidden", "0.0")).isEqualTo("one face masked, the other whole");
            assertThat(words("bothHidden", "1.0")).isEqualTo("both faces under the same mask");
            assertThat(words("bothHidden", "0.4"))
                    .isEqualTo(
                            "60 % one face masked and the other whole, 40 % both faces under the"
                                    + " same mask");
        }

        @Test
        void masksOfACallersOwnAreShownAsTheyAre() {
            assertThat(words("masks", "MyMasks[a=1]")).isEqualTo("MyMasks[a=1]");
            assertThat(SettingWords.of(Map.of("kernel", "HIDDEN_RUNS"), SIZE)).isEmpty();
        }
    }

    @Nested
    class Properties {
        private static List<UnaryOperator<Explainer.Builder>> settings() {
            return List.of(
                    builder -> builder,
                    Explainer.Builder::published,
                    builder -> builder.masks(GridMasks.defaults()),
                    builder -> builder.fills(Fills.of(Fill.mean(), Fill.noise(3))),
                    builder -> builder.untilStandardError(0.02, 40),
                    builder -> builder.untilReliability(0.2, 40).repeatScore(),
                    builder -> builder.failurePolicy(FailurePolicy.LOWEST).bothHidden(0));
        }

        /** What an explainer really writes is known here: no bracket of the program is left. */
        @ParameterizedTest
        @MethodSource("settings")
        void whatAnExplainerWritesHasWords(UnaryOperator<Explainer.Builder> change) {
            FacePair pair =
                    FacePair.of(
                            Samples.face(SIZE, new Color(0xE0AC88)),
                            Samples.face(SIZE, new Color(0xC68A66)));
            Explainer.Builder builder =
                    Explainer.builder(LocalDescriptorVerifier.defaults()).maskCount(20);
            try (Explainer explainer = change.apply(builder).maskCount(20).build()) {
                Map<String, String> settings = explainer.explain(pair).provenance().settings();
                Map<String, String> words = new LinkedHashMap<>();
                SettingWords.of(settings, SIZE)
                        .forEach(fact -> words.put(fact.key(), fact.value()));
                assertThat(words).hasSizeGreaterThanOrEqualTo(6);
                assertThat(words.values())
                        .allSatisfy(text -> assertThat(text).doesNotContain("[", "_", "="));
            }
        }
    }
}
