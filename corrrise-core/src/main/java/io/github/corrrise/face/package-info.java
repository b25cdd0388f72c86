/**
 * Face images and how they reach a model: {@link io.github.corrrise.face.FaceImage} (a crop, RGB,
 * 0..255), {@link io.github.corrrise.face.FacePair} (probe and reference) and {@link
 * io.github.corrrise.face.FaceBatch} (a reused direct buffer in the verifier's {@link
 * io.github.corrrise.face.PixelLayout}). Reading pictures belongs here; drawing them belongs to
 * {@code render}. Knows nothing of verifiers, masks or maps.
 */
@NullMarked
package io.github.corrrise.face;

import org.jspecify.annotations.NullMarked;
