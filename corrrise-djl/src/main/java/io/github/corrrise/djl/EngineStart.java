package io.github.corrrise.djl;

import ai.djl.engine.EngineException;
import ai.djl.util.Utils;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Why an engine of DJL did not start, and what to set. */
final class EngineStart {
    /** A class that failed to initialise tells the reason once and never again. */
    private static final AtomicReference<@Nullable Throwable> FIRST_FAILURE =
            new AtomicReference<>();

    private EngineStart() {}

    /** Whether the natives of an engine could not be unpacked, found or loaded. */
    static boolean isCause(Throwable failure) {
        if (failure instanceof LinkageError) {
            return true;
        }
        Throwable root = LoadedModel.root(failure);
        return failure instanceof EngineException
                && (root instanceof LinkageError || root instanceof IOException);
    }

    /**
     * A failure that names its cause, the folders that natives are unpacked into, and how to set
     * them.
     */
    static VerifierException failed(Throwable failure) {
        Throwable first = failure;
        if (LoadedModel.root(failure) instanceof LinkageError
                && failure instanceof NoClassDefFoundError) {
            first = Objects.requireNonNullElse(FIRST_FAILURE.get(), failure);
        } else {
            FIRST_FAILURE.set(failure);
        }
        Throwable root = LoadedModel.root(first);
        return new VerifierException(
                "the engine cannot be started on "
                        + System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.arch")
                        + " ("
                        + root.getClass().getSimpleName()
                        + ": "
                        + LoadedModel.reason(first)
                        + "): its natives for this platform must be on the class path, and the"
                        + " folders that they are unpacked into must allow new files and"
                        + " execution: DJL's cache, "
                        + Utils.getCacheDir()
                        + ", set by -DDJL_CACHE_DIR or the environment variable of that name, and"
                        + " java.io.tmpdir, "
                        + System.getProperty("java.io.tmpdir"),
                first);
    }
}
