package io.github.corrrise.face;

/**
 * A detector found several faces in a photograph of which one was expected.
 *
 * @since 0.1.0
 */
public final class SeveralFacesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * A photograph of several faces.
     *
     * @param message names what was expected, the photograph's size, how many faces were found and
     *     the detector
     */
    public SeveralFacesException(String message) {
        super(message);
    }
}
