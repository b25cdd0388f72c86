package io.github.corrrise.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.Explainer;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.Evaluation;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that a machine reads, under every locale that Java knows and some with own digits. */
class SameInEveryLocaleTest {
    private static final FaceSize SIZE = new FaceSize(12, 10);
    private static final FaceVerifier VERIFIER =
            FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255);

    private final SaliencyMap map = map();
    private final FacePair pair =
            FacePair.of(FaceImage.filled(SIZE, 200, 100, 50), FaceImage.filled(SIZE, 1, 2, 3));
    private final Explanation why =
            Samples.explanation(
                    pair, -0.5312, Optional.of(Threshold.of(0.31)), map, Optional.of(map));

    @TempDir private Path folder;

    private static SaliencyMap map() {
        BitSet last = new BitSet();
        last.set(SIZE.pixelCount() - 1);
        float[] errors = new float[SIZE.pixelCount()];
        Arrays.fill(errors, 0.0123f);
        return Samples.slope(SIZE, 0.7f)
                .withUndefined(last)
                .withStandardErrors(errors)
                .withSignificance(Samples.AT_FIVE_PER_CENT);
    }

    private static List<Locale> locales() {
        List<Locale> locales = new ArrayList<>(List.of(Locale.getAvailableLocales()));
        for (String tag :
                List.of(
                        "ar-EG-u-nu-arab",
                        "fa-IR-u-nu-arabext",
                        "bn-BD-u-nu-beng",
                        "hi-IN-u-nu-deva",
                        "my-MM-u-nu-mymr",
                        "th-TH-u-nu-thai",
                        "tr-TR",
                        "de-DE-u-nu-fullwide")) {
            locales.add(Locale.forLanguageTag(tag));
        }
        return locales;
    }

    /** All but the report, whose pictures take their time. */
    private Map<String, byte[]> data() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("npy", NpyFormat.toBytes(map));
        files.put("json", ExplanationJson.toJsonWithFaces(why).getBytes(UTF_8));
        files.put("index", index().toHtml().getBytes(UTF_8));
        files.put("settings", settings().getBytes(UTF_8));
        Path scores = folder.resolve("scores.jsonl");
        Files.deleteIfExists(scores);
        Evaluation.builder(Explainer.builder(VERIFIER).maskCount(2).build())
                .protocols(DeletionInsertion.published().withStepCount(2).withThreshold(0.3))
                .build()
                .run(Stream.of(LabelledPair.of("a 1", Truth.GENUINE, pair)), scores);
        files.put("scores", Files.readAllBytes(scores));
        return files;
    }

    private ReportIndex index() {
        return ReportIndex.of(
                        List.of(
                                ReportIndex.Entry.of(
                                        12345, "a", "b", why, Optional.of(Truth.GENUINE), "f 1/r"),
                                ReportIndex.Entry.of(2, "a", "b", why, Optional.empty(), "f/r")))
                .withFailures(List.of(new ReportIndex.Failure(1234567, "I")));
    }

    private static String settings() {
        return Explainer.of(VERIFIER).description()
                + Explainer.builder(VERIFIER).published().build().description()
                + DeletionInsertion.published().description();
    }

    private Map<String, byte[]> pictures() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Report report =
                Report.of(why)
                        .withNames("a.png", "I.png")
                        .withTruth(Truth.GENUINE)
                        .withStyle(HeatMaps.Style.defaults().withPanelSide(48));
        files.put("report", report.toHtml().getBytes(UTF_8));
        files.put("overlay", HeatMaps.overlay(pair.probe(), map).toPng());
        return files;
    }

    @FunctionalInterface
    private interface Writers {
        Map<String, byte[]> write() throws IOException;
    }

    private static void assertSame(List<Locale> locales, Writers writers) throws IOException {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            Map<String, byte[]> expected = writers.write();
            for (Locale locale : locales) {
                Locale.setDefault(locale);
                writers.write()
                        .forEach(
                                (name, bytes) ->
                                        assertThat(bytes)
                                                .as("%s in %s", name, locale.toLanguageTag())
                                                .isEqualTo(expected.get(name)));
            }
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Tag("slow")
    @Test
    void dataIsTheSameInEveryLocale() throws IOException {
        assertThat(locales()).hasSizeGreaterThan(500);
        assertSame(locales(), this::data);
    }

    /** Of the locales one for each way to write numbers, and for each that has its own letters. */
    @Tag("slow")
    @Test
    void reportsAndPicturesAreTheSameInEveryLocale() throws IOException {
        Map<String, Locale> kinds = new LinkedHashMap<>();
        for (Locale locale : locales()) {
            String numbers = String.format(locale, "%d %,.2f %e", -1234567890, 1234.5, 0.001);
            kinds.putIfAbsent(numbers + "I".toLowerCase(locale) + "i".toUpperCase(locale), locale);
        }
        assertThat(kinds).hasSizeGreaterThan(10);
        assertSame(List.copyOf(kinds.values()), this::pictures);
    }

    /** What the first field report showed: a good file replaced by one that NumPy cannot read. */
    @Test
    void anArrayIsReadAgainWhereDigitsAreOthers() throws IOException {
        Locale usual = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            Path file = folder.resolve("map.npy");
            NpyFormat.write(map, file);
            assertThat(NpyFormat.read(file).toArray()).isEqualTo(map.toArray());
            WholeFile.write(folder.resolve("a"), output -> output.write(1));
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("map.npy", "a");
        } finally {
            Locale.setDefault(usual);
        }
    }
}
