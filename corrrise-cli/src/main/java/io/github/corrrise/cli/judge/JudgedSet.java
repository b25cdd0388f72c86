package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.SetOptions;
import io.github.corrrise.verify.FaceVerifier;
import java.util.OptionalDouble;

/** The labelled pairs and the model that methods are judged by, as a program is told them. */
public abstract class JudgedSet extends SetOptions {
    /** A verifier, and the model behind it that is to be closed. */
    public static final class Opened implements AutoCloseable {
        private final FaceVerifier verifier;
        private final Runnable closing;

        /** With what closes the model. */
        public Opened(FaceVerifier verifier, Runnable closing) {
            this.verifier = verifier;
            this.closing = closing;
        }

        FaceVerifier verifier() {
            return verifier;
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    /** None are set. */
    protected JudgedSet() {}

    /** Refuses a command line that lacks something, before anything is read. */
    protected abstract void require();

    /** The similarity at or above which faces match, where one was given. */
    protected abstract OptionalDouble threshold();

    /**
     * Opens the model for maps that are judged by any threshold; the caller closes it. Without its
     * own threshold, unless maps depend on that.
     */
    protected abstract Opened openForMaps();

    /** Opens the model with the threshold, where one was given; the caller closes it. */
    protected abstract Opened open();

    /** Whether the model gives gradients, so that methods that need them can be judged. */
    protected abstract boolean hasGradients();
}
