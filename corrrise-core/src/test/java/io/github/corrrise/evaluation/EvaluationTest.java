package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
    private static final FaceSize SIZE = new FaceSize(8, 6);

    private static final FaceVerifier VERIFIER =
            AdditiveVerifier.of(SIZE, new double[][] {{0.5, -0.2}, {0.9, 0.1}});

    private static final DeletionInsertion BLACK = DeletionInsertion.published().withThreshold(0.4);

    private static final DeletionInsertion[] FOUR = {
        BLACK,
        BLACK.withSign(Sign.DISSIMILAR),
        BLACK.withFill(Fill.blur(0.2)).withSides(Side.PROBE, Side.REFERENCE),
        BLACK.withFill(Fill.mean()).withStepCount(7).withSeed(5)
    };

    /** Maps that differ from pair to pair, with ties. */
    private static final MapsByFunction EXPLAINER =
            MapsByFunction.of(
                    VERIFIER,
                    pair -> map(Math.round(pair.probe().mean(0))),
                    Optional.of(pair -> map(Math.round(pair.reference().mean(1)))));

    private static SaliencyMap map(long seed) {
        Random random = new Random(seed);
        float[] values = new float[SIZE.pixelCount()];
        for (int p = 0; p < values.length; p++) {
            values[p] = random.nextInt(11) - 5;
        }
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
    }

    private static FaceImage face(long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = random.nextInt(256);
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static Stream<LabelledPair> pairs(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                LabelledPair.of(
                                        "pair " + i,
                                        i % 3 == 0 ? Truth.GENUINE : Truth.IMPOSTOR,
                                        FacePair.of(face(i), face(100 + i))));
    }

    private static Evaluation.Builder evaluation(DeletionInsertion... protocols) {
        return Evaluation.builder(EXPLAINER).protocols(protocols);
    }

    @Nested
    class UndeclaredExceptions {
        /** Scores of the batch that was lost once counted as 0 and were kept for good. */
        @Test
        void ofAVerifierInAHelperEndTheRunAndKeepNothing(@TempDir Path folder) {
            IOException thrown = new IOException("down");
            Thread caller = Thread.currentThread();
            CountDownLatch failed = new CountDownLatch(1);
            FaceVerifier fragile =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) -> {
                                if (Thread.currentThread() != caller) {
                                    failed.countDown();
                                    sneak(thrown);
                                }
                                // The first batches are the caller's, the rest waits.
                                if (!probe.equals(face(0))) {
                                    awaitOrEnd(failed);
                                }
                                return probe.mean(0);
                            });
            Path file = folder.resolve("scores.jsonl");
            ExecutorService pool = Executors.newSingleThreadExecutor();
            try {
                Evaluation evaluation =
                        Evaluation.builder(EXPLAINER.on(fragile))
                                .protocols(BLACK)
                                .batchSize(2)
                                .executor(pool, 2)
                                .build();
                assertThatExceptionOfType(VerifierException.class)
                        .isThrownBy(() -> evaluation.run(pairs(1), file))
                        .withMessageStartingWith("pair pair 0: ")
                        .withRootCauseInstanceOf(IOException.class);
            } finally {
                pool.shutdownNow();
            }
            assertThat(file).content().doesNotContain("pair 0");
        }

        @Test
        void ofListenersComeOutAsTheyAre() {
            IOException thrown = new IOException("listener");
            assertThatThrownBy(
                            () ->
                                    evaluation(BLACK)
                                            .onScored(
                                                    scored -> {
                                                        sneak(thrown);
                                                    })
                                            .build()
                                            .run(pairs(2)))
                    .isSameAs(thrown);
        }
    }

    private static void sneak(Throwable thrown) {
        EvaluationTest.<RuntimeException>undeclared(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void undeclared(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static void awaitOrEnd(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nested
    class Properties {
        /** One explanation a pair serves all, and each gives what it gives alone. */
        @Test
        void severalProtocolsGiveWhatEachGivesAlone() {
            AtomicInteger explained = new AtomicInteger();
            EvaluationScores together =
                    evaluation(FOUR)
                            .onExplained((pair, why) -> explained.incrementAndGet())
                            .build()
                            .run(pairs(7));
            assertThat(explained).hasValue(7);
            for (DeletionInsertion protocol : FOUR) {
                DeletionInsertionMetric.Result alone = protocol.evaluate(EXPLAINER, pairs(7));
                DeletionInsertionMetric.Result shared = together.result(protocol);
                assertThat(shared.mixed()).isEqualTo(alone.mixed());
                assertThat(shared.genuine()).isEqualTo(alone.genuine());
                assertThat(shared.impostor()).isEqualTo(alone.impostor());
                assertThat(shared.explainerPassCount()).isEqualTo(7 * 7);
            }
        }

        /** Hiding by one sign shows by the other, ties and roundings included. */
        @ParameterizedTest
        @ValueSource(ints = {2, 3, 4, 6, 8, 12})
        void bothSignsCostThePassesOfOne(int stepCount) {
            DeletionInsertion similar = BLACK.withStepCount(stepCount);
            DeletionInsertion dissimilar = similar.withSign(Sign.DISSIMILAR);
            EvaluationScores one = evaluation(similar).build().run(pairs(2));
            EvaluationScores both = evaluation(similar, dissimilar).build().run(pairs(2));
            assertThat(both.result(similar).passCount()).isEqualTo(one.result(similar).passCount());
            EvaluationScores.Steps first = both.pairs().get(1).scores().get(0).get(0);
            EvaluationScores.Steps second = both.pairs().get(1).scores().get(1).get(0);
            for (int step = 0; step <= stepCount; step++) {
                assertThat(first.deletion().get(step))
                        .isEqualTo(second.insertion().get(stepCount - step));
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 5, 64})
        void batchesChangeNothing(int batchSize) {
            assertThat(evaluation(FOUR).batchSize(batchSize).build().run(pairs(4)))
                    .isEqualTo(evaluation(FOUR).build().run(pairs(4)));
        }

        /** Every area is the mean of the pairs' areas, and RISE's areas are those of the scores. */
        @Test
        void areasAreMeansOverPairs() {
            EvaluationScores scores = evaluation(FOUR).build().run(pairs(9));
            for (DeletionInsertion protocol : FOUR) {
                DeletionInsertionMetric.Result.Curves mixed = scores.result(protocol).mixed();
                for (AccuracyCurve curve : List.of(mixed.deletion(), mixed.insertion())) {
                    assertThat(
                                    curve.estimate(
                                                    AccuracyCurve.PairArea::accuracy,
                                                    Bootstrap.defaults())
                                            .value())
                            .isCloseTo(curve.area(), within(1e-12));
                    assertThat(
                                    curve.estimate(
                                                    AccuracyCurve.PairArea::similarity,
                                                    Bootstrap.defaults())
                                            .value())
                            .isCloseTo(curve.similarityArea(), within(1e-12));
                }
            }
            EvaluationScores.Steps rise = scores.pairs().get(4).scores().get(0).get(0);
            AccuracyCurve.PairArea area = scores.result(BLACK).mixed().deletion().pairs().get(4);
            assertThat(rise.deletionArea()).isEqualTo(area.similarity());
            assertThat(rise.insertionArea())
                    .isEqualTo(
                            scores.result(BLACK).mixed().insertion().pairs().get(4).similarity());
        }

        /** A threshold is applied afterwards: the scores serve any. */
        @Test
        void scoresServeEveryThreshold() {
            EvaluationScores scores = evaluation(BLACK).build().run(pairs(6));
            for (double threshold : new double[] {-1, 0.1, 0.3, 2}) {
                DeletionInsertion other = BLACK.withThreshold(threshold);
                assertThat(scores.result(other)).isEqualTo(other.evaluate(EXPLAINER, pairs(6)));
            }
        }

        /** Of the whole faces, and only for the verifier that scored them. */
        @Test
        void scoresServeErrorRates() {
            EvaluationScores scores = evaluation(BLACK).build().run(pairs(6));
            LabelledScores labelled = scores.labelledScores("drawn");
            assertThat(labelled.verifier()).contains(scores.verifier());
            for (Truth truth : Truth.values()) {
                assertThat(labelled.toArray(truth))
                        .containsExactlyInAnyOrder(
                                scores.pairs().stream()
                                        .filter(pair -> pair.truth() == truth)
                                        .mapToDouble(EvaluationScores.Scored::whole)
                                        .toArray());
            }
            assertThat(ErrorRates.of(labelled).equalError().threshold())
                    .isEqualTo(scores.equalErrorThreshold());
            assertThat(EXPLAINER.verifier().description()).isEqualTo(scores.verifier());
        }

        @Test
        void aPairThatCannotBeReadIsNamedAndTheOthersCount(@TempDir Path folder) {
            Path missing = folder.resolve("missing.png");
            LabelledPair broken =
                    new LabelledPair(
                            "broken",
                            Truth.GENUINE,
                            () -> FacePair.of(FaceImage.read(missing), face(1)));
            EvaluationScores scores =
                    evaluation(BLACK).build().run(Stream.concat(Stream.of(broken), pairs(3)));
            assertThat(scores.pairs()).hasSize(3);
            assertThat(scores.unreadable())
                    .singleElement()
                    .satisfies(
                            pair -> {
                                assertThat(pair.name()).isEqualTo("broken");
                                assertThat(pair.reason()).contains("missing.png");
                            });
            assertThat(scores.result(BLACK).unreadable()).isEqualTo(scores.unreadable());
        }

        @Test
        void aPhotographWithoutOneFaceIsListedTheSameWay() {
            LabelledPair none =
                    new LabelledPair(
                            "none",
                            Truth.IMPOSTOR,
                            () -> {
                                throw new FaceDetector.NoFaceException("no face in it");
                            });
            LabelledPair several =
                    new LabelledPair(
                            "several",
                            Truth.IMPOSTOR,
                            () -> {
                                throw new FaceDetector.SeveralFacesException("two faces in it");
                            });
            EvaluationScores scores =
                    evaluation(BLACK)
                            .build()
                            .run(Stream.concat(Stream.of(none, several), pairs(2)));
            assertThat(scores.pairs()).hasSize(2);
            assertThat(scores.unreadable())
                    .extracting(EvaluationScores.Unreadable::reason)
                    .containsExactly("no face in it", "two faces in it");
        }

        @Test
        void aLoaderThatGivesNothingIsNamed() {
            LabelledPair nothing = new LabelledPair("nothing", Truth.IMPOSTOR, () -> null);
            assertThatNullPointerException()
                    .isThrownBy(() -> evaluation(BLACK).build().run(Stream.of(nothing)))
                    .withMessage("faces of pair nothing");
        }

        /** The interrupt closes the channel that is being written. */
        @Test
        void anInterruptIsACancellationAlsoWithAFile(@TempDir Path folder) {
            Path file = folder.resolve("scores.jsonl");
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> evaluation(BLACK).build().run(pairs(3), file));
            assertThat(Thread.interrupted()).isTrue();
            AtomicInteger explained = new AtomicInteger();
            Evaluation interruptedLate =
                    evaluation(BLACK)
                            .onExplained(
                                    (pair, why) -> {
                                        if (explained.incrementAndGet() == 2) {
                                            Thread.currentThread().interrupt();
                                        }
                                    })
                            .build();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> interruptedLate.run(pairs(3), file));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(evaluation(BLACK).build().run(pairs(3), file))
                    .isEqualTo(evaluation(BLACK).build().run(pairs(3)));
        }

        @Test
        void cancellingEndsTheRunBetweenPairsOrWithin() {
            List<String> scored = new ArrayList<>();
            Evaluation cancelled =
                    evaluation(BLACK)
                            .onScored(pair -> scored.add(pair.name()))
                            .cancelWhen(() -> scored.size() == 2)
                            .build();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> cancelled.run(pairs(5)))
                    .withMessage("cancelled after 2 pairs");
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> evaluation(BLACK).build().run(pairs(5)))
                    .withMessage("interrupted after 0 pairs");
            assertThat(Thread.interrupted()).isTrue();
        }

        /** A matcher that finds no face once much is hidden counts as its lowest score. */
        @Test
        void aFaceThatIsNotFoundMayCountAsTheLowestScore() {
            FaceVerifier fussy =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) ->
                                    probe.mean(0) < 50 ? Double.NaN : probe.mean(0) / 255);
            EvaluationScores scores =
                    Evaluation.builder(EXPLAINER.on(fussy))
                            .protocols(BLACK)
                            .failurePolicy(FailurePolicy.LOWEST)
                            .build()
                            .run(pairs(2));
            List<Double> deletion = scores.pairs().get(0).scores().get(0).get(0).deletion();
            assertThat(deletion.get(10)).isBetween(50 / 255.0, deletion.get(0));
        }
    }

    @Nested
    class Rejects {
        @Test
        void aNameTwice() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> evaluation(BLACK).build().run(Stream.concat(pairs(2), pairs(1))))
                    .withMessage("names of pairs must be distinct, was pair 0 twice");
        }

        @Test
        void aFaceOfAnotherSizeByThePairsName() {
            FaceImage large = FaceImage.filled(FaceSize.ARCFACE, 1, 2, 3);
            LabelledPair pair = LabelledPair.of("large", Truth.GENUINE, FacePair.of(large, large));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> evaluation(BLACK).build().run(Stream.of(pair)))
                    .withMessageStartingWith("pair large: ")
                    .withMessageContaining("112x112");
        }

        @Test
        void protocolsThatDifferInTheThresholdOnly() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> evaluation(BLACK, BLACK.withThreshold(0.1)))
                    .withMessageStartingWith("protocols must be at least one, each another");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> evaluation())
                    .withMessageStartingWith("protocols must be at least one, each another");
        }

        @Test
        void aProtocolThatWasNotScored() {
            EvaluationScores scores = evaluation(BLACK).build().run(pairs(2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scores.result(BLACK.withSeed(3)))
                    .withMessageContaining("seed 3");
        }

        @Test
        void leavingMasksOut() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> evaluation(BLACK).failurePolicy(FailurePolicy.SKIP))
                    .withMessage(
                            "failurePolicy must be FAIL or LOWEST, a curve has no gaps, was SKIP");
        }

        @Test
        void comparingOtherPairs() {
            EvaluationScores scores = evaluation(BLACK).build().run(pairs(6));
            AccuracyCurve genuine = scores.result(BLACK).genuine().orElseThrow().deletion();
            AccuracyCurve mixed = scores.result(BLACK).mixed().deletion();
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    genuine.difference(
                                            mixed,
                                            AccuracyCurve.PairArea::accuracy,
                                            Bootstrap.defaults()))
                    .withMessage(
                            "other must be a curve over the same 2 pairs in the same order, was"
                                    + " one over 6 pairs that are not the same");
        }

        @Test
        void whereNoPairCouldBeRead() {
            LabelledPair broken =
                    new LabelledPair(
                            "broken",
                            Truth.GENUINE,
                            () -> {
                                throw new UncheckedIOException(new java.io.IOException("gone"));
                            });
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BLACK.evaluate(EXPLAINER, Stream.of(broken)))
                    .withMessage("pairs must be at least 1 that can be read, was 0 of 1");
        }
    }
}
