/**
 * Face verifiers over any engine of the Deep Java Library (DJL) that the application brings: {@link
 * io.github.corrrise.djl.DjlFaceVerifier} runs a loaded model or loads one from criteria, {@link
 * io.github.corrrise.djl.DjlImages} converts images, and {@link io.github.corrrise.djl.DjlProgress}
 * shows runs on DJL's progress bars. Plain Java types in and out; no engine array in a public
 * signature and no engine among the dependencies. What every adapter of an embedding model does is
 * core's {@link io.github.corrrise.verify.adapter.ModelEmbedder}.
 */
@NullMarked
package io.github.corrrise.djl;

import org.jspecify.annotations.NullMarked;
