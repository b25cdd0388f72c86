package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.fuzz.Damage;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An evaluation kept in a file: killed at any byte, taken up again, refused where it must be. */
class ScoreFileTest {
    private static final FaceSize SIZE = new FaceSize(2, 3);
    private static final int PAIRS = 3;

    private static final DeletionInsertion SIMILAR =
            DeletionInsertion.published().withStepCount(2).withThreshold(0.3);

    /** A third as a double needs every digit, and a name may hold anything. */
    private static final FaceVerifier VERIFIER =
            FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0) / 255 / 3);

    private static final MapsByFunction EXPLAINER =
            MapsByFunction.of(
                    VERIFIER,
                    pair ->
                            SaliencyMap.of(
                                    SIZE,
                                    SaliencyMap.Scale.CORRELATION,
                                    new float[] {1, 2, 3, 4, 5, 6}),
                    Optional.empty());

    private static final FacePair FACES_OF_OTHERS =
            FacePair.of(FaceImage.filled(SIZE, 70 + 37, 1, 0), FaceImage.filled(SIZE, 9, 9, 9));

    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("scores.jsonl");
    }

    private static Evaluation.Builder evaluation() {
        return Evaluation.builder(EXPLAINER).protocols(SIMILAR, SIMILAR.withSign(Sign.DISSIMILAR));
    }

    private static Stream<LabelledPair> pairs() {
        return IntStream.range(0, PAIRS).mapToObj(ScoreFileTest::pair);
    }

    private static LabelledPair pair(int i) {
        return LabelledPair.of(
                "\"\u00e4\n,\" " + i,
                i == 0 ? Truth.GENUINE : Truth.IMPOSTOR,
                FacePair.of(
                        FaceImage.filled(SIZE, 70 + 37 * i, 0, 0),
                        FaceImage.filled(SIZE, 9, 9, 9)));
    }

    /** Around every line end and all over the lines, the header's included. */
    @Tag("slow")
    @Test
    void aRunKilledAnywhereEndsAsAnUninterruptedOne() throws IOException {
        EvaluationScores uninterrupted = evaluation().build().run(pairs(), file);
        byte[] whole = Files.readAllBytes(file);
        assertThat(new String(whole, java.nio.charset.StandardCharsets.UTF_8).lines())
                .hasSize(1 + PAIRS);
        for (int length = 0; length <= whole.length; length++) {
            boolean nearLineEnd =
                    length < 2
                            || whole[length - 1] == '\n'
                            || whole[length - 2] == '\n'
                            || length >= whole.length - 1
                            || whole[length] == '\n';
            if (!nearLineEnd && length % 37 != 0) {
                continue;
            }
            Files.write(file, Arrays.copyOf(whole, length));
            AtomicInteger done = new AtomicInteger();
            EvaluationScores resumed =
                    evaluation()
                            .onScored(pair -> done.incrementAndGet())
                            .build()
                            .run(pairs(), file);
            assertThat(resumed).isEqualTo(uninterrupted);
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
            long kept = IntStream.range(0, length).filter(i -> whole[i] == '\n').count() - 1;
            assertThat(done.get()).isEqualTo(PAIRS - (int) Math.max(0, kept));
        }
    }

    @Test
    void aRunThatFailsKeepsWhatItHasDone() throws IOException {
        Evaluation failing =
                evaluation()
                        .onExplained(
                                (pair, why) -> {
                                    if (pair.name().endsWith("2")) {
                                        throw new IllegalStateException("killed");
                                    }
                                })
                        .build();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> failing.run(pairs(), file));
        assertThat(EvaluationScores.read(file).pairs()).hasSize(2);
        List<String> done = new ArrayList<>();
        evaluation().onScored(pair -> done.add(pair.name())).build().run(pairs(), file);
        assertThat(done).containsExactly(pair(2).name());
    }

    @Test
    void theFileTellsWhatTheRunReturned() {
        EvaluationScores scores = evaluation().build().run(pairs(), file);
        assertThat(EvaluationScores.read(file)).isEqualTo(scores);
        assertThat(EvaluationScores.read(file).result(SIMILAR))
                .isEqualTo(evaluation().build().run(pairs()).result(SIMILAR));
    }

    /** A file may hold more pairs than are asked for; they stay and do not count. */
    @Test
    void onlyThePairsAskedForCount() throws IOException {
        evaluation().build().run(pairs(), file);
        byte[] whole = Files.readAllBytes(file);
        EvaluationScores some = evaluation().build().run(Stream.of(pair(2), pair(0)), file);
        assertThat(some.pairs().stream().map(EvaluationScores.Scored::name))
                .containsExactly(pair(2).name(), pair(0).name());
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void otherSettingsAreRefusedByName() throws IOException {
        evaluation().build().run(pairs().limit(1), file);
        byte[] before = Files.readAllBytes(file);
        Evaluation otherProtocol =
                Evaluation.builder(EXPLAINER).protocols(SIMILAR.withSeed(1)).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> otherProtocol.run(pairs(), file))
                .withMessageStartingWith("protocols must be [SIMILAR, [PROBE], 2 steps, ")
                .withMessageContaining(", as in " + file + ", was [SIMILAR, [PROBE], 2 steps, ");
        Evaluation otherExplainer =
                Evaluation.builder(
                                new MapsByFunction(
                                        VERIFIER, "others", EXPLAINER.probe(), Optional.empty()))
                        .protocols(SIMILAR, SIMILAR.withSign(Sign.DISSIMILAR))
                        .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> otherExplainer.run(pairs(), file))
                .withMessage("explainer must be given maps, as in " + file + ", was others");
        Evaluation otherVerifier =
                Evaluation.builder(EXPLAINER.on(AdditiveVerifier.of(SIZE, new double[][] {{1}})))
                        .protocols(SIMILAR, SIMILAR.withSign(Sign.DISSIMILAR))
                        .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> otherVerifier.run(pairs(), file))
                .withMessageStartingWith("verifier must be ");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /** The threshold is no setting of the scores. */
    @Test
    void anotherThresholdIsNotRefused() {
        Evaluation.builder(EXPLAINER).protocols(SIMILAR).build().run(pairs(), file);
        DeletionInsertion other = SIMILAR.withThreshold(0.1);
        Evaluation again = Evaluation.builder(EXPLAINER).protocols(other).build();
        assertThat(again.run(pairs(), file).result(other).threshold().value()).isEqualTo(0.1);
    }

    /** Nor is the verifier's own. */
    @Test
    void aVerifierOfAnotherThresholdIsNotRefused() {
        for (double threshold : new double[] {0.2, 0.4}) {
            FaceVerifier verifier =
                    FaceVerifier.of(
                            "mean red",
                            SIZE,
                            Threshold.of(threshold),
                            (probe, reference) -> probe.mean(0) / 255 / 3);
            Evaluation run = Evaluation.builder(EXPLAINER.on(verifier)).protocols(SIMILAR).build();
            assertThat(run.run(pairs(), file).pairs()).hasSize(PAIRS);
        }
    }

    @Test
    void aPairWhoseTruthHasChangedIsRefused() {
        evaluation().build().run(pairs(), file);
        LabelledPair changed = new LabelledPair(pair(0).name(), Truth.IMPOSTOR, pair(0).faces());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation().build().run(Stream.of(changed), file))
                .withMessageStartingWith("truth of pair ")
                .withMessageEndingWith(" must be GENUINE, as in the file, was IMPOSTOR");
    }

    /** The picture behind a name was exchanged between two runs. */
    @Test
    void aPairWhoseFacesHaveChangedIsRefused() throws IOException {
        evaluation().build().run(pairs(), file);
        byte[] before = Files.readAllBytes(file);
        LabelledPair changed = LabelledPair.of(pair(1).name(), Truth.IMPOSTOR, FACES_OF_OTHERS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation().build().run(Stream.of(changed), file))
                .withMessageStartingWith("faces of pair ")
                .withMessageContaining(" must be those that the file holds scores of");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anotherFailurePolicyOrLibraryIsRefused() throws IOException {
        evaluation().build().run(pairs(), file);
        Evaluation lowest = evaluation().failurePolicy(FailurePolicy.LOWEST).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lowest.run(pairs(), file))
                .withMessage("failure policy must be FAIL, as in " + file + ", was LOWEST");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\"libraryVersion\":\"[^\"]*", "\"libraryVersion\":\"0.0.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluation().build().run(pairs(), file))
                .withMessageStartingWith("library version must be 0.0.1, as in " + file);
    }

    @Test
    void oneRunWritesAtATime() {
        Evaluation outer =
                evaluation().onScored(pair -> evaluation().build().run(pairs(), file)).build();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> outer.run(pairs(), file))
                .withMessage(
                        "cannot write " + file + ": another run of this program is writing it");
        assertThat(evaluation().build().run(pairs(), file).pairs()).hasSize(PAIRS);
    }

    @Test
    void aDamagedLineIsNamedAndTheFileLeftAlone() throws IOException {
        evaluation().build().run(pairs(), file);
        List<String> lines = Files.readAllLines(file);
        for (String damaged :
                List.of(
                        "",
                        "{}",
                        lines.get(1).replace("GENUINE", "GENUIN"),
                        lines.get(1).replace("insertion", "insertions"),
                        lines.get(1).replaceFirst("\\[\\[\\{.*", "[]}"),
                        lines.get(3))) {
            byte[] bytes =
                    (lines.get(0) + "\n" + lines.get(3) + "\n" + damaged + "\n")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Files.write(file, bytes);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .as(damaged)
                    .isThrownBy(() -> evaluation().build().run(pairs(), file))
                    .withMessageStartingWith("cannot write " + file + ": line 3: ");
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        EvaluationScores whole = evaluation().build().run(pairs(), file);
        String text = Files.readString(file);
        Files.writeString(file, "\uFEFF" + text);
        assertThat(EvaluationScores.read(file)).isEqualTo(whole);
        assertThat(evaluation().build().run(pairs(), file)).isEqualTo(whole);
        assertThat(Files.readString(file)).isEqualTo("\uFEFF" + text);
        Files.writeString(file, "\uFEFF");
        evaluation().build().run(pairs(), file);
        assertThat(Files.readString(file)).isEqualTo(text);
        Files.writeString(file, text, java.nio.charset.StandardCharsets.UTF_16);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> EvaluationScores.read(file))
                .withMessageContaining("line 1: it must be UTF-8, was UTF-16");
    }

    /**
     * A name that no file can hold as it is was written as another, and refused on the third run.
     */
    @Test
    void halfAPairOfSurrogatesInANameIsReadAgain() {
        LabelledPair odd = new LabelledPair("a\ud800 \ud83d\ude00", Truth.GENUINE, pair(0).faces());
        AtomicInteger done = new AtomicInteger();
        for (int run = 0; run < 3; run++) {
            EvaluationScores scores =
                    evaluation()
                            .onScored(pair -> done.incrementAndGet())
                            .build()
                            .run(Stream.of(odd), file);
            assertThat(scores.pairs().get(0).name()).isEqualTo(odd.name());
        }
        assertThat(done).hasValue(1);
    }

    /** The first pair's steps used to be those of every curve. */
    @Test
    void aPairOfOtherStepsThanTheProtocolsIsRefusedByItsLine() throws IOException {
        Evaluation more = Evaluation.builder(EXPLAINER).protocols(SIMILAR.withStepCount(3)).build();
        more.run(pairs(), file);
        List<String> lines = Files.readAllLines(file);
        Evaluation.builder(EXPLAINER)
                .protocols(SIMILAR)
                .build()
                .run(pairs(), folder.resolve("fewer"));
        String fewer = Files.readAllLines(folder.resolve("fewer")).get(1);
        Files.writeString(file, String.join("\n", lines.get(0), fewer, lines.get(2), ""));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> EvaluationScores.read(file))
                .withMessage(
                        "cannot read " + file + ": line 2: steps of a protocol must be 3, was 2");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> more.run(pairs(), file))
                .withMessageContaining("line 2: ");
        List<EvaluationScores.Scored> mixed =
                List.of(
                        more.run(pairs().limit(1)).pairs().get(0),
                        EvaluationScores.read(folder.resolve("fewer")).pairs().get(1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new EvaluationScores(
                                        "1",
                                        "v",
                                        "e",
                                        FailurePolicy.FAIL,
                                        List.of("p"),
                                        mixed,
                                        List.of()))
                .withMessage("steps of pair " + pair(1).name() + " must be 3, was 2");
    }

    @Test
    void aFileDeletedDuringARunEndsItByName() {
        Evaluation deleting =
                evaluation()
                        .onScored(
                                pair -> {
                                    if (!file.toFile().delete()) {
                                        throw new IllegalStateException("not deleted");
                                    }
                                })
                        .build();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> deleting.run(pairs(), file))
                .withMessage("cannot write " + file + ": it was deleted or moved during the run");
    }

    /** Whatever is done to a file, reading it answers with its one exception and little work. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 5})
    void damageIsRefusedWithinLittleMemory(long seed) throws IOException {
        evaluation().build().run(pairs(), file);
        String whole = Files.readString(file);
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            Files.write(file, Damage.ofText(whole, random));
            boolean[] failed = new boolean[1];
            long allocated =
                    Damage.allocatedBy(
                            () -> {
                                try {
                                    EvaluationScores.read(file);
                                } catch (UncheckedIOException e) {
                                    failed[0] = true;
                                }
                            });
            assertThat(allocated).isLessThan(4_000_000);
            refused += failed[0] ? 1 : 0;
        }
        assertThat(refused).isBetween(100, 299);
    }

    @Test
    void anotherKindOfFileIsLeftAlone() throws IOException {
        for (String foreign : List.of("notes", "{\"format\":\"other\"}\n", "\n")) {
            Files.writeString(file, foreign);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> evaluation().build().run(pairs(), file))
                    .withMessageStartingWith("cannot write " + file + ": ");
            assertThat(file).hasContent(foreign);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> EvaluationScores.read(file))
                    .withMessageStartingWith("cannot read " + file + ": ");
        }
    }

    @Test
    void aFolderThatIsMissingOrAFileThatIsAFolder() {
        Path lost = folder.resolve("missing/scores.jsonl");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> evaluation().build().run(pairs(), lost))
                .withMessage("cannot write " + lost + ": no such file or folder");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> evaluation().build().run(pairs(), folder))
                .withMessageStartingWith("cannot write " + folder + ": ");
    }
}
