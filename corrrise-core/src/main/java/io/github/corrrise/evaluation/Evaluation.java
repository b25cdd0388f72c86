package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs {@link DeletionInsertion} over a labelled set: explains each pair once and scores it under
 * every protocol, one pair after another in the order given.
 *
 * <pre>{@code
 * EvaluationScores scores =
 *         Evaluation.builder(explainer).protocols(black, blur).build().run(pairs, file);
 * scores.result(black).genuine().orElseThrow().deletion().area();
 * }</pre>
 *
 * <p>With a file, a run that was killed can be resumed. Each finished pair is added as one line of
 * JSON. A partial last line, left by a killed run, is truncated and its pair done again, so no
 * finished line is lost and no pair counts twice. The file ends up as an uninterrupted run would
 * have left it, given the same pairs, all of them readable, and a verifier and an explainer that
 * repeat their results. The first line holds the library's version, the descriptions of verifier,
 * explainer and protocols, and the failure policy; a run that differs in any of these is refused.
 * Each further line holds a digest of its pair's faces. A resumed run loads all faces again, and
 * refuses other faces under the same name. Only one run writes to a file at a time, in this process
 * or in others. If the file is deleted, replaced or changed in length by another program, the run
 * ends when it adds its next pair.
 *
 * <p>Memory: one pair, its maps, its masks of all steps (a bit per pixel), one batch of faces per
 * thread, and the scores of all pairs. The file holds no pixel and no map, but the digests depend
 * on the faces: treat them as personal data. Masked faces that several protocols ask for are scored
 * once. A batch never holds masked faces of two pairs. Immutable; safe for use by several threads
 * if verifier, explainer and listeners are. Verifier and explainer stay the caller's and are not
 * closed.
 *
 * @since 0.1.0
 */
public final class Evaluation {
    private final FaceVerifier verifier;
    private final SaliencyExplainer explainer;
    private final List<DeletionInsertion> protocols;
    private final PassSettings settings;
    private final BiConsumer<LabelledPair, Explanation> onExplained;
    private final Consumer<EvaluationScores.Scored> onScored;

    private Evaluation(Builder builder) {
        this.explainer = builder.explainer;
        this.verifier = explainer.verifier();
        this.protocols = builder.protocols;
        this.settings = builder.passes.build();
        this.onExplained = builder.onExplained;
        this.onScored = builder.onScored;
    }

    /**
     * A builder with the defaults.
     *
     * @param explainer the explainer to judge, by the decisions of its verifier
     */
    public static Builder builder(SaliencyExplainer explainer) {
        return new Builder(explainer);
    }

    /**
     * Scores every pair. Of what {@link LabelledPair#faces} throws, {@link UncheckedIOException},
     * {@link FaceDetector.NoFaceException} and {@link FaceDetector.SeveralFacesException} make a
     * pair unreadable; anything else ends the run.
     *
     * @param pairs the labelled set, no name twice; read once, not closed
     * @return scores of the pairs whose faces could be read, in the order given; the others are
     *     listed beside them
     * @throws IllegalArgumentException where a name comes twice, a face or map does not fit the
     *     verifier, or a protocol needs a map that the explainer does not make
     * @throws VerifierException where the verifier fails on a pair; the message names the pair
     * @throws CancellationException where the run was cancelled or interrupted
     */
    public EvaluationScores run(Stream<LabelledPair> pairs) {
        return run(pairs, Map.of(), scored -> {});
    }

