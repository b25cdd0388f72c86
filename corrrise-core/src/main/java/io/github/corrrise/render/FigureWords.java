package io.github.corrrise.render;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a figure says in words. */
final class FigureWords {
    private FigureWords() {}

    /** Decision, score and threshold. */
    static String verdict(Explanation why) {
        if (why.threshold().isEmpty()) {
            return "Similarity "
                    + Numerals.plain(why.similarity())
                    + "; no threshold, so no decision";
        }
        double threshold = why.threshold().get().value();
        String[] numbers = Numerals.apart(why.similarity(), threshold);
        Decision decision = why.threshold().get().decide(why.similarity());
        return Words.verdict(why.decision())
                + ": similarity "
                + numbers[0]
                + " is "
                + Words.place(decision)
                + " the threshold "
                + numbers[1];
    }

    /** The verifier as it describes itself, on one line. */
    static String verifier(Explanation why) {
        return "Verifier: "
                + why.provenance().verifier().replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** Method and cost. */
    static String run(Explanation why) {
        Provenance provenance = why.provenance();
        List<String> parts = new ArrayList<>();
        parts.add("Method: " + provenance.method());
        if (provenance.maskCount() > 0) {
            parts.add(
                    Numerals.count(provenance.maskCount(), "mask", "masks")
                            + (why.reference().isPresent() ? " a side" : ""));
        }
        parts.add(Numerals.count(provenance.passCount(), "pass", "passes"));
        if (provenance.failedCount() > 0) {
            parts.add(Numerals.count(provenance.failedCount(), "score", "scores") + " failed");
        }
        parts.add("seed " + provenance.seed());
        if (provenance.stopReason() != StopReason.MASK_COUNT) {
            parts.add("stopped by " + Words.ended(provenance.stopReason()));
        }
        return String.join(", ", parts);
    }

    /** What the map of one side says as a whole. */
    static String statement(SaliencyMap map) {
        String undefined =
                map.undefinedCount() == 0
                        ? ""
                        : " "
                                + Numerals.count(map.undefinedCount(), "pixel is", "pixels are")
                                + " undefined (hatched): visibility never varied.";
        return significance(map) + undefined;
    }

    private static String significance(SaliencyMap map) {
        float largest = map.largestMagnitude();
        if (map.significance().isEmpty()) {
            return largest == 0
                    ? "The map is zero everywhere."
                    : "The method does not say how much of this map is chance.";
        }
        SaliencyMap.Significance significance = map.significance().get();
        String level = Numerals.percent(significance.level());
        if (largest == 0) {
            return "Nothing in this map is beyond chance at " + level + ": it is zero everywhere.";
        }
        boolean byClusters = significance.statistic() == SaliencyMap.Significance.Statistic.CLUSTER;
        if (map.significantShare() == 0 && byClusters) {
            return "Nothing in this map is beyond chance at "
                    + level
                    + ", clusters of values taken together: its largest magnitude is "
                    + Numerals.plain(largest)
                    + ".";
        }
        if (map.significantShare() == 0) {
            String[] numbers = Numerals.apart(largest, significance.bound());
            return "Nothing in this map is beyond chance at "
                    + level
                    + ": its largest magnitude is "
                    + numbers[0]
                    + ", the bound "
                    + numbers[1]
                    + ".";
        }
        return Numerals.percent(map.significantShare())
                + " of the pixels are beyond chance at "
                + level
                + (byClusters ? " (by clusters, the least value " : " (bound ")
                + Numerals.plain(significance.bound())
                + ", "
                + Numerals.count(significance.shuffleCount(), "shuffle", "shuffles")
                + ").";
    }

    /** What one panel shows of the map. */
    static String detail(SaliencyMap map, Sign sign) {
        float[] values = map.toArray();
        double largest = 0;
        int significantCount = 0;
        for (int pixel = 0; pixel < values.length; pixel++) {
            if (sign.shows(values[pixel])) {
                largest = Math.abs(values[pixel]) > Math.abs(largest) ? values[pixel] : largest;
                int row = pixel / map.size().width();
                if (map.isSignificant(row, pixel % map.size().width())) {
                    significantCount++;
                }
            }
        }
        String peak = largest == 0 ? "zero everywhere" : "peak " + Numerals.signed(largest);
        if (map.significance().isEmpty()) {
            return peak;
        }
        String share =
                significantCount == 0
                        ? "nothing"
                        : Numerals.percent((double) significantCount / values.length);
        return share + " beyond chance, " + peak;
    }

    /** How to read the panels. */
    static List<String> legend(Explanation why) {
        boolean judged = maps(why).anyMatch(map -> map.significance().isPresent());
        boolean gaps = maps(why).anyMatch(map -> map.undefinedCount() > 0);
        List<String> lines = new ArrayList<>();
        lines.add(
                "Orange: seeing it makes the faces more alike to the verifier. Blue: less alike."
                        + (judged ? " Grey: not beyond chance. Line: border of what is." : "")
                        + (gaps ? " Hatched: undefined." : ""));
        if (judged) {
            lines.add("Beyond chance means associated with the score, not used by the model.");
        }
        return lines;
    }

    private static Stream<SaliencyMap> maps(Explanation why) {
        return Stream.concat(Stream.of(why.probe()), why.reference().stream());
    }
}
