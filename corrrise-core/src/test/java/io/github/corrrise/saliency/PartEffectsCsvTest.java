package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.PartEffects.Effect;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Effects of parts as a table. */
class PartEffectsCsvTest {
    private static final String HEADER =
            "part,hidden_in,similarity_whole,similarity,least,greatest,effect,decision,"
                    + "share,share_standard_error,share_half_width\r\n";

    private static PartEffects effects(String part, Optional<Threshold> threshold) {
        FaceSize size = new FaceSize(2, 2);
        FaceParts parts = FaceParts.ofLabels(size, List.of(part), new int[4]);
        return new PartEffects(
                parts,
                0.75,
                threshold,
                List.of(new Effect(part, 0.5, 0.25, 0.625, 0.25)),
                List.of(new Effect(part, 1.0 / 3, 0, 1, 0.75 - 1.0 / 3)),
                List.of(new Effect(part, 1, 1, 1, -0.25)),
                9);
    }

    private static String nameIn(String csv) {
        String line = csv.split("\r\n", -1)[1];
        return line.substring(0, line.indexOf(",probe,"));
    }

    @Test
    void aLineTellsOnePartInOnePlaceWithAllDigits() {
        assertThat(effects("nose", Optional.of(Threshold.of(0.4))).toCsv())
                .isEqualTo(
                        HEADER
                                + "nose,probe,0.75,0.5,0.25,0.625,0.25,MATCH,,,\r\n"
                                + "nose,reference,0.75,0.3333333333333333,0.0,1.0,"
                                + (0.75 - 1.0 / 3)
                                + ",NON_MATCH,,,\r\n"
                                + "nose,both,0.75,1.0,1.0,1.0,-0.25,MATCH,,,\r\n");
    }

    @Test
    void aShareStandsBesideTheEffectInItsFace() {
        PartEffects effects = effects("nose", Optional.empty());
        PartShares shares =
                new PartShares(
                        effects.parts(),
                        0.75,
                        0.25,
                        0.5,
                        List.of(new PartShares.Share("nose", 0.5, 0)),
                        List.of(new PartShares.Share("nose", 0.25, 0.125)),
                        Map.of(),
                        4,
                        10);
        double halfWidth = shares.halfWidth(shares.reference().get(0));
        assertThat(halfWidth).isGreaterThan(2 * 0.125);
        assertThat(effects.withShares(shares).toCsv().lines().skip(1))
                .containsExactly(
                        "nose,probe,0.75,0.5,0.25,0.625,0.25,,0.5,0.0,0.0",
                        "nose,reference,0.75,0.3333333333333333,0.0,1.0,"
                                + (0.75 - 1.0 / 3)
                                + ",,0.25,0.125,"
                                + halfWidth,
                        "nose,both,0.75,1.0,1.0,1.0,-0.25,,,,");
    }

    @Test
    void withoutAThresholdTheDecisionIsEmpty() {
        assertThat(effects("nose", Optional.empty()).toCsv())
                .contains("nose,probe,0.75,0.5,0.25,0.625,0.25,,,,\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "left, eye|\"left, eye\"",
                "the \"tip\"|\"the \"\"tip\"\"\"",
                "left eye|left eye",
                "\u00dfart|\u00dfart"
            })
    void whatSeparatesStandsInQuotes(String name, String written) {
        assertThat(nameIn(effects(name, Optional.empty()).toCsv())).isEqualTo(written);
    }

    /** A spreadsheet would compute these, or send what they say. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\uff1d1",
                "=cmd|' /C calc'!A0",
                "=A1"
            })
    void noNameIsAFormula(String name) {
        assertThat(nameIn(effects(name, Optional.empty()).toCsv())).isEqualTo("'" + name);
    }

    @Test
    void aFormulaInQuotesIsNoneEither() {
        assertThat(nameIn(effects("=HYPERLINK(\"x\",1)", Optional.empty()).toCsv()))
                .isEqualTo("\"'=HYPERLINK(\"\"x\"\",1)\"");
    }

    @Test
    void theSameInEveryCountry() {
        String here = effects("nose", Optional.empty()).toCsv();
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(effects("nose", Optional.empty()).toCsv()).isEqualTo(here);
        } finally {
            Locale.setDefault(usual);
        }
    }
}
