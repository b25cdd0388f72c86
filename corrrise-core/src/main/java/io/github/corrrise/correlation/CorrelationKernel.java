package io.github.corrrise.correlation;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.mask.MaskForm;

/**
 * The code that sums masks weighted by scores. All give the same maps within 1e-5.
 *
 * @since 0.1.0
 */
public enum CorrelationKernel {
    /**
     * The fastest for the masks at hand: hidden runs for binary masks, nodes for grids, else ND4J,
     * else Java.
     */
    AUTO,
    /** Adds scores at the corners of hidden regions; binary masks only. */
    HIDDEN_RUNS,
    /**
     * Adds scores at the nodes of grids; masks such as those of {@code GridMasks} only. Powers of
     * visibility, which plain maps and their errors need, are dense products in plain Java.
     */
    GRID_NODES,
    /** Dense products in ND4J, in tiles; needs a back end such as nd4j-native on the class path. */
    ND4J,
    /** Dense products in plain Java, in tiles. */
    PLAIN_JAVA;

    /** True where an index of the masks serves instead of their pixels. */
    boolean takesIndex() {
        return this == HIDDEN_RUNS || this == GRID_NODES;
    }

    /**
     * Which kernel runs for masks of this form; never {@link #AUTO}.
     *
     * @throws IllegalArgumentException where the kernel needs masks of another form
     * @throws IllegalStateException where the kernel is ND4J and there is no back end
     */
    CorrelationKernel resolve(MaskForm form) {
        switch (this) {
            case HIDDEN_RUNS -> {
                return requiring(MaskForm.BINARY, form);
            }
            case GRID_NODES -> {
                return requiring(MaskForm.GRID, form);
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
                return fastest(form);
            }
        }
        throw new AssertionError(this);
    }

    private CorrelationKernel requiring(MaskForm needed, MaskForm form) {
        if (form != needed) {
            throw Checks.rejected("kernel", fitting(form), this);
        }
        return this;
    }

    private static CorrelationKernel fastest(MaskForm form) {
        return switch (form) {
            case BINARY -> HIDDEN_RUNS;
            case GRID -> GRID_NODES;
            case SOFT -> DenseKernels.nd4jAvailable() ? ND4J : PLAIN_JAVA;
        };
    }

    private static String fitting(MaskForm form) {
        return switch (form) {
            case BINARY -> "HIDDEN_RUNS, ND4J or PLAIN_JAVA for binary masks";
            case GRID -> "GRID_NODES, ND4J or PLAIN_JAVA for grids";
            case SOFT -> "ND4J or PLAIN_JAVA for soft masks";
        };
    }
}
