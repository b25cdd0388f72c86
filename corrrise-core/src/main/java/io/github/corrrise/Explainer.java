package io.github.corrrise;

import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.passes.StopRule;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Explains the decisions of a face verifier by CorrRISE: hide random patches of a face, let the
 * verifier score what is left, and correlate each pixel's visibility with the scores.
 *
 * <pre>{@code
 * try (Explainer explainer = Explainer.of(verifier)) {
 *     Explanation why = explainer.explain(FacePair.of(probe, reference));
 * }
 * }</pre>
 *
 * <p>Deterministic: equal settings and bit-identical scores give bit-identical maps, whatever the
 * batch size and the number of threads. Cost: 2 N + 2 passes per pair of an embedder, 3 N + 1
 * comparisons of a verifier that only scores; the rest is a few percent of the smallest model's
 * time. Memory: one batch of faces per thread, some tens of bytes per mask, some 100 MB at most
 * while scores are shuffled, and what is kept of the masks, some 20 MB at 112 x 112. The first
 * explanation of an explainer computes that, in about half a second at 112 x 112 and ten seconds at
 * 512 x 512: keep one explainer for many pairs.
 *
 * <p>Settings are fixed once built; safe for use by several threads. It keeps direct buffers for
 * later runs until closed; using it without closing is safe, only slower to give memory back. The
 * verifier is the caller's and stays open. No thread is started unless an executor is given.
 *
 * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, Towards Visual Saliency Explanations of Face Verification,
 * WACV 2024, arXiv:2305.08546.
 *
 * @since 0.1.0
 */
public final class Explainer implements SaliencyExplainer.Contrasting, AutoCloseable {
    private static final String METHOD = "CorrRISE";

    private final FaceVerifier verifier;
    private final MaskPlan plan;
    private final List<Side> sides;
    private final ScoreCorrelation correlation;
    private final PassSettings passSettings;
    private final boolean repeatsScore;
    private final boolean keepsCropDigests;
    private final FurtherPasses further;
    private final Optional<ModelProfile> profile;
    private final Optional<ErrorRates> rates;
    private final MaskCache cache;
    private final boolean ownsCache;
    private final MaskedPasses passes;

    private Explainer(Builder builder) {
        this.verifier = builder.verifier;
        this.plan =
                new MaskPlan(
                        builder.masks,
                        builder.maskCount,
                        builder.fills,
                        builder.seed,
                        builder.bothHidden);
        this.sides = builder.sides;
        this.correlation = builder.correlation;
        this.repeatsScore = builder.repeatsScore;
        this.keepsCropDigests = builder.keepsCropDigests;
        this.further =
                new FurtherPasses(
                        builder.parts,
                        builder.coalitionCount,
                        builder.triesClaims,
                        builder.fills,
                        builder.seed);
        this.profile = builder.profile;
        this.rates = builder.rates;
        this.cache = builder.cache.orElseGet(MaskCache::ofQuarterHeap);
        this.ownsCache = builder.cache.isEmpty();
        this.passSettings = builder.passSettings(cache);
        this.passes = new MaskedPasses(verifier, passSettings);
    }

    /**
     * An explainer with the defaults: 500 masks of {@link MixedMasks#defaults()}, black fill, the
     * adjusted estimator, both faces hidden with a weight of 0.4. {@link Builder#published()} is
     * the setting of the paper.
     */
    public static Explainer of(FaceVerifier verifier) {
        return builder(verifier).build();
    }

    /** An explainer to be configured. */
    public static Builder builder(FaceVerifier verifier) {
        return new Builder(verifier);
    }

    @Override
    public Explanation explain(FacePair pair) {
        return explain(pair, passes);
    }