    /**
     * The same, kept in a file: pairs that it holds are neither explained nor scored again. Their
     * faces are loaded all the same, to compare digests; where they cannot be read, the pair is
     * listed as unreadable and its scores are left out of the result. Pairs of the file that are
     * not among {@code pairs} stay in the file and are left out of the result.
     *
     * @param pairs the labelled set, no name twice; read once, not closed
     * @param file created where there is none; its folder must exist
     * @throws IllegalArgumentException as without a file, and where the file belongs to a run with
     *     other settings or holds a pair with another truth or of other faces
     * @throws UncheckedIOException where the file cannot be read or written, is damaged, is being
     *     written by another run, or is deleted, replaced or changed in length during the run
     */
    public EvaluationScores run(Stream<LabelledPair> pairs, Path file) {
        requireNotCancelled(0);
        try (ScoreFile scores = ScoreFile.open(file, with(List.of(), List.of()))) {
            return run(pairs, scores.pairs(), scores::append);
        } catch (UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                // An interrupt closes the file that is being written.
                CancellationException cancelled = new CancellationException("interrupted");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private EvaluationScores run(
            Stream<LabelledPair> pairs,
            Map<String, EvaluationScores.Scored> known,
            Consumer<EvaluationScores.Scored> keep) {
        List<EvaluationScores.Scored> scores = new ArrayList<>();
        List<EvaluationScores.Unreadable> unreadable = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (MaskedPasses passes = new MaskedPasses(verifier, settings)) {
            for (Iterator<LabelledPair> each = pairs.sequential().iterator(); each.hasNext(); ) {
                LabelledPair pair = each.next();
                if (!names.add(pair.name())) {
                    throw Checks.rejected("names of pairs", "distinct", pair.name() + " twice");
                }
                requireNotCancelled(scores.size());
                FacePair faces;
                try {
                    faces =
                            Objects.requireNonNull(
                                    pair.faces().get(), "faces of pair " + pair.name());
                } catch (UncheckedIOException
                        | FaceDetector.NoFaceException
                        | FaceDetector.SeveralFacesException e) {
                    unreadable.add(
                            new EvaluationScores.Unreadable(pair.name(), "" + e.getMessage()));
                    continue;
                }
                String inputs = inputsOf(faces, passes.verifierDescription());
                EvaluationScores.Scored before = known.get(pair.name());
                if (before != null) {
                    requireSamePair(before, pair.truth(), inputs);
                    scores.add(before);
                    continue;
                }
                EvaluationScores.Scored scored = score(pair, faces, inputs, passes);
                keep.accept(scored);
                onScored.accept(scored);
                scores.add(scored);
            }
        }
        return with(scores, unreadable);
    }

    /** Without the threshold: the scores do not depend on it. */
    private String inputsOf(FacePair faces, String asked) {
        return Provenance.Inputs.of(faces, asked, Optional.empty(), explainer.description())
                .digest();
    }

    private static void requireSamePair(
            EvaluationScores.Scored before, Truth truth, String inputs) {
        if (before.truth() != truth) {
            throw Checks.rejected(
                    "truth of pair " + before.name(), before.truth() + ", as in the file", truth);
        }
        if (!before.inputs().equals(inputs)) {
            throw Checks.rejected(
                    "faces of pair " + before.name(),
                    "those that the file holds scores of",
                    "others: score into another file, or delete the line of this pair");
        }
    }

    private EvaluationScores.Scored score(
            LabelledPair pair, FacePair faces, String inputs, MaskedPasses passes) {
        try {
            Explanation why = explainer.explain(faces);
            onExplained.accept(pair, why);
            StepPasses steps = StepPasses.of(protocols, why, passes);
            return new EvaluationScores.Scored(
                    pair.name(),
                    pair.truth(),
                    inputs,
                    why.provenance().passCount(),
                    steps.passCount(),
                    steps.scores());
        } catch (VerifierException e) {
            throw new VerifierException("pair " + pair.name() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pair " + pair.name() + ": " + e.getMessage(), e);
        }
    }

    private EvaluationScores with(
            List<EvaluationScores.Scored> scores, List<EvaluationScores.Unreadable> unreadable) {
        return new EvaluationScores(
                LibraryVersion.VALUE,
                verifier.description(),
                explainer.description(),
                settings.failurePolicy(),
                protocols.stream().map(DeletionInsertion::description).toList(),
                scores,
                unreadable);
    }

    private void requireNotCancelled(int pairsDone) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after " + pairsDone + " pairs");
        }
        if (settings.cancelled().getAsBoolean()) {
            throw new CancellationException("cancelled after " + pairsDone + " pairs");
        }
    }

    /** Settings of an evaluation; every one has a default. For one thread. */
    public static final class Builder {
        private final SaliencyExplainer explainer;
        private List<DeletionInsertion> protocols = List.of(DeletionInsertion.published());
        private final PassSettings.Builder passes = PassSettings.builder();
        private BiConsumer<LabelledPair, Explanation> onExplained = (pair, why) -> {};
        private Consumer<EvaluationScores.Scored> onScored = scored -> {};

        private Builder(SaliencyExplainer explainer) {
            this.explainer = Objects.requireNonNull(explainer, "explainer");
        }

        /** The protocols to score, as in {@link #protocols(List)}. */
        public Builder protocols(DeletionInsertion... newProtocols) {
            return protocols(List.of(newProtocols));
        }

        /**
         * The protocols to score; {@link DeletionInsertion#published} alone unless given.
         *
         * @param newProtocols at least one, no two equal or differing in the threshold only
         * @throws IllegalArgumentException where there is none, or two are alike in this sense
         */
        public Builder protocols(List<DeletionInsertion> newProtocols) {
            List<DeletionInsertion> copy = List.copyOf(newProtocols);
            List<String> distinct =
                    copy.stream().map(DeletionInsertion::description).distinct().toList();
            if (copy.isEmpty() || distinct.size() < copy.size()) {
                throw Checks.rejected(
                        "protocols", "at least one, each another", copy.size() + ": " + distinct);
            }
            this.protocols = copy;
            return this;
        }

        /**
         * Most faces per call of the verifier, at least 1; 16 unless given. The explainer has its
         * own.
         */
        public Builder batchSize(int newBatchSize) {
            passes.batchSize(newBatchSize);
            return this;
        }

        /**
         * What to do with a masked face that cannot be scored: {@link FailurePolicy#FAIL}, the
         * default, or {@link FailurePolicy#LOWEST}, for a matcher that finds no face under large
         * holes. The lowest score is that of the masked faces of the same pair, side and fill.
         *
         * @throws IllegalArgumentException for {@link FailurePolicy#SKIP}: a curve has no gaps
         */
        public Builder failurePolicy(FailurePolicy newFailurePolicy) {
            if (newFailurePolicy == FailurePolicy.SKIP) {
                throw Checks.rejected(
                        "failurePolicy", "FAIL or LOWEST, a curve has no gaps", newFailurePolicy);
            }
            passes.failurePolicy(newFailurePolicy);
            return this;
        }

        /**
         * Asked before every pair and every batch of steps, by each of the threads that run
         * batches; true ends the run with a {@link CancellationException}. An interrupt does so
         * too. The explainer does not ask it: an explanation under way ends first.
         */
        public Builder cancelWhen(BooleanSupplier newCancelled) {
            passes.cancelWhen(newCancelled);
            return this;
        }

        /**
         * Spreads the batches of a pair over threads: the caller's and up to {@code parallelism -
         * 1} lent by the executor; the caller's alone unless given. The explainer's threads are its
         * own.
         *
         * @param executor lends the helpers; the verifier must be safe for use by several threads
         * @param parallelism threads in all, at least 1
         */
        public Builder executor(Executor executor, int parallelism) {
            passes.executor(executor, parallelism);
            return this;
        }

        /**
         * Told each new explanation before its pair is scored, say to keep its maps. Called by the
         * thread of the run.
         */
        public Builder onExplained(BiConsumer<LabelledPair, Explanation> listener) {
            this.onExplained = Objects.requireNonNull(listener, "onExplained");
            return this;
        }

        /**
         * Told each pair once it is scored and, where there is a file, written to it: the run's
         * progress. Called by the thread of the run; not called for pairs that the file already
         * held.
         */
        public Builder onScored(Consumer<EvaluationScores.Scored> listener) {
            this.onScored = Objects.requireNonNull(listener, "onScored");
            return this;
        }

        /** An evaluation with these settings. */
        public Evaluation build() {
            return new Evaluation(this);
        }
    }
}
