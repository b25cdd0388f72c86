package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Deletion and insertion at the level of a data set, as the CorrRISE paper evaluates maps: the
 * verification accuracy against the share of a face's pixels that are hidden, or shown, in the
 * order of the map. An instance is one protocol; {@link Evaluation} runs one or several from one
 * explanation per pair.
 *
 * <p>At step k of n the round(pixels k / n) most salient pixels are hidden (deletion) or all but
 * those are (insertion); equal values come in an order drawn from the seed, never by place, so a
 * constant map is a random order. Deletion and insertion share their ends: nothing hidden, and
 * everything. Where both faces are named, each is hidden in turn while the other stays whole, and a
 * pair counts with the mean of the two.
 *
 * <p>Known criticism: images with holes are unlike any face the model has learnt, and only the
 * order of the values counts, not their size. Compare with random and centred maps and with another
 * fill before believing a number.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, WACV 2024, arXiv:2305.08546; the curves per pair are those
 * of V. Petsiuk, A. Das, K. Saenko, BMVC 2018, arXiv:1806.07421. Cost per pair, beside the
 * explainer's: at most 2 n - 1 masked faces for each face hidden, and with each such face the whole
 * faces once more (2 passes with an embedder, 1 comparison otherwise). Protocols that differ in the
 * sign only share them, except at steps where pixels k / n ends in a half. Immutable; safe for use
 * by several threads.
 *
 * @param sign which sign of the map orders the pixels: genuine pairs are to judge the similarity
 *     map, impostors the dissimilarity map
 * @param sides the faces to hide, one at a time; at least one, without repetition
 * @param stepCount n, at least 2
 * @param fill what replaces hidden pixels; one of your own should have a {@code toString} that
 *     tells it from others
 * @param threshold what decisions are made by; empty: {@link EvaluationScores#equalErrorThreshold},
 *     chosen from the scores of the whole faces. The verifier's own threshold is not used
 * @param seed orders pixels of equal value
 * @since 0.1.0
 */
public record DeletionInsertion(
        Sign sign,
        List<Side> sides,
        int stepCount,
        Fill fill,
        Optional<Threshold> threshold,
        long seed)
        implements DeletionInsertionMetric {
    /** Which sign of a map orders the pixels. */
    public enum Sign {
        /** Pixels that speak for similarity first. */
        SIMILAR,
        /** Pixels that speak for dissimilarity first. */
        DISSIMILAR
    }

    /** Copies the sides and checks the ranges. */
    public DeletionInsertion {
        Objects.requireNonNull(sign, "sign");
        sides = List.copyOf(sides);
        if (sides.isEmpty() || sides.stream().distinct().count() < sides.size()) {
            throw Checks.rejected("sides", "PROBE, REFERENCE or both, each once", sides);
        }
        Checks.atLeast(2, stepCount, "stepCount");
        Objects.requireNonNull(fill, "fill");
        Objects.requireNonNull(threshold, "threshold");
    }

    /**
     * The published protocol: by similarity, the probe, ten steps, black fill, the equal-error
     * threshold, seed 0.
     */
    public static DeletionInsertion published() {
        return new DeletionInsertion(
                Sign.SIMILAR, List.of(Side.PROBE), 10, Fill.black(), Optional.empty(), 0);
    }

    /** The same protocol by another sign of the maps. */
    public DeletionInsertion withSign(Sign newSign) {
        return new DeletionInsertion(newSign, sides, stepCount, fill, threshold, seed);
    }

    /** The same protocol, which hides these faces one at a time. */
    public DeletionInsertion withSides(Side... newSides) {
        return new DeletionInsertion(sign, List.of(newSides), stepCount, fill, threshold, seed);
    }

    /** The same protocol in more or fewer steps. */
    public DeletionInsertion withStepCount(int newStepCount) {
        return new DeletionInsertion(sign, sides, newStepCount, fill, threshold, seed);
    }

    /** The same protocol with another fill. */
    public DeletionInsertion withFill(Fill newFill) {
        return new DeletionInsertion(sign, sides, stepCount, newFill, threshold, seed);
    }

    /** The same protocol at a given threshold. */
    public DeletionInsertion withThreshold(double value) {
        return new DeletionInsertion(
                sign, sides, stepCount, fill, Optional.of(Threshold.of(value)), seed);
    }

    /** The same protocol with ties in another order. */
    public DeletionInsertion withSeed(long newSeed) {
        return new DeletionInsertion(sign, sides, stepCount, fill, threshold, newSeed);
    }

    /**
     * The settings that the scores of a pair depend on: all but the threshold, which is applied to
     * the scores afterwards. For example {@code SIMILAR, [PROBE], 10 steps, Mean[], seed 0}.
     */
    public String description() {
        return String.format(
                Locale.ROOT, "%s, %s, %d steps, %s, seed %d", sign, sides, stepCount, fill, seed);
    }

    /**
     * The number of faces and steps of a protocol, read from its description.
     *
     * @param faceCount faces that are hidden, one at a time
     * @param stepCount steps of each
     */
    record Shape(int faceCount, int stepCount) {
        private static final Pattern DESCRIPTION =
                Pattern.compile(
                        "[A-Z]+, \\[([A-Z]+(?:, [A-Z]+)?)], ([0-9]{1,9}) steps, .*",
                        Pattern.DOTALL);

        /** Reads a description; throws an {@link IllegalArgumentException} where it is none. */
        static Shape of(String description) {
            Matcher parts = DESCRIPTION.matcher(description);
            if (!parts.matches()) {
                throw Checks.rejected("protocol", "a description of one", description);
            }
            return new Shape(
                    parts.group(1).contains(",") ? 2 : 1, Integer.parseInt(parts.group(2)));
        }

        /**
         * Throws an {@link IllegalArgumentException} where the scores of a pair have another shape.
         */
        void require(List<EvaluationScores.Steps> faces) {
            Checks.exactly(faceCount, faces.size(), "faces of a protocol");
            for (EvaluationScores.Steps face : faces) {
                Checks.exactly(stepCount, face.stepCount(), "steps of a protocol");
            }
        }
    }

    @Override
    public DeletionInsertionMetric.Result evaluate(
            SaliencyExplainer explainer, Stream<LabelledPair> pairs) {
        return Evaluation.builder(explainer).protocols(this).build().run(pairs).result(this);
    }
}
