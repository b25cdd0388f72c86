package io.github.corrrise.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The smallest ONNX model that embeds a face: one node that averages each channel, from
 * [n,3,112,112] to [n,3,1,1]. Written field by field after onnx.proto.
 */
final class TinyModel {
    private static final int FLOAT = 1;

    private TinyModel() {}

    static Path write(Path file) {
        return write(file, new byte[0]);
    }

    /** The same with a second output, {@code largest}. */
    static Path writeOfTwoOutputs(Path file) {
        byte[] node = message(text(1, "face"), text(2, "largest"), text(4, "GlobalMaxPool"));
        return write(file, message(bytes(1, node), bytes(12, value("largest", 1))));
    }

    private static Path write(Path file, byte[] more) {
        byte[] node = message(text(1, "face"), text(2, "embedding"), text(4, "GlobalAveragePool"));
        byte[] graph =
                message(
                        bytes(1, node),
                        text(2, "tiny"),
                        bytes(11, value("face", 112)),
                        bytes(12, value("embedding", 1)),
                        more);
        byte[] operators = message(text(1, ""), number(2, 13));
        try {
            return Files.write(file, message(number(1, 8), bytes(7, graph), bytes(8, operators)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] value(String name, int side) {
        byte[] shape =
                message(
                        bytes(1, text(2, "n")),
                        bytes(1, number(1, 3)),
                        bytes(1, number(1, side)),
                        bytes(1, number(1, side)));
        byte[] tensor = message(number(1, FLOAT), bytes(2, shape));
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
