package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the decision about a pair rests on, tried on this pair: pixels of one face are hidden, or
 * shown alone, in the order of its map, and beside them random regions of the same area and
 * smoothness.
 *
 * <pre>{@code
 * for (DecisionClaims.Claim claim : claims.claims()) {
 *     System.out.println(claim.inWords());
 * }
 * }</pre>
 *
 * @param claims at most one of each kind per face
 * @param passCount images sent through the verifier for the claims, the whole faces not among them
 * @since 0.1.0
 */
public record DecisionClaims(List<Claim> claims, long passCount) {
    /** Copies the list and checks that no kind is claimed twice of a face. */
    public DecisionClaims {
        claims = List.copyOf(claims);
        long distinct =
                claims.stream()
                        .map(claim -> List.of(claim.side(), claim.kind()))
                        .distinct()
                        .count();
        Checks.exactly((int) distinct, claims.size(), "claims, one of each kind per face");
        Checks.atLeast(0L, passCount, "passCount");
    }

    /** The claim of a kind about a face; none where that face has no map. */
    public Optional<Claim> of(Side side, Kind kind) {
        return claims.stream()
                .filter(claim -> claim.side() == side && claim.kind() == kind)
                .findFirst();
    }

    private static String inWords(Claim claim) {
        String face = claim.side().name().toLowerCase(Locale.ROOT);
        if (claim.share().isEmpty()) {
            return switch (claim.kind()) {
                case HIDING_TURNS -> "Hiding the whole " + face + " does not turn the decision.";
                case SHOWING_KEEPS ->
                        "Nothing of the " + face + " has to be shown to keep the decision.";
            };
        }
        String share = percent(claim.share().getAsDouble());
        String done =
                switch (claim.kind()) {
                    case HIDING_TURNS -> "Hiding " + share + " of the " + face + " turns";
                    case SHOWING_KEEPS -> "Showing only " + share + " of the " + face + " keeps";
                };
        return done + " the decision; " + likewise(claim) + ".";
    }

    private static String likewise(Claim claim) {
        int likewise = claim.randomLikewise();
        return switch (claim.randomCount()) {
            case 0 -> "no random region was tried";
            case 1 -> "one random region of that size does " + (likewise == 1 ? "too" : "not");
            default ->
                    "of "
                            + claim.randomCount()
                            + " random regions of that size "
                            + switch (likewise) {
                                case 0 -> "none does";
                                case 1 -> "one does";
                                default -> likewise + " do";
                            };
        };
    }

    /** Neither 0 % nor, where anything is left, 100 %. */
    private static String percent(double share) {
        long percent = Math.round(100 * share);
        if (percent == 0) {
            return "under 1 %";
        }
        return percent == 100 && share < 1 ? "over 99 %" : percent + " %";
    }

    /** What is tried. */
    public enum Kind {
        /** The region is hidden and the rest seen: does the decision turn? */
        HIDING_TURNS,
        /** The region is seen and the rest hidden: does the decision stay? */
        SHOWING_KEEPS
    }

    /**
     * The smallest region, in the order of the map, that does what its kind says.
     *
     * @param side the face whose pixels are hidden; the other is whole
     * @param kind what is tried
     * @param share area of the region as a share of the face, in (0, 1], to one 64th; empty where
     *     hiding the whole face does not turn the decision, so that nothing of it has to be shown
     *     either
     * @param similarity with the region hidden, or shown alone; where the share is empty, with the
     *     whole face hidden
     * @param randomCount random regions of the same area and smoothness that were tried; 0 where
     *     the share is empty
     * @param randomLikewise how many of them do the same
     */
    public record Claim(
            Side side,
            Kind kind,
            OptionalDouble share,
            double similarity,
            int randomCount,
            int randomLikewise) {
        /** Checks the ranges. */
        public Claim {
            Objects.requireNonNull(side, "side");
            Objects.requireNonNull(kind, "kind");
            if (share.isPresent()) {
                Checks.insideHalfOpen(0.0, 1.0, share.getAsDouble(), "share");
            }
            Checks.finite(similarity, "similarity");
            Checks.atLeast(0, randomCount, "randomCount");
            if (share.isEmpty()) {
                Checks.inside(0, 0, randomCount, "randomCount without a share");
            }
            Checks.inside(0, randomCount, randomLikewise, "randomLikewise");
        }

        /**
         * The claim as a sentence, such as "Hiding 7 % of the probe turns the decision; of 19
         * random regions of that size none does."
         */
        public String inWords() {
            return DecisionClaims.inWords(this);
        }

        /** True where the region does what no random one does. */
        public boolean beatsChance() {
            return share.isPresent() && randomCount > 0 && randomLikewise == 0;
        }
    }
}
