/**
 * Face verifiers and a face detector from ONNX models, run by ONNX Runtime: {@link
 * io.github.corrrise.onnx.OnnxFaceVerifier} opens, checks and runs an embedding model, {@link
 * io.github.corrrise.onnx.YuNetDetector} finds faces in photographs. What every adapter of an
 * embedding model does is core's {@link io.github.corrrise.verify.adapter.ModelEmbedder}. No
 * session or tensor of the runtime appears in a public signature. Aligning faces does not belong
 * here.
 */
@NullMarked
package io.github.corrrise.onnx;

import org.jspecify.annotations.NullMarked;
