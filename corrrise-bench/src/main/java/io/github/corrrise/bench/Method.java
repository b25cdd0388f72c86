package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An explainer by its name on the command line: {@code published}, or {@code 3x20} for masks of 3
 * patches of 20 pixels on a face of 112; {@code 3x20@1000} for 1000 masks instead of 500.
 */
record Method(String name, PatchMasks masks, int maskCount) {
    private static final Pattern NAME =
            Pattern.compile("(?:published|(\\d{1,3})x(\\d{1,3}))(?:@(\\d{1,6}))?");

    /** The method of a name. */
    static Method of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a method must be published, COUNTxSIDE or either with @MASKS, was " + name);
        }
        double side = FaceSize.ARCFACE.shorterSide();
        return new Method(
                name,
                parts.group(1) == null
                        ? PatchMasks.published()
                        : new PatchMasks(
                                Integer.parseInt(parts.group(1)),
                                Integer.parseInt(parts.group(2)) / side),
                parts.group(3) == null ? 500 : Integer.parseInt(parts.group(3)));
    }

    /** Explains probes only; the games judge nothing else. The caller closes it. */
    Explainer open(FaceVerifier verifier, long seed) {
        return Explainer.builder(verifier)
                .masks(masks)
                .maskCount(maskCount)
                .sides(Side.PROBE)
                .seed(seed)
                .build();
    }
}
