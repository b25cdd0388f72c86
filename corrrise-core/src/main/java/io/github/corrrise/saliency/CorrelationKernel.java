package io.github.corrrise.saliency;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.kernel.DenseKernels;

/** The code that sums masks weighted by scores. All give the same maps within 1e-5. */
public enum CorrelationKernel {
    /** The fastest for the masks at hand: hidden runs for binary masks, else ND4J, else Java. */
    AUTO,
    /** Adds scores at the corners of hidden regions; binary masks only. */
    HIDDEN_RUNS,
    /** Dense products in ND4J, in tiles; needs a back end such as nd4j-native on the class path. */
    ND4J,
    /** Dense products in plain Java, in tiles. */
    PLAIN_JAVA;

    /**
     * Which kernel runs for masks of this form; never {@link #AUTO}.
     *
     * @throws IllegalArgumentException where the kernel needs binary masks and they are soft
     * @throws IllegalStateException where the kernel is ND4J and there is no back end
     */
    CorrelationKernel resolve(boolean binaryMasks) {
        switch (this) {
            case HIDDEN_RUNS -> {
                if (!binaryMasks) {
                    throw Checks.rejected("kernel", "ND4J or PLAIN_JAVA for soft masks", this);
                }
                return this;
            }
            case ND4J -> {
                if (!DenseKernels.nd4jAvailable()) {
                    throw new IllegalStateException(
                            "kernel ND4J needs a back end: add org.nd4j:nd4j-native for this host,"
                                    + " or choose AUTO or PLAIN_JAVA");
                }
                return this;
            }
            case PLAIN_JAVA -> {
                return this;
            }
            case AUTO -> {
                if (binaryMasks) {
                    return HIDDEN_RUNS;
                }
                return DenseKernels.nd4jAvailable() ? ND4J : PLAIN_JAVA;
            }
        }
        throw new AssertionError(this);
    }
}
