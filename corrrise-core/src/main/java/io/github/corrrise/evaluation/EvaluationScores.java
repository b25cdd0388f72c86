package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The scores of an evaluation: what was measured, before any threshold. Immutable.
 *
 * @param libraryVersion version of the library that scored
 * @param verifier description of the verifier
 * @param explainer description of the explainer
 * @param failurePolicy what was done with faces that could not be scored
 * @param protocols descriptions of the protocols, in the order of each pair's scores; at least one
 * @param pairs the scored pairs, in the order they were given or, when read from a file, written
 * @param unreadable pairs left out because a face could not be read
 * @since 0.1.0
 */
public record EvaluationScores(
        String libraryVersion,
        String verifier,
        String explainer,
        FailurePolicy failurePolicy,
        List<String> protocols,
        List<ScoredPair> pairs,
        List<UnreadablePair> unreadable) {
    /**
     * Copies the lists and checks that every pair has scores of every protocol, all with one number
     * of steps per protocol.
     */
    public EvaluationScores {
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        Objects.requireNonNull(verifier, "verifier");
        Objects.requireNonNull(explainer, "explainer");
        Objects.requireNonNull(failurePolicy, "failurePolicy");
        protocols = List.copyOf(protocols);
        Checks.atLeast(1, protocols.size(), "protocols.size()");
        pairs = List.copyOf(pairs);
        for (ScoredPair pair : pairs) {
            Checks.exactly(
                    protocols.size(), pair.scores().size(), "protocols of pair " + pair.name());
        }
        for (int protocol = 0; protocol < protocols.size(); protocol++) {
            requireOneStepCount(pairs, protocol);
        }
        unreadable = List.copyOf(unreadable);
    }

    private static void requireOneStepCount(List<ScoredPair> pairs, int protocol) {
        for (ScoredPair pair : pairs) {
            for (StepScores face : pair.scores().get(protocol)) {
                Checks.exactly(
                        pairs.get(0).scores().get(protocol).get(0).stepCount(),
                        face.stepCount(),
                        "steps of pair " + pair.name());
            }
        }
    }

    /**
     * Reads the file of an {@link Evaluation}, also while a run writes to it. A partial last line
     * is left out; unreadable pairs are not in the file.
     *
     * @throws java.io.UncheckedIOException where the file cannot be read, is damaged, or holds no
     *     scores of an evaluation
     */
    public static EvaluationScores read(Path file) {
        return ScoreFile.read(file);
    }

    /**
     * Curves and areas under a protocol.
     *
     * @param protocol one of those that were scored; its threshold may be another
     * @throws IllegalArgumentException where the protocol was not scored, no pair was, or the
     *     threshold is to be chosen and the pairs are not of both classes
     */
    public DeletionInsertionResult result(DeletionInsertion protocol) {
        int index = protocols.indexOf(protocol.description());
        if (index < 0) {
            throw Checks.rejected("protocol", "one of " + protocols, protocol.description());
        }
        if (pairs.isEmpty()) {
            throw Checks.rejected(
                    "pairs", "at least 1 that can be read", "0 of " + unreadable.size());
        }
        Threshold threshold = protocol.threshold().orElseGet(this::equalErrorThreshold);
        return new DeletionInsertionResult(
                threshold,
                curves(of(Truth.GENUINE), index, threshold),
                curves(of(Truth.IMPOSTOR), index, threshold),
                curves(pairs, index, threshold).orElseThrow(),
                unreadable,
                pairs.stream().mapToLong(ScoredPair::explainerPassCount).sum(),
                pairs.stream().mapToLong(ScoredPair::passCount).sum());
    }

    /**
     * The equal-error threshold: of the scores of the whole faces, the one at which the false match
     * rate and the false non-match rate differ least; of several the largest.
     *
     * @throws IllegalArgumentException where the pairs are not of both classes
     */
    public Threshold equalErrorThreshold() {
        double[] genuine = wholes(Truth.GENUINE);
        double[] impostor = wholes(Truth.IMPOSTOR);
        if (genuine.length == 0 || impostor.length == 0) {
            throw Checks.rejected(
                    "pairs",
                    "of both classes where no threshold is given",
                    genuine.length + " genuine and " + impostor.length + " impostor");
        }
        double best = Double.NaN;
        long leastGap = Long.MAX_VALUE;
        double[] candidates =
                pairs.stream().mapToDouble(ScoredPair::whole).distinct().sorted().toArray();
        for (int i = candidates.length - 1; i >= 0; i--) {
            long falseMatches = matches(impostor, candidates[i]);
            long falseNonMatches = genuine.length - matches(genuine, candidates[i]);
            // Over the common denominator: rates as fractions would break ties by rounding.
            long gap = Math.abs(falseMatches * genuine.length - falseNonMatches * impostor.length);
            if (gap < leastGap) {
                leastGap = gap;
                best = candidates[i];
            }
        }
        return Threshold.of(best);
    }

    private double[] wholes(Truth truth) {
        return of(truth).stream().mapToDouble(ScoredPair::whole).toArray();
    }

    private List<ScoredPair> of(Truth truth) {
        return pairs.stream().filter(pair -> pair.truth() == truth).toList();
    }

    private static long matches(double[] scores, double threshold) {
        long matches = 0;
        for (double score : scores) {
            matches += score >= threshold ? 1 : 0;
        }
        return matches;
    }

    private static Optional<DeletionInsertionResult.Curves> curves(
            List<ScoredPair> some, int protocol, Threshold threshold) {
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DeletionInsertionResult.Curves(
                                AccuracyCurve.ofDeletion(some, protocol, threshold),
                                AccuracyCurve.ofInsertion(some, protocol, threshold)));
    }
}
