package io.github.corrrise.face;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What was given is no picture that can be read: empty, truncated, damaged, too large, or of a
 * format or kind that is not accepted. Another picture helps; trying again does not. A file that is
 * missing or a disk that fails is a plain {@link UncheckedIOException}.
 *
 * @since 0.1.0
 */
public final class UnreadablePictureException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    UnreadablePictureException(String message, IOException cause) {
        super(message, cause);
    }
}
