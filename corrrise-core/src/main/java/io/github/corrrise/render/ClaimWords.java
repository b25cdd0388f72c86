package io.github.corrrise.render;

import io.github.corrrise.saliency.DecisionClaims.Claim;

/** What a report adds to a claim's own sentence. */
final class ClaimWords {
    private ClaimWords() {}

    static String note() {
        return "Tried on this pair: regions in the order of the map, and random regions of the same"
                + " size elsewhere. What random regions do as well says nothing about the"
                + " map.";
    }

    static String sentence(Claim claim) {
        String words =
                claim.inWords()
                        + (claim.share().isPresent()
                                ? " With the map's region the similarity is "
                                : " With all of it hidden the similarity is ");
        return words
                + Numerals.plain(claim.similarity())
                + "."
                // None or one of 19 is what chance gives in one pair of ten.
                + (claim.randomLikewise() > 1 ? " The region is nothing special." : "");
    }
}
