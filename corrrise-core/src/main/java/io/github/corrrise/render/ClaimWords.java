package io.github.corrrise.render;

import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.Explanation;

/** Claims about a decision in sentences. */
final class ClaimWords {
    private ClaimWords() {}

    static String note() {
        return "Tried on this pair: regions in the order of the map, and random regions of the same"
                + " size and shape elsewhere. What random regions do as well says nothing about the"
                + " map.";
    }

    static String sentence(Explanation why, Claim claim) {
        String face = "the " + Words.side(claim.side());
        if (claim.share().isEmpty()) {
            return "Hiding "
                    + face
                    + " does not turn the decision: with all of it hidden the similarity is "
                    + Numerals.plain(claim.similarity())
                    + ".";
        }
        String share = Numerals.percent(claim.share().getAsDouble());
        String similarity = Numerals.plain(claim.similarity());
        String tried =
                switch (claim.kind()) {
                    case HIDING_TURNS ->
                            "Hiding "
                                    + share
                                    + " of "
                                    + face
                                    + " turns the decision ("
                                    + Numerals.plain(why.similarity())
                                    + " \u2192 "
                                    + similarity
                                    + ")";
                    case SHOWING_KEEPS ->
                            "Seeing "
                                    + share
                                    + " of "
                                    + face
                                    + " alone keeps the decision ("
                                    + similarity
                                    + ")";
                };
        return tried + "; " + random(claim);
    }

    private static String random(Claim claim) {
        String regions = "of " + claim.randomCount() + " random regions of that size ";
        if (claim.randomLikewise() == 0) {
            return regions + "none does.";
        }
        return regions
                + claim.randomLikewise()
                + (claim.randomLikewise() == 1 ? " does" : " do")
                + " so too: "
                + (20 * claim.randomLikewise() > claim.randomCount()
                        ? "the region is nothing special."
                        : "the region does it more surely than most.");
    }
}