    /**
     * Explains why the probe is or is not like each of many references. With an embedder the masked
     * probes are embedded once and serve all references: N + P + 1 passes. A verifier that only
     * scores is asked N P + P times. References stay whole: {@link Builder#bothHidden} is for
     * pairs. What is returned takes some 0.1 MB per reference of 112 x 112: explain very large
     * galleries in parts.
     *
     * @param probe of the verifier's input size
     * @param references the gallery, at least one face, each of the verifier's input size
     * @return one explanation a reference, in their order, each with a map of the probe only; the
     *     passes in its provenance are those of the whole run
     * @throws IllegalArgumentException where a face has another size or there is no reference
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled
     */
    public List<Explanation> explain(FaceImage probe, List<FaceImage> references) {
        return explanations(overGallery(probe, references), FurtherPasses.Measured.NONE);
    }

    /**
     * Explains why the probe is more like the mate than like another face, or less: two
     * explanations and a map of the difference of the similarities, from the same masked probes. N
     * + 3 passes with an embedder. As in a gallery, references stay whole while the map is made.
     *
     * <p>With {@link Builder#parts} each part is hidden besides: in the probe, in mate and other,
     * and in all three, for 8 P F + 4 further passes with an embedder, P parts and F fills. The
     * effects on the difference are in the contrast, those on each similarity in its explanations.
     *
     * @param probe of the verifier's input size
     * @param mate the face that is asked about, of the verifier's input size
     * @param other the face that it is held against, such as the second of a gallery
     * @throws IllegalArgumentException where a face has another size, or mate and other are the
     *     same picture
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled
     */
    @Override
    public Contrast explain(FaceImage probe, FaceImage mate, FaceImage other) {
        if (mate.equals(other)) {
            throw Checks.rejected("other", "another picture than the mate", "the same");
        }
        GalleryRun run = overGallery(probe, List.of(mate, other));
        SaliencyMap map = correlation.maps(run.result().scores().difference(0, 1), cache).get(0);
        if (further.parts().isEmpty()) {
            List<Explanation> both = explanations(run, FurtherPasses.Measured.NONE);
            return new Contrast(both.get(0), both.get(1), map, Optional.empty());
        }
        MaskedPasses everyMask = run.passes().ofEveryMask(Progress.NONE);
        MaskedPasses.Whole wholeMate = wholeAgain(everyMask, run, 0);
        MaskedPasses.Whole wholeOther = wholeAgain(everyMask, run, 1);
        PartPasses.Contrasted effects =
                PartPasses.contrast(
                        wholeMate,
                        wholeOther,
                        run.threshold(),
                        further.parts().get(),
                        plan.fills());
        FurtherPasses.Measured cost =
                FurtherPasses.Measured.cost(
                        wholeMate.passCount()
                                + wholeOther.passCount()
                                + effects.difference().passCount(),
                        wholeMate.verifierTime().plus(wholeOther.verifierTime()));
        List<Explanation> both = explanations(run, cost);
        return new Contrast(
                both.get(0).withParts(effects.mate()),
                both.get(1).withParts(effects.other()),
                map,
                Optional.of(effects.difference()));
    }

    private static MaskedPasses.Whole wholeAgain(
            MaskedPasses everyMask, GalleryRun run, int reference) {
        MaskedPasses.Whole whole = everyMask.whole(run.pair(reference));
        FurtherPasses.requireSteady(
                run.result().similarities().get(reference), whole.similarity(), Optional.empty());
        return whole;
    }

    /**
     * The scores and maps of a gallery; its explanations tell the time up to when they are made.
     */
    private record GalleryRun(
            long startNanos,
            MaskedPasses passes,
            Optional<Threshold> threshold,
            FaceImage probe,
            List<FaceImage> gallery,
            MaskedPasses.Result result,
            List<SaliencyMap> maps) {
        FacePair pair(int reference) {
            return FacePair.of(probe, gallery.get(reference));
        }
    }

    private GalleryRun overGallery(FaceImage probe, List<FaceImage> references) {
        long startNanos = System.nanoTime();
        List<FaceImage> gallery = List.copyOf(references);
        Objects.requireNonNull(probe, "probe");
        MaskedPasses run = passes.underWay();
        Optional<Threshold> threshold = run.threshold();
        MaskedPasses.Result result = run.run(plan, probe, gallery);
        List<SaliencyMap> maps = correlation.maps(result.scores(), cache);
        return new GalleryRun(startNanos, run, threshold, probe, gallery, result, maps);
    }

