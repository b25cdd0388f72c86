package io.github.corrrise.render;

import io.github.corrrise.render.ReportIndex.Entry;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The scores as lines on one scale, a lane for each truth, as {@code index.html} draws them.
 *
 * @param lanes from top to bottom
 * @param height of the drawing, in pixels
 * @param bottom where the threshold's line ends
 * @param words where the threshold's text stands
 * @param ends where the scale's ends stand
 * @param label the same for those who cannot see it
 * @param scaleStart the value at the left end
 * @param scaleEnd the value at the right end
 * @param threshold the operating point, where all pairs were decided by one
 */
record ScoreStrip(
        List<Lane> lanes,
        int height,
        int bottom,
        int words,
        int ends,
        String label,
        String scaleStart,
        String scaleEnd,
        Optional<ScoreScale.Mark> threshold) {
    private static final int LANE = 44;
    private static final int MARK = 22;

    /** The scores of one truth. */
    record Lane(String laneName, int laneLine, int laneText, List<Mark> marks) {}

    /** A score, its place in per cent. */
    record Mark(double at, int markTop) {}

    static ScoreStrip of(List<Entry> entries, List<IndexPage.Group> groups) {
        Optional<Threshold> threshold = commonThreshold(entries);
        ScoreScale scale = scale(entries, threshold);
        int bottom = LANE * groups.size() + 6;
        return new ScoreStrip(
                lanes(groups, scale),
                bottom + 40,
                bottom,
                bottom + 14,
                bottom + 32,
                label(groups),
                Numerals.plain(scale.start()),
                Numerals.plain(scale.end()),
                threshold.map(
                        common -> scale.mark(common.value(), Numerals.plain(common.value()))));
    }

    private static Optional<Threshold> commonThreshold(List<Entry> entries) {
        List<Optional<Threshold>> all = entries.stream().map(Entry::threshold).distinct().toList();
        return all.size() == 1 ? all.get(0) : Optional.empty();
    }

    /** Holds every similarity, and the threshold or else zero. */
    private static ScoreScale scale(List<Entry> entries, Optional<Threshold> threshold) {
        double least = threshold.map(Threshold::value).orElse(0.0);
        double most = least;
        for (Entry entry : entries) {
            least = Math.min(least, entry.similarity());
            most = Math.max(most, entry.similarity());
        }
        return ScoreScale.over(least, most);
    }

    private static List<Lane> lanes(List<IndexPage.Group> groups, ScoreScale scale) {
        List<Lane> lanes = new ArrayList<>();
        for (IndexPage.Group group : groups) {
            int line = LANE * (lanes.size() + 1);
            List<Mark> marks =
                    group.entries().stream().map(entry -> mark(entry, line, scale)).toList();
            lanes.add(new Lane(group.truth(), line, line - MARK - 6, marks));
        }
        return lanes;
    }

    private static Mark mark(Entry entry, int line, ScoreScale scale) {
        return new Mark(scale.at(entry.similarity()), line - MARK);
    }

    private static String label(List<IndexPage.Group> groups) {
        return groups.stream()
                .map(ScoreStrip::range)
                .collect(Collectors.joining("; ", "Similarities: ", ""));
    }

    private static String range(IndexPage.Group group) {
        DoubleSummaryStatistics scores =
                group.entries().stream().mapToDouble(Entry::similarity).summaryStatistics();
        return group.truth()
                + " from "
                + Numerals.plain(scores.getMin())
                + " to "
                + Numerals.plain(scores.getMax());
    }
}
