package io.github.corrrise.render;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The letters of a figure: a logical font in a few sizes, and lines that fit. */
final class Lettering {
    static final Color INK = new Color(0x1F2328);
    static final Color SOFT_INK = new Color(0x57606A);

    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);
    private static final String ELLIPSIS = "\u2026";

    private final Font title;
    private final Font heading;
    private final Font text;
    private final Font small;

    private Lettering(Font plain) {
        this.title = plain.deriveFont(Font.BOLD, 19f);
        this.heading = plain.deriveFont(Font.BOLD, 13f);
        this.text = plain.deriveFont(13f);
        this.small = plain.deriveFont(12f);
    }

    /** The platform's sans serif. */
    static Lettering open() {
        return open(() -> new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /**
     * Tries the font out: on a machine without fonts the platform fails with whatever it met first
     * (InternalError, NullPointerException, UnsatisfiedLinkError), and only when a letter is
     * measured.
     *
     * @throws IllegalStateException where no letter can be drawn
     */
    static Lettering open(Supplier<Font> source) {
        try {
            Lettering lettering = new Lettering(source.get());
            width("0", lettering.text);
            return lettering;
        } catch (RuntimeException | InternalError | LinkageError | AWTError e) {
            throw new IllegalStateException(
                    "a figure needs a font and this machine has none that Java can use: install"
                            + " fontconfig and a font such as DejaVu Sans, or draw"
                            + " HeatMaps.overlay, which has no letters",
                    e);
        }
    }

    Font title() {
        return title;
    }

    Font heading() {
        return heading;
    }

    Font text() {
        return text;
    }

    Font small() {
        return small;
    }

    static double width(String line, Font font) {
        return line.isEmpty() ? 0 : font.getStringBounds(line, CONTEXT).getWidth();
    }

    /**
     * Breaks text at blanks, and inside a word where that would leave half a line empty.
     *
     * @param mostLines at least 1; what is left over is replaced by an ellipsis
     */
    static List<String> wrapped(String words, Font font, double width, int mostLines) {
        List<String> lines = new ArrayList<>();
        String rest = words.strip();
        while (!rest.isEmpty()) {
            int fitting = fitting(rest, font, width);
            if (fitting == rest.length()) {
                lines.add(rest);
                break;
            }
            if (lines.size() == mostLines - 1) {
                lines.add(shortened(rest, font, width));
                break;
            }
            int blank = rest.lastIndexOf(' ', fitting);
            int end = blank > fitting / 2 ? blank : Math.max(1, fitting);
            lines.add(rest.substring(0, end).strip());
            rest = rest.substring(end).strip();
        }
        return lines;
    }

    /** The text, or its start and an ellipsis. */
    static String shortened(String words, Font font, double width) {
        if (width(words, font) <= width) {
            return words;
        }
        int fitting = fitting(words, font, width - width(ELLIPSIS, font));
        return words.substring(0, fitting).strip() + ELLIPSIS;
    }

    /** How many characters from the start fit; never half of a pair of surrogates. */
    private static int fitting(String words, Font font, double width) {
        int low = 0;
        int high = words.length();
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (width(words.substring(0, middle), font) <= width) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        boolean splits =
                low > 0 && low < words.length() && Character.isHighSurrogate(words.charAt(low - 1));
        return splits ? low - 1 : low;
    }
}
