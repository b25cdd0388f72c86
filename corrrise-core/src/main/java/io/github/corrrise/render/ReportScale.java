package io.github.corrrise.render;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The score against the threshold, as {@code report.html} draws it.
 *
 * @param label the same for those who cannot see it
 * @param score where the similarity lies
 * @param threshold where the threshold lies, if there is one
 * @param start the value at the left end
 * @param end the value at the right end
 * @param note how far the scale may be trusted
 * @param meaning how the score stands among those of labelled pairs, where that was told
 */
record ReportScale(
        String label,
        ScoreScale.Mark score,
        Optional<Limit> threshold,
        String start,
        String end,
        String note,
        Optional<Meaning> meaning) {
    /** The threshold's mark, and the two parts that it divides the scale into. */
    record Limit(double at, String anchor, String text, double left, List<Zone> zones) {}

    /** A sentence, and what it holds for. */
    record Meaning(String sentence, String note) {}

    /** The word under a part of the scale. */
    record Zone(double at, String word) {}

    static ReportScale of(Explanation why) {
        ScoreScale scale = ScoreScale.of(why);
        String[] numbers =
                Numerals.apart(
                        why.similarity(),
                        why.threshold().map(value -> value.value()).orElse(why.similarity()));
        return new ReportScale(
                FigureWords.verdict(why),
                scale.mark(why.similarity(), numbers[0]),
                why.threshold().map(value -> limit(scale.mark(value.value(), numbers[1]))),
                Numerals.plain(scale.start()),
                Numerals.plain(scale.end()),
                ReportWords.scaleNote(why),
                why.scoreMeaning()
                        .map(
                                told ->
                                        new Meaning(
                                                Numerals.unbroken(told.inWords()),
                                                ReportWords.meaningNote())));
    }

    private static Limit limit(ScoreScale.Mark mark) {
        return new Limit(mark.at(), mark.anchor(), mark.text(), 100 - mark.at(), zones(mark.at()));
    }

    /** The words under the two parts of the scale, where there is room for them. */
    private static List<Zone> zones(double limitAt) {
        List<Zone> zones = new ArrayList<>();
        if (limitAt >= 20) {
            zones.add(new Zone(limitAt / 2, Words.decision(Decision.NON_MATCH)));
        }
        if (limitAt <= 80) {
            zones.add(new Zone((100 + limitAt) / 2, Words.decision(Decision.MATCH)));
        }
        return zones;
    }
}
