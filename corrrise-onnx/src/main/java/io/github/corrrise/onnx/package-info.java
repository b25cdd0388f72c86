/**
 * Face verifiers from ONNX models, run by ONNX Runtime: opening, checking and running a model
 * belongs here, and presets for the usual face models. No session or tensor of the runtime appears
 * in a public signature.
 */
@NullMarked
package io.github.corrrise.onnx;

import org.jspecify.annotations.NullMarked;
