package io.github.corrrise.face;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Names formats that are often given for pictures and are not read. */
final class ForeignFormat {
    /** Bytes that tell a format. */
    static final int START = 512;

    private static final String CONVERT = ": convert it to PNG or JPEG";

    private ForeignFormat() {}

    /** What a file that starts so is, and what to do; else its first bytes. */
    static String describe(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        String word = text.stripLeading().toLowerCase(Locale.ROOT);
        if (startsWith(text, 4, "ftyp")) {
            return movieFormat(text.substring(8)) + CONVERT;
        }
        if (startsWith(text, 0, "RIFF") && startsWith(text, 8, "WEBP")) {
            return "WebP" + CONVERT;
        }
        if (startsWith(text, 4, "jP  ") || text.startsWith("\u00ffO\u00ffQ")) {
            return "JPEG 2000" + CONVERT;
        }
        if (startsWith(text, 4, "JXL ") || text.startsWith("\u00ff\n")) {
            return "JPEG XL" + CONVERT;
        }
        if (text.startsWith("8BPS")) {
            return "a Photoshop document" + CONVERT;
        }
        if (text.startsWith("%PDF")) {
            return "PDF: export the picture in it as PNG or JPEG";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS: fetch the file itself with git lfs pull";
        }
        if (word.startsWith("<svg") || (word.startsWith("<?xml") && word.contains("<svg"))) {
            return "SVG, a drawing: export it as PNG";
        }
        if (word.startsWith("<!doctype") || word.startsWith("<html") || word.startsWith("<?xml")) {
            return "a page of HTML or XML: a download may have failed";
        }
        if (word.startsWith("{") || word.startsWith("[")) {
            return "text, perhaps JSON: a download may have failed";
        }
        if (text.startsWith("PK\u0003\u0004")) {
            return "a ZIP archive: unpack it";
        }
        if (text.startsWith("\u001f\u008b")) {
            return "compressed by gzip: unpack it";
        }
        byte[] first = Arrays.copyOf(start, Math.min(4, start.length));
        return "a file starting with the bytes " + HexFormat.ofDelimiter(" ").formatHex(first);
    }

    private static boolean startsWith(String text, int at, String what) {
        return text.startsWith(what, at);
    }

    private static String movieFormat(String brands) {
        String some = brands.substring(0, Math.min(32, brands.length()));
        if (some.contains("avif") || some.contains("avis")) {
            return "AVIF";
        }
        boolean still = some.contains("hei") || some.contains("hev") || some.contains("mif1");
        return still ? "HEIC" : "a film or a container of ISO media";
    }
}
