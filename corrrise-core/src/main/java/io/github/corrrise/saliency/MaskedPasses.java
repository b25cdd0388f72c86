package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Sends masked faces through a verifier: the step of CorrRISE that costs the passes. Both sides of
 * a pair share the masks; batches are cut by mask index, so with equal scores a run is the same for
 * any number of threads.
 *
 * <p>Cost: 2 N + 2 passes for both sides of a pair with an embedder, 2 N + 1 comparisons with a
 * verifier that only scores, and N more of those where both faces are hidden; N + P + 1 passes for
 * one probe and P references with an embedder, N P + P comparisons otherwise. Memory: one batch of
 * faces a thread, and 8 bytes a score.
 *
 * <p>Safe for use by several threads. It keeps the direct buffers it has used for later runs until
 * it is closed; the verifier is the caller's and stays open.
 */
public final class MaskedPasses implements AutoCloseable {
    private final FaceVerifier verifier;
    private final PassSettings settings;
    private final BatchPool pool;
    private final MaskCache cache;
    private final boolean underWay;

    /** Passes through {@code verifier}. */
    public MaskedPasses(FaceVerifier verifier, PassSettings settings) {
        this(verifier, settings, new BatchPool(), MaskCache.ofBytes(0), false);
    }

    /**
     * Passes through {@code verifier} whose stop rule keeps in a cache what it can use again.
     *
     * @param cache stays the caller's
     */
    public MaskedPasses(FaceVerifier verifier, PassSettings settings, MaskCache cache) {
        this(verifier, settings, new BatchPool(), cache, false);
    }

    private MaskedPasses(
            FaceVerifier verifier,
            PassSettings settings,
            BatchPool pool,
            MaskCache cache,
            boolean underWay) {
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.pool = pool;
        this.cache = Objects.requireNonNull(cache, "cache");
        this.underWay = underWay;
    }

    /**
     * Scores masked copies of one or both faces of a pair. A score blends two comparisons by {@link
     * MaskPlan#bothHidden}: with the other face whole, and with the other face hidden by the same
     * mask.
     *
     * @param plan which masks
     * @param pair two faces of the verifier's input size
     * @param sides which faces to mask, in the order of the lines of the result
     * @throws IllegalArgumentException where a face has another size, or the pass budget does not
     *     pay for two masks
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or
     *     interrupted; the interrupt flag is set again
     * @throws IllegalStateException after close
     */
    public PassResult run(MaskPlan plan, FacePair pair, List<Side> sides) {
        Checks.atLeast(1, sides.size(), "sides.size()");
        requireOpen();
        Objects.requireNonNull(pair, "pair");
        PassRun run = new PassRun(new VerifierCalls(verifier), settings, this);
        return run.over(plan, calls -> Comparison.ofPair(calls, pair, sides, plan.bothHidden()));
    }

    /**
     * Scores masked copies of a probe against many references, all whole: a line a reference.
     *
     * @param plan which masks; its {@link MaskPlan#bothHidden} means nothing here
     * @param probe of the verifier's input size
     * @param references at least one, each of the verifier's input size
     * @throws IllegalArgumentException where a face has another size or there is no reference
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     * @throws IllegalStateException after close
     */
    public PassResult run(MaskPlan plan, FaceImage probe, List<FaceImage> references) {
        requireOpen();
        PassRun run = new PassRun(new VerifierCalls(verifier), settings, this);
        return run.over(
                plan,
                calls -> Comparison.ofGallery(calls, probe, references, settings.batchSize()));
    }

    /**
     * Scores the whole faces only: 2 passes with an embedder, one comparison otherwise.
     *
     * @param pair two faces of the verifier's input size
     * @return the raw similarity
     * @throws IllegalArgumentException where a face has another size
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     * @throws IllegalStateException after close
     */
    public double similarity(FacePair pair) {
        requireOpen();
        PassRun run = new PassRun(new VerifierCalls(verifier), settings, this);
        return run.whole(calls -> Comparison.ofPair(calls, pair, List.of(), 0)).similarities()[0];
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
     * The same passes for an explanation that has begun: closing meanwhile does not refuse the rest
     * of it.
     *
     * @throws IllegalStateException after close
     */
    public MaskedPasses underWay() {
        requireOpen();
        return new MaskedPasses(verifier, settings, pool, cache, true);
    }

    /** The same passes, cancelled in another way besides. */
    public MaskedPasses cancelledAlsoBy(BooleanSupplier cancelled) {
        return new MaskedPasses(
                verifier,
                settings.withCancelled(
                        () -> settings.cancelled().getAsBoolean() || cancelled.getAsBoolean()),
                pool,
                cache,
                underWay);
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

    MaskCache cache() {
        return cache;
    }

    FaceBatch takeBatch(int capacity, FaceSize size, PixelLayout layout) {
        return pool.take(capacity, size, layout);
    }

    void giveBack(FaceBatch batch) {
        pool.giveBack(batch, 1 + settings.threads().helperCount());
    }

    /** Writes masked copies of a face into a batch. */
    static void fill(
            FaceBatch batch,
            MaskBatch masks,
            LaidOutFace face,
            List<LaidOutFace> behind,
            Fills fills) {
        batch.resize(masks.count());
        for (int i = 0; i < masks.count(); i++) {
            int turn = fills.turn(masks.firstIndex() + i);
            masks.apply(i, face, behind.get(turn), batch, i);
        }
    }
}
