package io.github.corrrise.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The smallest ONNX models that embed a face: one node averages each channel, from [n,3,112,112] to
 * [n,3,1,1]. Written field by field after onnx.proto.
 */
final class TinyModel {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private TinyModel() {}

    static Path write(Path file) {
        return write(file, 112);
    }

    /** For faces of another height and width. */
    static Path write(Path file, int side) {
        return write(
                file,
                side,
                bytes(1, node("GlobalAveragePool", "embedding", "face")),
                bytes(12, value("embedding", 1)));
    }

    /** A second output, which is no embedding. */
    static Path writeWithTwoOutputs(Path file) {
        return write(
                file,
                bytes(1, node("GlobalAveragePool", "feature", "face")),
                bytes(1, node("GlobalMaxPool", "peak", "face")),
                bytes(12, value("feature", 1)),
                bytes(12, value("peak", 1)));
    }

    /** Any number of faces by its input, and by a shape inside only one. */
    static Path writeForOneAtATime(Path file) {
        byte[] shape = message(number(1, 2), number(2, INT64), bytes(7, new byte[] {1, 3}));
        return write(
                file,
                bytes(1, node("GlobalAveragePool", "pooled", "face")),
                bytes(1, node("Reshape", "embedding", "pooled", "shape")),
                bytes(5, message(shape, text(8, "shape"))),
                bytes(12, value("embedding")));
    }

    private static Path write(Path file, byte[]... parts) {
        return write(file, 112, parts);
    }

    private static Path write(Path file, int side, byte[]... parts) {
        byte[] graph = message(message(parts), text(2, "tiny"), bytes(11, value("face", side)));
        byte[] operators = message(text(1, ""), number(2, 13));
        try {
            return Files.write(file, message(number(1, 8), bytes(7, graph), bytes(8, operators)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] node(String operator, String output, String... inputs) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            node.writeBytes(text(1, input));
        }
        return message(node.toByteArray(), text(2, output), text(4, operator));
    }

    /** A tensor of [n,3], or of [n,3,side,side]. */
    private static byte[] value(String name, int... side) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        shape.writeBytes(message(bytes(1, text(2, "n")), bytes(1, number(1, 3))));
        for (int length : side) {
            shape.writeBytes(bytes(1, number(1, length)));
            shape.writeBytes(bytes(1, number(1, length)));
        }
        byte[] tensor = message(number(1, FLOAT), bytes(2, shape.toByteArray()));
        return message(text(1, name), bytes(2, bytes(1, tensor)));
    }

    private static byte[] message(byte[]... fields) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            all.writeBytes(field);
        }
        return all.toByteArray();
    }

    private static byte[] text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of up to 16383 bytes. */
    private static byte[] bytes(int field, byte[] value) {
        return message(varint(field << 3 | 2), varint(value.length), value);
    }

    private static byte[] number(int field, int value) {
        return message(varint(field << 3), varint(value));
    }

    private static byte[] varint(int value) {
        return value < 128
                ? new byte[] {(byte) value}
                : new byte[] {(byte) ((value & 0x7F) | 0x80), (byte) (value >> 7)};
    }
}
