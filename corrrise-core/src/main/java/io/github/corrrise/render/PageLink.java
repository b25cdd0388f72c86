package io.github.corrrise.render;

import io.github.corrrise.internal.check.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Paths from one page to another. */
final class PageLink {
    private PageLink() {}

    /**
     * The path itself.
     *
     * @throws IllegalArgumentException where it is empty, not relative, or cannot be encoded
     */
    static String require(String link) {
        if (link.isEmpty() || link.startsWith("/")) {
            throw Checks.rejected("link", "a relative path", link);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(link)) {
            throw Checks.rejected("link", "without half pairs of surrogates", link);
        }
        return link;
    }

    /** As a relative address: all but letters, digits and {@code - . _ ~ /} by their bytes. */
    static String encoded(String path) {
        StringBuilder address = new StringBuilder();
        for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xFF);
            boolean plain =
                    letter < 0x80
                            && (Character.isLetterOrDigit(letter) || "-._~/".indexOf(letter) >= 0);
            address.append(
                    plain ? "" + letter : String.format(Locale.ROOT, "%%%02X", (int) letter));
        }
        return address.toString();
    }
}
