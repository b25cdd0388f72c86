/**
 * Explanations in parts of a face and in units of the score: {@link
 * io.github.corrrise.parts.PartEffects} measures what the similarity is without each part, {@link
 * io.github.corrrise.parts.PartShares} divides it among them. Parts are a {@link
 * io.github.corrrise.face.FaceParts}; nothing is estimated from a map here.
 */
@NullMarked
package io.github.corrrise.parts;

import org.jspecify.annotations.NullMarked;
