package io.github.corrrise.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parts of two white faces on an {@link AdditiveVerifier}, whose effects and shares are its
 * weights, over 500 runs with weights of their own.
 *
 * <p>An effect alone is a score of the verifier: nothing about it is drawn, and it has no interval.
 * A share is estimated from drawn coalitions. Of a purely additive score every draw gives it
 * exactly, so the score of each set of visible parts is disturbed by a fixed amount of its own,
 * which parts that act together do as well; the exact shares of the disturbances are known by the
 * definition.
 */
class PartCoverageTest {
    private static final int RUN_COUNT = 500;
    private static final int PART_COUNT = 11;
    private static final int SET_COUNT = 1 << PART_COUNT;
    private static final FaceSize SIZE = new FaceSize(1, PART_COUNT);

    /** Every pixel is a part of its own. */
    private static final FaceParts PIXELS =
            FaceParts.ofLabels(
                    SIZE,
                    IntStream.range(0, PART_COUNT).mapToObj(part -> "part " + part).toList(),
                    IntStream.range(0, PART_COUNT).toArray());

    private static final Coalitions EVERY = Coalitions.of(PART_COUNT, SET_COUNT, 0);

    private static double[] weights(int run) {
        CounterRandom random = new CounterRandom(run, 0);
        double[] weights = new double[PART_COUNT];
        Arrays.setAll(weights, part -> 0.2 * random.nextDouble() - 0.05);
        return weights;
    }

    /** Uniform with a standard deviation of 0.02, by the set of visible parts. */
    private static double[] disturbances(int run, int face) {
        CounterRandom random = new CounterRandom(run, 1 + face);
        double[] disturbances = new double[SET_COUNT];
        Arrays.setAll(disturbances, set -> 0.02 * Math.sqrt(12) * (random.nextDouble() - 0.5));
        return disturbances;
    }

    private static int visible(FaceImage face) {
        int set = 0;
        for (int part = 0; part < PART_COUNT; part++) {
            set |= face.at(0, part, 0) > 100 ? 1 << part : 0;
        }
        return set;
    }

    private static ShapleyFit exact(double[] valueOf) {
        double[] values = EVERY.sets().stream().mapToDouble(set -> valueOf[set]).toArray();
        return ShapleyFit.of(EVERY, values, valueOf[0], valueOf[SET_COUNT - 1]);
    }

    @Test
    void anEffectAloneIsTheWeightInEveryRun() {
        for (int run = 0; run < RUN_COUNT; run++) {
            double[] weights = weights(run);
            AdditiveVerifier verifier = AdditiveVerifier.of(SIZE, new double[][] {weights});
            FaceImage white = verifier.whiteFace();
            PartEffects effects =
                    PartPasses.effects(
                            verifier, FacePair.of(white, white), PIXELS, Fills.of(Fill.black()));
            for (int part = 0; part < PART_COUNT; part++) {
                assertThat(effects.probe().get(part).effect())
                        .isCloseTo(weights[part], within(1e-6));
                assertThat(effects.both().get(part).effect())
                        .isCloseTo(weights[part], within(1e-6));
            }
        }
    }

    /**
     * 1.96 standard errors hold one share in 95 % of the runs, the half widths all 22 of both faces
     * nearly as often.
     */
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"298, 0.93, 0.97", "100, 0.9, 0.95"})
    void intervalsOfSharesHoldAsOftenAsDocumented(int coalitionCount, double least, double most) {
        int held = 0;
        int heldTogether = 0;
        for (int run = 0; run < RUN_COUNT; run++) {
            double[] weights = weights(run);
            double[] ofProbe = disturbances(run, 0);
            double[] ofReference = disturbances(run, 1);
            AdditiveVerifier additive = AdditiveVerifier.of(SIZE, new double[][] {weights});
            FaceImage white = additive.whiteFace();
            FaceVerifier disturbed =
                    FaceVerifier.of(
                            SIZE,
                            (probe, reference) ->
                                    additive.similarities(
                                                            FaceBatch.of(additive.layout(), probe),
                                                            reference)[0]
                                            + ofProbe[visible(probe)]
                                            + ofReference[visible(reference)]);
            PartShares shares =
                    PartPasses.shares(
                            disturbed,
                            FacePair.of(white, white),
                            PIXELS,
                            Fill.black(),
                            coalitionCount,
                            run);
            List<Double> missed = new ArrayList<>();
            missed.addAll(missed(shares.probe(), weights, exact(ofProbe)));
            missed.addAll(missed(shares.reference(), weights, exact(ofReference)));
            held += (int) missed.stream().filter(errors -> errors <= 1.96).count();
            PartShares.Share first = shares.probe().get(0);
            double together = shares.halfWidth(first) / first.standardError();
            heldTogether += missed.stream().allMatch(errors -> errors <= together) ? 1 : 0;
        }
        System.out.println(
                "COVER "
                        + coalitionCount
                        + " "
                        + (double) held / (2 * PART_COUNT * RUN_COUNT)
                        + " "
                        + (double) heldTogether / RUN_COUNT);
        assertThat((double) held / (2 * PART_COUNT * RUN_COUNT)).isBetween(0.93, 0.97);
        assertThat((double) heldTogether / RUN_COUNT).isBetween(least, most);
    }

    /** By how many standard errors each share misses the exact one. */
    private static List<Double> missed(
            List<PartShares.Share> shares, double[] weights, ShapleyFit ofDisturbances) {
        List<Double> missed = new ArrayList<>();
        for (int part = 0; part < PART_COUNT; part++) {
            double exact = weights[part] + ofDisturbances.share(part);
            PartShares.Share share = shares.get(part);
            missed.add(Math.abs(share.share() - exact) / share.standardError());
        }
        return missed;
    }
}
