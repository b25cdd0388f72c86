package io.github.corrrise.evaluation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
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
        List<Scored> pairs,
        List<Unreadable> unreadable) {
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
        for (Scored pair : pairs) {
            Checks.exactly(
                    protocols.size(), pair.scores().size(), "protocols of pair " + pair.name());
        }
        for (int protocol = 0; protocol < protocols.size(); protocol++) {
            requireOneStepCount(pairs, protocol);
        }
        unreadable = List.copyOf(unreadable);
    }

    private static void requireOneStepCount(List<Scored> pairs, int protocol) {
        for (Scored pair : pairs) {
            for (Steps face : pair.scores().get(protocol)) {
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
    public DeletionInsertionMetric.Result result(DeletionInsertion protocol) {
        int index = protocols.indexOf(protocol.description());
        if (index < 0) {
            throw Checks.rejected("protocol", "one of " + protocols, protocol.description());
        }
        if (pairs.isEmpty()) {
            throw Checks.rejected(
                    "pairs", "at least 1 that can be read", "0 of " + unreadable.size());
        }
        Threshold threshold = protocol.threshold().orElseGet(this::equalErrorThreshold);
        return new DeletionInsertionMetric.Result(
                threshold,
                curves(of(Truth.GENUINE), index, threshold),
                curves(of(Truth.IMPOSTOR), index, threshold),
                curves(pairs, index, threshold).orElseThrow(),
                unreadable,
                pairs.stream().mapToLong(Scored::explainerPassCount).sum(),
                pairs.stream().mapToLong(Scored::passCount).sum());
    }

    /**
     * The equal-error threshold: of the scores of the whole faces, the one at which the false match
     * rate and the false non-match rate differ least; of several the largest.
     *
     * @throws IllegalArgumentException where the pairs are not of both classes
     */
    public Threshold equalErrorThreshold() {
        int genuine = of(Truth.GENUINE).size();
        int impostor = of(Truth.IMPOSTOR).size();
        if (genuine == 0 || impostor == 0) {
            throw Checks.rejected(
                    "pairs",
                    "of both classes where no threshold is given",
                    genuine + " genuine and " + impostor + " impostor");
        }
        return ErrorRates.of(labelledScores("evaluation")).equalError().threshold();
    }

    /**
     * The scores of the whole faces with their truth, for error rates and likelihood ratios. They
     * name the verifier.
     *
     * @param set name of the pairs, not blank; it stands in reports
     * @throws IllegalArgumentException where no pair was scored
     */
    public LabelledScores labelledScores(String set) {
        LabelledScores.Builder scores = LabelledScores.builder(set).verifier(verifier);
        pairs.forEach(pair -> scores.add(pair.whole(), pair.truth()));
        return scores.build();
    }

    private List<Scored> of(Truth truth) {
        return pairs.stream().filter(pair -> pair.truth() == truth).toList();
    }

    private static Optional<DeletionInsertionMetric.Result.Curves> curves(
            List<Scored> some, int protocol, Threshold threshold) {
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DeletionInsertionMetric.Result.Curves(
                                AccuracyCurve.ofDeletion(some, protocol, threshold),
                                AccuracyCurve.ofInsertion(some, protocol, threshold)));
    }

    /**
     * A pair that an evaluation had to leave out because a face could not be read.
     *
     * @param name the pair's name
     * @param reason message of the exception: as a rule what is wrong with which file
     * @since 0.1.0
     */
    public record Unreadable(String name, String reason) {
        /** Checks that nothing is null. */
        public Unreadable {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * The scores of one pair, all that an evaluation keeps of it: every curve, area, share and
     * interval is a function of a list of these. Holds no pixel and no map.
     *
     * @param name the pair's name, by which a resumed run finds it
     * @param truth whether both faces are of one person
     * @param inputs digest of what it was scored from, as in {@link
     *     io.github.corrrise.saliency.Provenance.Inputs#digest}, without a threshold; personal
     *     data, for it depends on the faces
     * @param explainerPassCount passes of the explainer through the verifier, by its own count
     * @param passCount passes through the verifier for the steps of all protocols together, whole
     *     faces included: images with an embedder, comparisons otherwise
     * @param scores [protocol][face]: for each protocol the faces it hides, in its order; at least
     *     one protocol, at least one face of each
     * @since 0.1.0
     */
    public record Scored(
            String name,
            Truth truth,
            String inputs,
            long explainerPassCount,
            long passCount,
            List<List<Steps>> scores) {
        /** Copies the lists and checks the ranges. */
        public Scored {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(truth, "truth");
            Objects.requireNonNull(inputs, "inputs");
            Checks.atLeast(0, explainerPassCount, "explainerPassCount");
            Checks.atLeast(0, passCount, "passCount");
            scores = scores.stream().map(List::copyOf).toList();
            Checks.atLeast(1, scores.size(), "scores.size()");
            scores.forEach(faces -> Checks.atLeast(1, faces.size(), "faces of a protocol"));
        }

        /** The similarity of the whole faces. */
        public double whole() {
            return scores.get(0).get(0).whole();
        }
    }

    /**
     * The raw similarities of one pair while one of its faces is hidden, and while it is shown,
     * step by step: the curves of RISE. Step k of n stands at the share k / n of the face's pixels.
     *
     * <p>Source: V. Petsiuk, A. Das, K. Saenko, BMVC 2018, arXiv:1806.07421.
     *
     * @param deletion the most salient pixels hidden first: step 0 is the whole face, step n the
     *     fill alone; at least three finite values
     * @param insertion the most salient pixels shown first: step 0 is the fill alone, step n the
     *     whole face; as many finite values
     * @since 0.1.0
     */
    public record Steps(List<Double> deletion, List<Double> insertion) {
        /** Copies the lists, checks lengths and values. */
        public Steps {
            deletion = finiteCopy(deletion, "deletion");
            insertion = finiteCopy(insertion, "insertion");
            Checks.exactly(deletion.size(), insertion.size(), "insertion.size()");
        }

        /** n, the number of steps after the first score; at least 2. */
        public int stepCount() {
            return deletion.size() - 1;
        }

        /** The similarity of the whole faces. */
        public double whole() {
            return deletion.get(0);
        }

        /** The area under the similarity while pixels are hidden, by {@link #area}. */
        public double deletionArea() {
            return area(deletion);
        }

        /** The area under the similarity while pixels are shown, by {@link #area}. */
        public double insertionArea() {
            return area(insertion);
        }

        /**
         * The area under equally spaced values by the trapezoid rule, the range of shares taken as
         * 1: their mean, the first and the last with half the weight.
         *
         * @param values two or more
         */
        static double area(List<Double> values) {
            double sum = 0;
            for (int step = 1; step < values.size(); step++) {
                sum += (values.get(step - 1) + values.get(step)) / 2;
            }
            return sum / (values.size() - 1);
        }

        private static List<Double> finiteCopy(List<Double> values, String name) {
            List<Double> copy = List.copyOf(values);
            Checks.atLeast(3, copy.size(), name + ".size()");
            copy.forEach(value -> Checks.finite(value, name));
            return copy;
        }
    }
}
