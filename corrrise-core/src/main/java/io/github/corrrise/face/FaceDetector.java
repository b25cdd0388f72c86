package io.github.corrrise.face;

import io.github.corrrise.internal.check.SafeName;
import java.util.List;

/**
 * Finds faces in photographs.
 *
 * <p>A photograph is never changed or kept. Whether a detector may be called from several threads,
 * and whether it must be closed, it says itself; a function is a detector too.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FaceDetector {
    /**
     * All faces found, {@linkplain DetectedFace#LARGEST_FIRST the largest first}; an empty list
     * where there is none. Coordinates are those of the photograph.
     */
    List<DetectedFace> detect(FaceImage photograph);

    /**
     * The face with the largest box, whatever else is found.
     *
     * @throws NoFaceException where no face is found
     */
    default DetectedFace largest(FaceImage photograph) {
        return found(photograph, "at least one face").get(0);
    }

    /**
     * The only face.
     *
     * @throws NoFaceException where none is found
     * @throws SeveralFacesException where more than one is found
     */
    default DetectedFace only(FaceImage photograph) {
        List<DetectedFace> faces = found(photograph, "exactly one face");
        if (faces.size() > 1) {
            throw new SeveralFacesException(
                    "photograph must be of exactly one face, was "
                            + photograph.size()
                            + " with "
                            + faces.size()
                            + " found by "
                            + SafeName.of(this, this::description));
        }
        return faces.get(0);
    }

    private List<DetectedFace> found(FaceImage photograph, String wanted) {
        List<DetectedFace> faces = detect(photograph);
        if (faces.isEmpty()) {
            throw new NoFaceException(
                    "photograph must be of "
                            + wanted
                            + ", was "
                            + photograph.size()
                            + " with none found by "
                            + SafeName.of(this, this::description));
        }
        return faces;
    }

    /** What finds the faces, for messages and provenance; the class's simple name by default. */
    default String description() {
        return getClass().getSimpleName();
    }

    /**
     * A detector found no face in a photograph.
     *
     * @since 0.1.0
     */
    final class NoFaceException extends IllegalArgumentException {
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

    /**
     * A detector found several faces in a photograph of which one was expected.
     *
     * @since 0.1.0
     */
    final class SeveralFacesException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        /**
         * A photograph of several faces.
         *
         * @param message names what was expected, the photograph's size, how many faces were found
         *     and the detector
         */
        public SeveralFacesException(String message) {
            super(message);
        }
    }
}
