package io.github.corrrise.saliency;

/** The code that sums masks weighted by scores. All give the same maps within 1e-5. */
public enum CorrelationKernel {
    /** The fastest for the masks at hand: hidden runs for binary masks, else ND4J, else Java. */
    AUTO,
    /** Adds scores at the corners of hidden regions; binary masks only. */
    HIDDEN_RUNS,
    /** Dense products in ND4J, in tiles; needs a back end such as nd4j-native on the class path. */
    ND4J,
    /** Dense products in plain Java, in tiles. */
    PLAIN_JAVA
}
