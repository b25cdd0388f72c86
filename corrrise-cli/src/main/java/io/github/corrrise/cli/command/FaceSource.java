package io.github.corrrise.cli.command;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.UnreadablePictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Reads faces from pictures; closing it closes the detector, if there is one. */
public interface FaceSource extends AutoCloseable {
    /**
     * Reads a face.
     *
     * @param picture a file; messages name its absolute path
     * @throws UncheckedIOException where it cannot be read, or does not fit into memory
     * @throws IllegalArgumentException where it shows no face, several, or is no crop of the size
     *     that is wanted
     */
    Subject read(Path picture);

    @Override
    void close();

    /** Crops of a size. */
    static FaceSource crops(FaceSize wanted, int mostPixels) {
        return new FaceSource() {
            @Override
            public Subject read(Path picture) {
                FaceImage crop = picture(picture, mostPixels);
                if (!crop.size().equals(wanted)) {
                    throw notAligned("of " + wanted, crop, picture);
                }
                return Subject.ofCrop(crop);
            }

            @Override
            public void close() {}
        };
    }

    /** Crops of any size up to a largest: what is larger can only be a photograph. */
    static FaceSource cropsUpTo(FaceSize largest, int mostPixels) {
        return new FaceSource() {
            @Override
            public Subject read(Path picture) {
                FaceImage crop = picture(picture, mostPixels);
                if (crop.size().height() > largest.height()
                        || crop.size().width() > largest.width()) {
                    throw notAligned("of at most " + largest, crop, picture);
                }
                return Subject.ofCrop(crop);
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Faces that a detector finds in photographs.
     *
     * @param finder how
     * @param closing what closes the detector
     * @param largest whether several faces in a photograph are no error
     * @param wanted size of the aligned crops
     * @param mostPixels of a photograph
     */
    static FaceSource photographs(
            FaceDetector finder,
            Runnable closing,
            boolean largest,
            FaceSize wanted,
            int mostPixels) {
        FaceAligner aligner = FaceAligner.of(wanted);
        return new FaceSource() {
            @Override
            public Subject read(Path picture) {
                FaceImage photograph = picture(picture, mostPixels);
                try {
                    DetectedFace found =
                            largest ? finder.largest(photograph) : finder.only(photograph);
                    AlignedFace aligned =
                            aligner.align(photograph, found.landmarks(), finder.description());
                    return new Subject(
                            aligned.crop(), Optional.of(photograph), Optional.of(aligned));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            e.getMessage() + ": " + FileNames.absolute(picture), e);
                } catch (OutOfMemoryError e) {
                    throw tooLarge(picture, e);
                }
            }

            @Override
            public void close() {
                closing.run();
            }
        };
    }

    private static FaceImage picture(Path file, int mostPixels) {
        Path absolute = FileNames.absolute(file);
        try {
            return FaceImage.read(absolute, mostPixels);
        } catch (UnreadablePictureException e) {
            String text = String.valueOf(e.getMessage());
            if (!text.startsWith("picture must have at most")) {
                throw e;
            }
            throw new UncheckedIOException(
                    text + " (on the command line: --max-megapixels COUNT)",
                    Objects.requireNonNull(e.getCause()));
        } catch (OutOfMemoryError e) {
            throw tooLarge(absolute, e);
        }
    }

    private static UncheckedIOException tooLarge(Path file, OutOfMemoryError cause) {
        String text =
                "picture must fit into memory, was too large: "
                        + Failures.memory()
                        + ": "
                        + FileNames.absolute(file);
        return new UncheckedIOException(text, new IOException(text, cause));
    }

    private static IllegalArgumentException notAligned(String size, FaceImage was, Path picture) {
        return new IllegalArgumentException(
                "picture must be an aligned crop "
                        + size
                        + ", or a photograph with --detector YUNET.onnx, was "
                        + was.size()
                        + " without --detector: "
                        + FileNames.absolute(picture));
    }
}
