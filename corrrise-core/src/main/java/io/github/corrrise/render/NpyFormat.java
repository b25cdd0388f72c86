package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.SaliencyMap;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's .npy files: maps as arrays of 32-bit floats, shape (height, width), for {@code
 * numpy.load} and back.
 *
 * <p>Written as format version 1.0, {@code '<f4'}, C order; the bytes equal those of {@code
 * numpy.save}. Read are versions 1.0 to 3.0 of the same kind of array; nothing is converted
 * silently. Format: NumPy Enhancement Proposal 1 and {@code numpy.lib.format}.
 *
 * @since 0.1.0
 */
public final class NpyFormat {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy starts the numbers at a multiple of this many bytes. */
    private static final int ALIGNMENT = 64;

    /** Ten times what a two-dimensional array needs. */
    private static final int LONGEST_HEADER = 4096;

    private static final String FLOATS = "<f4";
    private static final Pattern DESCRIPTION = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(\\w+)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
    private static final Pattern TWO_SIDES =
            Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*");

    private NpyFormat() {}

    /**
     * Writes the signed values of a map; 0 where it is undefined.
     *
     * @throws UncheckedIOException where the folder is missing, the target is a folder or writing
     *     fails; the message names the file
     */
    public static void write(SaliencyMap map, Path file) {
        write(Plane.of(map.size(), map.toArray()), file);
    }

    /**
     * Writes any plane, for example standard errors or coverage.
     *
     * @throws UncheckedIOException as {@link #write(SaliencyMap, Path)}
     */
    public static void write(Plane plane, Path file) {
        Objects.requireNonNull(file, "file");
        byte[] bytes = toBytes(plane);
        WholeFile.write(file, output -> output.write(bytes));
    }

    /** The bytes that {@link #write(SaliencyMap, Path)} writes. */
    public static byte[] toBytes(SaliencyMap map) {
        return toBytes(Plane.of(map.size(), map.toArray()));
    }

    /**
     * Reads a two-dimensional array of little-endian 32-bit floats in C order.
     *
     * @throws UncheckedIOException where the file is missing, truncated, longer than its shape
     *     says, not an .npy file or an array of another kind; the message names the file
     */
    public static Plane read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString(), null, "no such file");
            }
            try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
                return read(input, Files.size(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /**
     * The array that the bytes of an .npy file hold.
     *
     * @throws IllegalArgumentException where {@link #read} would refuse a file that holds them
     */
    public static Plane fromBytes(byte[] bytes) {
        try {
            return read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new IllegalArgumentException("bytes: " + reason(e), e);
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof EOFException
                ? "the file is truncated"
                : FileFailures.reason(failure);
    }

    /** The bytes that {@link #write(Plane, Path)} writes. */
    public static byte[] toBytes(Plane plane) {
        FaceSize size = plane.size();
        String header =
                String.format(
                        Locale.ROOT,
                        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }",
                        FLOATS,
                        size.height(),
                        size.width());
        int prefix = MAGIC.length + 4;
        int used = prefix + header.length() + 1;
        int start = (used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes =
                ByteBuffer.allocate(start + Float.BYTES * size.pixelCount())
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (start - prefix));
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        while (bytes.position() < start - 1) {
            bytes.put((byte) ' ');
        }
        bytes.put((byte) '\n');
        bytes.asFloatBuffer().put(plane.toArray());
        return bytes.array();
    }

    private static Plane read(InputStream stream, long fileLength) throws IOException {
        DataInputStream input = new DataInputStream(stream);
        byte[] magic = new byte[MAGIC.length];
        input.readFully(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException("not an .npy file");
        }
        int version = input.readUnsignedByte();
        input.readUnsignedByte();
        if (version < 1 || version > 3) {
            throw new IOException("format version must be in [1, 3], was " + version);
        }
        int lengthBytes = version == 1 ? 2 : 4;
        int headerLength = littleEndian(input, lengthBytes);
        if (headerLength < 0 || headerLength > LONGEST_HEADER) {
            throw new IOException(
                    "header length must be in [0, " + LONGEST_HEADER + "], was " + headerLength);
        }
        byte[] header = new byte[headerLength];
        input.readFully(header);
        FaceSize size = size(new String(header, StandardCharsets.UTF_8));
        long expected = MAGIC.length + 2 + lengthBytes + headerLength + 4L * size.pixelCount();
        if (fileLength < expected) {
            throw new EOFException();
        }
        if (fileLength > expected) {
            throw new IOException(
                    "length must be " + expected + " bytes for " + size + ", was " + fileLength);
        }
        return Plane.of(size, floats(input, size.pixelCount()));
    }

    private static int littleEndian(InputStream input, int byteCount) throws IOException {
        int value = 0;
        for (int i = 0; i < byteCount; i++) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException();
            }
            value |= next << (8 * i);
        }
        return value;
    }

    private static FaceSize size(String header) throws IOException {
        require("descr", FLOATS, field(DESCRIPTION, header));
        require("fortran_order", "False", field(ORDER, header));
        String shape = field(SHAPE, header);
        Matcher sides = TWO_SIDES.matcher(shape);
        if (!sides.matches()) {
            throw new IOException("shape must be (height, width), was (" + shape + ")");
        }
        try {
            return new FaceSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
        } catch (IllegalArgumentException e) {
            throw new IOException("shape: " + e.getMessage(), e);
        }
    }

    private static String field(Pattern pattern, String header) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException("its header must describe one plain array");
        }
        return matcher.group(1);
    }

    private static void require(String name, String expected, String received) throws IOException {
        if (!received.equals(expected)) {
            throw new IOException(name + " must be " + expected + ", was " + received);
        }
    }

    private static float[] floats(DataInputStream input, int count) throws IOException {
        byte[] bytes = new byte[Float.BYTES * count];
        input.readFully(bytes);
        float[] values = new float[count];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    /**
     * What an .npy file of a map holds: height x width numbers, and nothing that says what they
     * mean. {@code SaliencyMap.of(plane.size(), scale, plane.toArray())} makes a map of them again;
     * standard errors and coverage travel in planes of their own. Immutable; safe for use by
     * several threads.
     *
     * @since 0.1.0
     */
    public static final class Plane {
        private final FaceSize size;
        private final float[] values;

        private Plane(FaceSize size, float[] values) {
            this.size = size;
            this.values = values;
        }

        /**
         * Copies values.
         *
         * @param size height and width
         * @param values height x width numbers, row-major; NaN and infinities are numbers here
         * @throws IllegalArgumentException where their count is wrong
         */
        public static Plane of(FaceSize size, float[] values) {
            Objects.requireNonNull(size, "size");
            Checks.exactly(
                    size.pixelCount(), values.length, "values.length for a plane of " + size);
            return new Plane(size, values.clone());
        }

        /** Height and width. */
        public FaceSize size() {
            return size;
        }

        /** The number at one place. */
        public float at(int row, int column) {
            Objects.checkIndex(row, size.height());
            Objects.checkIndex(column, size.width());
            return values[row * size.width() + column];
        }

        /** A copy of the numbers, row-major. */
        public float[] toArray() {
            return values.clone();
        }

        /** Same size and same numbers, NaN equal to NaN. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Plane that
                    && size.equals(that.size)
                    && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * size.hashCode() + Arrays.hashCode(values);
        }

        /** The shape, for example {@code Plane[112x112]}. */
        @Override
        public String toString() {
            return "Plane[" + size + "]";
        }
    }
}
