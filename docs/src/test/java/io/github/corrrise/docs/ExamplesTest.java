package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.cli.DrawnPortraits;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs every example with drawn faces, and checks what the pages say of it. */
class ExamplesTest {
    private static final FaceSize SMALL = new FaceSize(40, 32);

    private final LocalDescriptorVerifier verifier =
            LocalDescriptorVerifier.defaults().withInputSize(SMALL);
    private final FacePair pair = FacePair.of(DrawnFaces.draw(SMALL, 1), DrawnFaces.draw(SMALL, 2));

    /** The first bytes of a picture as many phones write it. */
    private static final byte[] HEIC =
            "\0\0\0\u0018ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.ISO_8859_1);

    @TempDir Path folder;

    private Path picture(String name, FaceSize size, long seed) {
        return DrawnFaces.write(DrawnFaces.draw(size, seed), folder.resolve(name));
    }

    private static String printedBy(Runnable example) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theExampleOfTheReadmeExplainsTwoPicturesByAModel() {
        Path model = TinyModel.write(folder.resolve("tiny.onnx"));
        Path probe = picture("probe.png", FaceSize.ARCFACE, 1);
        Path reference = picture("reference.png", FaceSize.ARCFACE, 2);
        assertThat(printedBy(() -> FirstExplanation.explain(model, probe, reference)))
                .contains("Optional[")
                .contains("SaliencyMap[112x112, correlation");
        try (var opened = FirstExplanation.open(model)) {
            assertThat(opened.inputSize()).isEqualTo(FaceSize.ARCFACE);
            assertThat(opened.threshold()).isPresent();
        }
    }

    @Tag("slow")
    @Test
    void aProfileTellsWhatIsTypical() {
        FaceVerifier quick =
                FaceVerifier.of(
                        SMALL,
                        (probe, reference) -> {
                            float[] a = probe.toPlanes();
                            float[] b = reference.toPlanes();
                            double sum = 0;
                            for (int i = 0; i < a.length; i++) {
                                sum += Math.abs(a[i] - b[i]);
                            }
                            return 1 - sum / (255 * a.length);
                        });
        List<ModelProfiler.Pair> pairs = new ArrayList<>();
        for (int person = 0; person < 12; person++) {
            FacePair faces =
                    FacePair.of(
                            DrawnFaces.draw(SMALL, person / 2),
                            DrawnFaces.draw(SMALL, 50 + (person + 1) / 2 % 6));
            ModelProfiler.Pair some =
                    Profiles.pair("p" + person / 2, "p" + (person + 1) / 2 % 6, faces);
            pairs.add(
                    new ModelProfiler.Pair(
                            "pair " + person,
                            some.probePerson(),
                            some.referencePerson(),
                            some.faces()));
        }
        Path file = folder.resolve("model.profile.json");
        assertThat(printedBy(() -> Profiles.make(quick, pairs, folder.resolve("run"), file)))
                .contains("Estimate[value=0.");
        assertThat(printedBy(() -> Profiles.explain(quick, pair, file)).lines())
                .hasSize(11)
                .allMatch(
                        line ->
                                line.matches(
                                        "[a-z ]+: [+-]\\d\\.\\d{3}, typical [+-]\\d\\.\\d{3},"
                                                + " [+-]\\d+\\.\\d spreads"));
    }

    @Tag("slow")
    @Test
    void everyPartOfTheFaceIsMeasured() {
        FacePair faces =
                FacePair.of(
                        DrawnFaces.draw(FaceSize.ARCFACE, 1), DrawnFaces.draw(FaceSize.ARCFACE, 2));
        List<PartEffects> measured = new ArrayList<>();
        String lines =
                printedBy(
                        () ->
                                measured.add(
                                        Parts.measure(LocalDescriptorVerifier.defaults(), faces)));
        PartEffects effects = measured.get(0);
        assertThat(effects.passCount()).isEqualTo(4 * 11 * 2 + 2);
        assertThat(lines.lines())
                .hasSize(11)
                .allMatch(line -> line.matches("[a-z ]+ hidden: -?\\d\\.\\d{3} -> .*"));
        assertThat(printedBy(() -> Parts.share(LocalDescriptorVerifier.defaults(), faces)).lines())
                .hasSize(11)
                .allMatch(line -> line.matches("[a-z ]+: -?\\d\\.\\d{3} \\+- \\d\\.\\d{3}"));
        FaceImage crop = faces.probe();
        assertThat(Parts.byLandmarks(crop, FaceAligner.arcFace().template()))
                .isEqualTo(effects.parts());
        assertThat(Parts.own(crop).names()).containsExactly("upper half", "lower half");
    }

