/**
 * From a pair to a population: where a model looks when it is right and when it errs, and whether
 * it looks elsewhere for some groups. {@link Audit} explains labelled pairs one after another, each
 * ends as an {@link io.github.corrrise.audit.AuditedPair}, and {@link
 * io.github.corrrise.audit.SaliencyStatistics} adds these up, in any order and on any number of
 * machines. Nothing here knows faces: what is kept of a pair is coarse.
 */
@NullMarked
package io.github.corrrise.audit;

import org.jspecify.annotations.NullMarked;
