package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The region-swap game: eyes, nose, mouth or brows of another person are blended into the probe of
 * a genuine pair with a soft edge, and the dissimilarity map of the altered probe is to show where.
 * Besides hits and mass the game tells how many pixels must be turned back, in the order of the
 * map, until the decision is that of before the swap ({@link FlipCurve}), and how much the map
 * marks far from the region.
 *
 * <p>{@link #playTriplets} plays the same swaps in triplets: the region is blended into a copy of
 * the mate, and the map of the difference of the probe's two similarities is to show where.
 *
 * <p>Trial i is played on case i modulo the number of cases. The region is a pure function of
 * (seed, i), each region as likely as another; the donor depends on the number of donors besides.
 *
 * <p>The faces must be aligned to the ArcFace template, see {@link Region}. Pixels beyond the reach
 * of the region are not proven to be null: the two pictures of one person differ there too, and the
 * score may depend on it.
 *
 * <p>Cost: one explanation per trial, one comparison per case, and up to {@code stepCount + 1}
 * comparisons per trial for the curve. Immutable; safe for use by several threads.
 *
 * @param featherFraction width of the soft edge, as {@link Region#share} takes it, in [0, 0.1]; 0
 *     leaves a hard edge
 * @param reachFraction how far around a swapped pixel the map may be blurred, as a fraction of the
 *     face's shorter side, in [0, 1], rounded to whole pixels: the side of the patches that the
 *     explainer hides
 * @param stepCount steps of the curve, at least 2; 100 measure it to a percent
 * @param trialCount at least 1
 * @param seed of regions and donors; also orders pixels of equal value
 * @since 0.1.0
 */
public record RegionSwapGame(
        double featherFraction, double reachFraction, int stepCount, int trialCount, long seed) {
    private static final List<Region> REGIONS = List.of(Region.values());

    /** Checks the ranges. */
    public RegionSwapGame {
        Checks.inside(0.0, 0.1, featherFraction, "featherFraction");
        Checks.inside(0.0, 1.0, reachFraction, "reachFraction");
        Checks.atLeast(2, stepCount, "stepCount");
        Checks.atLeast(1, trialCount, "trialCount");
    }

    /**
     * 300 trials, an edge of 4 pixels and a reach of 30 on a face of 112, curves of 100 steps, seed
     * 0.
     */
    public static RegionSwapGame defaults() {
        return new RegionSwapGame(4 / 112.0, 30 / 112.0, 100, 300, 0);
    }

    /** The same game with another reach. */
    public RegionSwapGame withReachFraction(double newReachFraction) {
        return new RegionSwapGame(featherFraction, newReachFraction, stepCount, trialCount, seed);
    }

    /** The same game with another number of trials. */
    public RegionSwapGame withTrialCount(int newTrialCount) {
        return new RegionSwapGame(featherFraction, reachFraction, stepCount, newTrialCount, seed);
    }

    /** The same game with regions and donors of another seed. */
    public RegionSwapGame withSeed(long newSeed) {
        return new RegionSwapGame(featherFraction, reachFraction, stepCount, trialCount, newSeed);
    }

    /**
     * Plays the whole game.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @throws IllegalArgumentException where there is no case, names repeat, or a face has another
     *     size than the verifier takes
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(SaliencyExplainer explainer, List<GameCase> cases) {
        return play(explainer, cases, List.of(), swap -> {});
    }

    /**
     * Goes on with a game that was interrupted.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @param done trials of this very game that need not be played again
     * @param played told each new trial as soon as it is over, case by case
     * @throws IllegalArgumentException where a trial in {@code done} is none of this game, and as
     *     for a whole game
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(
            SaliencyExplainer explainer,
            List<GameCase> cases,
            List<Swap> done,
            Consumer<Swap> played) {
        return play(
                explainer,
                cases,
                done,
                played,
                (index, on, pair, clean) -> trial(explainer, index, on, pair, clean));
    }

    /**
     * Plays the whole game in triplets.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @throws IllegalArgumentException where there is no case, names repeat, a face has another
     *     size than the verifier takes, or a donor's region is that of the mate
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result playTriplets(SaliencyExplainer.Contrasting explainer, List<GameCase> cases) {
        return playTriplets(explainer, cases, List.of(), swap -> {});
    }

    /**
     * Goes on with a game in triplets that was interrupted: a probe, its mate, and an altered mate
     * into which a donor's region was blended. The two similarities of the probe differ by that
     * region alone, so what of the contrast's map speaks for the mate is to show it.
     *
     * <p>Trials tell: the similarity to the mate, that to the altered mate, and where the positive
     * sign of the contrast's map points. {@link Swap#falseShare} counts pixels that speak
     * significantly for the mate. {@link Swap#flippedAt} is the share of the probe's pixels, those
     * that speak most for the mate first, that must be exchanged for the donor's region until the
     * probe is as much like the altered mate as like the mate, in place of the decision at a
     * threshold; {@link Swap#halfRestoredAt} until half of the difference is gone. The donor's
     * picture is the same in both altered faces.
     *
     * <p>Source: the inpainting game of J. R. Williford, B. B. May, J. Byrne, Explainable Face
     * Recognition, ECCV 2020, arXiv:2008.00916, with another person's pixels in place of painted
     * ones.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @param done trials of this very game in triplets that need not be played again
     * @param played told each new trial as soon as it is over, case by case
     * @throws IllegalArgumentException where a trial in {@code done} is none of this game, and as
     *     for a whole game
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result playTriplets(
            SaliencyExplainer.Contrasting explainer,
            List<GameCase> cases,
            List<Swap> done,
            Consumer<Swap> played) {
        return play(
                explainer,
                cases,
                done,
                played,
                (index, on, pair, clean) -> triplet(explainer, index, on, pair, clean));
    }

    private Result play(
            SaliencyExplainer explainer,
            List<GameCase> cases,
            List<Swap> done,
            Consumer<Swap> played,
            GameRounds.Round<Swap> round) {
        GameRounds.requireDistinctNames(cases);
        for (Swap swap : done) {
            GameRounds.requireOfThisGame(
                    swap, swap.region() == draw(swap.index(), 1).region(), trialCount, cases);
        }
        FaceVerifier verifier = explainer.verifier();
        return new Result(
                verifier.inputSize(),
                featherFraction,
                GameRounds.play(verifier, cases, trialCount, done, played, round));
    }

    /**
     * The altered face of a trial, as the explainer gets it.
     *
     * @param index number of the trial, from 0
     * @param face the probe of the case, in triplets its reference
     * @param donor the face to take the region from, of the same size
     */
    public FaceImage swapped(int index, FaceImage face, FaceImage donor) {
        return Blend.of(face, donor, draw(index, 1).region().share(face.size(), featherFraction));
    }

    /** The region that a trial swaps, and the donor; the stream goes on to break ties. */
    private record Draw(Region region, int donor, CounterRandom random) {}

    private Draw draw(int index, int donorCount) {
        CounterRandom random = new CounterRandom(seed, index);
        Region region = REGIONS.get(random.nextInt(REGIONS.size()));
        return new Draw(region, random.nextInt(donorCount), random);
    }

    /** Where the decision is restored; empty where the swap had not turned it. */
    private static OptionalDouble flippedAt(
            Optional<Threshold> threshold, double clean, double swapped, FlipCurve curve) {
        if (threshold.isEmpty()
                || threshold.get().decide(clean) == threshold.get().decide(swapped)) {
            return OptionalDouble.empty();
        }
        return curve.flippedAt(threshold.get());
    }

    private Swap trial(
            SaliencyExplainer explainer, int index, GameCase on, FacePair pair, double clean) {
        Draw draw = draw(index, on.donors().size());
        float[] share = draw.region().share(pair.probe().size(), featherFraction);
        FaceImage donor = on.donor(draw.donor(), pair);
        FacePair altered = FacePair.of(Blend.of(pair.probe(), donor, share), pair.reference());
        Explanation why = explainer.explain(altered);
        BitSet region = Blend.changed(share);
        Pointing pointing =
                Pointing.of(why.probe(), DeletionInsertion.Sign.DISSIMILAR, region, draw.random());
        FlipCurve curve =
                FlipCurve.of(
                        explainer.verifier(),
                        altered,
                        pair.probe(),
                        why.probe(),
                        DeletionInsertion.Sign.DISSIMILAR,
                        stepCount,
                        draw.random().nextLong());
        return new Swap(
                index,
                on.name(),
                draw.region(),
                clean,
                why.similarity(),
                pointing,
                falseShare(why.probe(), DeletionInsertion.Sign.DISSIMILAR, region),
                flippedAt(explainer.verifier().threshold(), clean, why.similarity(), curve),
                curve.halfRisenAt());
    }

    private Swap triplet(
            SaliencyExplainer.Contrasting explainer,
            int index,
            GameCase on,
            FacePair pair,
            double clean) {
        Draw draw = draw(index, on.donors().size());
        float[] share = draw.region().share(pair.probe().size(), featherFraction);
        FaceImage donor = on.donor(draw.donor(), pair);
        BitSet region = Blend.changed(share);
        if (!FlipCurve.differing(pair.reference(), donor).intersects(region)) {
            throw Checks.rejected(
                    "donor " + draw.donor() + " of " + on.name(),
                    "another face than the mate in " + draw.region(),
                    "the same there");
        }
        FaceImage alteredMate = Blend.of(pair.reference(), donor, share);
        Contrast why = explainer.explain(pair.probe(), pair.reference(), alteredMate);
        Pointing pointing =
                Pointing.of(why.map(), DeletionInsertion.Sign.SIMILAR, region, draw.random());
        FlipCurve curve =
                excessOfOther(
                        explainer.verifier(),
                        why,
                        Blend.of(pair.probe(), donor, share),
                        draw.random().nextLong());
        double similarity = why.other().similarity();
        return new Swap(
                index,
                on.name(),
                draw.region(),
                clean,
                similarity,
                pointing,
                falseShare(why.map(), DeletionInsertion.Sign.SIMILAR, region),
                similarity < clean ? curve.flippedAt(Threshold.of(0)) : OptionalDouble.empty(),
                curve.halfRisenAt());
    }

    /** The similarity to the other less that to the mate, while the probe becomes its twin. */
    private FlipCurve excessOfOther(
            FaceVerifier verifier, Contrast why, FaceImage twin, long seed) {
        List<List<Double>> similarities = new ArrayList<>();
        for (FacePair pair : List.of(why.mate().pair(), why.other().pair())) {
            similarities.add(
                    FlipCurve.of(
                                    verifier,
                                    pair,
                                    twin,
                                    why.map(),
                                    DeletionInsertion.Sign.SIMILAR,
                                    stepCount,
                                    seed)
                            .similarities());
        }
        List<Double> excess = new ArrayList<>();
        for (int step = 0; step <= stepCount; step++) {
            excess.add(similarities.get(1).get(step) - similarities.get(0).get(step));
        }
        return new FlipCurve(excess);
    }

    private OptionalDouble falseShare(SaliencyMap map, DeletionInsertion.Sign sign, BitSet region) {
        return Reach.falseShare(map, sign, region, reachFraction);
    }

    /**
     * The trials of a {@link RegionSwapGame} and what follows from them.
     *
     * @param size height and width of the faces
     * @param featherFraction width of the soft edge, as in the game, in [0, 0.1]
     * @param swaps the trials; a game gives them by index
     * @since 0.1.0
     */
    public record Result(FaceSize size, double featherFraction, List<Swap> swaps) {
        /** Copies the list. */
        public Result {
            Objects.requireNonNull(size, "size");
            swaps = List.copyOf(swaps);
        }

        /** The trials in which the swap cost more similarity than this; possibly none. */
        public Result costingMoreThan(double similarity) {
            return new Result(
                    size,
                    featherFraction,
                    swaps.stream().filter(swap -> swap.cost() > similarity).toList());
        }

        /**
         * The trials of one region; possibly none. A fixed pixel of the region hits in all of them.
         */
        public Result of(Region region) {
            return new Result(
                    size,
                    featherFraction,
                    swaps.stream().filter(swap -> swap.region() == region).toList());
        }

        /** Hits and mass; empty where there is no trial. */
        public Optional<Pointing.Score> score() {
            return swaps.isEmpty() ? Optional.empty() : Optional.of(Pointing.Score.of(swaps));
        }

        /**
         * Number of trials in which turning pixels back restored the decision; in triplets, in
         * which exchanging pixels made the probe as much like the altered mate as like the mate.
         */
        public int flipCount() {
            return (int) swaps.stream().filter(swap -> swap.flippedAt().isPresent()).count();
        }

        /**
         * Mean share of pixels turned back when the decision is restored, over the trials in which
         * it is; empty where there is none.
         */
        public OptionalDouble meanFlippedAt() {
            return mean(Swap::flippedAt);
        }

        /**
         * Share of the trials that had flipped once this share of the pixels was turned back, or in
         * triplets exchanged: the nonmate classification rate of the inpainting game. 0 where there
         * is no trial.
         *
         * @param share of all pixels, in [0, 1]
         */
        public double flippedWithin(double share) {
            Checks.inside(0.0, 1.0, share, "share");
            return swaps.stream()
                    .mapToDouble(swap -> swap.flippedAt().orElse(2) <= share ? 1 : 0)
                    .average()
                    .orElse(0);
        }

        /**
         * Mean share of pixels turned back when half of the cost is recovered, over the trials in
         * which the swap cost something; empty where there is none.
         */
        public OptionalDouble meanHalfRestoredAt() {
            return mean(Swap::halfRestoredAt);
        }

        /**
         * Mean share of significant pixels of the sign asked for beyond the region's reach, over
         * the trials whose map has a significance; empty where there is none.
         */
        public OptionalDouble meanFalseShare() {
            return mean(Swap::falseShare);
        }

        /**
         * The mean area of the regions: the hit rate of a pixel drawn uniformly from the face. 0
         * where there is no trial.
         */
        public double uniformHitRate() {
            double[] coverage = coverage();
            double sum = 0;
            for (double share : coverage) {
                sum += share;
            }
            return sum / coverage.length;
        }

        /** The hit rate of the one pixel that most swaps cover. 0 where there is no trial. */
        public double bestConstantHitRate() {
            double best = 0;
            for (double share : coverage()) {
                best = Math.max(best, share);
            }
            return best;
        }

        /**
         * The hit rate of the middle of the face, where a centre prior has its peak; 0 where there
         * is no trial.
         */
        public double centreHitRate() {
            return coverage()[size.height() / 2 * size.width() + size.width() / 2];
        }

        /** Share of the trials that altered each pixel. */
        private double[] coverage() {
            double[] coverage = new double[size.pixelCount()];
            for (Region region : Region.values()) {
                double weight =
                        swaps.stream()
                                .mapToDouble(swap -> swap.region() == region ? 1 : 0)
                                .average()
                                .orElse(0);
                Blend.changed(region.share(size, featherFraction)).stream()
                        .forEach(pixel -> coverage[pixel] += weight);
            }
            return coverage;
        }

        private OptionalDouble mean(Function<Swap, OptionalDouble> of) {
            return swaps.stream().map(of).flatMapToDouble(OptionalDouble::stream).average();
        }
    }

    /**
     * One trial of the {@link RegionSwapGame}.
     *
     * @param index number of the trial in its game, from 0
     * @param pair name of the genuine pair
     * @param region what was swapped
     * @param cleanSimilarity of the pair before the swap
     * @param similarity with the swapped region
     * @param pointing where the dissimilarity map points; in triplets, and below, as {@link
     *     RegionSwapGame#playTriplets(SaliencyExplainer.Contrasting, List, List, Consumer)} tells
     * @param falseShare share of the pixels beyond the region's reach that the map calls
     *     significantly dissimilar; empty where the map has no significance, or the reach covers
     *     the face
     * @param flippedAt share of the probe's pixels, the most dissimilar first, that must be turned
     *     back until the decision is that of before the swap, in (0, 1]; empty where the swap did
     *     not change the decision, or the verifier has no threshold
     * @param halfRestoredAt the same until half of the cost is recovered, in (0, 1]; empty where
     *     the swap cost nothing or raised the similarity
     * @since 0.1.0
     */
    public record Swap(
            int index,
            String pair,
            Region region,
            double cleanSimilarity,
            double similarity,
            Pointing pointing,
            OptionalDouble falseShare,
            OptionalDouble flippedAt,
            OptionalDouble halfRestoredAt)
            implements GameTrial {
        /** Checks the ranges. */
        public Swap {
            Checks.atLeast(0, index, "index");
            Objects.requireNonNull(pair, "pair");
            Objects.requireNonNull(region, "region");
            Checks.finite(cleanSimilarity, "cleanSimilarity");
            Checks.finite(similarity, "similarity");
            Objects.requireNonNull(pointing, "pointing");
            requireShare(falseShare, "falseShare");
            requireShare(flippedAt, "flippedAt");
            requireShare(halfRestoredAt, "halfRestoredAt");
        }

        private static void requireShare(OptionalDouble share, String name) {
            share.ifPresent(value -> Checks.inside(0.0, 1.0, value, name));
        }

        /**
         * What the planted pixels cost: the similarity before less the similarity after. Where it
         * is near 0 or negative the verifier did not mind, and a map that points elsewhere is not
         * wrong.
         */
        public double cost() {
            return cleanSimilarity - similarity;
        }
    }

    /**
     * Regions of an aligned face as ellipses, placed by the five points of the ArcFace template
     * (eyes at (38.3, 51.7) and (73.5, 51.5), nose at (56.0, 71.7), corners of the mouth at (41.5,
     * 92.4) and (70.7, 92.2), in columns and rows of 112 x 112), scaled to the size of the face.
     * They fit crops aligned to that template and no others.
     *
     * <p>Source of the points: J. Deng, J. Guo, N. Xue, S. Zafeiriou, CVPR 2019, arXiv:1801.07698,
     * and its code; the ellipses were drawn for this library.
     *
     * @since 0.1.0
     */
    public enum Region {
        /** Both eyes with their lids. */
        EYES,
        /** Bridge, tip and wings of the nose. */
        NOSE,
        /** Both lips and their corners. */
        MOUTH,
        /** Both brows. */
        BROWS;

        private static final double TEMPLATE_SIDE = 112;

        /** Centre and half axes in pixels of the template. */
        private record Ellipse(double row, double column, double halfHeight, double halfWidth) {
            /**
             * How far inside the edge a point lies, negative outside: the share of the way from the
             * edge to the centre, times the shorter half axis in pixels of the template. On the
             * longer axis the true distance is larger by the ratio of the axes; for a feather that
             * is near enough.
             */
            double depth(double atRow, double atColumn) {
                double radius =
                        Math.hypot((atRow - row) / halfHeight, (atColumn - column) / halfWidth);
                return (1 - radius) * Math.min(halfHeight, halfWidth);
            }
        }

        private List<Ellipse> ellipses() {
            return switch (this) {
                case EYES ->
                        List.of(new Ellipse(51.7, 38.3, 7, 13), new Ellipse(51.5, 73.5, 7, 13));
                case NOSE -> List.of(new Ellipse(68, 56, 14, 11));
                case MOUTH -> List.of(new Ellipse(92.3, 56.1, 10, 22));
                case BROWS -> List.of(new Ellipse(42, 37, 6, 14), new Ellipse(42, 75, 6, 14));
            };
        }

        /**
         * How much of each pixel belongs to the region: 1 inside, falling from 1 to 0 over a soft
         * edge that straddles the outline, 0 outside.
         *
         * @param size of the face
         * @param featherFraction width of the soft edge on an ellipse's shorter axis, as a fraction
         *     of the face's side along that axis, in [0, 0.1]; on the longer axis it is wider by
         *     the ratio of the axes; 0 leaves a hard edge
         * @return height x width values in [0, 1], row-major
         * @throws IllegalArgumentException where {@code featherFraction} is out of range
         */
        public float[] share(FaceSize size, double featherFraction) {
            Checks.inside(0.0, 0.1, featherFraction, "featherFraction");
            double feather = featherFraction * TEMPLATE_SIDE;
            float[] share = new float[size.pixelCount()];
            for (int pixel = 0; pixel < share.length; pixel++) {
                double row = onTemplate(pixel / size.width(), size.height());
                double column = onTemplate(pixel % size.width(), size.width());
                for (Ellipse ellipse : ellipses()) {
                    double depth = ellipse.depth(row, column);
                    double own = feather > 0 ? 0.5 + depth / feather : depth >= 0 ? 1 : 0;
                    share[pixel] = (float) Math.max(share[pixel], Math.max(0, Math.min(1, own)));
                }
            }
            return share;
        }

        /** The centre of a pixel in coordinates of the template, pixel centres at whole numbers. */
        private static double onTemplate(int place, int length) {
            return (place + 0.5) * TEMPLATE_SIDE / length - 0.5;
        }
    }
}
