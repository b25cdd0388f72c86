package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.CallSample;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Sends masked faces through a verifier: the step of CorrRISE that costs the passes. Both sides of
 * a pair share the masks; batches are cut by mask index, so with equal scores a run is the same for
 * any number of threads.
 *
 * <p>Cost: 2 N + 2 passes for both sides of a pair with an embedder, 2 N + 1 comparisons with a
 * verifier that only scores, and N more of those where both faces are hidden; N + P + 1 passes for
 * one probe and P references with an embedder, N P + P comparisons otherwise. Memory: one batch of
 * faces per thread, and 8 bytes per score.
 *
 * <p>Safe for use by several threads. It keeps the direct buffers it has used for later runs until
 * it is closed; the verifier is the caller's and stays open.
 *
 * @since 0.1.0
 */
public final class MaskedPasses implements AutoCloseable {
    private final FaceVerifier verifier;
    private final PassSettings settings;
    private final BatchPool pool;
    private final CallSample sample;
    private final boolean underWay;
    private final boolean needsEveryMask;

    /** Passes through {@code verifier}. */
    public MaskedPasses(FaceVerifier verifier, PassSettings settings) {
        this(verifier, settings, new BatchPool(), new CallSample(), false, false);
    }

    private MaskedPasses(
            FaceVerifier verifier,
            PassSettings settings,
            BatchPool pool,
            CallSample sample,
            boolean underWay,
            boolean needsEveryMask) {
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.pool = pool;
        this.sample = sample;
        this.underWay = underWay;
        this.needsEveryMask = needsEveryMask;
    }

    /**
     * Scores masked copies of one or both faces of a pair. A score blends two comparisons by {@link
     * MaskPlan#bothHidden}: with the other face whole, and with the other face hidden by the same
     * mask.
     *
     * @param plan which masks
     * @param pair two faces of the verifier's input size
     * @param sides which faces to mask: a line of scores for each, {@link MaskScores.Line#of(Side)}
     * @throws IllegalArgumentException where a face has another size, or the pass budget does not
     *     pay for two masks
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or
     *     interrupted; the interrupt flag is set again
     * @throws IllegalStateException after close
     */
    public Result run(MaskPlan plan, FacePair pair, List<Side> sides) {
        Checks.atLeast(1, sides.size(), "sides.size()");
        requireOpen();
        Objects.requireNonNull(pair, "pair");
        return newRun().over(plan, Compared.pair(pair, sides, plan.bothHidden()));
    }

    /**
     * Scores masked copies of a probe against many references, all whole.
     *
     * @param plan which masks; its {@link MaskPlan#bothHidden} means nothing here
     * @param probe of the verifier's input size
     * @param references at least one, each of the verifier's input size: a line of scores for each,
     *     {@link MaskScores.Line#ofReference}
     * @throws IllegalArgumentException where a face has another size or there is no reference
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     * @throws IllegalStateException after close
     */
    public Result run(MaskPlan plan, FaceImage probe, List<FaceImage> references) {
        requireOpen();
        return newRun().over(plan, Compared.gallery(probe, references));
    }

    /**
     * Scores the whole faces only.
     *
     * @param pair two faces of the verifier's input size
     * @return their similarity, and a start for runs over the same pair
     * @throws IllegalArgumentException where a face has another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     * @throws IllegalStateException after close
     */
    public Whole whole(FacePair pair) {
        requireOpen();
        PassRun run = newRun();
        Scorer scorer = run.whole(Compared.pair(pair, List.of(), 0));
        return new Whole(this, pair, scorer, run);
    }

    private PassRun newRun() {
        return new PassRun(
                new VerifierCalls(
                        verifier, settings.checks() ? Optional.of(sample) : Optional.empty()),
                settings,
                pool,
                needsEveryMask);
    }

    /**
     * The verifier's operating point.
     *
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails or gives null
     */
    public Optional<Threshold> threshold() {
        return VerifierCalls.threshold(verifier);
    }

    /**
     * The verifier's description.
     *
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails or gives null
     */
    public String verifierDescription() {
        return VerifierCalls.description(verifier);
    }

    /**
     * What these passes are computed by.
     *
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails or gives null
     */
    public Provenance.Environment environment() {
        return Provenance.Environment.of(VerifierCalls.origin(verifier));
    }

    /**
     * The same passes for an explanation that has begun: closing meanwhile does not refuse the rest
     * of it.
     *
     * @throws IllegalStateException after close
     */
    public MaskedPasses underWay() {
        requireOpen();
        return new MaskedPasses(verifier, settings, pool, sample, true, needsEveryMask);
    }

    /**
     * The same passes for measurements that need the score of every mask: without budget and stop
     * rule, and with {@link io.github.corrrise.verify.FailurePolicy#FAIL}.
     *
     * @param progress of those passes
     */
    public MaskedPasses ofEveryMask(Progress progress) {
        PassSettings every =
                PassSettings.builder()
                        .batchSize(settings.batchSize())
                        .executor(settings.executor(), 1 + settings.helperCount())
                        .progress(progress)
                        .cancelWhen(settings.cancelled())
                        .checks(settings.checks())
                        .build();
        return new MaskedPasses(verifier, every, pool, sample, underWay, true);
    }

