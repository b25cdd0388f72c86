/**
 * Explanations made again: does the record give the same maps today, and if not, what differs. What
 * an explanation was made from is in {@link io.github.corrrise.saliency.Provenance}.
 */
@NullMarked
package io.github.corrrise.replay;

import org.jspecify.annotations.NullMarked;
