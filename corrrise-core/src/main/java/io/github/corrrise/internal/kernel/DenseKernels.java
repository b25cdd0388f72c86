package io.github.corrrise.internal.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes dense kernels and knows whether ND4J can be used here. */
public final class DenseKernels {
    private static final Logger LOG = LoggerFactory.getLogger(DenseKernels.class);

    private DenseKernels() {}

    /**
     * Whether ND4J has a usable back end. The first call starts it, which takes about a second;
     * where there is none, one message at WARN says so.
     */
    public static boolean nd4jAvailable() {
        return BackEnd.AVAILABLE;
    }

    /** A kernel in ND4J; {@link #nd4jAvailable()} must be true. */
    public static DenseKernel nd4j(int pixelCount) {
        return new Nd4jDenseKernel(pixelCount);
    }

    /** A kernel in plain Java. */
    public static DenseKernel plainJava(int pixelCount) {
        return new PlainDenseKernel(pixelCount);
    }

    private static final class BackEnd {
        static final boolean AVAILABLE = start();

        private static boolean start() {
            try {
                Nd4j.create(DataType.FLOAT, new long[] {1}, 'c').close();
                return true;
            } catch (LinkageError | RuntimeException e) {
                // No back end on the class path, or natives of another host: both surface as errors
                // of class initialisation.
                LOG.warn(
                        "ND4J has no usable back end ({}); dense correlation runs in plain Java."
                                + " org.nd4j:nd4j-native for this host speeds it up: it must be on"
                                + " the class path, and one of the folders that it may unpack its"
                                + " natives into must allow new files and execution:"
                                + " org.bytedeco.javacpp.cachedir ({}), .javacpp/cache in"
                                + " user.home ({}) or a folder in java.io.tmpdir ({}).",
                        rootMessage(e),
                        System.getProperty("org.bytedeco.javacpp.cachedir", "not set"),
                        System.getProperty("user.home"),
                        System.getProperty("java.io.tmpdir"));
                return false;
            }
        }

        private static String rootMessage(Throwable e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String message = String.valueOf(root.getMessage());
            return root.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
        }
    }
}
