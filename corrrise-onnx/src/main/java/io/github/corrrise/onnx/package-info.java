/**
 * Face verifiers from ONNX models, run by ONNX Runtime: {@link
 * io.github.corrrise.onnx.OnnxFaceVerifier} opens, checks and runs a model; {@link
 * io.github.corrrise.onnx.OnnxPreset} knows what the usual families of models want. No session or
 * tensor of the runtime appears in a public signature. Finding and aligning faces does not belong
 * here.
 */
@NullMarked
package io.github.corrrise.onnx;

import org.jspecify.annotations.NullMarked;
