package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a pair's similarity is without each part of the face. */
public final class Parts {
    private Parts() {}

    /** Prints what each part costs when it is hidden in the probe. */
    public static PartEffects measure(FaceVerifier verifier, FacePair pair) {
        // region: measure
        FaceParts parts = FaceParts.ofTemplate(verifier.inputSize());
        Fills fills = Fills.of(Fill.black(), Fill.mean());
        PartEffects effects = PartPasses.effects(verifier, pair, parts, fills);
        for (PartEffects.Effect effect : effects.probe()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s hidden: %.3f -> %.3f %s%n",
                    effect.part(),
                    effects.similarity(),
                    effect.similarity(),
                    effects.decisionWithout(effect).map(Object::toString).orElse(""));
        }
        // endregion
        return effects;
    }

    /** Prints the share of each part of the probe. */
    public static PartShares share(FaceVerifier verifier, FacePair pair) {
        // region: shares
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .shares(300)
                        .build()) {
            Explanation why = explainer.explain(pair);
            PartShares shares = why.parts().orElseThrow().shares().orElseThrow();
            for (PartShares.Share share : shares.probe()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.3f +- %.3f%n",
                        share.part(),
                        share.share(),
                        shares.halfWidth(share));
            }
            return shares;
        }
        // endregion
    }

    /** Prints the two parts of the probe that act together most. */
    public static PartShares together(FaceVerifier verifier, FacePair pair, FaceParts parts) {
        // region: together
        PartShares exact =
                PartPasses.shares(
                        verifier,
                        pair,
                        parts,
                        Fill.black(),
                        /* coalitionCount= */ (1 << parts.count()) - 2,
                        /* seed= */ 0);
        exact.strongestTogether(Side.PROBE)
                .ifPresent(
                        together ->
                                System.out.printf(
                                        Locale.ROOT,
                                        "%s and %s together: %.3f%n",
                                        together.first(),
                                        together.second(),
                                        together.interaction()));
        // endregion
        return exact;
    }

    /** Prints the parts that a close crop does not show. */
    public static FaceParts missing(FaceImage crop, Landmarks landmarks) {
        // region: missing
        FaceParts parts = FaceParts.of(crop.size(), landmarks);
        for (String part : parts.notInTheCrop()) {
            System.out.println(part + ": not in the crop");
        }
        // endregion
        return parts;
    }

    /** One region of one's own, drawn by its corners. */
    public static FaceParts drawn(FaceImage crop) {
        // region: polygons
        Map<String, List<Landmarks.Point>> polygons = new LinkedHashMap<>();
        polygons.put(
                "scar",
                List.of(
                        new Landmarks.Point(20, 30),
                        new Landmarks.Point(32, 28),
                        new Landmarks.Point(28, 44)));
        FaceParts parts = FaceParts.ofPolygons(crop.size(), polygons, "rest of the crop");
        // endregion
        return parts;
    }

    /** What the parts do to the difference of two similarities. */
    public static PartEffects contrast(
            FaceVerifier verifier, FaceImage probe, FaceImage best, FaceImage second) {
        // region: contrast
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .build()) {
            Contrast contrast = explainer.explain(probe, best, second);
            PartEffects parts = contrast.parts().orElseThrow();
            for (PartEffects.Effect effect : parts.both()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s hidden: better by %.3f -> %.3f%n",
                        effect.part(),
                        contrast.difference(),
                        effect.similarity());
            }
            return parts;
        }
        // endregion
    }

    /** The parts of a crop whose model aligns faces in a way of its own. */
    public static FaceParts byLandmarks(FaceImage crop, Landmarks landmarks) {
        // region: landmarks
        FaceParts parts = FaceParts.of(crop.size(), landmarks);
        // endregion
        return parts;
    }

    /** Two regions of one's own: the upper and the lower half. */
    public static FaceParts own(FaceImage crop) {
        // region: own
        int[] labels = new int[crop.size().pixelCount()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            labels[pixel] = pixel < labels.length / 2 ? 0 : 1;
        }
        FaceParts halves =
                FaceParts.ofLabels(crop.size(), List.of("upper half", "lower half"), labels);
        // endregion
        return halves;
    }
}
