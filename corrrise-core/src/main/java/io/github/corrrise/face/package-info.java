/**
 * Face images and how they reach a model: {@link io.github.corrrise.face.FaceImage} (a crop or a
 * photograph, RGB, 0..255), {@link io.github.corrrise.face.FacePair} (probe and reference) and
 * {@link io.github.corrrise.face.FaceBatch} (a reused direct buffer in the verifier's {@link
 * io.github.corrrise.face.PixelLayout}); and how crops are cut out of photographs: {@link
 * io.github.corrrise.face.FaceDetector} finds {@link io.github.corrrise.face.Landmarks}, {@link
 * io.github.corrrise.face.FaceAligner} takes them to the template. Reading pictures belongs here;
 * drawing them belongs to {@code render}, detectors themselves to the adapters. Knows nothing of
 * verifiers, masks or maps.
 */
@NullMarked
package io.github.corrrise.face;

import org.jspecify.annotations.NullMarked;
