package io.github.corrrise.render;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How the pixels of a map divide, as {@code report.html} draws it.
 *
 * @param label the same for those who cannot see it
 * @param parts the bar from left to right
 */
record ReportShares(String label, List<Part> parts) {
    /** A part of the bar, its start and its extent in per cent. */
    record Part(String kind, String from, String extent, String text) {}

    static ReportShares of(SaliencyMap map, String name) {
        List<MapShares.Part> shares = MapShares.of(map).parts();
        List<Part> parts = new ArrayList<>();
        double from = 0;
        for (MapShares.Part share : shares) {
            double extent = 100 * share.share();
            parts.add(new Part(share.kind(), decimal(from), decimal(extent), share.text()));
            from += extent;
        }
        String texts = shares.stream().map(MapShares.Part::text).collect(Collectors.joining("; "));
        return new ReportShares(name + ": " + texts, parts);
    }

    private static String decimal(double perCent) {
        return String.format(Locale.ROOT, "%.3f", perCent);
    }
}
