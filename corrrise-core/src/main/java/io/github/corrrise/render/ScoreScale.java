package io.github.corrrise.render;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.Threshold;
import java.util.Optional;

/**
 * The line on which a score and its threshold are marked: [0, 1] or [-1, 1] where both lie in it,
 * else from zero (or from as far below) to a round number beyond both.
 *
 * @param start the value at the left end
 * @param end the value at the right end, above the start
 */
record ScoreScale(double start, double end) {
    /** A value on the line: its place in per cent, how its text is anchored there, and the text. */
    record Mark(double at, String anchor, String text) {}

    static ScoreScale of(Explanation why) {
        return of(why.similarity(), why.threshold());
    }

    static ScoreScale of(double score, Optional<Threshold> threshold) {
        double other = threshold.map(Threshold::value).orElse(score);
        return over(Math.min(score, other), Math.max(score, other));
    }

    /** A scale that holds both values. */
    static ScoreScale over(double least, double most) {
        double beyond = Math.max(Math.abs(least), Math.abs(most));
        double round = beyond <= 1 ? 1 : roundedUp(beyond);
        return new ScoreScale(least < 0 ? -round : 0, round);
    }

    /** The place of a value as per cent of the line's length, a digit after the point. */
    double at(double value) {
        // Halves, since the length of the largest scale is no double.
        double share = (value / 2 - start / 2) / (end / 2 - start / 2);
        return Math.round(1000 * Math.max(0, Math.min(1, share))) / 10.0;
    }

    Mark mark(double value, String text) {
        double at = at(value);
        return new Mark(at, anchor(at), text);
    }

    /** How a text at a place stays inside the line: start, middle or end. */
    static String anchor(double at) {
        if (at < 20) {
            return "start";
        }
        return at > 80 ? "end" : "middle";
    }

    /** To one digit, so that the end of a scale is easily read. */
    private static double roundedUp(double value) {
        double step = Math.pow(10, Math.floor(Math.log10(value)));
        double rounded = Math.ceil(value / step) * step;
        return Double.isFinite(rounded) ? rounded : value;
    }
}
