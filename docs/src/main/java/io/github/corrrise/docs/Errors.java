package io.github.corrrise.docs;

import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.UnreadablePictureException;
import io.github.corrrise.verify.VerifierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/** How a service answers what an explanation throws. */
public final class Errors {
    private Errors() {}

    // region: status
    /**
     * The HTTP status of what an explanation threw; 500 for all that is no fault of the request.
     */
    public static int status(Throwable thrown) {
        if (thrown instanceof UnreadablePictureException
                || thrown instanceof FaceDetector.NoFaceException
                || thrown instanceof FaceDetector.SeveralFacesException) {
            return 422;
        }
        if (thrown instanceof VerifierException) {
            return 502;
        }
        if (thrown instanceof CancellationException
                || thrown instanceof RejectedExecutionException) {
            return 503;
        }
        return thrown instanceof IllegalArgumentException ? 400 : 500;
    }
    // endregion
}
