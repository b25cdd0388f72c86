/**
 * Tries on a pair what its map claims: which region turns the decision when it is hidden, which
 * keeps it when all else is, and whether random regions do the same. {@link
 * io.github.corrrise.claims.ClaimPasses} measures, {@link
 * io.github.corrrise.saliency.DecisionClaims} is the result.
 */
@NullMarked
package io.github.corrrise.claims;

import org.jspecify.annotations.NullMarked;
