package io.github.corrrise.render;

import io.github.corrrise.saliency.SaliencyMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the pixels of a map divide, as shares that add up to 1.
 *
 * @param similar positive and, where the method judges, significant
 * @param dissimilar negative and, where the method judges, significant
 * @param chance defined and neither of these
 * @param undefined the map cannot tell
 */
record MapShares(double similar, double dissimilar, double chance, double undefined) {
    /** One part of the bar. */
    record Part(String kind, double share, String text) {}

    static MapShares of(SaliencyMap map) {
        int similar = 0;
        int dissimilar = 0;
        boolean judged = map.significance().isPresent();
        for (int row = 0; row < map.size().height(); row++) {
            for (int column = 0; column < map.size().width(); column++) {
                float value = map.at(row, column);
                if (!judged || map.isSignificant(row, column)) {
                    similar += value > 0 ? 1 : 0;
                    dissimilar += value < 0 ? 1 : 0;
                }
            }
        }
        int count = map.size().pixelCount();
        int rest = count - similar - dissimilar - map.undefinedCount();
        return new MapShares(
                (double) similar / count,
                (double) dissimilar / count,
                (double) rest / count,
                (double) map.undefinedCount() / count);
    }

    /** The parts that are not empty, from similar to undefined. */
    List<Part> parts() {
        return Stream.of(
                        part("similar", similar, "go with a higher similarity"),
                        part("dissimilar", dissimilar, "go with a lower similarity"),
                        part("chance", chance, "are within what chance gives"),
                        part("undefined", undefined, "are undefined: no mask told"))
                .filter(part -> part.share() > 0)
                .toList();
    }

    private static Part part(String kind, double share, String text) {
        return new Part(kind, share, Numerals.percent(share) + " of the pixels " + text);
    }
}
