/**
 * What is hidden from the verifier and by what: {@link io.github.corrrise.mask.MaskGenerator} draws
 * {@link io.github.corrrise.mask.MaskBatch}es of visibility (1 visible, 0 hidden), {@link
 * io.github.corrrise.mask.Fill} replaces hidden pixels. Everything is a pure function of a seed and
 * an index. Knows nothing of verifiers, scores or maps.
 */
@NullMarked
package io.github.corrrise.mask;

import org.jspecify.annotations.NullMarked;
