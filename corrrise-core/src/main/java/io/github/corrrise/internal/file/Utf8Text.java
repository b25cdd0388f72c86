package io.github.corrrise.internal.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text that must be UTF-8, with or without a byte order mark. Bytes that are not UTF-8 are an error
 * and never become a replacement character.
 */
public final class Utf8Text {
    private static final int MARK_LENGTH = 3;

    private Utf8Text() {}

    /**
     * A reader of the text after the mark. Its reads throw a {@link
     * java.nio.charset.CharacterCodingException} at the first bytes that are not UTF-8.
     *
     * @throws IOException where the stream cannot be read or starts with the mark of UTF-16
     */
    public static Reader reader(InputStream bytes) throws IOException {
        PushbackInputStream input = new PushbackInputStream(bytes, MARK_LENGTH);
        byte[] start = new byte[MARK_LENGTH];
        int length = input.readNBytes(start, 0, MARK_LENGTH);
        int skipped = markLength(start, length);
        input.unread(start, skipped, length - skipped);
        return new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * The text after the mark.
     *
     * @throws IOException where it is not UTF-8
     */
    public static String decoded(byte[] bytes) throws IOException {
        try (Reader reader = reader(new ByteArrayInputStream(bytes))) {
            StringBuilder text = new StringBuilder(bytes.length);
            char[] part = new char[8192];
            for (int count = reader.read(part); count >= 0; count = reader.read(part)) {
                text.append(part, 0, count);
            }
            return text.toString();
        }
    }

    /** How many of the first bytes are a mark: 3 or 0. */
    private static int markLength(byte[] start, int length) throws IOException {
        if (length >= 2) {
            int first = (start[0] & 0xFF) << 8 | (start[1] & 0xFF);
            if (first == 0xFEFF || first == 0xFFFE) {
                throw new IOException("it must be UTF-8, was UTF-16 by its byte order mark");
            }
            if (length == MARK_LENGTH && first == 0xEFBB && (start[2] & 0xFF) == 0xBF) {
                return MARK_LENGTH;
            }
        }
        return 0;
    }
}
