/**
 * Measures a pair in parts of a face and in units of the score: {@link
 * io.github.corrrise.parts.PartPasses} tells what the similarity is without each part, and divides
 * it among them. Parts are a {@link io.github.corrrise.face.FaceParts}; nothing is estimated from a
 * map here.
 */
@NullMarked
package io.github.corrrise.parts;

import org.jspecify.annotations.NullMarked;
