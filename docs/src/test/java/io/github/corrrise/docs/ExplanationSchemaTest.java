package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.github.corrrise.Explainer;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the published schema to what is written. */
class ExplanationSchemaTest {
    private static final FaceSize SIZE = new FaceSize(40, 32);
    private static final FacePair PAIR =
            FacePair.of(DrawnFaces.draw(SIZE, 1), DrawnFaces.draw(SIZE, 2));
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            Repository.text(
                                    Repository.ROOT.resolve("docs/explanation.schema.json")));

    private static Explanation explained(FaceVerifier verifier, Side... sides) {
        try (Explainer explainer = Explainer.builder(verifier).maskCount(40).sides(sides).build()) {
            return explainer.explain(PAIR);
        }
    }

    private static Explanation usual() {
        return explained(
                LocalDescriptorVerifier.defaults().withInputSize(SIZE), Side.PROBE, Side.REFERENCE);
    }

    /** With effects and shares of parts and with claims of both faces. */
    private static Explanation tried() {
        FaceVerifier verifier = LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .maskCount(40)
                        .parts(FaceParts.ofTemplate(SIZE))
                        .shares(44)
                        .claims()
                        .build()) {
            return explainer.explain(PAIR);
        }
    }

    private static Explanation standing() {
        Explanation why = tried();
        ErrorRates rates =
                ErrorRates.of(LabelledScores.of("X", new double[] {1}, new double[] {0}));
        return why.withScoreMeaning(rates.meaningOf(why.similarity()));
    }

    private static Unusual unusual() {
        SaliencyMap map = SaliencyMap.of(SIZE, Unusual.DEVIATION, new float[SIZE.pixelCount()]);
        return new Unusual(
                "0f".repeat(32),
                39,
                20,
                List.of(new Unusual.Part("mouth", -0.12, 0.031, -4.25, 39)),
                OptionalDouble.empty(),
                map,
                Optional.of(map));
    }

    private static Set<ValidationMessage> faults(String json) {
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    @Test
    void whatIsWrittenConforms() {
        assertThat(faults(ExplanationJson.toJson(usual()))).isEmpty();
        assertThat(faults(ExplanationJson.toJsonWithFaces(usual()))).isEmpty();
        assertThat(tried().claims()).isPresent();
        assertThat(faults(ExplanationJson.toJson(tried()))).isEmpty();
        assertThat(faults(ExplanationJson.toJson(tried().withUnusual(unusual())))).isEmpty();
        assertThat(faults(ExplanationJson.toJson(standing()))).isEmpty();
        FaceVerifier bare = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        assertThat(faults(ExplanationJson.toJson(explained(bare, Side.PROBE)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"formatVersion\": 7', '\"formatVersion\": 6'",
        "'\"parts\":', '\"partsX\":'",
        "'\"names\":', '\"namesX\":'",
        "'\"labels\": \"', '\"labels\": \"*'",
        "'\"both\":', '\"bothX\":'",
        "'\"least\":', '\"leastX\":'",
        "'\"shares\":', '\"sharesX\":'",
        "'\"allHidden\":', '\"allHiddenX\":'",
        "'\"strongestTogether\": ', '\"strongestTogether\": 3, \"more\": '",
        "'\"coalitionCount\": ', '\"coalitionCount\": -'",
        "'\"claims\": \\{', '\"claims\": 3, \"more\": \\{'",
        "'\"side\": \"PROBE\"', '\"side\": \"BOTH\"'",
        "'\"share\":', '\"shareX\":'",
        "'\"randomCount\": ', '\"randomCount\": -1'",
        "'\"similarity\":', '\"similarityX\":'",
        "'\"reliability\":', '\"reliabilityX\":'",
        "'\"explained\":', '\"explainedX\":'",
        "'\"standardError\": ', '\"standardError\": -'",
        "'\"splitHalf\": ', '\"splitHalf\": 2'",
        "'\"scoreMeaning\":', '\"scoreMeaningX\":'",
        "'\"atMost\": ', '\"atMost\": 2'",
        "'\"values\":', '\"valuesX\":'",
        "'\"undefined\":', '\"undefinedX\":'",
        "'\"crops\": null', '\"crops\": 3'",
        "'\"modelSha256\": null', '\"modelSha256\": \"eb26\"'",
        "'\"java\":', '\"javaX\":'",
        "'\"seed\": \"0\"', '\"seed\": 0'",
        "'\"MASK_COUNT\"', '\"TIRED\"'",
        "'\"quantity\": \"correlation\"', '\"quantity\": null'"
    })
    void whatIsWrongDoesNot(String right, String wrong) {
        String json = ExplanationJson.toJson(standing());
        assertThat(json).containsPattern(right);
        assertThat(faults(json.replaceFirst(right, wrong))).isNotEmpty();
    }
}
