package io.github.corrrise.face;

/**
 * A detector found no face in a photograph.
 *
 * @since 0.1.0
 */
public final class NoFaceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * A photograph without a face.
     *
     * @param message names what was expected, the photograph's size and the detector
     */
    public NoFaceException(String message) {
        super(message);
    }
}
