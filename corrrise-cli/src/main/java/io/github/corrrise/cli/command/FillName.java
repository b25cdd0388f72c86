package io.github.corrrise.cli.command;

import io.github.corrrise.mask.Fill;

/** What may replace hidden pixels, as a command line names it. */
public enum FillName {
    /** Black. */
    black,
    /** A Gaussian blur of a tenth of the face's side. */
    blur,
    /** The mean colour. */
    mean;

    /** The fill of this name. */
    public Fill fill() {
        return switch (this) {
            case black -> Fill.black();
            case blur -> Fill.blur(0.1);
            case mean -> Fill.mean();
        };
    }
}
