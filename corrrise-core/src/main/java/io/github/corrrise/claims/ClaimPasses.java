package io.github.corrrise.claims;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds, by bisection, the smallest region of a face that turns the decision when it is hidden, and
 * the smallest that keeps it when all else is, both in the order of the face's map: for a match the
 * most similar pixels first, for a non-match the most dissimilar.
 *
 * <p>Beside each region stand 19 random ones of the same area and smoothness: regions of the same
 * map turned over, rotated where it is square, and moved round by a random distance.
 *
 * <p>Cost: at most 51 passes per face with a map, of any verifier. Deterministic by seed. A
 * bisection finds one border between turning and not turning; where hiding more turns the decision
 * back, there are others.
 *
 * @since 0.1.0
 */
public final class ClaimPasses {
    /** One more than the random regions is 20: none of 19 is a chance of 5 %. */
    static final int RANDOM_COUNT = 19;

    /** Parts of the face that bisection tells apart: a power of two. */
    static final int STEPS = 64;

    private ClaimPasses() {}

    /**
     * Tries the claims of every face that has a map.
     *
     * @param whole the whole faces, of {@link MaskedPasses#ofEveryMask}; they are not counted
     * @param threshold the operating point
     * @param maps the map of each face to try, of its size
     * @param fill what replaces hidden pixels
     * @param seed draws the random regions; any value
     * @throws IllegalArgumentException where there is no map, or one has another size than its face
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails, or gives no
     *     similarity for a face with hidden pixels
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    public static DecisionClaims of(
            MaskedPasses.Whole whole,
            Threshold threshold,
            Map<Side, SaliencyMap> maps,
            Fill fill,
            long seed) {
        Checks.atLeast(1, maps.size(), "maps.size()");
        if (!whole.isOfEveryMask()) {
            throw Checks.rejected("whole", "of MaskedPasses.ofEveryMask", "of other passes");
        }
        List<Claim> claims = new ArrayList<>();
        long passCount = 0;
        for (Side side : Side.values()) {
            SaliencyMap map = maps.get(side);
            if (map != null) {
                FaceTrial trial = new FaceTrial(whole, threshold, side, map, fill, seed);
                claims.addAll(trial.claims());
                passCount += trial.passCount();
            }
        }
        return new DecisionClaims(claims, passCount);
    }
}