    /** The same passes, cancelled in another way besides. */
    public MaskedPasses cancelledAlsoBy(BooleanSupplier cancelled) {
        return new MaskedPasses(
                verifier,
                settings.toBuilder()
                        .cancelWhen(
                                () ->
                                        settings.cancelled().getAsBoolean()
                                                || cancelled.getAsBoolean())
                        .build(),
                pool,
                sample,
                underWay,
                needsEveryMask);
    }

    /** Gives the buffers back; runs under way end well, later ones are refused. */
    @Override
    public void close() {
        pool.close();
    }

    private void requireOpen() {
        if (!underWay && pool.isClosed()) {
            throw new IllegalStateException("closed: open a new one to explain further pairs");
        }
    }

    /**
     * The whole faces of a pair, scored once for any number of runs over the pair. Safe for use by
     * several threads.
     *
     * @since 0.1.0
     */
    public static final class Whole {
        private final MaskedPasses passes;
        private final FacePair pair;
        private final Scorer scorer;
        private final PassRun begun;
        private final AtomicLong maskedNanos = new AtomicLong();

        private Whole(MaskedPasses passes, FacePair pair, Scorer scorer, PassRun begun) {
            this.passes = passes;
            this.pair = pair;
            this.scorer = scorer;
            this.begun = begun;
        }

        /** The pair. */
        public FacePair pair() {
            return pair;
        }

        /**
         * True where every mask of its runs is scored or fails: of {@link
         * MaskedPasses#ofEveryMask}.
         */
        public boolean isOfEveryMask() {
            return passes.needsEveryMask;
        }

        /** Similarity of the whole faces, raw and finite. */
        public double similarity() {
            return scorer.similarities()[0];
        }

        /**
         * Copies of the embeddings that the similarity is of, probe and reference; empty where the
         * verifier is no embedder.
         */
        public List<float[]> embeddings() {
            return scorer.embeddings();
        }

        /**
         * Embeds faces of a method's own, which no mask makes.
         *
         * @param faces as {@link FaceEmbedder#embed} takes them
         * @return new arrays, one per face
         * @throws IllegalStateException where the verifier is no embedder
         * @throws io.github.corrrise.verify.VerifierException where the verifier fails
         * @throws java.util.concurrent.CancellationException where the run was cancelled or
         *     interrupted
         */
        public float[][] embed(FaceBatch faces) {
            return begun.embed(verifierAs(FaceEmbedder.class), faces);
        }

        /**
         * Derivatives of embeddings, all finite.
         *
         * @param faces as {@link DifferentiableEmbedder#pullBack} takes them
         * @param cotangents one per face
         * @return new arrays, one per face
         * @throws IllegalStateException where the verifier is no {@link DifferentiableEmbedder}
         * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives
         *     derivatives that are not finite
         * @throws java.util.concurrent.CancellationException where the run was cancelled or
         *     interrupted
         */
        public float[][] pullBack(FaceBatch faces, float[][] cotangents) {
            return begun.pullBack(verifierAs(DifferentiableEmbedder.class), faces, cotangents);
        }

        private <T> T verifierAs(Class<T> kind) {
            if (!kind.isInstance(passes.verifier)) {
                throw new IllegalStateException(
                        "verifier must be a " + kind.getSimpleName() + ", was " + passes.verifier);
            }
            return kind.cast(passes.verifier);
        }

        /** Time inside the verifier so far, for the whole faces and all runs over the pair. */
        public Duration verifierTime() {
            return begun.verifierTime().plusNanos(maskedNanos.get());
        }

        /** Images sent through the verifier: 2 with an embedder, 1 otherwise. */
        public long passCount() {
            return scorer.wholePassCount();
        }

        /**
         * As {@link MaskedPasses#run(MaskPlan, FacePair, List)}, but neither scores the whole faces
         * again nor counts them.
         */
        public Result run(MaskPlan plan, List<Side> sides) {
            Checks.atLeast(1, sides.size(), "sides.size()");
            passes.requireOpen();
            Compared compared = Compared.pair(pair, sides, plan.bothHidden());
            Result result = passes.newRun().over(plan, compared, scorer.with(compared), 0);
            maskedNanos.addAndGet(result.verifierTime().toNanos());
            return result;
        }
    }

    /**
     * What a run of passes gave.
     *
     * @param similarities of the whole faces, one per reference: one for a pair
     * @param scores of the masked faces: a line for each masked side of a pair, or for each
     *     reference
     * @param passCount images sent through the verifier, whole ones counted
     * @param failedCount scores the verifier could not give, over all lines
     * @param stopReason why no more masks were taken
     * @param verifierTime spent inside the verifier, added up over threads
     * @since 0.1.0
     */
    public record Result(
            List<Double> similarities,
            MaskScores scores,
            long passCount,
            int failedCount,
            StopReason stopReason,
            Duration verifierTime) {
        /** Copies the list. */
        public Result {
            similarities = List.copyOf(similarities);
        }

        /** The similarity of the whole faces that a line compares. */
        public double similarity(MaskScores.Line line) {
            return similarities.get(line.reference());
        }
    }
}
