package io.github.corrrise.spark;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Faces of a model's size, from the values of a column. */
final class Pictures {
    private final FaceSize wanted;
    private final Optional<FaceDetector> detector;
    private final @Nullable Broadcast<SerializableConfiguration> hadoop;

    /**
     * For one task.
     *
     * @param matcher whose faces are read
     * @param hadoop how files are reached; may be null where no column holds paths
     */
    Pictures(OpenMatcher matcher, @Nullable Broadcast<SerializableConfiguration> hadoop) {
        this.wanted = matcher.inputSize();
        this.detector = matcher.detector();
        this.hadoop = hadoop;
    }

    /**
     * Reads a face.
     *
     * @param column names it in messages
     * @param value a picture's bytes or its path
     * @throws IllegalArgumentException where there is none, or it is no face of the wanted size
     * @throws UncheckedIOException where it cannot be read
     */
    FaceImage face(String column, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(column + " must be a picture, was null");
        }
        try {
            FaceImage picture =
                    value instanceof byte[] bytes
                            ? FaceImage.read(bytes)
                            : readFile(value.toString());
            return detector.isPresent() ? aligned(picture, detector.get()) : crop(picture);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named(column, value, e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new UncheckedIOException(named(column, value, e.getMessage()), e.getCause());
        } catch (OutOfMemoryError e) {
            // One array that does not fit leaves the heap as it was.
            throw new IllegalArgumentException(
                    named(column, value, "picture must fit into memory, was too large"), e);
        }
    }

    private static String named(String column, Object value, @Nullable String message) {
        String text = column + ": " + message;
        return value instanceof String path && !text.contains(path) ? text + ": " + path : text;
    }

    private FaceImage readFile(String name) {
        if (hadoop == null) {
            throw new IllegalStateException("no file system was sent for " + name);
        }
        Path path = new Path(name);
        try (InputStream stream = path.getFileSystem(hadoop.value().value()).open(path)) {
            return FaceImage.read(stream);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("picture must be a file, was missing", e);
        } catch (IOException e) {
            throw new UncheckedIOException("picture cannot be read: " + e.getMessage(), e);
        }
    }

    private FaceImage crop(FaceImage picture) {
        if (!picture.size().equals(wanted)) {
            throw new IllegalArgumentException(
                    "picture must be an aligned crop of "
                            + wanted
                            + ", or a photograph with SparkExplainer.detector, was "
                            + picture.size()
                            + " without a detector");
        }
        return picture;
    }

    private FaceImage aligned(FaceImage photograph, FaceDetector finder) {
        DetectedFace found = finder.only(photograph);
        return FaceAligner.of(wanted)
                .align(photograph, found.landmarks(), finder.description())
                .crop();
    }
}