    @Test
    void partsTellWhyThisOneAndNotThatOne() {
        List<FaceImage> faces =
                IntStream.range(0, 3)
                        .mapToObj(seed -> DrawnFaces.draw(FaceSize.ARCFACE, seed))
                        .toList();
        String lines =
                printedBy(
                        () ->
                                Parts.contrast(
                                        LocalDescriptorVerifier.defaults(),
                                        faces.get(0),
                                        faces.get(1),
                                        faces.get(2)));
        assertThat(lines.lines())
                .hasSize(11)
                .allMatch(
                        line ->
                                line.matches(
                                        "[a-z ]+ hidden: better by -?\\d\\.\\d{3} -> -?\\d.*"));
    }

    @Tag("slow")
    @Test
    void claimsAreTriedAndTold() {
        FacePair faces =
                FacePair.of(
                        DrawnFaces.draw(FaceSize.ARCFACE, 1), DrawnFaces.draw(FaceSize.ARCFACE, 1));
        Path file = folder.resolve("claims.html");
        Explanation why = Claims.explain(LocalDescriptorVerifier.defaults(), faces, file);
        assertThat(file).content().contains("2026/17", "What the decision rests on");
        assertThat(printedBy(() -> Claims.print(why)).lines())
                .hasSize(4)
                .allMatch(line -> line.matches("(Hiding|Showing|Nothing).*decision.*"));
    }

    @Test
    void regionsAreDrawnAndPartsThatACropDoesNotShowAreNamed() {
        FaceImage crop = DrawnFaces.draw(FaceSize.ARCFACE, 1);
        assertThat(Parts.drawn(crop).names()).containsExactly("scar", "rest of the crop");
        assertThat(
                        printedBy(
                                () ->
                                        Parts.missing(
                                                DrawnFaces.draw(new FaceSize(55, 60), 1),
                                                Landmarks.of(
                                                        12.3, 8.7, 47.5, 8.5, 30.0, 28.7, 15.5,
                                                        49.4, 44.7, 49.2))))
                .contains("outside the face: not in the crop");
    }

    @Test
    void theTwoPartsThatActTogetherAreNamed() {
        String line = printedBy(() -> Parts.together(verifier, pair, Parts.own(pair.probe())));
        assertThat(line).matches("upper half and lower half together: -?\\d\\.\\d{3}\\R");
    }

    @Test
    void theQuickStartExplainsTwoCropsOfAnySize() {
        String probe = picture("probe.png", new FaceSize(90, 80), 1).toString();
        String reference = picture("reference.png", new FaceSize(90, 80), 2).toString();
        assertThat(printedBy(() -> QuickStart.main(new String[] {probe, reference})))
                .contains("500 masks, 1002 passes, both sides")
                .contains("probe      SaliencyMap[90x80, correlation")
                .contains("reference  SaliencyMap[90x80, correlation");
    }

    @Test
    void anExplainerIsConfigured() {
        AtomicLong passes = new AtomicLong();
        Progress bar = (done, total) -> passes.set(done);
        try (Explainer explainer = Runs.configured(verifier, bar)) {
            Explanation why = explainer.explain(pair);
            assertThat(why.provenance().maskCount()).isEqualTo(1000);
            assertThat(why.provenance().seed()).isEqualTo(7);
            assertThat(why.probe().significance().orElseThrow().level()).isEqualTo(0.01);
            assertThat(passes).hasValue(2002);
        }
    }

