/**
 * Is a map right? Verifiers whose truth is known, and measures of how well a map finds what a
 * decision rests on. Judges explainers; makes no maps of its own.
 */
@NullMarked
package io.github.corrrise.evaluation;

import org.jspecify.annotations.NullMarked;
