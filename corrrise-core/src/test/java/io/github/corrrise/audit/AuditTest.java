package io.github.corrrise.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final FaceVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE).withThreshold(0.5);

    private static FaceImage face(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        double phase = random.nextDouble() * 6;
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / 40;
            int column = i / 3 % 40;
            double wave = Math.sin(row * 0.6 + phase) * Math.cos(column * 0.5);
            rgb[i] = (float) (120 + 90 * wave + 20 * random.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static Audit.Pair pair(int i) {
        Truth truth = i % 2 == 0 ? Truth.GENUINE : Truth.IMPOSTOR;
        LabelledPair labelled =
                LabelledPair.of("pair " + i, truth, FacePair.of(face(i), face(i + 100)));
        return Audit.Pair.of(labelled)
                .withGroup(i < 3 ? "young" : "old")
                .withPersons("p" + i, i % 2 == 0 ? "p" + i : "q" + i);
    }

    private static Stream<Audit.Pair> pairs(int count) {
        return IntStream.range(0, count).mapToObj(AuditTest::pair);
    }

    private static Explainer explainer() {
        return Explainer.builder(VERIFIER).maskCount(40).parts(FaceParts.ofTemplate(SIZE)).build();
    }

    @Nested
    class KnownValues {
        @Test
        void everyPairIsScoredAndAddedUp() {
            List<Explanation> explained = new ArrayList<>();
            Audit.Result result;
            try (Explainer explainer = explainer()) {
                result =
                        Audit.of(explainer)
                                .onExplained((pair, why) -> explained.add(why))
                                .run(pairs(5));
            }
            assertThat(result.pairs())
                    .extracting(Audit.Scored::name)
                    .containsExactly("pair 0", "pair 1", "pair 2", "pair 3", "pair 4");
            assertThat(result.pairs())
                    .extracting(Audit.Scored::similarity)
                    .containsExactlyElementsOf(
                            explained.stream().map(Explanation::similarity).toList());
            assertThat(result.statistics().count(Selection.all())).isEqualTo(5);
            assertThat(result.statistics().groups()).containsExactly("old", "young");
            double mean =
                    explained.stream()
                            .mapToDouble(
                                    why ->
                                            (why.parts().orElseThrow().probe().get(2).effect()
                                                            + why.parts()
                                                                    .orElseThrow()
                                                                    .reference()
                                                                    .get(2)
                                                                    .effect())
                                                    / 2)
                            .average()
                            .orElseThrow();
            assertThat(result.statistics().mean(Selection.all()).parts().get(4).effect())
                    .isCloseTo(mean, within(1e-12));
        }

        /** On the grid, the mean of both maps. */
        @Test
        void aPairsMapIsTheMeanOfItsFaces() {
            try (Explainer explainer = explainer()) {
                Explanation why = explainer.explain(FacePair.of(face(1), face(2)));
                AuditedPair pair = AuditedPair.of("x", Truth.IMPOSTOR, why);
                SaliencyStatistics statistics = new SaliencyStatistics();
                statistics.accept(pair);
                SaliencyMap mean = statistics.mean(Selection.all()).mean();
                float[] probe =
                        pair.run().grid().plane(pair.run().grid().nodes(why.probe().toArray()));
                float[] reference =
                        pair.run()
                                .grid()
                                .plane(
                                        pair.run()
                                                .grid()
                                                .nodes(why.reference().orElseThrow().toArray()));
                for (int pixel = 0; pixel < probe.length; pixel++) {
                    assertThat(mean.toArray()[pixel])
                            .isCloseTo((probe[pixel] + reference[pixel]) / 2, within(1e-6f));
                }
                assertThat(pair.outcome())
                        .isEqualTo(Outcome.of(Truth.IMPOSTOR, why.decision().orElseThrow()));
            }
        }

        @Test
        void pairsWithoutFacesAreListed() {
            LabelledPair none =
                    new LabelledPair(
                            "none",
                            Truth.GENUINE,
                            () -> {
                                throw new FaceDetector.NoFaceException("no face in it");
                            });
            try (Explainer explainer = explainer()) {
                Audit.Result result =
                        Audit.of(explainer).run(Stream.of(pair(0), Audit.Pair.of(none)));
                assertThat(result.pairs()).hasSize(1);
                assertThat(result.unreadable())
                        .containsExactly(new Audit.Unreadable("none", "no face in it"));
            }
        }
    }

    @Nested
    class AFile {
        @TempDir private Path folder;

        private Path file() {
            return folder.resolve("audit.jsonl");
        }

        @Test
        void aKilledRunGoesOnAndEndsAlike() throws IOException {
            try (Explainer explainer = explainer()) {
                Audit.Result whole = Audit.of(explainer).run(pairs(6), folder.resolve("whole"));
                Audit.of(explainer).run(pairs(3), file());
                // As a run leaves it that is killed while it writes.
                Files.write(
                        file(),
                        "{\"pair\":\"pair 3\",\"tru".getBytes(StandardCharsets.UTF_8),
                        StandardOpenOption.APPEND);
                AtomicInteger explained = new AtomicInteger();
                Audit.Result resumed =
                        Audit.of(explainer)
                                .onExplained((pair, why) -> explained.incrementAndGet())
                                .run(pairs(6), file());
                assertThat(explained).hasValue(3);
                assertThat(resumed.statistics()).isEqualTo(whole.statistics());
                assertThat(resumed.pairs()).isEqualTo(whole.pairs());
                assertThat(file()).hasSameTextualContentAs(folder.resolve("whole"));
            }
        }

        @Test
        void theFileHoldsAFewKilobytesAPair() throws IOException {
            try (Explainer explainer = explainer()) {
                Audit.of(explainer).run(pairs(2), file());
            }
            assertThat(Files.readAllLines(file())).hasSize(3);
            assertThat(Files.size(file())).isLessThan(2 * 6000 + 2000);
        }

        @Test
        void otherFacesTruthsGroupsAndPersonsAreRefused() {
            try (Explainer explainer = explainer()) {
                Audit audit = Audit.of(explainer);
                audit.run(pairs(1), file());
                LabelledPair other =
                        LabelledPair.of("pair 0", Truth.GENUINE, FacePair.of(face(7), face(8)));
                refuses(audit, pair(0).withGroup("x"), "group of pair pair 0 must be ");
                refuses(audit, pair(0).withPersons("x", "x"), "persons of pair pair 0 must be ");
                refuses(
                        audit,
                        new Audit.Pair(other, Optional.of("young"), List.of("p0")),
                        "faces of pair pair 0 must be those that the file holds");
                LabelledPair untrue =
                        LabelledPair.of("pair 0", Truth.IMPOSTOR, FacePair.of(face(0), face(100)));
                refuses(audit, Audit.Pair.of(untrue), "truth of pair pair 0 must be GENUINE");
            }
        }

        private void refuses(Audit audit, Audit.Pair pair, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> audit.run(Stream.of(pair), file()))
                    .withMessageStartingWith(message);
        }

        @Test
        void anotherRunsFileIsRefusedAndLeftAsItIs() throws IOException {
            try (Explainer explainer = explainer()) {
                Audit.of(explainer).run(pairs(1), file());
            }
            byte[] before = Files.readAllBytes(file());
            try (Explainer explainer = Explainer.builder(VERIFIER).maskCount(41).build()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Audit.of(explainer).run(pairs(1), file()))
                        .withMessageStartingWith("explainer must be CorrRISE, 40 masks")
                        .withMessageEndingWith("audit into another file than " + file());
            }
            assertThat(file()).hasBinaryContent(before);
        }

        @Test
        void aDamagedFileIsNamedWithItsLine() throws IOException {
            try (Explainer explainer = explainer()) {
                Audit audit = Audit.of(explainer);
                audit.run(pairs(2), file());
                String text = Files.readString(file());
                Files.writeString(file(), text.replaceFirst("\"nodes\":\"", "\"nodes\":\"*"));
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> audit.run(pairs(2), file()))
                        .withMessageContaining("line 2: nodes must be base64");
                Files.writeString(
                        file(), text + text.lines().skip(2).findFirst().orElseThrow() + "\n");
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> audit.run(pairs(2), file()))
                        .withMessageContaining("line 4: it repeats the pair pair 1");
                Files.writeString(file(), "name,score\n");
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> audit.run(pairs(2), file()))
                        .withMessageContaining("line 1: it must be JSON");
                Files.writeString(file(), "name");
                assertThatExceptionOfType(UncheckedIOException.class)
                        .isThrownBy(() -> audit.run(pairs(2), file()))
                        .withMessageContaining("it holds something else than an audit");
                assertThat(file()).hasContent("name");
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void aVerifierWithoutThreshold() {
            FaceVerifier bare = FaceVerifier.of(SIZE, (probe, reference) -> 1);
            try (Explainer explainer = Explainer.of(bare)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Audit.of(explainer))
                        .withMessage("verifier must be with a threshold, was without");
            }
        }

        @Test
        void aNameTwice() {
            try (Explainer explainer = explainer()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Audit.of(explainer).run(Stream.of(pair(0), pair(0))))
                        .withMessage("names of pairs must be distinct, was pair 0 twice");
            }
        }

        @Test
        void aFailureNamesThePair() {
            FaceVerifier failing =
                    FaceVerifier.of(
                            "failing",
                            SIZE,
                            Threshold.of(0.5),
                            (probe, reference) -> {
                                throw new IllegalStateException("down");
                            });
            try (Explainer explainer = Explainer.of(failing)) {
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> Audit.of(explainer).run(pairs(1)))
                        .withMessageStartingWith("pair pair 0: ");
            }
        }

        @Test
        void aRunThatIsCancelledOrInterrupted() {
            try (Explainer explainer = explainer()) {
                AtomicInteger asked = new AtomicInteger();
                Audit audit = Audit.of(explainer).cancelWhen(() -> asked.incrementAndGet() > 2);
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> audit.run(pairs(5)))
                        .withMessage("cancelled after 2 pairs");
                Thread.currentThread().interrupt();
                assertThatExceptionOfType(CancellationException.class)
                        .isThrownBy(() -> Audit.of(explainer).run(pairs(5)));
                assertThat(Thread.interrupted()).isTrue();
            }
        }

        @Test
        void personsThatContradictTheTruth() {
            LabelledPair genuine =
                    LabelledPair.of("g", Truth.GENUINE, FacePair.of(face(1), face(2)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Audit.Pair.of(genuine).withPersons("a", "b"))
                    .withMessage("persons of pair g must be 1 distinct, as it is GENUINE, was 2");
            LabelledPair impostor =
                    LabelledPair.of("i", Truth.IMPOSTOR, FacePair.of(face(1), face(2)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Audit.Pair.of(impostor).withPersons("a", "a"))
                    .withMessage("persons of pair i must be 2 distinct, as it is IMPOSTOR, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Audit.Pair.of(impostor).withGroup(" "))
                    .withMessage("group of pair i must be not blank, was \" \"");
            AuditedPair kept = AuditSamples.flat("k", Truth.GENUINE, 0.5, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> kept.withPersons("a", "b"))
                    .withMessage("persons of pair k must be one person, as it is GENUINE, was two");
        }

        @Test
        void anExplanationWithoutADecision() {
            FaceVerifier bare = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255);
            try (Explainer explainer = Explainer.builder(bare).maskCount(10).build()) {
                Explanation why = explainer.explain(FacePair.of(face(1), face(2)));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> AuditedPair.of("x", Truth.GENUINE, why))
                        .withMessage("explanation must be with a threshold, was without");
            }
        }

        @Test
        void numbersThatAreNotThoseOfTheRun() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    AuditedPair.ofNodes(
                                            AuditSamples.RUN,
                                            "x",
                                            Truth.GENUINE,
                                            1,
                                            new float[3],
                                            List.of()))
                    .withMessage("nodes must be 48, was 3");
            float[] nodes = new float[48];
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    AuditedPair.ofNodes(
                                            AuditSamples.RUN,
                                            "x",
                                            Truth.GENUINE,
                                            1,
                                            nodes,
                                            List.of()))
                    .withMessage("parts must be [eye, nose], was []");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    AuditedPair.of(
                                            AuditSamples.RUN,
                                            "x",
                                            Truth.GENUINE,
                                            1,
                                            nodes,
                                            Optional.of(new float[3]),
                                            List.of()))
                    .withMessage("values of the reference must be 48, was 3");
            nodes[5] = Float.NaN;
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    AuditSamples.of(
                                            AuditSamples.RUN, "x", Truth.GENUINE, 1, nodes, 0))
                    .withMessage("node must be finite, was NaN");
        }
    }

    @Test
    void aPairPrintsNeitherNameNorPerson() {
        assertThat(
                        AuditSamples.flat("Jane", Truth.GENUINE, 0.5, 0)
                                .withPersons("Jane Doe", "Jane Doe"))
                .hasToString("AuditedPair[TRUE_MATCH, similarity 0.5000]");
    }
}
