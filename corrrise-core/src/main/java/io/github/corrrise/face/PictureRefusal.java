package io.github.corrrise.face;

import java.io.IOException;

/** What is not accepted even when it is whole; the message says why. */
final class PictureRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    PictureRefusal(String message) {
        super(message);
    }
}
