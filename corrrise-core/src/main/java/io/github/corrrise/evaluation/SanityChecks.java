package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Checks of an explainer that need no ground truth, whatever is in the pictures. Passing them does
 * not show that a map is right; a check that fails is a reason not to trust it. {@link
 * #falseAlarms} checks the calibration of a significance bound.
 *
 * <p>Source of the idea of randomised models: J. Adebayo et al., Sanity Checks for Saliency Maps,
 * NeurIPS 2018, arXiv:1810.03292.
 *
 * @since 0.1.0
 */
public final class SanityChecks {
    private SanityChecks() {}

    /**
     * How often a map calls a pixel {@linkplain
     * io.github.corrrise.saliency.SaliencyMap.Significance significant} that has nothing to do with
     * the score: the share of the runs, seeds 0 to {@code runCount - 1}, with at least one such
     * pixel, and Wilson's 95 % interval. A bound for the whole map at a level of 5 % may raise a
     * false alarm in 5 % of the runs, wherever in the map.
     *
     * <p>Which pixels are null must be known beforehand. Shuffled scores would not do: the bound
     * comes from shuffles itself, so that check could hardly fail. An {@link AdditiveVerifier} with
     * unused cells and {@link io.github.corrrise.mask.SplitMasks} give pixels that are independent
     * of the score exactly.
     *
     * @param mapOfSeed makes the map of a run; it must have a significance
     * @param nullPixels row-major indices within the map, at least one
     * @param runCount at least 1; 1,000 tell 5 % from 6.5 %
     * @throws IllegalArgumentException where a map has no significance, or there is no null pixel
     *     or no run
     */
    public static Estimate falseAlarms(
            LongFunction<SaliencyMap> mapOfSeed, BitSet nullPixels, int runCount) {
        Checks.atLeast(1, runCount, "runCount");
        Checks.atLeast(1, nullPixels.cardinality(), "null pixels");
        int alarmCount = 0;
        for (long seed = 0; seed < runCount; seed++) {
            SaliencyMap map = mapOfSeed.apply(seed);
            if (map.significance().isEmpty()) {
                throw Checks.rejected("map", "one with a significance", map);
            }
            int width = map.size().width();
            boolean alarm =
                    nullPixels.stream()
                            .anyMatch(pixel -> map.isSignificant(pixel / width, pixel % width));
            alarmCount += alarm ? 1 : 0;
        }
        return Estimate.ofShare(alarmCount, runCount);
    }

    /**
     * The mean correlation between maps of different seeds, over all pairs of seeds, in [-1, 1]: 1
     * where the seed changes nothing, 0 for constant maps. As a rule it grows with the number of
     * masks; a map should not be read where it is low. All maps are held in memory.
     *
     * @param mapOfSeed makes the map of a seed
     * @param seedCount seeds 0 to {@code seedCount - 1}, at least 2
     * @throws IllegalArgumentException where {@code seedCount} is below 2 or maps differ in size
     */
    public static double seedStability(LongFunction<SaliencyMap> mapOfSeed, int seedCount) {
        Checks.atLeast(2, seedCount, "seedCount");
        List<SaliencyMap> maps = new ArrayList<>();
        double sum = 0;
        int count = 0;
        for (long seed = 0; seed < seedCount; seed++) {
            SaliencyMap map = mapOfSeed.apply(seed);
            for (SaliencyMap earlier : maps) {
                sum += earlier.correlationWith(map);
                count++;
            }
            maps.add(map);
        }
        return sum / count;
    }

    /**
     * The correlation between a map of a verifier and the map of the same verifier with its
     * comparison randomised: the outputs of the probe's embedding are permuted, with random signs,
     * before they meet the reference's. A map that stays much the same shows the picture, or what
     * any hole does to the model, not what speaks for and against <i>this</i> reference. A single
     * value scatters widely, since a map of large patches has few independent places: average over
     * pairs and seeds. The layers of the model stay as they are, so this randomises its head, not
     * its features.
     *
     * @param verifier the embedder in question
     * @param mapOfVerifier explains one pair by the verifier it is given, everything else equal
     * @param seed of the permutation and the signs
     * @return Pearson's correlation, in [-1, 1]; 0 where either map is constant
     */
    public static double randomisedCorrelation(
            FaceEmbedder verifier, Function<FaceVerifier, SaliencyMap> mapOfVerifier, long seed) {
        return mapOfVerifier
                .apply(verifier)
                .correlationWith(mapOfVerifier.apply(randomised(verifier, seed)));
    }

    /**
     * The verifier of {@link #randomisedCorrelation}: the same embeddings, their comparison
     * randomised. It has no threshold.
     *
     * @param verifier stays the caller's
     * @param seed of the permutation and the signs
     */
    public static FaceVerifier randomised(FaceEmbedder verifier, long seed) {
        return new ScrambledVerifier(verifier, seed);
    }

    /**
     * The largest difference between a pixel's value and its value when probe and reference change
     * places, over both maps: 0, up to the rounding of batches, for a verifier that scores alike in
     * both orders and an explainer that masks both faces alike.
     *
     * @param explainer makes maps of both sides
     * @param pair the comparison
     * @throws IllegalArgumentException where the explainer makes no map of the reference
     */
    public static double swapDifference(SaliencyExplainer explainer, FacePair pair) {
        Explanation straight = explainer.explain(pair);
        Explanation swapped = explainer.explain(pair.swapped());
        return Math.max(
                largestDifference(straight.probe(), reference(swapped)),
                largestDifference(reference(straight), swapped.probe()));
    }

    /**
     * The largest difference between a pixel's value and its value when all scores are {@code scale
     * * s + shift}: 0, up to rounding, for a method that depends on the relative spacing of scores
     * and not on their unit. A method whose maps are in the unit of the score fails by design.
     *
     * @param verifier the verifier in question
     * @param mapOfVerifier explains one pair by the verifier it is given, everything else equal;
     *     the rescaled verifier has no threshold
     * @param scale above 0, finite
     * @param shift finite
     * @throws IllegalArgumentException where scale or shift is out of range
     */
    public static double rescalingDifference(
            FaceVerifier verifier,
            Function<FaceVerifier, SaliencyMap> mapOfVerifier,
            double scale,
            double shift) {
        Checks.insideHalfOpen(0.0, Double.MAX_VALUE, scale, "scale");
        Checks.finite(shift, "shift");
        return largestDifference(
                mapOfVerifier.apply(verifier),
                mapOfVerifier.apply(RescaledVerifier.of(verifier, scale, shift)));
    }

    private static SaliencyMap reference(Explanation why) {
        return why.reference()
                .orElseThrow(
                        () -> Checks.rejected("explainer", "one that explains both sides", why));
    }

    private static double largestDifference(SaliencyMap one, SaliencyMap other) {
        if (!one.size().equals(other.size())) {
            throw Checks.rejected("maps", "of one size", one.size() + " and " + other.size());
        }
        float[] a = one.toArray();
        float[] b = other.toArray();
        double largest = 0;
        for (int pixel = 0; pixel < a.length; pixel++) {
            largest = Math.max(largest, Math.abs((double) a[pixel] - b[pixel]));
        }
        return largest;
    }
}
