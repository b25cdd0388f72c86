package io.github.corrrise.verify.adapter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ONNX file once, from its first byte to its last: digests it and finds the files that it
 * names. Memory is bounded by the names, not by the file.
 */
final class OnnxGraphReader {
    /*
     * An ONNX file is a protocol buffer (onnx.proto): fields of a number, a wire type and a value,
     * nested by length. Only what leads to a tensor is entered: graphs, the bodies of loops and
     * branches in attributes, functions and training graphs. Everything else is skipped by its
     * length. A tensor whose data_location is EXTERNAL names its file under the key "location"; a
     * node EPContext names a model compiled for an accelerator.
     *
     * A reader of protocol buffers merges a message that occurs twice where one belongs. For a
     * tensor that could take the two halves of a name apart, and no exporter does it: refused.
     */
    private static final int BUFFER_LENGTH = 1 << 16;
    private static final int MOST_DEPTH = 100;
    private static final int MOST_NAMES = 1 << 16;
    private static final int LONGEST_NAME = 4096;
    private static final int EXTERNAL = 1;

    /** The messages that are entered, and their fields that are read. */
    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR,
        SPARSE_TENSOR,
        ENTRY;

        @Nullable Message child(long field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 20 ? TRAINING : functions(field, 25);
                case TRAINING -> field == 1 || field == 2 ? GRAPH : null;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
                case GRAPH ->
                        field == 1
                                ? NODE
                                : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : null;
                case NODE -> field == 5 ? ATTRIBUTE : null;
                case ATTRIBUTE ->
                        field == 5 || field == 10
                                ? TENSOR
                                : field == 6 || field == 11
                                        ? GRAPH
                                        : field == 22 || field == 23 ? SPARSE_TENSOR : null;
                case TENSOR -> field == 13 ? ENTRY : null;
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
                case ENTRY -> null;
            };
        }

        private static @Nullable Message functions(long field, long functions) {
            return field == functions ? FUNCTION : null;
        }

        boolean isText(long field) {
            return switch (this) {
                case NODE -> field == OPERATOR;
                case ATTRIBUTE -> field == NAME || field == TEXT;
                case ENTRY -> field == KEY || field == VALUE;
                default -> false;
            };
        }

        /** Whether a second occurrence would be merged into the first. */
        boolean isMerged(long field) {
            return (this == ATTRIBUTE && (field == 5 || field == 22)) || this == SPARSE_TENSOR;
        }
    }

    private static final int OPERATOR = 4;
    private static final int NAME = 1;
    private static final int INTEGER = 3;
    private static final int TEXT = 4;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int DATA_LOCATION = 14;
    private static final int FIELDS = 32;

    /** Of a compiled model: whether it stands in the graph, and itself or its file. */
    private static final List<String> CONTEXT = List.of("embed_mode", "ep_cache_context");

    /** What a message said, as far as anything is made of it. */
    private static final class Content {
        final @Nullable String[] texts = new String[FIELDS];
        final @Nullable Long[] numbers = new Long[FIELDS];
        final List<Content> parts = new ArrayList<>();

        String text(int field) {
            String text = texts[field];
            return text == null ? "" : text;
        }

        long number(int field, long otherwise) {
            Long number = numbers[field];
            return number == null ? otherwise : number;
        }
    }

    /** The file is no ONNX file; the message says why. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final InputStream content;
    private final MessageDigest digest;
    private final SortedSet<String> names = new TreeSet<>();
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int next;
    private int end;
    private long before;

    private OnnxGraphReader(InputStream content, MessageDigest digest) {
        this.content = content;
        this.digest = digest;
    }

    /**
     * Reads to the end.
     *
     * @param digest told every byte
     * @return the names as the graph has them, sorted
     * @throws Malformed where it is no ONNX file
     */
    static SortedSet<String> namesIn(InputStream content, MessageDigest digest) throws IOException {
        OnnxGraphReader reader = new OnnxGraphReader(content, digest);
        String foreign = reader.fill() ? reader.foreignFormat() : "empty";
        if (!foreign.isEmpty()) {
            throw new Malformed(foreign);
        }
        reader.read(Message.MODEL, Long.MAX_VALUE, 0);
        return reader.names;
    }

    /** What stands there in a model's place; empty where nothing is recognised. */
    private String foreignFormat() {
        String start = new String(buffer, 0, Math.min(end, 64), StandardCharsets.ISO_8859_1);
        if (start.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS (git lfs pull fetches the file)";
        }
        if (start.stripLeading().startsWith("<")) {
            return "a page of HTML or XML";
        }
        return start.startsWith("PK\3\4") ? "a ZIP archive, as PyTorch writes" : "";
    }

    private Content read(Message message, long limit, int depth) throws IOException {
        if (depth > MOST_DEPTH) {
            throw new Malformed("nested more than " + MOST_DEPTH + " deep");
        }
        Content found = new Content();
        long seen = 0;
        while (position() < limit && (limit < Long.MAX_VALUE || !atEnd())) {
            long key = varint();
            long field = key >>> 3;
            if (field == 0) {
                throw malformed();
            }
            switch ((int) (key & 7)) {
                case 0 -> {
                    long value = varint();
                    if (field < FIELDS) {
                        found.numbers[(int) field] = value;
                    }
                }
                case 1 -> skip(Long.BYTES);
                case 5 -> skip(Integer.BYTES);
                case 2 -> {
                    long length = varint();
                    if (length < 0 || length > limit - position()) {
                        throw malformed();
                    }
                    if (message.child(field) != null && message.isMerged(field)) {
                        if ((seen >>> field & 1) == 1) {
                            throw malformed();
                        }
                        seen |= 1L << field;
                    }
                    readValue(message, field, length, depth, found);
                }
                default -> throw malformed();
            }
            if (position() > limit) {
                throw malformed();
            }
        }
        collect(message, found);
        return found;
    }

    private void readValue(Message message, long field, long length, int depth, Content found)
            throws IOException {
        Message child = message.child(field);
        if (child != null) {
            Content part = read(child, position() + length, depth + 1);
            boolean isLocation = child == Message.ENTRY && part.text(KEY).equals("location");
            if (isLocation || (child == Message.ATTRIBUTE && CONTEXT.contains(part.text(NAME)))) {
                found.parts.add(part);
            }
        } else if (message.isText(field) && length <= LONGEST_NAME) {
            byte[] text = new byte[(int) length];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) octet();
            }
            found.texts[(int) field] = new String(text, StandardCharsets.UTF_8);
        } else {
            if (message == Message.ENTRY && field == VALUE) {
                throw new Malformed("naming a file by " + length + " bytes");
            }
            skip(length);
        }
    }

    private void collect(Message message, Content found) throws Malformed {
        if (message == Message.TENSOR && found.number(DATA_LOCATION, 0) == EXTERNAL) {
            if (found.parts.isEmpty()) {
                throw new Malformed("of weights in a file that it does not name");
            }
            for (Content entry : found.parts) {
                add(entry.text(VALUE));
            }
        }
        if (message == Message.NODE && found.text(OPERATOR).equals("EPContext")) {
            boolean embedded =
                    found.parts.stream()
                            .filter(part -> part.text(NAME).equals(CONTEXT.get(0)))
                            .allMatch(part -> part.number(INTEGER, 0) == 1);
            for (Content attribute : found.parts) {
                if (!embedded && attribute.text(NAME).equals(CONTEXT.get(1))) {
                    add(attribute.text(TEXT));
                }
            }
        }
    }

    private void add(String name) throws Malformed {
        names.add(name);
        if (names.size() > MOST_NAMES) {
            throw new Malformed("naming more than " + MOST_NAMES + " files");
        }
    }

    private Malformed malformed() {
        return new Malformed("malformed before byte " + position());
    }

    private long position() {
        return before + next;
    }

    private boolean atEnd() throws IOException {
        return next == end && !fill();
    }

    /** Whether there is more; what stood in the buffer has been read. */
    private boolean fill() throws IOException {
        before += end;
        next = 0;
        end = Math.max(0, content.read(buffer));
        digest.update(buffer, 0, end);
        return end > 0;
    }

    private int octet() throws IOException {
        if (atEnd()) {
            throw new Malformed("cut short after " + position() + " bytes");
        }
        return buffer[next++] & 0xFF;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw malformed();
    }

    private void skip(long count) throws IOException {
        for (long left = count; left > 0; ) {
            if (atEnd()) {
                throw new Malformed("cut short after " + position() + " bytes");
            }
            int step = (int) Math.min(left, end - next);
            next += step;
            left -= step;
        }
    }
}
