package io.github.corrrise.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes small ONNX models: as much of the format as the tests need, byte by byte after onnx.proto
 * (IR version 8, operator set 13). The numbers are the fields' tags there.
 */
final class TinyOnnx {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int FLOAT16 = 10;

    /** A dimension that is left open. */
    static final long DYNAMIC = -1;

    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 13;
    private static final int EXTERNAL = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Message graph = new Message();

    TinyOnnx() {
        graph.text(2, "tiny");
    }

    TinyOnnx input(String name, int type, long... shape) {
        graph.message(11, valueInfo(name, type, shape));
        return this;
    }

    TinyOnnx output(String name, int type, long... shape) {
        graph.message(12, valueInfo(name, type, shape));
        return this;
    }

    TinyOnnx floats(String name, float[] values, long... shape) {
        return tensor(name, FLOAT, raw(values), shape);
    }

    /** Weights that lie in a file beside the model. */
    TinyOnnx externalFloats(String name, String location, long... shape) {
        Message tensor = new Message();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        Message place = new Message().text(1, "location").text(2, location);
        tensor.number(2, FLOAT).text(8, name).message(13, place).number(14, EXTERNAL);
        graph.message(5, tensor);
        return this;
    }

    /** Little-endian float32, as a file of weights holds them. */
    static byte[] raw(float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return raw.array();
    }

    TinyOnnx longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return tensor(name, INT64, raw.array(), values.length);
    }

    private TinyOnnx tensor(String name, int type, byte[] raw, long... shape) {
        Message tensor = new Message();
        for (long dimension : shape) {
            tensor.number(1, dimension);
        }
        tensor.number(2, type).text(8, name).bytes(9, raw);
        graph.message(5, tensor);
        return this;
    }

    /** A node of one output. */
    TinyOnnx node(String operator, List<String> inputs, String output, Attribute... attributes) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(3, output).text(4, operator);
        for (Attribute attribute : attributes) {
            node.message(5, attribute.message());
        }
        graph.message(1, node);
        return this;
    }

    byte[] toBytes() {
        return new Message()
                .number(1, IR_VERSION)
                .text(2, "tests")
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPERATOR_SET))
                .toBytes();
    }

    Path write(Path file) {
        try {
            return Files.write(file, toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message valueInfo(String name, int type, long... shape) {
        Message dimensions = new Message();
        for (int i = 0; i < shape.length; i++) {
            Message dimension = new Message();
            if (shape[i] == DYNAMIC) {
                dimension.text(2, name + i);
            } else {
                dimension.number(1, shape[i]);
            }
            dimensions.message(1, dimension);
        }
        Message tensor = new Message().number(1, type).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A node's attribute: one integer or several. */
    record Attribute(String name, boolean single, List<Long> values) {
        static Attribute of(String name, long value) {
            return new Attribute(name, true, List.of(value));
        }

        static Attribute list(String name, long... values) {
            return new Attribute(name, false, Arrays.stream(values).boxed().toList());
        }

        private Message message() {
            Message message = new Message().text(1, name);
            for (long value : values) {
                message.number(single ? 3 : 8, value);
            }
            return message.number(20, single ? ATTRIBUTE_INT : ATTRIBUTE_INTS);
        }
    }

    /** A protocol buffer message under construction. */
    private static final class Message {
        private static final int VARINT = 0;
        private static final int LENGTH_DELIMITED = 2;

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3 | VARINT);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        Message bytes(int field, byte[] value) {
            varint((long) field << 3 | LENGTH_DELIMITED);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                bytes.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }
}
