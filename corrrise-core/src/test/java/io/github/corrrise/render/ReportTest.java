package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportTest {
    private static final FaceSize SIZE = Samples.SIZE;

    private static SaliencyMap full() {
        float[] errors = new float[SIZE.pixelCount()];
        Arrays.fill(errors, 0.04f);
        BitSet corner = new BitSet();
        corner.set(0, 2);
        return Samples.slope(SIZE, 0.5f)
                .withUndefined(corner)
                .withStandardErrors(errors)
                .withCoverage(errors)
                .withSignificance(Samples.AT_FIVE_PER_CENT);
    }

    private static Explanation explanation(double similarity, Optional<Threshold> threshold) {
        return Samples.explanation(
                Samples.pair(), similarity, threshold, full(), Optional.of(full()));
    }

    private static String html(double similarity) {
        return Report.of(explanation(similarity, Optional.of(Threshold.of(0.31)))).toHtml();
    }

    /** The bytes of a picture that stands in the page. */
    private static BufferedImage layer(String html, String id) throws IOException {
        Matcher image =
                Pattern.compile("<image id=\"" + id + "\"[^>]*base64,([^\"]+)\"").matcher(html);
        assertThat(image.find()).as(id).isTrue();
        byte[] bytes = Base64.getDecoder().decode(image.group(1));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    @Nested
    class KnownValues {
        /** Beside the scale, with what it holds for; never a word of strength. */
        @Test
        void theScoreStandsAmongThoseOfLabelledPairs() {
            Explanation why = explanation(0.5, Optional.of(Threshold.of(0.31)));
            String html = Report.of(why.withScoreMeaning(Samples.meaning(0.5))).toHtml();
            PageChecks.mustBeWhole(html);
            assertThat(PageChecks.withoutPictures(html))
                    .containsSubsequence(
                            "Score against threshold",
                            "<p>Of 12,000 impostor pairs of gate &lt;4&gt;, 3 scored as high (FMR"
                                    + " 0.025\u00a0% [0.0052, 0.073]). Of 800 genuine pairs of gate"
                                    + " &lt;4&gt;, none scored as low (FNMR below 0.38\u00a0%).</p>",
                            "not how probable it is that these faces are of one person",
                            "is not a probability",
                            "What the decision rests on");
            assertThat(Report.of(why).toHtml()).doesNotContain("impostor pair");
        }

        @Test
        void theDecisionStandsInASentence() {
            assertThat(html(0.5312))
                    .contains("</span> Match</h1>")
                    .contains(
                            "a similarity of 0.531, 0.221 above its threshold of 0.310, and so"
                                    + " decides that the faces match.");
            assertThat(html(0.30))
                    .contains("</span> Non-match</h1>")
                    .contains(
                            "a similarity of 0.300, 0.010 below its threshold of 0.310, and so"
                                    + " decides that the faces do not match.");
            assertThat(html(0.31))
                    .contains("a similarity of 0.310, at its threshold of 0.310, and so decides");
            assertThat(Report.of(explanation(0.3, Optional.empty())).toHtml())
                    .contains("</span> No decision</h1>")
                    .contains("no threshold, so there is no decision");
        }

        @Test
        void theScoreStandsOnItsScale() {
            assertThat(html(0.5312))
                    .contains("<svg x=\"53.1%\"")
                    .contains("class=\"threshold\" x1=\"31.0%\"");
        }

        @ParameterizedTest
        @CsvSource({
            "0.5, GENUINE, true match",
            "0.5, IMPOSTOR, false match",
            "0.1, IMPOSTOR, true non-match",
            "0.1, GENUINE, false non-match"
        })
        void decisionAndTruthGiveAnOutcome(double similarity, Truth truth, String outcome) {
            Explanation why = explanation(similarity, Optional.of(Threshold.of(0.31)));
            assertThat(Report.of(why).withTruth(truth).toHtml())
                    .contains("The decision is a " + outcome + ".");
        }

        /** Where a map is not coloured, its layer is transparent, and where it is, not. */
        @Test
        void layersShowWhatIsBeyondChanceOnly() throws IOException {
            String html = html(0.5);
            BufferedImage similar = layer(html, "probe-similarity");
            int right = similar.getWidth() - 2;
            int middle = similar.getHeight() / 2;
            assertThat(similar.getRGB(right, middle) >>> 24).isGreaterThan(200);
            assertThat(similar.getRGB(similar.getWidth() / 2, middle) >>> 24).isZero();
            assertThat(similar.getRGB(2, middle) >>> 24).isZero();
            BufferedImage dissimilar = layer(html, "probe-dissimilarity");
            assertThat(dissimilar.getRGB(2, middle) >>> 24).isGreaterThan(200);
            assertThat(dissimilar.getRGB(right, middle) >>> 24).isZero();
        }

        /** What a layer leaves out is in the rest, and nothing is in both. */
        @Test
        void theRestMakesAMapWhole() throws IOException {
            Report plain = Report.of(explanation(0.5, Optional.empty()));
            String html =
                    plain.withStyle(HeatMaps.Style.defaults().withPanelSide(SIZE.height()))
                            .toHtml();
            BufferedImage similar = layer(html, "probe-similarity");
            BufferedImage rest = layer(html, "probe-rest-similarity");
            BufferedImage other = layer(html, "probe-rest-dissimilarity");
            // Below the hatched corner and away from the border of what is beyond chance.
            int row = SIZE.height() / 2;
            int right = SIZE.width() - 2;
            int justRight = SIZE.width() / 2 + 5;
            assertThat(similar.getRGB(right, row) >>> 24).isPositive();
            assertThat(rest.getRGB(right, row) >>> 24).isZero();
            assertThat(similar.getRGB(justRight, row) >>> 24).isZero();
            assertThat(rest.getRGB(justRight, row) >>> 24).isPositive();
            assertThat(other.getRGB(justRight, row) >>> 24).isZero();
            assertThat(other.getRGB(SIZE.width() / 2 - 5, row) >>> 24).isPositive();
        }

        /** A box of the page itself, in the section of the maps that it changes; marked as such. */
        @Test
        void theWholeMapIsShownByABoxWithoutAScript() {
            String html = html(0.5).replaceAll("(?s)<script>.*?</script>", "");
            assertThat(PageChecks.withoutPictures(html))
                    .containsSubsequence(
                            "<input type=\"checkbox\" class=\"whole\" id=\"whole-answer\"",
                            "<label class=\"whole-label\" for=\"whole-answer\">",
                            "<p class=\"whole-note\"><strong>The whole map is shown.</strong>",
                            "<div class=\"answer-maps\">",
                            "<use class=\"map rest\" href=\"#probe-rest-similarity\"",
                            "<span class=\"whole-mark\">whole map</span>",
                            "id=\"whole-maps\"",
                            "<section class=\"side\"")
                    .contains(".whole:checked ~ .answer-maps .rest", ".whole:checked ~ .whole-note")
                    .doesNotContain("checked id=", " checked>");
        }

        @Test
        void aMapThatIsNotJudgedIsWholeAnyhow() {
            SaliencyMap map = Samples.slope(SIZE, 0.5f);
            Explanation why =
                    Samples.explanation(
                            Samples.pair(), 0.5, Optional.empty(), map, Optional.of(map));
            assertThat(Report.of(why).toHtml())
                    .doesNotContain("type=\"checkbox\"", "-rest-", "<dfn>")
                    .contains("does not say how much of its maps is chance");
        }

        @Test
        void beyondChanceIsExplainedOnce() {
            assertThat(html(0.5).split("<dfn>Beyond chance</dfn>", -1)).hasSize(2);
            assertThat(html(0.5))
                    .contains("with probability 95\u00a0%. Statistics calls that significant at 5");
        }

        /** Words first, the program's own text at the end. */
        @Test
        void settingsAreWordsAndTheRawTextIsAnAppendix() {
            Map<String, String> raw = new LinkedHashMap<>();
            raw.put("masks", PatchMasks.published().toString());
            raw.put("fill", Fill.black().toString());
            raw.put("kernel", "HIDDEN_RUNS");
            Explanation plain = explanation(0.5, Optional.empty());
            Provenance made = plain.provenance();
            Explanation why =
                    Explanation.of(
                            plain.pair(),
                            0.5,
                            Optional.empty(),
                            full(),
                            Optional.of(full()),
                            new Provenance(
                                    made.method(),
                                    made.verifier(),
                                    made.inputs(),
                                    raw,
                                    42,
                                    500,
                                    0,
                                    1002,
                                    made.stopReason(),
                                    made.libraryVersion(),
                                    made.timing()));
            assertThat(PageChecks.withoutPictures(Report.of(why).toHtml()))
                    .containsSubsequence(
                            "<h2 id=\"provenance\">",
                            ">500 for each face<",
                            ">10 patches of 13 \u00d7 13 pixels<",
                            ">black<",
                            ">42<",
                            "<h2 id=\"limits\">",
                            "<h2 id=\"appendix\">",
                            "PatchMasks[patchCount=10, patchFraction=",
                            "HIDDEN_RUNS",
                            made.inputs().digest());
        }

        /** A layer at full opacity over its ground is the overlay that the figure shows. */
        @Test
        void aLayerOverItsGroundIsTheOverlay() throws IOException {
            FaceImage face = Samples.pair().probe();
            HeatMaps.Style style =
                    HeatMaps.Style.defaults().withPanelSide(SIZE.height()).withOpacity(1);
            SaliencyMap map = Samples.slope(SIZE, 0.5f);
            Explanation why =
                    Samples.explanation(
                            Samples.pair(), 0.5, Optional.empty(), map, Optional.empty());
            String html = Report.of(why).withStyle(style).toHtml();
            BufferedImage ground = layer(html, "probe-ground");
            BufferedImage layer = layer(html, "probe-signed");
            Picture overlay = HeatMaps.overlay(face, map, style);
            for (int row = 0; row < SIZE.height(); row += 5) {
                for (int column = 0; column < SIZE.width(); column += 5) {
                    int grey = ground.getRaster().getSample(column, row, 0);
                    int over = layer.getRGB(column, row);
                    int mixed =
                            Shading.mixed(grey * 0x010101, over & 0xFFFFFF, (over >>> 24) / 255.0);
                    for (int shift = 0; shift <= 16; shift += 8) {
                        // The layer's opacity is rounded to 1/255 of a colour's reach.
                        assertThat((mixed >> shift) & 0xFF)
                                .isBetween(
                                        ((overlay.at(row, column) >> shift) & 0xFF) - 1,
                                        ((overlay.at(row, column) >> shift) & 0xFF) + 1);
                    }
                }
            }
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "none",
                textBlock =
                        """
                        0.62 | 0.94 | accounts for 62 % of how the scores varied under masks that \
                        it was not fitted to (standard error 3 %).</li>
                        0.62 | 0.94 | <li>The map of another seed is expected to correlate with \
                        this one by 0.940.</li>
                        0.3 | 0.94 | (standard error 3 %).</li>
                        0.29 | 0.8 | (standard error 3 %). The parts act together; read this map \
                        with care.</li>
                        0.29 | 0.79 | The parts act together, or the masks were too few; read this \
                        map with care.</li>
                        0.29 | none | The parts act together, or the masks were too few; read this \
                        map with care.</li>
                        -0.1 | 0.2 | accounts for nothing of how the scores varied
                        none | 0.94 | is not known: the method fits none, or no score differed.</li>
                        0.62 | none | would be is not known: half of the masks give no map.</li>
                        """)
        void howMuchAMapExplainsIsSaidInWords(
                @Nullable Double share, @Nullable Double splitHalf, String words) {
            SaliencyMap map =
                    Samples.slope(SIZE, 0.7f)
                            .withReliability(
                                    new SaliencyMap.Reliability(
                                            Optional.ofNullable(share)
                                                    .map(
                                                            of ->
                                                                    new SaliencyMap
                                                                            .ExplainedVariance(
                                                                            of, 0.03)),
                                            splitHalf == null
                                                    ? OptionalDouble.empty()
                                                    : OptionalDouble.of(splitHalf)));
            assertThat(Report.of(Samples.explanation(map, Optional.empty())).toHtml())
                    .contains(words);
        }

        @Test
        void everythingThatWasAskedForIsThere() {
            assertThat(html(0.5))
                    .contains("Score against threshold")
                    .contains("id=\"opacity\" type=\"range\"")
                    .contains("What is beyond chance, and what is not")
                    .contains("2 pixels are undefined")
                    .contains("How sure the maps are", "Standard error: median 0.040")
                    .contains("PatchMasks[10 of 0.27]", "500 for each face", "1002")
                    .contains("toy &quot;quoted&quot; \u00fc")
                    .contains("How to read it", "What it must not be used for")
                    .contains("corrrise " + LibraryVersion.VALUE);
        }
    }

    @Nested
    class Properties {
        private static Stream<Report> reports() {
            Explanation both = explanation(0.5, Optional.of(Threshold.of(0.31)));
            Explanation bare =
                    Samples.explanation(
                            Samples.pair(),
                            -42.5,
                            Optional.of(Threshold.of(7)),
                            Samples.constant(SIZE, 0),
                            Optional.empty());
            return Stream.of(
                    Report.of(both),
                    Report.of(both).withNames("a.png", "b.png").withTruth(Truth.IMPOSTOR),
                    Report.of(bare),
                    Report.of(explanation(1e9, Optional.empty())),
                    photographed());
        }

        private static Report photographed() {
            FaceImage photograph = Samples.face(new FaceSize(90, 120), new Color(0xE0AC88));
            AlignedFace aligned =
                    new FaceAligner(SIZE)
                            .align(
                                    photograph,
                                    Landmarks.of(43, 37, 77, 38, 60, 50, 47, 68, 73, 69));
            FacePair pair = FacePair.of(aligned.crop(), Samples.pair().reference());
            Explanation why =
                    Samples.explanation(pair, 0.5, Optional.empty(), full(), Optional.of(full()));
            return Report.of(why).withPhotograph(Side.PROBE, photograph, aligned);
        }

        @ParameterizedTest
        @MethodSource("reports")
        void thePageIsWholeAndStandsAlone(Report report) {
            String html = report.toHtml();
            PageChecks.mustBeWhole(html);
            String shown = html.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
            assertThat(shown).doesNotContain("{{", "NaN", "Infinity", "null");
        }

        @Test
        void aPhotographShowsTheMapsWhereTheFaceIs() throws IOException {
            String html = photographed().toHtml();
            assertThat(html).contains("On the photograph", "viewBox=\"0 0 120 90\"");
            assertThat(layer(html, "probe-photo").getWidth()).isEqualTo(120);
            // Width before height, as of every picture.
            assertThat(html)
                    .contains("120 \u00d7 90 pixels, the crop framed")
                    .contains("48 \u00d7 56 pixels");
            assertThat(html).doesNotContain("id=\"reference-photo\"");
        }

        /** The matrix takes the crop's middle where the alignment says. */
        @Test
        void theMapsLieWhereTheFaceWasCutOut() {
            FaceImage photograph = Samples.face(new FaceSize(90, 120), new Color(0xE0AC88));
            AlignedFace aligned =
                    new FaceAligner(SIZE)
                            .align(
                                    photograph,
                                    Landmarks.of(43, 37, 77, 38, 60, 50, 47, 68, 73, 69));
            Matcher matrix =
                    Pattern.compile("matrix\\(([^)]+)\\)").matcher(photographed().toHtml());
            assertThat(matrix.find()).isTrue();
            double[] m =
                    Stream.of(matrix.group(1).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            double middle = 20;
            var expected = aligned.toPhotograph().apply(new Landmarks.Point(middle, middle));
            double x = m[0] * (middle + 0.5) + m[2] * (middle + 0.5) + m[4];
            double y = m[1] * (middle + 0.5) + m[3] * (middle + 0.5) + m[5];
            // Six and four decimals are written.
            assertThat(x).isCloseTo(expected.x() + 0.5, within(1e-3));
            assertThat(y).isCloseTo(expected.y() + 0.5, within(1e-3));
        }

        @Test
        void textFromOutsideMeansItself() {
            String attack = "\"><script>alert(1)</script><img src=x onerror='x'>{{&style}}.jpg";
            String html =
                    Report.of(explanation(0.5, Optional.empty()))
                            .withNames(attack, attack)
                            .toHtml();
            PageChecks.mustBeWhole(html);
            assertThat(html)
                    .doesNotContain("<script>alert", "<img")
                    .contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
        }

        @Test
        void theSameReportGivesTheSameBytesInEveryCountry() {
            String here = html(0.5);
            Locale usual = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                assertThat(html(0.5)).isEqualTo(here);
            } finally {
                Locale.setDefault(usual);
            }
        }

        /** A crop that is larger than the page shows, as noisy as faces come. */
        @Tag("slow")
        @Test
        void staysUnderOneAndAHalfMegabytes() {
            FaceSize large = new FaceSize(512, 512);
            Random random = new Random(1);
            float[] values = new float[large.pixelCount()];
            float[] errors = new float[values.length];
            float[] pixels = new float[3 * values.length];
            double[] waves = random.doubles(8, -30, 30).toArray();
            for (int i = 0; i < values.length; i++) {
                double y = Math.floorDiv(i, 512) / 512.0;
                double x = i % 512 / 512.0;
                double sum = 0;
                for (int wave = 0; wave < waves.length; wave += 2) {
                    sum += Math.sin(waves[wave] * y + waves[wave + 1] * x);
                }
                values[i] = (float) (sum / 7); // a third beyond chance
                errors[i] = 0.04f + 0.01f * random.nextFloat();
                for (int colour = 0; colour < 3; colour++) {
                    pixels[3 * i + colour] = (float) (128 + 20 * sum + 4 * random.nextDouble());
                }
            }
            SaliencyMap map =
                    SaliencyMap.of(large, SaliencyMap.Scale.CORRELATION, values)
                            .withStandardErrors(errors)
                            .withSignificance(Samples.AT_FIVE_PER_CENT);
            FaceImage face = FaceImage.ofFloats(large, pixels);
            Explanation why =
                    Samples.explanation(
                            FacePair.of(face, face), 0.5, Optional.empty(), map, Optional.of(map));
            assertThat(Report.of(why).toHtml().length()).isLessThan(1_500_000);
        }

        @Test
        void tellsNoNames() {
            assertThat(Report.of(explanation(0.5, Optional.empty())).withNames("Ann", "Bob"))
                    .asString()
                    .startsWith("Report[Explanation[")
                    .doesNotContain("Ann");
        }
    }

    @Nested
    class Rejects {
        @Test
        void aPhotographOfAnotherFace() {
            FaceImage photograph = Samples.face(new FaceSize(90, 120), new Color(0xE0AC88));
            AlignedFace aligned =
                    new FaceAligner(SIZE)
                            .align(
                                    photograph,
                                    Landmarks.of(43, 37, 77, 38, 60, 50, 47, 68, 73, 69));
            Report report = Report.of(explanation(0.5, Optional.empty()));
            assertThatThrownBy(() -> report.withPhotograph(Side.PROBE, photograph, aligned))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("aligned must be of the PROBE that was explained");
        }

        @Test
        void aFolderThatIsMissingAndNothingIsLeft(@TempDir Path folder) throws IOException {
            Report report = Report.of(explanation(0.5, Optional.empty()));
            Path target = folder.resolve("no/why.html");
            assertThatThrownBy(() -> report.write(target))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(target.toString());
            Path file = folder.resolve("why.html");
            report.write(file);
            assertThat(file).hasContent(report.toHtml());
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).containsExactly(file);
            }
        }
    }
}
