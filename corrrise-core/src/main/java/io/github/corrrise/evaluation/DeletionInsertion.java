package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Deletion and insertion at the level of a data set, as the CorrRISE paper evaluates maps: the
 * verification accuracy against the share of the probe's pixels that are hidden, or shown, in the
 * order of the map.
 *
 * <p>At step k of n the floor(pixels k / n) most salient pixels are hidden (deletion) or all but
 * those are (insertion); equal values come in an order drawn from the seed, never by place. Both
 * runs share their ends: nothing hidden, and everything.
 *
 * <p>Known criticism: images with holes are unlike any face the model has learnt, and only the
 * order of the values counts, not their size. Compare with random and centred maps and with another
 * fill before believing a number.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, WACV 2024, arXiv:2305.08546; the curves per pair are those
 * of V. Petsiuk, A. Das, K. Saenko, BMVC 2018, arXiv:1806.07421. Cost: 2 n passes a pair beside the
 * explainer's; memory: 2 n + 2 scores a pair. Immutable; safe for use by several threads.
 *
 * @param sign which sign of the map orders the pixels: the similarity map is judged on genuine
 *     pairs, the dissimilarity map on impostors
 * @param stepCount n, at least 2
 * @param fill what replaces hidden pixels
 * @param threshold what decisions are made by; empty: the threshold at which the error rates of the
 *     whole faces differ least, the largest of several, see {@link #equalErrorThreshold}
 * @param seed orders pixels of equal value
 */
public record DeletionInsertion(
        Sign sign, int stepCount, Fill fill, Optional<Threshold> threshold, long seed)
        implements DeletionInsertionMetric {
    /** Which sign of a map orders the pixels. */
    public enum Sign {
        /** Pixels that speak for similarity first. */
        SIMILAR,
        /** Pixels that speak for dissimilarity first. */
        DISSIMILAR
    }

    /** Checks the ranges. */
    public DeletionInsertion {
        Objects.requireNonNull(sign, "sign");
        Checks.atLeast(2, stepCount, "stepCount");
        Objects.requireNonNull(fill, "fill");
        Objects.requireNonNull(threshold, "threshold");
    }

    /** The published protocol: ten steps, black fill, the equal-error threshold. */
    public static DeletionInsertion published() {
        return new DeletionInsertion(Sign.SIMILAR, 10, Fill.black(), Optional.empty(), 0);
    }

    /** The same protocol by another sign of the maps. */
    public DeletionInsertion withSign(Sign newSign) {
        return new DeletionInsertion(newSign, stepCount, fill, threshold, seed);
    }

    /** The same protocol with another fill. */
    public DeletionInsertion withFill(Fill newFill) {
        return new DeletionInsertion(sign, stepCount, newFill, threshold, seed);
    }

    /** The same protocol at a given threshold. */
    public DeletionInsertion withThreshold(double value) {
        return new DeletionInsertion(sign, stepCount, fill, Optional.of(Threshold.of(value)), seed);
    }

    @Override
    public DeletionInsertionResult evaluate(
            FaceVerifier verifier, SaliencyExplainer explainer, Stream<LabelledPair> pairs) {
        FaceBatch batch =
                FaceBatch.allocate(2 * stepCount, verifier.inputSize(), verifier.layout());
        List<PairScores> scores =
                pairs.sequential().map(pair -> score(verifier, explainer, pair, batch)).toList();
        Checks.atLeast(1, scores.size(), "pairs");
        Threshold operating = threshold.orElseGet(() -> equalErrorThreshold(scores));
        return new DeletionInsertionResult(
                operating,
                curves(scores, Truth.GENUINE, operating),
                curves(scores, Truth.IMPOSTOR, operating),
                curves(scores, operating),
                2L * stepCount * scores.size());
    }

    /**
     * The scores of one pair.
     *
     * @param deletion by step, the whole face first
     * @param insertion by step, the hidden face first
     */
    private record PairScores(Truth truth, List<Double> deletion, List<Double> insertion) {
        double whole() {
            return deletion.get(0);
        }
    }

    private PairScores score(
            FaceVerifier verifier,
            SaliencyExplainer explainer,
            LabelledPair labelled,
            FaceBatch batch) {
        FacePair pair = labelled.faces().get();
        SaliencyMap map = explainer.explain(pair).probe();
        int[] order = order(sign == Sign.SIMILAR ? map.toArray() : negated(map.toArray()));
        BitSet[] hidden = new BitSet[2 * stepCount];
        // Slots 0..n: deletion, from nothing hidden to everything; n+1..2n-1: insertion between.
        for (int step = 0; step <= stepCount; step++) {
            int salientCount = (int) ((long) order.length * step / stepCount);
            hidden[step] = new BitSet();
            IntStream.range(0, salientCount).map(i -> order[i]).forEach(hidden[step]::set);
            if (step > 0 && step < stepCount) {
                hidden[stepCount + step] = new BitSet();
                IntStream.range(salientCount, order.length)
                        .map(i -> order[i])
                        .forEach(hidden[stepCount + step]::set);
            }
        }
        MaskBatch masks = MaskBatch.ofHidden(0, map.size(), hidden);
        LaidOutFace face = LaidOutFace.of(pair.probe(), verifier.layout());
        LaidOutFace behind = LaidOutFace.of(fill.behind(pair.probe()), verifier.layout());
        batch.resize(hidden.length);
        for (int i = 0; i < hidden.length; i++) {
            masks.apply(i, face, behind, batch, i);
        }
        float[] scores = verifier.similarities(batch, pair.reference());
        requireScores(verifier, labelled, scores, hidden.length);
        List<Double> deletion = new ArrayList<>();
        List<Double> insertion = new ArrayList<>();
        for (int step = 0; step <= stepCount; step++) {
            deletion.add((double) scores[step]);
            int shown = step == 0 ? stepCount : step == stepCount ? 0 : stepCount + step;
            insertion.add((double) scores[shown]);
        }
        return new PairScores(labelled.truth(), List.copyOf(deletion), List.copyOf(insertion));
    }

    private static void requireScores(
            FaceVerifier verifier, LabelledPair pair, float[] scores, int expected) {
        if (scores.length != expected) {
            throw new VerifierException(
                    verifier.description()
                            + " gave "
                            + scores.length
                            + " scores for "
                            + expected
                            + " faces of pair "
                            + pair.name());
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new VerifierException(
                        verifier.description()
                                + " must give finite similarities, gave "
                                + score
                                + " for pair "
                                + pair.name());
            }
        }
    }

    private static float[] negated(float[] values) {
        for (int p = 0; p < values.length; p++) {
            values[p] = -values[p];
        }
        return values;
    }

    /** Pixels by falling value, equal ones shuffled. */
    private int[] order(float[] values) {
        int[] shuffled = new int[values.length];
        new CounterRandom(seed, 0).permute(shuffled);
        return IntStream.of(shuffled)
                .boxed()
                // A difference, not a sign: zeros of both signs are equal values.
                .sorted(Comparator.comparingDouble(pixel -> 0.0 - values[pixel]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The threshold at which the false match rate and the false non-match rate of the whole faces
     * differ least, among their scores; of several the largest.
     */
    private static Threshold equalErrorThreshold(List<PairScores> scores) {
        double[] genuine = wholes(scores, Truth.GENUINE);
        double[] impostor = wholes(scores, Truth.IMPOSTOR);
        if (genuine.length == 0 || impostor.length == 0) {
            throw Checks.rejected(
                    "pairs",
                    "of both classes where no threshold is given",
                    genuine.length + " genuine and " + impostor.length + " impostor");
        }
        double best = Double.NaN;
        double leastGap = Double.POSITIVE_INFINITY;
        double[] candidates =
                scores.stream().mapToDouble(PairScores::whole).distinct().sorted().toArray();
        for (int i = candidates.length - 1; i >= 0; i--) {
            double value = candidates[i];
            double falseMatches = share(impostor, value);
            double falseNonMatches = 1 - share(genuine, value);
            double gap = Math.abs(falseMatches - falseNonMatches);
            if (gap < leastGap) {
                leastGap = gap;
                best = value;
            }
        }
        return Threshold.of(best);
    }

    private static double[] wholes(List<PairScores> scores, Truth truth) {
        return scores.stream()
                .filter(pair -> pair.truth() == truth)
                .mapToDouble(PairScores::whole)
                .toArray();
    }

    /** Share of scores at or above a threshold. */
    private static double share(double[] scores, double threshold) {
        int matches = 0;
        for (double score : scores) {
            matches += score >= threshold ? 1 : 0;
        }
        return (double) matches / scores.length;
    }

    private static Optional<DeletionInsertionResult.Curves> curves(
            List<PairScores> scores, Truth truth, Threshold threshold) {
        List<PairScores> some = scores.stream().filter(pair -> pair.truth() == truth).toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(curves(some, threshold));
    }

    private static DeletionInsertionResult.Curves curves(
            List<PairScores> scores, Threshold threshold) {
        return new DeletionInsertionResult.Curves(
                scores.size(),
                curve(scores, PairScores::deletion, threshold),
                curve(scores, PairScores::insertion, threshold));
    }

    private static AccuracyCurve curve(
            List<PairScores> scores, Function<PairScores, List<Double>> run, Threshold threshold) {
        List<Double> accuracies = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int step = 0; step < run.apply(scores.get(0)).size(); step++) {
            int right = 0;
            double sum = 0;
            for (PairScores pair : scores) {
                double score = run.apply(pair).get(step);
                Decision due = pair.truth() == Truth.GENUINE ? Decision.MATCH : Decision.NON_MATCH;
                right += threshold.decide(score) == due ? 1 : 0;
                sum += score;
            }
            accuracies.add((double) right / scores.size());
            means.add(sum / scores.size());
        }
        return new AccuracyCurve(accuracies, means);
    }
}
