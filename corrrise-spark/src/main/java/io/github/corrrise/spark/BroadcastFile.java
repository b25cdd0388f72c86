package io.github.corrrise.spark;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file that the driver read: a handle to its bytes, fetched by an executor once.
 *
 * @param bytes the file
 * @param name of the file, without its folder
 * @param sha256 of the bytes
 */
record BroadcastFile(Broadcast<byte[]> bytes, String name, String sha256) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Arrays of this length are possible on every virtual machine. */
    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    /**
     * Reads the file here and broadcasts it.
     *
     * @param argument names it in messages
     * @param uri a path of Hadoop's
     * @throws UncheckedIOException where it is missing or cannot be read
     * @throws IllegalArgumentException where it is too large or names further files
     * @throws io.github.corrrise.verify.VerifierException where it is no ONNX file
     */
    static BroadcastFile read(JavaSparkContext spark, String argument, String uri) {
        Path path = new Path(uri);
        byte[] content;
        try {
            FileSystem files = path.getFileSystem(spark.hadoopConfiguration());
            FileStatus status = files.getFileStatus(path);
            if (status.isDirectory()) {
                throw unreadable(argument + " must be a file, was a directory: " + uri, null);
            }
            if (status.getLen() > MOST_BYTES) {
                throw Checks.rejected(
                        argument,
                        "of less than 2 GB to be broadcast; SparkModel.shared takes larger ones",
                        status.getLen() + " bytes");
            }
            try (InputStream stream = files.open(path)) {
                content = stream.readAllBytes();
            }
        } catch (FileNotFoundException e) {
            throw unreadable(
                    argument
                            + " must be a file that the driver can read (one of its own disk begins"
                            + " with file:), was missing: "
                            + uri,
                    e);
        } catch (IOException e) {
            throw unreadable(argument + " cannot be read: " + e.getMessage() + ": " + uri, e);
        }
        ModelFile model = ModelFile.ofOnnx(path.getName(), content);
        return new BroadcastFile(spark.broadcast(content), model.name(), model.sha256());
    }

    byte[] content() {
        return bytes.value();
    }

    private static UncheckedIOException unreadable(String message, @Nullable IOException cause) {
        return new UncheckedIOException(message, cause == null ? new IOException(message) : cause);
    }
}
