package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CorrRISE with some masks, by its name on the command line: {@code published}, or {@code 3x20} for
 * 3 patches of 20 pixels on a face of 112; {@code 3x20@1000} for 1000 masks instead of 500.
 */
record MaskDesign(String name, PatchMasks masks, int maskCount) {
    /** What a command says about its methods. */
    static final String HELP =
            "published, COUNTxSIDE of patches on a face of 112, either with @MASKS, or a method of"
                    + " evaluate.";

    private static final Pattern NAME =
            Pattern.compile("(?:published|(\\d{1,3})x(\\d{1,3}))(?:@(\\d{1,6}))?");

    /** The design of a name. */
    static MaskDesign of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a method must be published, COUNTxSIDE or either with @MASKS, was " + name);
        }
        double side = FaceSize.ARCFACE.shorterSide();
        return new MaskDesign(
                name,
                parts.group(1) == null
                        ? PatchMasks.published()
                        : new PatchMasks(
                                Integer.parseInt(parts.group(1)),
                                Integer.parseInt(parts.group(2)) / side),
                parts.group(3) == null ? 500 : Integer.parseInt(parts.group(3)));
    }

    /** Refuses a name that is neither a design nor a method. */
    static void requireMethod(String name) {
        if (NAME.matcher(name).matches()) {
            of(name);
        } else {
            Methods.named(name);
        }
    }

    /** A design with significance, or a method as it is evaluated; explains probes only. */
    static SaliencyExplainer explainer(String name, FaceVerifier verifier, long seed) {
        if (!NAME.matcher(name).matches()) {
            return Methods.named(name).bind(verifier, Side.PROBE);
        }
        MaskDesign design = of(name);
        return Explainer.builder(verifier)
                .masks(design.masks())
                .maskCount(design.maskCount())
                .sides(Side.PROBE)
                .seed(seed)
                .build();
    }
}
