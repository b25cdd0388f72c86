package io.github.corrrise.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.Hidden;
import io.github.corrrise.audit.SaliencyStatistics.MeanEffect;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SaliencyStatisticsTest {
    private static SaliencyStatistics over(List<AuditedPair> pairs) {
        SaliencyStatistics statistics = new SaliencyStatistics();
        pairs.forEach(statistics);
        return statistics;
    }

    private static List<AuditedPair> pairs(
            int count, Random random, Function<Integer, AuditedPair> make) {
        List<AuditedPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(make.apply(i));
        }
        Collections.shuffle(pairs, random);
        return pairs;
    }

    private static AuditedPair genuine(int i, Random random, double upper, String group) {
        return AuditSamples.random(group + i, Truth.GENUINE, random, upper)
                .withGroup(group)
                .withPersons(group + i, group + i);
    }

    private static SaliencyStatistics twoGroups(Random random, int count, double upper) {
        List<AuditedPair> all =
                new ArrayList<>(pairs(count, random, i -> genuine(i, random, upper, "a")));
        all.addAll(pairs(count, random, i -> genuine(i, random, 0, "b")));
        return over(all);
    }

    private static Finding byGroup(SaliencyStatistics statistics) {
        return statistics.difference(Selection.all().ofGroups("a"), Selection.all().ofGroups("b"));
    }

    private static boolean anyInMap(Finding finding) {
        return finding.deviation().orElseThrow().significantShare() > 0;
    }

    private static boolean anyPart(Finding finding) {
        return finding.parts().stream().anyMatch(MeanEffect::isSignificant);
    }

    @Nested
    class KnownValues {
        @Test
        void meansOfEachOutcome() {
            SaliencyStatistics statistics =
                    over(
                            List.of(
                                    AuditSamples.flat("1", Truth.GENUINE, 0.5, 0.25f),
                                    AuditSamples.flat("2", Truth.GENUINE, 0.3, 0.75f),
                                    AuditSamples.flat("3", Truth.GENUINE, 0.2, -0.5f),
                                    AuditSamples.flat("4", Truth.IMPOSTOR, 0.4, 1)));
            Finding matches = statistics.mean(Selection.of(Outcome.TRUE_MATCH));
            assertThat(matches.pairCount()).isEqualTo(2);
            assertThat(matches.otherPairCount()).isZero();
            assertThat(matches.mean().toArray()).containsOnly(0.5f);
            assertThat(matches.mean().scale().quantity()).isEqualTo("mean correlation");
            assertThat(matches.parts())
                    .extracting(MeanEffect::part, MeanEffect::hidden, MeanEffect::effect)
                    .containsExactly(
                            tuple("eye", Hidden.ONE_FACE, 0.5),
                            tuple("eye", Hidden.BOTH, -0.5),
                            tuple("nose", Hidden.ONE_FACE, 0.25),
                            tuple("nose", Hidden.BOTH, 0.0));
            assertThat(statistics.count(Selection.of(Truth.GENUINE))).isEqualTo(3);
            assertThat(statistics.count(Selection.of(Outcome.TRUE_NON_MATCH))).isZero();
            Finding difference =
                    statistics.difference(
                            Selection.of(Truth.GENUINE), Selection.of(Truth.IMPOSTOR));
            assertThat(difference.otherPairCount()).isEqualTo(1);
            assertThat(difference.mean().at(3, 3)).isEqualTo(0.5f / 3 - 1, within(1e-6f));
        }

        /** The standard error of independent pairs, up to what the draws of signs leave. */
        @Test
        void standardErrorsAreThoseOfTheMean() {
            Random random = new Random(4);
            List<AuditedPair> all =
                    pairs(150, random, i -> AuditSamples.random("" + i, Truth.GENUINE, random, 0));
            Finding finding = over(all).mean(Selection.all());
            double[] ofNode = all.stream().mapToDouble(pair -> pair.nodes()[7]).toArray();
            double mean = Arrays.stream(ofNode).average().orElseThrow();
            double variance = Arrays.stream(ofNode).map(x -> (x - mean) * (x - mean)).sum() / 149;
            assertThat(finding.mean().at(1, 1)).isEqualTo((float) mean, within(1e-6f));
            assertThat(finding.mean().standardErrorAt(1, 1).orElseThrow())
                    .isEqualTo(Math.sqrt(variance / 150), within(0.1 * Math.sqrt(variance / 150)));
            assertThat(finding.personCount().orElseThrow()).isBetween(120.0, 185.0);
        }

        /** Four pairs that are all alike tell as much as one. */
        @Test
        void aPersonWithManyPairsCountsAsOne() {
            Random random = new Random(5);
            List<AuditedPair> once = new ArrayList<>();
            List<AuditedPair> fourTimes = new ArrayList<>();
            for (int person = 0; person < 60; person++) {
                AuditedPair pair =
                        AuditSamples.random("p" + person, Truth.GENUINE, random, 0)
                                .withPersons("p" + person, "p" + person);
                once.add(pair);
                for (int again = 0; again < 4; again++) {
                    fourTimes.add(
                            AuditedPair.ofNodes(
                                            AuditSamples.RUN,
                                            pair.name() + again,
                                            Truth.GENUINE,
                                            0.6,
                                            pair.nodes(),
                                            pair.effects())
                                    .withPersons("p" + person, "p" + person));
                }
            }
            Finding few = over(once).mean(Selection.all());
            Finding many = over(fourTimes).mean(Selection.all());
            assertThat(many.pairCount()).isEqualTo(240);
            assertThat(many.personCount().orElseThrow())
                    .isEqualTo(few.personCount().orElseThrow(), within(1e-6));
            assertThat(many.mean().standardErrorAt(2, 2).orElseThrow())
                    .isEqualTo(few.mean().standardErrorAt(2, 2).orElseThrow(), within(1e-6));
        }

        @Test
        void aPlantedDifferenceIsFoundWhereItIs() {
            Finding finding = byGroup(twoGroups(new Random(6), 100, 0.2));
            SaliencyMap deviation = finding.deviation().orElseThrow();
            assertThat(deviation.isSignificant(1, 2)).isTrue();
            assertThat(deviation.isSignificant(7, 2)).isFalse();
            assertThat(finding.parts().get(0).isSignificant()).isTrue();
            assertThat(finding.parts().get(3).isSignificant()).isFalse();
        }

        /** What both models share does not hide how they differ. */
        @Test
        void twoModelsAreComparedPairByPair() {
            Random random = new Random(7);
            List<AuditedPair> first =
                    pairs(60, random, i -> AuditSamples.random("" + i, Truth.GENUINE, random, 0));
            List<AuditedPair> second =
                    first.stream()
                            .map(
                                    pair -> {
                                        float[] nodes = pair.nodes().clone();
                                        for (int i = 0; i < nodes.length; i++) {
                                            nodes[i] +=
                                                    (float)
                                                            ((i < 12 ? 0.01 : 0)
                                                                    + 0.002
                                                                            * random
                                                                                    .nextGaussian());
                                        }
                                        return AuditedPair.ofNodes(
                                                AuditSamples.run("model b"),
                                                pair.name(),
                                                pair.truth(),
                                                0.5,
                                                nodes,
                                                pair.effects());
                                    })
                            .toList();
            SaliencyStatistics a = over(first);
            SaliencyStatistics b = over(second);
            Finding finding = b.differenceTo(a, Selection.all());
            assertThat(finding.mean().at(0, 0)).isEqualTo(0.01f, within(0.002f));
            assertThat(finding.deviation().orElseThrow().isSignificant(0, 0)).isTrue();
            assertThat(finding.deviation().orElseThrow().isSignificant(6, 0)).isFalse();
        }
    }

    @Nested
    class Persons {
        /** Persons matter for the effects of parts and not for the map: each has its own error. */
        @Test
        void eachQuantityHasTheErrorOfItsOwnDependence() {
            Random random = new Random(13);
            List<AuditedPair> all = new ArrayList<>();
            for (int person = 0; person < 40; person++) {
                double ofPerson = random.nextGaussian();
                for (int pair = 0; pair < 10; pair++) {
                    float[] nodes = new float[AuditSamples.SIZE.pixelCount()];
                    for (int node = 0; node < nodes.length; node++) {
                        nodes[node] = (float) (node == 0 ? ofPerson : random.nextGaussian());
                    }
                    all.add(
                            AuditSamples.of(
                                            AuditSamples.RUN,
                                            person + "-" + pair,
                                            Truth.GENUINE,
                                            0.5,
                                            nodes,
                                            0)
                                    .withPersons("p" + person, "p" + person));
                }
            }
            SaliencyMap mean = over(all).mean(Selection.all()).mean();
            assertThat(mean.standardErrorAt(0, 0).orElseThrow())
                    .isEqualTo(1 / Math.sqrt(40), within(0.05));
            assertThat(mean.standardErrorAt(4, 4).orElseThrow())
                    .isEqualTo(1 / Math.sqrt(400), within(0.015));
        }

        /** Of 40 persons, each with the 8 next ones: 320 pairs of people who are in 16 each. */
        @Test
        void impostorPairsCountBothOfTheirs() {
            Random random = new Random(12);
            List<AuditedPair> all = new ArrayList<>();
            for (int one = 0; one < 40; one++) {
                for (int step = 1; step <= 8; step++) {
                    int other = (one + step) % 40;
                    all.add(
                            AuditSamples.random(one + "-" + other, Truth.IMPOSTOR, random, 0)
                                    .withPersons("p" + one, "p" + other));
                }
            }
            assertThat(over(all).mean(Selection.all()).personCount().orElseThrow())
                    .isBetween(30.0, 52.0);
        }
    }

    @Nested
    class Properties {
        /** Of 400 runs at 5 %, 99 in 100 give 9 to 31 alarms. */
        @Tag("slow")
        @Test
        void falseAlarmsAreAsManyAsTheLevelSays() {
            int inMap = 0;
            int inParts = 0;
            for (int run = 0; run < 400; run++) {
                Finding finding = byGroup(twoGroups(new Random(1000 + run), 40, 0));
                inMap += anyInMap(finding) ? 1 : 0;
                inParts += anyPart(finding) ? 1 : 0;
            }
            assertThat(inMap).isBetween(9, 31);
            assertThat(inParts).isBetween(9, 31);
        }

        @Test
        void nothingDependsOnTheOrderNorOnHowPairsAreDealt() {
            Random random = new Random(8);
            List<AuditedPair> all = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                Truth truth = i % 3 == 0 ? Truth.IMPOSTOR : Truth.GENUINE;
                all.add(
                        AuditSamples.random("" + i, truth, random, 0.05)
                                .withGroup(i % 2 == 0 ? "a" : "b"));
            }
            SaliencyStatistics whole = over(all);
            for (int split = 0; split < 20; split++) {
                List<AuditedPair> shuffled = new ArrayList<>(all);
                Collections.shuffle(shuffled, random);
                List<SaliencyStatistics> dealt = new ArrayList<>();
                int dealers = 1 + random.nextInt(6);
                for (int i = 0; i < dealers; i++) {
                    dealt.add(new SaliencyStatistics());
                }
                shuffled.forEach(pair -> dealt.get(random.nextInt(dealers)).accept(pair));
                Collections.shuffle(dealt, random);
                SaliencyStatistics combined = new SaliencyStatistics();
                dealt.forEach(combined::combine);
                assertAlike(byGroup(combined), byGroup(whole));
                assertAlike(
                        combined.mean(Selection.of(Truth.IMPOSTOR)),
                        whole.mean(Selection.of(Truth.IMPOSTOR)));
            }
        }

        private void assertAlike(Finding one, Finding other) {
            assertThat(one.pairCount()).isEqualTo(other.pairCount());
            List<ToDoubleFunction<Finding>> numbers =
                    List.of(
                            finding -> finding.mean().at(2, 3),
                            finding -> finding.mean().standardErrorAt(2, 3).orElseThrow(),
                            finding -> finding.deviation().orElseThrow().at(5, 1),
                            finding ->
                                    finding.deviation()
                                            .orElseThrow()
                                            .significance()
                                            .orElseThrow()
                                            .bound(),
                            finding -> finding.parts().get(0).effect(),
                            finding -> finding.parts().get(2).standardError().orElseThrow());
            for (ToDoubleFunction<Finding> number : numbers) {
                // Maps hold floats; sums of doubles in another order differ by their last bits.
                assertThat(number.applyAsDouble(one))
                        .isEqualTo(number.applyAsDouble(other), within(1e-6));
            }
            assertThat(one.parts().get(0).effect())
                    .isEqualTo(other.parts().get(0).effect(), within(1e-12));
            assertThat(one.parts().get(1).standardError().orElseThrow())
                    .isEqualTo(other.parts().get(1).standardError().orElseThrow(), within(1e-12));
        }

        @Test
        void whatIsWrittenIsReadAgain() throws IOException {
            SaliencyStatistics statistics = twoGroups(new Random(9), 12, 0.1);
            assertThat(read(written(statistics))).isEqualTo(statistics);
            assertThat(read(written(new SaliencyStatistics())).run()).isEmpty();
        }

        @Test
        void memoryIsFlatInTheNumberOfPairs() throws IOException {
            int few = written(twoGroups(new Random(10), 5, 0)).length;
            assertThat(written(twoGroups(new Random(10), 50, 0))).hasSize(few);
        }

        private static byte[] written(SaliencyStatistics statistics) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            statistics.write(new DataOutputStream(bytes));
            return bytes.toByteArray();
        }

        private static SaliencyStatistics read(byte[] bytes) throws IOException {
            return SaliencyStatistics.read(new DataInputStream(new ByteArrayInputStream(bytes)));
        }
    }

    @Nested
    class Edges {
        @Test
        void aGroupOfOneHasAMeanAndNoError() {
            Finding finding =
                    over(List.of(AuditSamples.flat("1", Truth.GENUINE, 0.5, 0.25f)))
                            .mean(Selection.all());
            assertThat(finding.personCount()).isEmpty();
            assertThat(finding.mean().standardErrors()).isEmpty();
            assertThat(finding.deviation()).isEmpty();
            assertThat(finding.parts())
                    .allSatisfy(
                            part -> {
                                assertThat(part.standardError()).isEmpty();
                                assertThat(part.isSignificant()).isFalse();
                            });
        }

        /** Two persons are in it, and yet nothing is known of how pairs vary. */
        @Test
        void oneImpostorPairHasNoErrorEither() {
            Finding finding =
                    over(List.of(
                                    AuditSamples.flat("1", Truth.IMPOSTOR, 0.5, 0.25f)
                                            .withPersons("a", "b")))
                            .mean(Selection.all());
            assertThat(finding.personCount()).isEmpty();
            assertThat(finding.parts()).allMatch(part -> part.standardError().isEmpty());
        }

        @Test
        void fewPersonsShowErrorsAndNothingSignificant() {
            Random random = new Random(11);
            Finding finding =
                    over(pairs(5, random, i -> genuine(i, random, 5, "a"))).mean(Selection.all());
            assertThat(finding.mean().standardErrors()).isPresent();
            assertThat(finding.deviation()).isEmpty();
        }

        /** Nothing varies, so nothing can be told from chance. */
        @Test
        void pairsThatAreAllAlikeHaveNoErrorAndNothingSignificant() {
            Finding finding =
                    over(pairs(
                                    30,
                                    new Random(1),
                                    i -> AuditSamples.flat("" + i, Truth.GENUINE, 0.5, 0.25f)))
                            .mean(Selection.all());
            assertThat(finding.mean().toArray()).containsOnly(0.25f);
            assertThat(finding.deviation().orElseThrow().significantShare()).isZero();
        }
    }

    @Nested
    class Rejects {
        private final SaliencyStatistics statistics =
                over(List.of(AuditSamples.flat("1", Truth.GENUINE, 0.5, 1).withGroup("a")));

        @Test
        void pairsOfAnotherRun() {
            AuditedPair other =
                    AuditSamples.of(
                            AuditSamples.run("model b"),
                            "2",
                            Truth.GENUINE,
                            0.5,
                            new float[AuditSamples.SIZE.pixelCount()],
                            0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.accept(other))
                    .withMessageStartingWith("pair must be of Run[verifier=model a");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.combine(over(List.of(other))))
                    .withMessageContaining("was Run[verifier=model b");
        }

        @Test
        void selectionsWithoutPairs() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.mean(Selection.of(Outcome.FALSE_MATCH)))
                    .withMessage("pairs of FALSE_MATCH must be at least 1, was 0 of 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.mean(Selection.all().ofGroups("b")))
                    .withMessageContaining(", of b must be at least 1, was 0 of 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SaliencyStatistics().mean(Selection.all()))
                    .withMessage("pairs must be at least 1, was 0");
        }

        @Test
        void aPairOnBothSidesOfADifference() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    statistics.difference(
                                            Selection.all(), Selection.all().ofGroups("a")))
                    .withMessageStartingWith("second must be of other pairs than TRUE_MATCH or");
        }

        @Test
        void modelsOverOtherPairsOrOutcomes() {
            SaliencyStatistics other = over(List.of(AuditSamples.flat("2", Truth.GENUINE, 0.5, 1)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.differenceTo(other, Selection.all()))
                    .withMessage("other must be over the same 1 pairs, was pairs of other names");
            other.accept(AuditSamples.flat("3", Truth.GENUINE, 0.5, 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.differenceTo(other, Selection.all()))
                    .withMessage("other must be over the same 1 pairs, was 2 pairs");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    statistics.differenceTo(
                                            statistics, Selection.of(Outcome.TRUE_MATCH)))
                    .withMessage("selection must be of all outcomes of a truth, was TRUE_MATCH");
        }

        @Test
        void theseVeryStatistics() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> statistics.combine(statistics))
                    .withMessage("other must be other statistics, was these very ones");
        }

        @Test
        void partsThatAreTooManyOrTwice() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new AuditedPair.Run(
                                            "v",
                                            "e",
                                            "1",
                                            0,
                                            AuditSamples.SIZE,
                                            "q",
                                            List.of("a", "a")))
                    .withMessage("parts must be distinct, was [a, a]");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    new AuditedPair.Run(
                                            "v",
                                            "e",
                                            "1",
                                            0,
                                            AuditSamples.SIZE,
                                            "q",
                                            Collections.nCopies(65, "a")))
                    .withMessage("parts.size() must be in [0, 64], was 65");
        }

        /** The count stands behind the texts and the first cell's names. */
        @Test
        void countsThatCannotBe() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new SaliencyStatistics().write(new DataOutputStream(bytes));
            int headerLength = bytes.size();
            bytes.reset();
            statistics.write(new DataOutputStream(bytes));
            byte[] damaged = bytes.toByteArray();
            int draws = 8 * (2 * Sums.DRAWS / 2 + 3);
            int sums = 8 * (1 + Sums.DRAWS) * (AuditSamples.SIZE.pixelCount() + 4);
            int count = damaged.length - draws - sums;
            assertThat(headerLength).isLessThan(count);
            assertThat(damaged[count + 7]).isEqualTo((byte) 1);
            damaged[count + 7] = 0;
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    SaliencyStatistics.read(
                                            new DataInputStream(new ByteArrayInputStream(damaged))))
                    .withMessage("count of pairs must be at least 1, was 0");
        }

        @Test
        void statisticsOfAnotherVersion() {
            DataInputStream wrong =
                    new DataInputStream(new ByteArrayInputStream(new byte[] {0, 0, 0, 9}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SaliencyStatistics.read(wrong))
                    .withMessage("version of the statistics must be 1, was 9");
        }
    }
}