    private List<Explanation> explanations(GalleryRun run, FurtherPasses.Measured measured) {
        MaskedPasses.Result result = run.result();
        String method = description() + ", of a gallery of " + run.gallery().size();
        Provenance provenance =
                provenance(
                        run.passes(),
                        run.threshold(),
                        result,
                        measured,
                        repeated(run.passes(), run.pair(0)),
                        run.maps(),
                        run.pair(0),
                        method,
                        0,
                        run.startNanos());
        List<Explanation> explanations = new ArrayList<>();
        for (int j = 0; j < run.gallery().size(); j++) {
            FacePair pair = run.pair(j);
            MaskScores.Line line = MaskScores.Line.ofReference(j);
            explanations.add(
                    Explanation.of(
                            pair,
                            result.similarity(line),
                            run.threshold(),
                            run.maps().get(result.scores().indexOf(line)),
                            Optional.empty(),
                            provenance.withInputs(
                                    inputs(pair, provenance.verifier(), run.threshold(), method))));
        }
        return List.copyOf(explanations);
    }

    /**
     * Explains pair after pair as the result is consumed: in order, one at a time in memory. What
     * fails on one pair comes out where its explanation would have.
     */
    public Stream<Explanation> explainAll(Stream<FacePair> pairs) {
        return pairs.sequential().map(this::explain);
    }

    /**
     * Explains a pair in an executor. Whatever {@link #explain(FacePair)} throws completes the
     * future exceptionally. Cancelling this future, not one derived from it, ends the run before
     * its next batch; a verifier that waits is not interrupted.
     *
     * @param pair two faces of the verifier's input size
     * @param executor runs it; a rejection is thrown by this call. The future of a task that the
     *     executor drops, as {@code shutdownNow} does, never completes: give it a timeout
     */
    public CompletableFuture<Explanation> explainAsync(FacePair pair, Executor executor) {
        Objects.requireNonNull(pair, "pair");
        CompletableFuture<Explanation> future = new CompletableFuture<>();
        BooleanSupplier abandoned = future::isDone;
        executor.execute(
                () -> {
                    try {
                        future.complete(explain(pair, passes.cancelledAlsoBy(abandoned)));
                    } catch (Throwable e) {
                        future.completeExceptionally(e);
                    }
                });
        return future;
    }

    @Override
    public FaceVerifier verifier() {
        return verifier;
    }

