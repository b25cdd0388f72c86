/**
 * The seam to models: {@link io.github.corrrise.verify.FaceVerifier} (scores only) and {@link
 * io.github.corrrise.verify.FaceEmbedder} (embeddings), what a score means ({@link
 * io.github.corrrise.verify.Threshold}, {@link io.github.corrrise.verify.Decision}), what happens
 * when a face cannot be scored, and one built-in verifier that needs no model. Adapters to real
 * engines live in modules of their own; what they do alike is {@link
 * io.github.corrrise.verify.adapter.ModelEmbedder}.
 */
@NullMarked
package io.github.corrrise.verify;

import org.jspecify.annotations.NullMarked;
