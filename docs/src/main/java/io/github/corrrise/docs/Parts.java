package io.github.corrrise.docs;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import java.util.Locale;

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
        FaceParts parts = FaceParts.ofTemplate(verifier.inputSize());
        // region: shares
        PartShares shares =
                PartPasses.shares(
                        verifier,
                        pair,
                        parts,
                        Fill.black(),
                        /* coalitionCount= */ 300,
                        /* seed= */ 0);
        for (PartShares.Share share : shares.probe()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.3f +- %.3f%n",
                    share.part(),
                    share.share(),
                    1.96 * share.standardError());
        }
        // endregion
        return shares;
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
