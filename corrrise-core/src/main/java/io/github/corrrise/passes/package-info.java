/**
 * Masked faces through a verifier: {@link io.github.corrrise.passes.MaskedPasses} runs a {@link
 * io.github.corrrise.passes.MaskPlan} and gives {@link io.github.corrrise.passes.MaskScores}, named
 * lines of scores over the same masks. Nothing is correlated here; a {@link
 * io.github.corrrise.passes.StopRule} may end a run early.
 */
@NullMarked
package io.github.corrrise.passes;

import org.jspecify.annotations.NullMarked;
