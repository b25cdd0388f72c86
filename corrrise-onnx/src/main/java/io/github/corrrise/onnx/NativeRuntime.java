package io.github.corrrise.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Starts ONNX Runtime's native library, once in a process, and says why where that fails. */
final class NativeRuntime {
    private static final String FOLDER = "java.io.tmpdir";
    private static final String UNPACKED = "onnxruntime.native.path";

    /** A class that failed to initialise tells the reason once and never again. */
    private static final AtomicReference<@Nullable Throwable> FIRST_FAILURE =
            new AtomicReference<>();

    private NativeRuntime() {}

    /**
     * The process's environment, its telemetry off.
     *
     * @throws VerifierException where the native library cannot be loaded; the message names the
     *     cause and the property to set
     */
    static OrtEnvironment environment() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException | LinkageError e) {
            FIRST_FAILURE.compareAndSet(null, e);
            Throwable first = Objects.requireNonNullElse(FIRST_FAILURE.get(), e);
            Throwable root = rootOf(first);
            String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
            throw new VerifierException(
                    "ONNX Runtime cannot be loaded on "
                            + System.getProperty("os.name")
                            + " "
                            + System.getProperty("os.arch")
                            + " ("
                            + root.getClass().getSimpleName()
                            + ": "
                            + message
                            + "): "
                            + remedy(root, message),
                    first);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    private static String remedy(Throwable root, String message) {
        String unpacked = System.getProperty(UNPACKED);
        if (unpacked != null) {
            return "the system property "
                    + UNPACKED
                    + ", "
                    + unpacked
                    + ", must be a folder with ONNX Runtime's libraries for this platform that may"
                    + " be executed";
        }
        String either =
                "set -D"
                        + FOLDER
                        + " to a folder that allows both, or -D"
                        + UNPACKED
                        + " to one in which the libraries of its jar lie unpacked";
        String folder = FOLDER + ", " + System.getProperty(FOLDER) + ",";
        if (root instanceof IOException) {
            return "it unpacks its library into "
                    + folder
                    + " which must exist, allow new files and have 50 MB free, and be executable: "
                    + either;
        }
        if (message.contains("Unsupported ") || message.contains("java.library.path")) {
            return "its jar has no library for this platform: use a build that has one, and set -D"
                    + UNPACKED
                    + " to its folder";
        }
        return "it unpacks its library into "
                + folder
                + " which must allow new files and execution (no mount with noexec), and the"
                + " system's C library must suit: "
                + either;
    }
}
