package io.github.corrrise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An evaluation goes on from a file only where the description is the same: it must tell all. */
class ExplainerDescriptionTest {
    /** What changes an explanation, a value other than the default for each. */
    private static final Map<String, UnaryOperator<Explainer.Builder>> CHANGING =
            new LinkedHashMap<>();

    static {
        CHANGING.put("published", Explainer.Builder::published);
        CHANGING.put("masks", builder -> builder.masks(GridMasks.defaults()));
        CHANGING.put("maskCount", builder -> builder.maskCount(499));
        CHANGING.put("fill", builder -> builder.fill(Fill.mean()));
        CHANGING.put("fills", builder -> builder.fills(Fills.of(Fill.black(), Fill.blur(0.1))));
        CHANGING.put("bothHidden", builder -> builder.bothHidden(0.41));
        CHANGING.put("seed", builder -> builder.seed(1));
        CHANGING.put("correlation", builder -> builder.correlation(Correlation.RANKED_SCORES));
        CHANGING.put("estimator", builder -> builder.estimator(Estimator.PLAIN));
        CHANGING.put("significanceLevel", builder -> builder.significanceLevel(0.06));
        CHANGING.put(
                "significanceStatistic",
                builder ->
                        builder.significanceStatistic(SaliencyMap.Significance.Statistic.CLUSTER));
        CHANGING.put("withoutSignificance", Explainer.Builder::withoutSignificance);
        CHANGING.put("kernel", builder -> builder.kernel(ScoreCorrelation.Kernel.PLAIN_JAVA));
        CHANGING.put("sides", builder -> builder.sides(Side.PROBE));
        CHANGING.put("failurePolicy", builder -> builder.failurePolicy(FailurePolicy.LOWEST));
        CHANGING.put("passBudget", builder -> builder.passBudget(100));
        CHANGING.put("timeBudget", builder -> builder.timeBudget(Duration.ofSeconds(9)));
        CHANGING.put("untilStandardError", builder -> builder.untilStandardError(0.02, 500));
        CHANGING.put("untilReliability", builder -> builder.untilReliability(0.9, 500));
        // These change no map, but a result without them is another result.
        CHANGING.put("parts", builder -> builder.parts(FaceParts.ofTemplate(FaceSize.ARCFACE)));
        CHANGING.put(
                "shares",
                builder -> builder.parts(FaceParts.ofTemplate(FaceSize.ARCFACE)).shares(100));
        CHANGING.put("claims", Explainer.Builder::claims);
        CHANGING.put("profile", builder -> builder.profile(profile()));
        CHANGING.put("rates", builder -> builder.rates(rates(0.1)));
    }

    private static ErrorRates rates(double impostor) {
        return ErrorRates.of(
                LabelledScores.of("gate 4", new double[] {0.5}, new double[] {impostor}));
    }

    /** What changes nothing but time and the count of passes. */
    private static final Map<String, UnaryOperator<Explainer.Builder>> NEUTRAL =
            Map.of(
                    "batchSize", builder -> builder.batchSize(3),
                    "cache", builder -> builder.cache(MaskCache.ofBytes(0)),
                    "progress", builder -> builder.progress((done, total) -> {}),
                    "cancelWhen", builder -> builder.cancelWhen(() -> false),
                    "repeatScore", Explainer.Builder::repeatScore,
                    "cropDigests", Explainer.Builder::cropDigests,
                    "unchecked", Explainer.Builder::unchecked,
                    "executor", builder -> builder.executor(ForkJoinPool.commonPool(), 2));

    /** As small as one can be; what it says does not matter here. */
    private static ModelProfile profile() {
        SaliencyMap map =
                SaliencyMap.of(
                        FaceSize.ARCFACE,
                        SaliencyMap.Scale.CORRELATION_ESTIMATE,
                        new float[FaceSize.ARCFACE.pixelCount()]);
        return ModelProfile.of(
                new ModelProfile.Origin(
                        LocalDescriptorVerifier.defaults().description(),
                        LibraryVersion.VALUE,
                        FaceSize.ARCFACE,
                        500,
                        3,
                        2,
                        3,
                        0),
                ModelProfile.Design.DEFAULT,
                Optional.empty(),
                Collections.nCopies(3, new ModelProfile.Observed(0.5, map, map, Optional.empty())),
                List.of(),
                new ModelProfile.Trust(
                        new Estimate(0.9, 0.8, 1.0),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void everySettingIsKnownToChangeMapsOrNot() {
        Set<String> settings =
                Arrays.stream(Explainer.Builder.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getReturnType() == Explainer.Builder.class)
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        Set<String> known = new HashSet<>(CHANGING.keySet());
        known.addAll(NEUTRAL.keySet());
        assertThat(settings).isEqualTo(known);
        assertThat(NEUTRAL.keySet()).doesNotContainAnyElementsOf(CHANGING.keySet());
    }

    @Test
    void whatChangesMapsChangesTheDescription() {
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put(description(builder -> builder), "defaults");
        CHANGING.forEach(
                (setting, change) -> {
                    String before = seen.put(description(change), setting);
                    assertThat(before).as("%s reads as does", setting).isNull();
                });
    }

    @Test
    void whatChangesNoMapDoesNot() {
        NEUTRAL.forEach(
                (setting, change) ->
                        assertThat(description(change))
                                .as(setting)
                                .isEqualTo(description(builder -> builder)));
    }

    @Test
    void otherPartsReadOtherwise() {
        FaceSize size = FaceSize.ARCFACE;
        int[] labels = new int[size.pixelCount()];
        labels[0] = 1;
        FaceParts corner = FaceParts.ofLabels(size, List.of("a", "b"), labels);
        labels[1] = 1;
        FaceParts wider = FaceParts.ofLabels(size, List.of("a", "b"), labels);
        assertThat(corner).hasToString(wider.toString());
        assertThat(description(builder -> builder.parts(corner)))
                .isNotEqualTo(description(builder -> builder.parts(wider)))
                .isEqualTo(description(builder -> builder.parts(corner)));
        assertThat(description(builder -> builder.parts(corner).shares(2).claims()))
                .isEqualTo(
                        description(builder -> builder)
                                + ", effects of FaceParts[2 parts of 112x112] "
                                + corner.digest()
                                + ", shares of 2 coalitions, claims");
    }

    @Test
    void fillsOfOtherPicturesReadOtherwise() {
        List<FaceImage> pictures =
                List.of(
                        FaceImage.filled(FaceSize.ARCFACE, 1, 2, 3),
                        FaceImage.filled(FaceSize.ARCFACE, 1, 2, 4));
        assertThat(
                        pictures.stream()
                                .map(each -> description(b -> b.fill(Fill.image(each))))
                                .distinct())
                .hasSize(2);
        assertThat(Fill.image(pictures.get(0)).toString())
                .isEqualTo(Fill.image(FaceImage.filled(FaceSize.ARCFACE, 1, 2, 3)).toString())
                .matches("Image\\[112x112, sha256 [0-9a-f]{16}]");
    }

    @Test
    void ratesOfOtherScoresReadOtherwise() {
        String description = description(builder -> builder.rates(rates(0.1)));
        assertThat(description)
                .endsWith(", rates of gate 4, sha256 " + rates(0.1).scores().digest())
                .isNotEqualTo(description(builder -> builder.rates(rates(0.2))));
    }

    private static String description(UnaryOperator<Explainer.Builder> change) {
        Explainer.Builder builder = Explainer.builder(LocalDescriptorVerifier.defaults());
        try (Explainer explainer = change.apply(builder).build()) {
            return explainer.description();
        }
    }
}