    /**
     * The method with every setting on which its results depend: all but batch size, executor,
     * progress, cancellation, {@link Builder#repeatScore()}, {@link Builder#cropDigests()} and
     * {@link Builder#unchecked()}. The verifier is not part of it.
     */
    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%s, %d masks of %s, %s, both hidden %s, %s, %s, %s, %s, kernel %s, %s, seed %d%s%s%s",
                METHOD,
                plan.maskCount(),
                plan.masks(),
                plan.fills(),
                plan.bothHidden(),
                sides,
                passSettings.description(),
                correlation.correlation(),
                correlation.estimator(),
                correlation.kernel(),
                correlation.significanceLevel().isPresent()
                        ? "significance "
                                + correlation.significanceLevel().getAsDouble()
                                + (correlation.statistic()
                                                == SaliencyMap.Significance.Statistic.CLUSTER
                                        ? " by clusters"
                                        : "")
                        : "no significance",
                plan.seed(),
                further.description(),
                profile.map(each -> ", profile " + each.digest()).orElse(""),
                rates.map(each -> ", rates of " + named(each)).orElse(""));
    }

    /**
     * Gives the buffers back and, unless a {@linkplain Builder#cache cache} was passed in, what was
     * kept of the masks. Later calls are refused; runs under way end as they would have. The
     * verifier stays open.
     */
    @Override
    public void close() {
        passes.close();
        if (ownsCache) {
            cache.close();
        }
    }

    private Explanation explain(FacePair pair, MaskedPasses through) {
        long startNanos = System.nanoTime();
        Objects.requireNonNull(pair, "pair");
        MaskedPasses run = through.underWay();
        Optional<Threshold> threshold = run.threshold();
        MaskedPasses.Result result = run.run(plan, pair, sides);
        List<SaliencyMap> maps = correlation.maps(result.scores(), cache);
        Map<Side, SaliencyMap> mapOf = new EnumMap<>(Side.class);
        for (Side side : sides) {
            mapOf.put(side, maps.get(result.scores().indexOf(MaskScores.Line.of(side))));
        }
        double similarity = result.similarity(MaskScores.Line.of(Side.PROBE));
        FurtherPasses.Measured measured = further.of(run, pair, similarity, threshold, mapOf);
        Explanation why =
                Explanation.of(
                        pair,
                        similarity,
                        threshold,
                        Objects.requireNonNull(mapOf.get(Side.PROBE), "map of the probe"),
                        Optional.ofNullable(mapOf.get(Side.REFERENCE)),
                        provenance(
                                run,
                                threshold,
                                result,
                                measured,
                                repeated(run, pair),
                                maps,
                                pair,
                                description(),
                                plan.bothHidden(),
                                startNanos));
        why = measured.addedTo(why);
        if (profile.isPresent()) {
            why = why.withUnusual(profile.get().unusual(why));
        }
        return rates.isPresent() ? why.withScoreMeaning(rates.get().meaningOf(similarity)) : why;
    }

    /** The whole faces once more, where that was asked for. */
    private Optional<MaskedPasses.Whole> repeated(MaskedPasses run, FacePair pair) {
        return repeatsScore ? Optional.of(run.whole(pair)) : Optional.empty();
    }

    private Provenance provenance(
            MaskedPasses run,
            Optional<Threshold> threshold,
            MaskedPasses.Result result,
            FurtherPasses.Measured measured,
            Optional<MaskedPasses.Whole> repeated,
            List<SaliencyMap> maps,
            FacePair first,
            String description,
            double bothHidden,
            long startNanos) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("masks", plan.masks().toString());
        settings.put("maskCount", Integer.toString(plan.maskCount()));
        passSettings.stopRule().ifPresent(rule -> settings.put("stopRule", rule.toString()));
        settings.put("fill", plan.fills().toString());
        settings.put("bothHidden", Double.toString(bothHidden));
        settings.put("failurePolicy", passSettings.failurePolicy().toString());
        settings.put("correlation", correlation.correlation().toString());
        settings.put("estimator", estimators(maps));
        profile.ifPresent(each -> settings.put("profile", each.digest()));
        rates.ifPresent(each -> settings.put("rates", named(each)));
        further.sharesSetting(measured).ifPresent(shares -> settings.put("shares", shares));
        settings.put("kernel", correlation.kernelFor(result.scores()).toString());
        long passCount =
                result.passCount()
                        + measured.passCount()
                        + repeated.map(MaskedPasses.Whole::passCount).orElse(0L);
        if (repeated.isPresent()) {
            double difference = repeated.get().similarity() - result.similarities().get(0);
            settings.put("repeatedScore", difference == 0 ? "equal" : "differs by " + difference);
        }
        String verifierDescription = run.verifierDescription();
        return new Provenance(
                METHOD,
                verifierDescription,
                inputs(first, verifierDescription, threshold, description),
                settings,
                plan.seed(),
                result.scores().maskCount(),
                result.failedCount(),
                passCount,
                result.stopReason(),
                LibraryVersion.VALUE,
                run.environment(),
                new Provenance.Timing(
                        Duration.ofNanos(System.nanoTime() - startNanos),
                        result.verifierTime().plus(measured.verifierTime())));
    }

    private Provenance.Inputs inputs(
            FacePair pair, String asked, Optional<Threshold> threshold, String description) {
        Provenance.Inputs inputs = Provenance.Inputs.of(pair, asked, threshold, description);
        return keepsCropDigests ? inputs.withCrops(pair) : inputs;
    }

    private static String named(ErrorRates rates) {
        return rates.scores().name() + ", sha256 " + rates.scores().digest();
    }

    /** One name where all maps were made alike, else one per map: "ADJUSTED, PLAIN". */
    private static String estimators(List<SaliencyMap> maps) {
        List<String> names = maps.stream().map(map -> Estimator.of(map).toString()).toList();
        return names.stream().distinct().count() == 1 ? names.get(0) : String.join(", ", names);
    }

    /** Settings of an explainer; every one has a default. For one thread. */
    public static final class Builder {
        private final FaceVerifier verifier;
        private MaskGenerator masks = MixedMasks.defaults();
        private int maskCount = 500;
        private Fills fills = Fills.of(Fill.black());
        private long seed;
        private double bothHidden = 0.4;
        private ScoreCorrelation correlation =
                ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED);
        private List<Side> sides = List.of(Side.PROBE, Side.REFERENCE);
        private final PassSettings.Builder passes = PassSettings.builder();
        private Optional<BiFunction<ScoreCorrelation, MaskCache, StopRule>> stopRule =
                Optional.empty();
        private boolean repeatsScore;
        private boolean keepsCropDigests;
        private Optional<FaceParts> parts = Optional.empty();
        private OptionalInt coalitionCount = OptionalInt.empty();
        private boolean triesClaims;
        private Optional<ModelProfile> profile = Optional.empty();
        private Optional<ErrorRates> rates = Optional.empty();
        private Optional<MaskCache> cache = Optional.empty();

        private Builder(FaceVerifier verifier) {
            this.verifier = Objects.requireNonNull(verifier, "verifier");
        }

        /**
         * The published setting: 500 masks of 10 patches of 30 pixels on a face of 112, black fill,
         * Pearson's correlation. Whether the paper fills with black or with random values cannot be
         * told from it; black is what the public ports agree on.
         */
        public Builder published() {
            return masks(PatchMasks.published())
                    .maskCount(500)
                    .fill(Fill.black())
                    .bothHidden(0)
                    .correlation(Correlation.PEARSON)
                    .estimator(Estimator.PLAIN);
        }

        /** What draws the masks. */
        public Builder masks(MaskGenerator newMasks) {
            this.masks = Objects.requireNonNull(newMasks, "masks");
            return this;
        }

        /**
         * Masks a side, at least 2 and at most {@value MaskPlan#MOST_MASKS}; the error of a map
         * falls with the square root.
         */
        public Builder maskCount(int newMaskCount) {
            this.maskCount = MaskPlan.requireMaskCount(newMaskCount);
            return this;
        }

        /** What replaces hidden pixels, the same for all masks. */
        public Builder fill(Fill fill) {
            return fills(Fills.of(fill));
        }

        /**
         * What replaces hidden pixels, several in turn: no fill is neutral, and what several show
         * together owes less to any of them. Costs no pass.
         */
        public Builder fills(Fills newFills) {
            this.fills = Objects.requireNonNull(newFills, "fills");
            return this;
        }

        /**
         * How much a score depends on the comparison in which the same mask hides both faces: s =
         * (1 - w) s(masked, whole) + w s(masked, masked). A hole in one face is itself a
         * difference, so a map of such holes alone shows well what a match rests on and badly where
         * two faces differ: where a hole in both makes them more alike, they do.
         *
         * <p>Costs nothing where both sides of a pair are explained by an embedder; otherwise as
         * many passes again as a side. A gallery is always compared whole.
         *
         * @param weight w, in [0, 1]
         */
        public Builder bothHidden(double weight) {
            this.bothHidden = Checks.inside(0.0, 1.0, weight, "bothHidden");
            return this;
        }

        /** Seed of masks and shuffles; any value, 0 unless given. */
        public Builder seed(long newSeed) {
            this.seed = newSeed;
            return this;
        }

        /** How masks and scores are correlated. */
        public Builder correlation(Correlation newCorrelation) {
            this.correlation = correlation.withCorrelation(newCorrelation);
            return this;
        }

        /**
         * How the map of all possible masks is estimated from those at hand: {@link
         * Estimator#ADJUSTED} unless given, which needs about a third of the plain one's masks for
         * the same error.
         */
        public Builder estimator(Estimator estimator) {
            this.correlation = correlation.withEstimator(estimator);
            return this;
        }

        /** Chance of a false alarm anywhere in a map, in [0.001, 0.5]; 0.05 unless given. */
        public Builder significanceLevel(double level) {
            this.correlation = correlation.withSignificanceLevel(level);
            return this;
        }

        /**
         * What of a map is held against chance: {@link SaliencyMap.Significance.Statistic#VALUE}
         * unless given. By clusters wide weak regions count for more, and false alarms beside what
         * counts are more than the level. Where the estimator is plain, values are judged whatever
         * is asked. See {@code docs/adr/0031-clusters-are-an-option.md}.
         */
        public Builder significanceStatistic(SaliencyMap.Significance.Statistic statistic) {
            this.correlation = correlation.withStatistic(statistic);
            return this;
        }

        /** No shuffles and no significance: a little faster. */
        public Builder withoutSignificance() {
            this.correlation = correlation.withoutSignificance();
            return this;
        }

        /**
         * Shares what depends on masks alone with other explainers: the first one over some masks
         * makes it, about 0.4 s for a face of 112 x 112, the others find it. Changes no map. Unless
         * given, an explainer has a cache of its own, bounded by a quarter of the heap.
         *
         * @param shared stays the caller's, who closes it
         */
        public Builder cache(MaskCache shared) {
            this.cache = Optional.of(shared);
            return this;
        }

        /** Which code correlates. */
        public Builder kernel(ScoreCorrelation.Kernel kernel) {
            this.correlation = correlation.withKernel(kernel);
            return this;
        }

        /**
         * Explains both faces (the default), or the probe only: half the passes with {@code
         * bothHidden(0)}; otherwise as many of an embedder and two thirds of the comparisons of a
         * verifier that only scores.
         */
        public Builder sides(Side... newSides) {
            List<Side> distinct = Stream.of(newSides).distinct().sorted().toList();
            if (!distinct.contains(Side.PROBE)) {
                throw Checks.rejected("sides", "PROBE, or PROBE and REFERENCE", distinct);
            }
            this.sides = distinct;
            return this;
        }

        /**
         * Faces a call of the verifier, at least 1; 16 unless given, the best of common face models
         * on a CPU. Larger batches cost memory and rarely save time there.
         */
        public Builder batchSize(int newBatchSize) {
            passes.batchSize(newBatchSize);
            return this;
        }

        /** What to do with a masked face that cannot be scored; {@link FailurePolicy#FAIL}. */
        public Builder failurePolicy(FailurePolicy newFailurePolicy) {
            passes.failurePolicy(newFailurePolicy);
            return this;
        }

        /** Whom to tell how far a run is. What it throws ends the run and is thrown as it is. */
        public Builder progress(Progress newProgress) {
            passes.progress(newProgress);
            return this;
        }

        /**
         * Asked before every batch; true ends the run with a {@link
         * java.util.concurrent.CancellationException}. An interrupt does so too.
         */
        public Builder cancelWhen(BooleanSupplier newCancelled) {
            passes.cancelWhen(newCancelled);
            return this;
        }

        /**
         * Most passes of one run, both sides and the whole faces counted: fewer masks are used
         * where they do not suffice, and the provenance says so. Must pay for two masks.
         */
        public Builder passBudget(long most) {
            passes.passBudget(most);
            return this;
        }

        /**
         * No batch begins once this much time is over; the map is made of the masks done till then,
         * at least two, and the provenance says so. Such a result cannot be reproduced by seed
         * alone.
         */
        public Builder timeBudget(Duration budget) {
            passes.timeBudget(budget);
            return this;
        }

        /**
         * Takes masks until the standard error of every map, its root mean square over the pixels,
         * is small enough, and no more than a bound; the provenance says which ended the run. Looks
         * after 96 masks and then whenever a quarter more are done, at a few tens of milliseconds a
         * look.
         *
         * @param target in units of the map, in (0, 1), for example 0.02
         * @param mostMasks a side, at least 2
         */
        public Builder untilStandardError(double target, int mostMasks) {
            Checks.insideOpen(0.0, 1.0, target, "target standard error");
            return until(mostMasks, (made, kept) -> made.stopAtStandardError(target, kept));
        }

        /**
         * Takes masks until the split-half reliability of every map is high enough, see {@link
         * ScoreCorrelation#stopAtReliability}, and no more than a bound; the provenance says which
         * ended the run.
         *
         * @param target in (0, 1), for example 0.9
         * @param mostMasks a side, at least 2
         */
        public Builder untilReliability(double target, int mostMasks) {
            Checks.insideOpen(0.0, 1.0, target, "target reliability");
            return until(mostMasks, (made, kept) -> made.stopAtReliability(target, kept));
        }

        /**
         * Has the whole faces of a pair scored once more when all else is done, and tells in the
         * provenance, under "repeatedScore", whether the verifier answered the same: for remote and
         * other matchers that may not. Of a gallery the first reference is asked. One pass more,
         * two with an embedder, beyond any pass budget.
         */
        public Builder repeatScore() {
            this.repeatsScore = true;
            return this;
        }

        /**
         * Leaves out what {@link FaceVerifier#checked()} does: for a matcher that answers the same
         * face at random, or one whose every call is paid for. Counts, lengths and finiteness of
         * its answers are checked all the same. Nor is it done where there is a {@link
         * #passBudget}, which no check may exceed.
         */
        public Builder unchecked() {
            passes.unchecked();
            return this;
        }

        /**
         * Keeps a digest of each face by itself in the provenance, so that an audit can tell which
         * of two pictures is another one. <b>The digest of a face is personal data</b>: equal
         * pictures have equal digests in all results. Unless asked for, only the one digest of
         * everything is kept. Costs nothing.
         */
        public Builder cropDigests() {
            this.keepsCropDigests = true;
            return this;
        }

        /**
         * Spreads the batches of a run over threads: the caller's and up to {@code parallelism - 1}
         * lent by the executor. An executor without a free thread slows a run down, never stops it.
         *
         * @param executor lends the helpers; the verifier must bear several threads
         * @param parallelism threads in all, at least 1
         */
        public Builder executor(Executor executor, int parallelism) {
            passes.executor(executor, parallelism);
            return this;
        }

        /**
         * Measures what the similarity is without each part of the faces, under the fills of the
         * run: {@link Explanation#parts()}. For P parts and F fills 4 P F further passes with an
         * embedder, and 2 for the whole faces. A gallery has no parts, a contrast those of both
         * similarities and of their difference: {@link Contrast#parts()}. Budgets do not count
         * them; a face that cannot be scored ends the run, whatever the failure policy.
         *
         * <p>Fails with a {@link VerifierException} where the whole faces, scored again for it, get
         * another similarity.
         *
         * @param newParts a partition of faces of the verifier's input size
         */
        public Builder parts(FaceParts newParts) {
            if (!newParts.size().equals(verifier.inputSize())) {
                throw Checks.rejected("parts", "of " + verifier.inputSize(), newParts);
            }
            this.parts = Optional.of(newParts);
            return this;
        }

        /**
         * Measures besides how the similarity divides among the {@link #parts}, in shares that add
         * up: {@link PartEffects#shares()}, under the first fill of the run. For N coalitions 2 N +
         * 2 further passes or comparisons: 300 cost more than half a map of 500 masks. What holds
         * of the passes for parts holds of these.
         *
         * @param newCoalitionCount most sets of visible parts per face: at least four times the
         *     number of parts, or enough for all
         */
        public Builder shares(int newCoalitionCount) {
            this.coalitionCount =
                    OptionalInt.of(Checks.atLeast(2, newCoalitionCount, "coalitionCount"));
            return this;
        }

        /**
         * Tries what the maps claim about the decision: {@link Explanation#claims()}. At most 51
         * further passes per face with a map, under the first fill of the run, and 2 for the whole
         * faces. Nothing is tried without a threshold, or of a gallery. Budgets do not count them;
         * a face that cannot be scored ends the run, whatever the failure policy.
         */
        public Builder claims() {
            this.triesClaims = true;
            return this;
        }

        /**
         * Explains by what is known of the model: its best masks and fills, its prior, and what is
         * unusual about each pair, {@link Explanation#unusual()}; that of parts where {@link
         * #parts} are measured. Sets {@link #masks}, {@link #fills}, {@link #bothHidden} and {@link
         * #estimator}, which must stay so; fewer masks than the profile's are allowed for.
         *
         * @param newProfile of this very model
         * @throws IllegalArgumentException where it is of another model, size or version
         */
        public Builder profile(ModelProfile newProfile) {
            newProfile.requireFor(verifier);
            ModelProfile.Design design = newProfile.design();
            this.profile = Optional.of(newProfile);
            this.correlation =
                    newProfile
                            .prior()
                            .map(correlation::withPrior)
                            .orElseGet(correlation::withoutPrior);
            return masks(design.masks())
                    .fills(design.fills())
                    .bothHidden(design.bothHidden())
                    .estimator(design.estimator());
        }

        /**
         * Tells how the score of a pair stands among those of labelled pairs: {@link
         * Explanation#scoreMeaning()}. Costs no pass and changes no map. Of a gallery and a
         * contrast nothing is told: a probe that is compared with N faces has N chances of a high
         * score, and rates of single comparisons would mislead.
         *
         * @param newRates of scores by this very verifier
         * @throws IllegalArgumentException where its scores name another verifier
         */
        public Builder rates(ErrorRates newRates) {
            newRates.scores()
                    .verifier()
                    .filter(scored -> !scored.equals(verifier.description()))
                    .ifPresent(
                            scored -> {
                                throw Checks.rejected(
                                        "rates",
                                        "of scores by " + verifier.description(),
                                        "by " + scored);
                            });
            this.rates = Optional.of(newRates);
            return this;
        }

        /**
         * The explainer.
         *
         * @throws IllegalArgumentException where masks, fills, the weight of both hidden or the
         *     estimator were changed after a profile was given, or ranks are to be correlated;
         *     where shares are asked for without parts, or of too few coalitions for these
         */
        public Explainer build() {
            profile.map(ModelProfile::design)
                    .ifPresent(
                            design -> {
                                requireOfProfile("masks", design.masks(), masks);
                                requireOfProfile("fills", design.fills(), fills);
                                requireOfProfile("bothHidden", design.bothHidden(), bothHidden);
                                requireOfProfile(
                                        "estimator", design.estimator(), correlation.estimator());
                                requireOfProfile(
                                        "correlation",
                                        Correlation.PEARSON,
                                        correlation.correlation());
                            });
            return new Explainer(this);
        }

        private static void requireOfProfile(String name, Object expected, Object actual) {
            if (!actual.equals(expected)) {
                throw Checks.rejected(name, expected + ", as the profile has it", actual);
            }
        }

        /** The rule is made when all is set: its maps are those of the explainer. */
        private Builder until(
                int mostMasks, BiFunction<ScoreCorrelation, MaskCache, StopRule> rule) {
            this.stopRule = Optional.of(rule);
            return maskCount(mostMasks);
        }

        private PassSettings passSettings(MaskCache kept) {
            stopRule.ifPresent(rule -> passes.stopRule(rule.apply(correlation, kept)));
            return passes.build();
        }
    }
}
