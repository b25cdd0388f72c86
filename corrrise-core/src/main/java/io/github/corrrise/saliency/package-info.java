/**
 * Results: {@link io.github.corrrise.saliency.SaliencyExplainer} is what every method is; {@link
 * io.github.corrrise.saliency.Explanation} and {@link io.github.corrrise.saliency.SaliencyMap} are
 * what it gives, with a {@link io.github.corrrise.saliency.Provenance} that says what they were
 * made from. Nothing is computed from scores here, no pictures are drawn and no files written.
 */
@NullMarked
package io.github.corrrise.saliency;

import org.jspecify.annotations.NullMarked;
