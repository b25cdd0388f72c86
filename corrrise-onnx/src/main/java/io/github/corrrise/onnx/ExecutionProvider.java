package io.github.corrrise.onnx;

/**
 * What ONNX Runtime computes on. The Maven artifact {@code com.microsoft.onnxruntime:onnxruntime}
 * holds {@link #CPU} for Linux and Windows on x86-64 and for Linux and macOS on ARM, and {@link
 * #CORE_ML} on macOS; {@link #CUDA} and {@link #TENSOR_RT} are in {@code onnxruntime_gpu}, which
 * replaces it; {@link #DIRECT_ML} needs a build of one's own. Operators that a provider does not
 * know run on the CPU.
 *
 * @since 0.1.0
 */
public enum ExecutionProvider {
    /** The processor. */
    CPU(false),
    /** NVIDIA GPUs, through CUDA and cuDNN. */
    CUDA(true),
    /** NVIDIA GPUs, through TensorRT; compiles the model when it is opened, which takes a while. */
    TENSOR_RT(true),
    /** Apple's neural engine and GPUs. */
    CORE_ML(false),
    /** DirectX 12 GPUs on Windows. Calls from several threads run one after another. */
    DIRECT_ML(true);

    /** Whether it can be told which of several devices to use. */
    private final boolean hasDevices;

    ExecutionProvider(boolean hasDevices) {
        this.hasDevices = hasDevices;
    }

    /** Returns {@code device} where it is one that this provider can be told to use. */
    int requireDevice(int device) {
        if (!hasDevices) {
            throw Rejection.of("provider", "one that has devices", this);
        }
        return Rejection.unlessAtLeast(0, device, "device");
    }
}
