package io.github.corrrise.render;

/** Which values of a signed map a panel shows. */
enum Sign {
    SIMILAR("Similarity (+)"),
    DISSIMILAR("Dissimilarity (\u2212)"),
    BOTH("Signed (+ and \u2212)");

    private final String title;

    Sign(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean shows(double value) {
        return switch (this) {
            case SIMILAR -> value > 0;
            case DISSIMILAR -> value < 0;
            case BOTH -> value != 0;
        };
    }
}
