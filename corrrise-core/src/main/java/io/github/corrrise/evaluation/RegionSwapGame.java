package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * The region-swap game: eyes, nose, mouth or brows of another person are blended into the probe of
 * a genuine pair with a soft edge, and the dissimilarity map of the altered probe is to show where.
 * Besides hits and mass the game tells how many pixels must be turned back, in the order of the
 * map, until the decision is that of before the swap ({@link FlipCurve}), and how much the map
 * marks far from the region.
 *
 * <p>Trial i is played on case i modulo the number of cases. The region is a pure function of
 * (seed, i), each region as likely as another; the donor depends on the number of donors besides.
 *
 * <p>The faces must be aligned to the ArcFace template, see {@link FaceRegion}. Pixels beyond the
 * reach of the region are not proven to be null: the two pictures of one person differ there too,
 * and the score may depend on it.
 *
 * <p>Cost: one explanation per trial, one comparison per case, and up to {@code stepCount + 1}
 * comparisons per trial for the curve. Immutable; safe for use by several threads.
 *
 * @param featherFraction width of the soft edge, as {@link FaceRegion#share} takes it, in [0, 0.1];
 *     0 leaves a hard edge
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
    private static final List<FaceRegion> REGIONS = List.of(FaceRegion.values());

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
    public RegionSwapResult play(SaliencyExplainer explainer, List<GameCase> cases) {
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
    public RegionSwapResult play(
            SaliencyExplainer explainer,
            List<GameCase> cases,
            List<RegionSwap> done,
            Consumer<RegionSwap> played) {
        GameRounds.requireDistinctNames(cases);
        for (RegionSwap swap : done) {
            GameRounds.requireOfThisGame(
                    swap, swap.region() == draw(swap.index(), 1).region(), trialCount, cases);
        }
        FaceVerifier verifier = explainer.verifier();
        return new RegionSwapResult(
                verifier.inputSize(),
                featherFraction,
                GameRounds.play(
                        verifier,
                        cases,
                        trialCount,
                        done,
                        played,
                        (index, on, pair, clean) -> trial(explainer, index, on, pair, clean)));
    }

    /**
     * The altered probe of a trial, as the explainer gets it.
     *
     * @param index number of the trial, from 0
     * @param probe the probe of the case
     * @param donor the face to take the region from, of the same size
     */
    public FaceImage swapped(int index, FaceImage probe, FaceImage donor) {
        return Blend.of(probe, donor, draw(index, 1).region().share(probe.size(), featherFraction));
    }

    /** The region that a trial swaps, and the donor; the stream goes on to break ties. */
    private record Draw(FaceRegion region, int donor, CounterRandom random) {}

    private Draw draw(int index, int donorCount) {
        CounterRandom random = new CounterRandom(seed, index);
        FaceRegion region = REGIONS.get(random.nextInt(REGIONS.size()));
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

    private RegionSwap trial(
            SaliencyExplainer explainer, int index, GameCase on, FacePair pair, double clean) {
        Draw draw = draw(index, on.donors().size());
        float[] share = draw.region().share(pair.probe().size(), featherFraction);
        FaceImage donor = on.donor(draw.donor(), pair);
        FacePair altered = FacePair.of(Blend.of(pair.probe(), donor, share), pair.reference());
        Explanation why = explainer.explain(altered);
        BitSet region = Blend.changed(share);
        Pointing pointing = Pointing.of(why.probe(), region, draw.random());
        FlipCurve curve =
                FlipCurve.of(
                        explainer.verifier(),
                        altered,
                        pair.probe(),
                        why.probe(),
                        DeletionInsertion.Sign.DISSIMILAR,
                        stepCount,
                        draw.random().nextLong());
        return new RegionSwap(
                index,
                on.name(),
                draw.region(),
                clean,
                why.similarity(),
                pointing,
                falseShare(why.probe(), region),
                flippedAt(explainer.verifier().threshold(), clean, why.similarity(), curve),
                curve.halfRisenAt());
    }

    private OptionalDouble falseShare(SaliencyMap map, BitSet region) {
        FaceSize size = map.size();
        int reach = (int) Math.round(reachFraction * size.shorterSide());
        BitSet outside = Reach.around(region, reach, size);
        outside.flip(0, size.pixelCount());
        if (map.significance().isEmpty() || outside.isEmpty()) {
            return OptionalDouble.empty();
        }
        long falseCount =
                outside.stream()
                        .filter(
                                pixel -> {
                                    int row = pixel / size.width();
                                    int column = pixel % size.width();
                                    return map.at(row, column) < 0
                                            && map.isSignificant(row, column);
                                })
                        .count();
        return OptionalDouble.of((double) falseCount / outside.cardinality());
    }
}