    @Test
    void threadsChangeNothing() {
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try (Explainer explainer = Runs.threaded(verifier, executor);
                Explainer alone = Explainer.of(verifier)) {
            assertThat(explainer.explain(pair)).isEqualTo(alone.explain(pair));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void fewerPassesAreTakenByTheAdjustedEstimator() {
        Explanation why = Runs.fewerPasses(verifier, pair);
        assertThat(why.provenance().passCount()).isEqualTo(322);
        assertThat(why.provenance().settings()).containsEntry("estimator", "ADJUSTED");
        Explanation until = Runs.until(verifier, pair);
        assertThat(until.provenance().stopReason()).isEqualTo(StopReason.STANDARD_ERROR);
        assertThat(until.provenance().maskCount()).isLessThan(1000);
    }

    @Test
    void theProbeAloneCostsHalfThePasses() {
        Explanation why = Runs.probeOnly(verifier, pair);
        assertThat(why.reference()).isEmpty();
        assertThat(why.provenance().passCount()).isEqualTo(502);
    }

    @Test
    void aGalleryCostsOnePassAReferenceMore() {
        List<FaceImage> gallery =
                List.of(DrawnFaces.draw(SMALL, 2), DrawnFaces.draw(SMALL, 3), pair.probe());
        try (Explainer explainer = Explainer.of(verifier)) {
            Path file = folder.resolve("contrast.png");
            Contrast contrast = Runs.contrast(explainer, pair.probe(), gallery, file);
            assertThat(contrast.mate().pair().reference()).isEqualTo(pair.probe());
            assertThat(contrast.difference()).isPositive();
            assertThat(file).isNotEmptyFile();
            List<Explanation> explanations = Runs.gallery(explainer, pair.probe(), gallery);
            assertThat(explanations).hasSize(3);
            assertThat(explanations.get(0).provenance().passCount()).isEqualTo(504);
        }
    }

    @Test
    void manyPairsComeInTheirOrder() {
        List<Explanation> reports = new ArrayList<>();
        try (Explainer explainer = Explainer.builder(verifier).maskCount(20).build()) {
            Runs.all(explainer, Stream.of(pair, pair.swapped()), reports::add);
        }
        assertThat(reports).extracting(Explanation::pair).containsExactly(pair, pair.swapped());
    }

    @Test
    void aRunInTheBackgroundReports() {
        List<Explanation> reports = new ArrayList<>();
        try (Explainer explainer = Explainer.builder(verifier).maskCount(20).build()) {
            Runs.background(explainer, pair, Runnable::run, reports::add).join();
        }
        assertThat(reports).hasSize(1);
    }

    @Test
    void aMapIsReadPixelByPixel() {
        try (Explainer explainer = Explainer.of(verifier)) {
            Explanation why = explainer.explain(pair);
            SaliencyMap map = why.probe();
            List<String> said = new ArrayList<>();
            for (int row = 0; row < SMALL.height(); row++) {
                for (int column = 0; column < SMALL.width(); column++) {
                    said.add(ReadingMaps.say(map, row, column));
                }
            }
            assertThat(said).anyMatch(text -> text.contains("higher"));
            assertThat(ReadingMaps.certainty(map, 20, 16)).contains("significance bound");
            SaliencyMap.Reliability steady =
                    new SaliencyMap.Reliability(
                            Optional.of(new SaliencyMap.ExplainedVariance(0.6, 0.03)),
                            OptionalDouble.of(0.93));
            assertThat(map.reliability()).isPresent();
            assertThat(ReadingMaps.wantsCare(map.withReliability(steady))).isFalse();
            SaliencyMap.Reliability low =
                    new SaliencyMap.Reliability(
                            Optional.of(new SaliencyMap.ExplainedVariance(0.2, 0.03)),
                            OptionalDouble.of(0.93));
            assertThat(ReadingMaps.wantsCare(map.withReliability(low))).isTrue();
            SaliencyMap answer = ReadingMaps.speaksForTheDecision(why);
            assertThat(answer)
                    .isEqualTo(
                            why.decision().orElseThrow() == Decision.MATCH
                                    ? map.similar()
                                    : map.dissimilar());
            assertThat(
                            Words.dissimilarityMap(explainer, pair.probe(), pair.reference())
                                    .largestMagnitude())
                    .isGreaterThanOrEqualTo(0);
        }
    }

    /** The share is (1 - (30/83)^2)^10 at an inner pixel: the pages say "about a quarter". */
    @Test
    void publishedMasksLeaveAQuarterOfTheInnerFace() {
        double share = Math.pow(1 - Math.pow(30.0 / 83.0, 2), 10);
        assertThat(share).isCloseTo(0.247, within(0.0005));
        assertThat(ReadingMaps.visibleShare()).isCloseTo(share, within(0.05));
    }

    /** The chance that no mask of 500 hides a corner pixel: the pages say "almost one in two". */
    @Test
    void publishedMasksOftenLeaveACornerUndefined() {
        assertThat(Math.pow(1 - 1.0 / (83 * 83), 10 * 500)).isCloseTo(0.484, within(0.0005));
    }

    @Tag("slow")
    @Test
    void everyMethodExplainsTheSameSimilarity() {
        double similarity = Methods.sideBySide(verifier, pair).get(0).similarity();
        List<SaliencyExplainer> methods =
                List.of(
                        Methods.occlusion(verifier),
                        Methods.xFace(verifier),
                        Methods.minPlus(verifier),
                        Methods.sRise(verifier),
                        Methods.fvRise(verifier),
                        Methods.lime(verifier),
                        Methods.sobol(verifier),
                        Methods.hsic(verifier),
                        Methods.controls().get(0).on(verifier));
        for (SaliencyExplainer method : methods) {
            Explanation why = method.explain(pair);
            assertThat(why.similarity()).isEqualTo(similarity);
            assertThat(why.probe().largestMagnitude()).isPositive();
        }
    }

    @Test
    void thePageOfMethodsTellsTheMasksOfTheDefaults() {
        Map<String, Baseline> methods =
                Map.of(
                        "occlusion()", Baseline.occlusion(),
                        "xFace()", Baseline.xFace(),
                        "minPlus()", Baseline.minPlus(),
                        "sRise()", Baseline.sRise(),
                        "fvRise()", Baseline.fvRise(),
                        "lime()", Baseline.lime(),
                        "sobol()", Baseline.sobol(),
                        "hsic()", Baseline.hsic());
        String page = Repository.text(Repository.ROOT.resolve("docs/methods.md"));
        methods.forEach(
                (name, method) -> {
                    int masks = method.maskCount(FaceSize.ARCFACE);
                    String row =
                            page.lines()
                                    .filter(line -> line.startsWith("| [`" + name + "`]"))
                                    .findFirst()
                                    .orElseThrow();
                    assertThat(row).contains(String.format(Locale.ROOT, "| %,d |", masks));
                    assertThat(Methods.passes(method)).isEqualTo(2L * masks + 2);
                });
    }

    @Test
    void aMatcherOfOnesOwnIsExplained() {
        FaceVerifier own = OwnVerifiers.fromFunction(MatcherVerifierTest::compare);
        FacePair faces =
                FacePair.of(
                        DrawnFaces.draw(FaceSize.ARCFACE, 1), DrawnFaces.draw(FaceSize.ARCFACE, 2));
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Explainer explainer = OwnVerifiers.remote(own, executor)) {
            Explanation why = explainer.explain(faces);
            assertThat(why.decision()).isEmpty();
            assertThat(why.provenance().passCount()).isLessThanOrEqualTo(400);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aMatcherThatFindsNoFaceLosesMasksOnly() {
        FacePair faces =
                FacePair.of(
                        DrawnFaces.draw(FaceSize.ARCFACE, 1), DrawnFaces.draw(FaceSize.ARCFACE, 2));
        double darkest = 0.87 * faces.probe().mean(0);
        FaceVerifier blindAtTimes =
                OwnVerifiers.fromFunction(
                        (probe, reference) ->
                                probe.mean(0) < darkest
                                        ? OptionalDouble.empty()
                                        : MatcherVerifierTest.compare(probe, reference));
        try (Explainer explainer = OwnVerifiers.remote(blindAtTimes, Runnable::run)) {
            assertThat(explainer.explain(faces).provenance().failedCount()).isPositive();
        }
    }

    @Test
    void anEvaluationComparesTwoExplainersOnTheSamePairs() {
        DeletionInsertion similar = DeletionInsertion.published().withThreshold(0.31);
        List<LabelledPair> pairs =
                List.of(
                        LabelledPair.of("one", Truth.GENUINE, pair),
                        LabelledPair.of("other", Truth.GENUINE, pair.swapped()));
        Path file = folder.resolve("scores.jsonl");
        try (Explainer explainer = Explainer.builder(verifier).maskCount(40).build()) {
            List<EvaluationScores> scores = new ArrayList<>();
            String printed =
                    printedBy(() -> scores.add(Evaluating.evaluate(explainer, pairs, file)));
            assertThat(printed.lines().limit(2)).containsExactly("one", "other");
            assertThat(EvaluationScores.read(file)).isEqualTo(scores.get(0));
            String gain =
                    printedBy(
                            () ->
                                    assertThat(
                                                    Evaluating.compare(
                                                                    scores.get(0),
                                                                    scores.get(0),
                                                                    similar)
                                                            .value())
                                            .isZero());
            assertThat(gain.strip()).isEqualTo("false");
        }
    }

    @Test
    void mapsOfAnotherToolAreAnExplainer() {
        float[] values = new float[verifier.inputSize().pixelCount()];
        values[5] = 1;
        NpyFormat.write(
                NpyFormat.Plane.of(verifier.inputSize(), values), folder.resolve("a.probe.npy"));
        SaliencyExplainer explainer = Evaluating.given(verifier, Map.of("a", pair), folder);
        assertThat(explainer.explain(pair).probe().toArray()).isEqualTo(values);
    }

    /** The drawn photographs of the page, found by a detector that knows them. */
    @Tag("slow")
    @Test
    void photographsAreExplainedWhereTheirFacesAre() {
        DrawnPhotograph probe = DrawnPhotograph.probe();
        DrawnPhotograph reference = DrawnPhotograph.reference();
        DetectedFace.Box box = new DetectedFace.Box(100, 90, 150, 190);
        FaceDetector detector =
                photograph ->
                        FromPhotographs.own(
                                        photograph.equals(probe.picture())
                                                ? probe.landmarks()
                                                : reference.landmarks(),
                                        box)
                                .detect(photograph);
        Path picture = folder.resolve("on-photograph.png");
        Explanation why =
                FromPhotographs.explain(
                        detector,
                        LocalDescriptorVerifier.defaults(),
                        DrawnFaces.write(probe.picture(), folder.resolve("probe.png")),
                        DrawnFaces.write(reference.picture(), folder.resolve("reference.png")),
                        picture);
        assertThat(why.decision()).contains(Decision.MATCH);
        assertThat(FaceImage.read(picture).size()).isEqualTo(new FaceSize(840, 720));
        AlignedFace face = FromPhotographs.all(detector, probe.picture()).get(0);
        assertThat(face.crop()).isEqualTo(why.pair().probe());
        assertThat(printedBy(() -> assertThat(FromPhotographs.isFit(face)).isTrue())).isEmpty();
        AlignedFace larger = FromPhotographs.byLandmarks(reference.picture());
        assertThat(larger.crop().size()).isEqualTo(new FaceSize(160, 160));
    }

    /** The program of the first hour, with a detector that knows the drawn faces. */
    @Tag("slow")
    @Test
    void theFirstHourEndsWithAReportOnBothPhotographs() {
        DrawnPhotograph probe = DrawnPhotograph.probe();
        DrawnPhotograph reference = DrawnPhotograph.reference();
        DetectedFace.Box box = new DetectedFace.Box(100, 90, 150, 190);
        FaceDetector detector =
                photograph ->
                        List.of(
                                new DetectedFace(
                                        box,
                                        photograph.equals(probe.picture())
                                                ? probe.landmarks()
                                                : reference.landmarks(),
                                        1.0));
        Path report = folder.resolve("report.html");
        Explanation why =
                ExplainPhotographs.explain(
                        LocalDescriptorVerifier.defaults(),
                        detector,
                        DrawnFaces.write(probe.picture(), folder.resolve("probe.png")),
                        DrawnFaces.write(reference.picture(), folder.resolve("reference.png")),
                        report);
        assertThat(why.decision()).contains(Decision.MATCH);
        assertThat(report).content().contains("On the photograph", "probe.png", "reference.png");
    }

    /** Each message of the table, as the library gives it; a page that quotes another misleads. */
    @Test
    void theFirstHourQuotesErrorMessagesAsTheyAre() throws IOException {
        Path tiny = TinyModel.write(folder.resolve("arcface.onnx"));
        Path pointer =
                Files.writeString(
                        folder.resolve("sface.onnx"),
                        "version https://git-lfs.github.com/spec/v1\noid sha256:"
                                + "0".repeat(64)
                                + "\nsize 24227283\n");
        Path heic = Files.write(folder.resolve("probe.jpg"), HEIC);
        Path several = TinyModel.writeWithTwoOutputs(folder.resolve("yunet.onnx"));
        FaceImage photograph = FaceImage.filled(new FaceSize(1200, 900), 1, 2, 3);
        FaceDetector nobody = any -> List.of();
        Landmarks known = DrawnPhotograph.probe().landmarks();
        DetectedFace face = new DetectedFace(new DetectedFace.Box(100, 90, 150, 190), known, 1.0);
        FaceDetector crowd = any -> List.of(face, face);
        Explainer explainer =
                Explainer.of(LocalDescriptorVerifier.defaults().withInputSize(FaceSize.ARCFACE));
        Map<String, ThrowingCallable> messages =
                Map.of(
                        "model must be a file, was missing: sface.onnx",
                        () -> FirstExplanation.open(Path.of("sface.onnx")).close(),
                        "model sface.onnx must be an ONNX file, was a pointer of Git LFS"
                                + " (git lfs pull fetches the file)",
                        () -> FirstExplanation.open(pointer).close(),
                        "outputName must be one of [",
                        () -> FirstExplanation.open(several).close(),
                        "outputs of arcface.onnx must be those of YuNet,"
                                + " [cls_8, obj_8, bbox_8, kps_8] among them, was [embedding]",
                        () ->
                                ExplainPhotographs.main(
                                        new String[] {tiny.toString(), tiny.toString()}),
                        "picture must be a file, was missing: probe.jpg",
                        () -> FaceImage.read(Path.of("probe.jpg")),
                        "picture must be PNG, JPEG, BMP, TIFF or GIF by content,"
                                + " was HEIC: convert it to PNG or JPEG: ",
                        () -> FaceImage.read(heic),
                        "photograph must be of exactly one face, was 1200x900 with none found by ",
                        () -> nobody.only(photograph),
                        "photograph must be of exactly one face, was 1200x900 with 2 found by ",
                        () -> crowd.only(photograph),
                        "probe must be 112x112, an aligned face for this verifier (",
                        () -> explainer.explain(FacePair.of(photograph, photograph)));
        String page = Repository.text(Repository.ROOT.resolve("docs/first-hour.md"));
        messages.forEach(
                (message, call) -> {
                    assertThat(catchThrowable(call)).hasMessageStartingWith(message);
                    assertThat(page).contains("`" + message);
                });
    }

    /** What is no detector is refused when it is opened. */
    @Test
    void anEmbedderIsNoDetector() {
        Path model = TinyModel.write(folder.resolve("tiny.onnx"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FromPhotographs.open(model).close())
                .withMessageStartingWith("outputs of tiny.onnx must be those of YuNet");
    }

    /** The pages say so, with a picture each. */
    @Tag("slow")
    @ParameterizedTest
    @EnumSource(FourOutcomes.class)
    void eachOutcomeIsWhatItsPictureShows(FourOutcomes outcome) {
        Explanation why = outcome.explain();
        Decision decision = why.decision().orElseThrow();
        assertThat(FourOutcomes.of(why, outcome.outcome().truth())).isEqualTo(outcome.outcome());
        SaliencyMap first = outcome.firstToRead(why.probe());
        assertThat(first)
                .isEqualTo(
                        decision == Decision.MATCH
                                ? why.probe().similar()
                                : why.probe().dissimilar());
        assertThat(first.significantShare()).isPositive();
        String score = String.format(Locale.ROOT, "decided %s at %.3f", decision, why.similarity());
        assertThat(Repository.text(Repository.ROOT.resolve("docs/reading-maps.md")))
                .contains(score);
    }

    /** The table of the page, to its two decimals. */
    @Tag("slow")
    @Test
    void fillsAgreeAsThePageSays() {
        List<SaliencyMap> maps =
                Choosing.underFills(LocalDescriptorVerifier.defaults(), DrawnPortraits.pair());
        List<String> names = List.of("black", "mean", "blur", "noise");
        String page = Repository.text(Repository.ROOT.resolve("docs/masks-and-fill.md"));
        for (int row = 0; row < maps.size(); row++) {
            StringBuilder line = new StringBuilder("| **" + names.get(row) + "** |");
            for (SaliencyMap other : maps) {
                double agreement = Choosing.agreement(maps.get(row), other);
                line.append(
                        agreement == 1 ? " 1 |" : String.format(Locale.ROOT, " %.2f |", agreement));
            }
            assertThat(page).contains(line);
        }
    }

    @Test
    void thresholdsAreCounted() {
        double[] genuine = new double[800];
        Arrays.fill(genuine, 0.5);
        double[] impostors = new double[12_000];
        for (int i = 0; i < impostors.length; i++) {
            impostors[i] = i / 24_000.0;
        }
        double third = impostors[impostors.length - 3];
        assertThat(Thresholds.told(genuine, impostors, Threshold.of(third)))
                .isEqualTo("FMR 0.025 % [0.0052, 0.073], FNMR below 0.38 %");
        ErrorRates rates = ErrorRates.of(LabelledScores.of("gate 4", genuine, impostors));
        assertThat(rates.at(Thresholds.chosen(rates)).falseMatches().atMost())
                .isLessThanOrEqualTo(0.001);
    }

    /** The sentences and the refusal that the page quotes. */
    @Test
    void scoresStandAmongOthersAsThePageSays() {
        String page = Repository.text(Repository.ROOT.resolve("docs/thresholds.md"));
        LabelledScores scores = LabelledScores.of("gate 4", new double[] {1}, new double[2000]);
        assertThatThrownBy(() -> ErrorRates.of(scores).thresholdFor(1e-5))
                .satisfies(refusal -> assertThat(page).contains(refusal.getMessage()));
        ScoreMeaning meaning =
                new ScoreMeaning(
                        "gate 4",
                        "",
                        0.31,
                        new ErrorRates.Rate(3, 12_000),
                        new ErrorRates.Rate(0, 800));
        assertThat(page).contains(meaning.inWords());
    }

    @Test
    void scoresAreCollectedExplainedAndCalibrated() {
        FaceVerifier local = LocalDescriptorVerifier.defaults();
        List<LabelledPair> pairs =
                List.of(
                        LabelledPair.of("same", Truth.GENUINE, DrawnPortraits.pair()),
                        LabelledPair.of("two", Truth.IMPOSTOR, DrawnPortraits.pair()));
        LabelledScores scores = Thresholds.scored(local, pairs);
        assertThat(Thresholds.explained(local, ErrorRates.of(scores), DrawnPortraits.pair()))
                .hasValueSatisfying(
                        meaning ->
                                assertThat(meaning.impostorsAsHigh())
                                        .isEqualTo(new ErrorRates.Rate(1, 1)));
        LabelledScores.Builder many = LabelledScores.builder("many");
        for (int i = 0; i < 40; i++) {
            many.add(0.2 + i / 50.0, Truth.GENUINE, i % 2 == 0 ? "a" : "b");
            many.add(-0.2 + i / 50.0, Truth.IMPOSTOR, i % 2 == 0 ? "a" : "b");
        }
        LabelledScores all = many.build();
        assertThat(Thresholds.byGroup(all, Threshold.of(0.3))).containsOnlyKeys("a", "b");
        assertThat(Thresholds.ratio(all.ofGroup("a"), all.ofGroup("b")))
                .satisfies(told -> assertThat(told[0]).isBetween(-1.0, 1.0))
                .satisfies(told -> assertThat(told[1]).isBetween(told[2], 1.0));
    }

    @Test
    void explanationsBecomeFilesAndComeBack() throws IOException {
        try (Explainer explainer = Explainer.builder(verifier).maskCount(20).build()) {
            Explanation why = explainer.explain(pair);
            Reports.report(why, folder);
            assertThat(folder.resolve("why.html")).content().contains("probe.jpg");
            assertThat(Reports.again(why, folder)).isTrue();
            Path record = folder.resolve("why.json");
            assertThat(printedBy(() -> Reports.replay(record, verifier, why.pair())).strip())
                    .isEqualTo("identical");
            Reports.index(List.of(why, why), folder);
            assertThat(folder.resolve("index.html")).content().contains("href=\"1.html\"");
            assertThat(folder.resolve("1.html")).exists();
        }
    }

    @Test
    void summariesTellClaimsInWords() throws IOException {
        try (Explainer explainer = Explainer.builder(verifier).maskCount(20).claims().build()) {
            Explanation why = explainer.explain(pair);
            int claimCount = why.claims().map(tried -> tried.claims().size()).orElse(0);
            assertThat(printedBy(() -> Reports.summarise(why)).lines()).hasSize(claimCount);
        }
    }

    @Test
    void reportsShowPhotographs() {
        FaceImage photograph = DrawnFaces.draw(new FaceSize(120, 100), 1);
        Landmarks landmarks = Landmarks.of(35, 48, 65, 48, 50, 65, 38, 86, 62, 86);
        AlignedFace face = FaceAligner.of(SMALL).align(photograph, landmarks);
        try (Explainer explainer = Explainer.builder(verifier).maskCount(20).build()) {
            Explanation why = explainer.explain(FacePair.of(face.crop(), face.crop()));
            assertThat(Reports.onPhotographs(why, photograph, face, photograph, face).toHtml())
                    .contains("On the photograph");
        }
    }

    /** As the page on errors says, by type alone. */
    @Test
    void aServiceAnswersByTypeAlone() {
        FacePair pair = DrawnPortraits.pair();
        FaceVerifier broken =
                FaceVerifier.of(
                        pair.probe().size(),
                        (probe, reference) -> {
                            throw new IllegalArgumentException("of the matcher, not of the caller");
                        });
        LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults();
        Explainer closed = Explainer.of(verifier);
        closed.close();
        Explainer cancelled = Explainer.builder(verifier).cancelWhen(() -> true).build();
        FaceImage photograph = FaceImage.filled(new FaceSize(300, 400), 1, 2, 3);
        FacePair photographs = FacePair.of(photograph, photograph);
        assertThat(status(() -> FaceImage.read(new byte[] {1, 2, 3}))).isEqualTo(422);
        FaceDetector nobody = any -> List.of();
        assertThat(status(() -> nobody.only(photograph))).isEqualTo(422);
        assertThat(status(() -> Explainer.of(broken).explain(pair))).isEqualTo(502);
        assertThat(status(() -> closed.explain(pair))).isEqualTo(500);
        assertThat(status(() -> cancelled.explain(pair))).isEqualTo(503);
        assertThat(status(() -> Explainer.of(verifier).explain(photographs))).isEqualTo(400);
    }

    private static int status(ThrowingCallable call) {
        return Errors.status(catchThrowable(call));
    }
}
