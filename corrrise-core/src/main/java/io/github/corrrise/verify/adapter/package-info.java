/**
 * What adapters of embedding models share, whatever runs them: {@link
 * io.github.corrrise.verify.adapter.ModelEmbedder} is the verifier, {@link
 * io.github.corrrise.verify.adapter.EmbedderBuilder} its settings, {@link
 * io.github.corrrise.verify.adapter.ModelFile} the model's file with a digest of all its weights.
 * For writers of adapters; whoever has an adapter needs nothing of it.
 */
@NullMarked
package io.github.corrrise.verify.adapter;

import org.jspecify.annotations.NullMarked;
