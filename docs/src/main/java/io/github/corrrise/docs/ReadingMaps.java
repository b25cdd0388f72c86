package io.github.corrrise.docs;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import java.util.stream.IntStream;

/** What a map says, in code. */
public final class ReadingMaps {
    private ReadingMaps() {}

    // region: pixel
    /** What a map says about one pixel. */
    public static String say(SaliencyMap map, int row, int column) {
        if (!map.isDefined(row, column)) {
            return "undefined: visible in every mask, or in none";
        }
        if (!map.isSignificant(row, column)) {
            return "not significant";
        }
        return map.at(row, column) > 0
                ? "seeing it goes with a higher similarity"
                : "seeing it goes with a lower similarity";
    }

    // endregion

    /** Which sign answers the first question about a decision. */
    public static SaliencyMap speaksForTheDecision(Explanation why) {
        // region: decision
        SaliencyMap map = why.probe();
        SaliencyMap answer =
                why.decision().orElseThrow() == Decision.MATCH ? map.similar() : map.dissimilar();
        // endregion
        return answer;
    }

    /** How sure one value is. */
    public static String certainty(SaliencyMap map, int row, int column) {
        // region: certainty
        float value = map.at(row, column);
        double error = map.standardErrorAt(row, column).orElseThrow();
        double bound = map.significance().orElseThrow().bound();
        String text = value + " +- " + error + ", significance bound " + bound;
        // endregion
        return text;
    }

    /** Whether a map wants care: it explains little, or another seed's would be another map. */
    public static boolean wantsCare(SaliencyMap map) {
        // region: reliability
        SaliencyMap.Reliability told = map.reliability().orElseThrow();
        boolean explainsLittle = told.explained().orElseThrow().isLow();
        boolean movesWithTheSeed = told.splitHalf().orElseThrow() < 0.8;
        // endregion
        return explainsLittle || movesWithTheSeed;
    }

    /** How much of a face the published masks leave visible. */
    public static double visibleShare() {
        // region: visible
        MaskBatch masks = PatchMasks.published().generate(0, 1000, FaceSize.ARCFACE, 0);
        double centreVisible =
                IntStream.range(0, 1000).mapToDouble(i -> masks.at(i, 56, 56)).average().orElse(0);
        // endregion
        return centreVisible;
    }
}
