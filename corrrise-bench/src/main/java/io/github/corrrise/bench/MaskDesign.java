package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Estimator;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CorrRISE with some masks, by its name on the command line: {@code published}, {@code 3x20} for 3
 * patches of 20 pixels on a face of 112, {@code 1x20+4x14} for both in turn, black and plain as
 * published; {@code default} for what an explainer does unless told otherwise. Behind these {@code
 * -adjusted} for the adjusted estimator, {@code -both0.4} for that weight of hiding both faces,
 * {@code -noise+mean} for these fills in turn, and {@code @1000} for 1000 masks instead of 500.
 */
record MaskDesign(
        String name,
        MaskGenerator masks,
        int maskCount,
        Estimator estimator,
        OptionalDouble bothHidden,
        Optional<Fills> fills) {
    /** What a command says about these names. */
    static final String HELP =
            "default, published, COUNTxSIDE of patches on a face of 112 or several joined by +;"
                    + " behind these -adjusted for that estimator, -bothWEIGHT for masks that hide"
                    + " both faces, -FILL of black, mean, noise and blur or several joined by +, and"
                    + " @MASKS for another number than 500";

    private static final String DEFAULT = "default";

    private static final Map<String, Fill> FILLS =
            Map.of(
                    "black", Fill.black(),
                    "mean", Fill.mean(),
                    "noise", Fill.noise(0),
                    "blur", Fill.blur(0.1));

    private static final Pattern NAME =
            Pattern.compile(
                    "(default|published|\\d{1,3}x\\d{1,3}(?:\\+\\d{1,3}x\\d{1,3})*)"
                            + "(-adjusted)?(?:-both([01](?:\\.\\d{1,3})?))?"
                            + "(?:-((?:black|mean|noise|blur)(?:\\+(?:black|mean|noise|blur))*))?"
                            + "(?:@(\\d{1,6}))?");

    /** True where a name is of this form. */
    static boolean names(String name) {
        return NAME.matcher(name).matches();
    }

    /** The design of a name. */
    static MaskDesign of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("method must be " + HELP + "; was " + name);
        }
        List<PatchMasks> patches =
                Stream.of(parts.group(1).split("\\+")).map(MaskDesign::patches).toList();
        boolean isAdjusted = parts.group(1).equals(DEFAULT) || parts.group(2) != null;
        return new MaskDesign(
                name,
                patches.size() == 1 ? patches.get(0) : new MixedMasks(patches),
                parts.group(5) == null ? 500 : Integer.parseInt(parts.group(5)),
                isAdjusted ? Estimator.ADJUSTED : Estimator.PLAIN,
                parts.group(3) == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(parts.group(3))),
                Optional.ofNullable(parts.group(4)).map(MaskDesign::fills));
    }

    private static Fills fills(String names) {
        return new Fills(Stream.of(names.split("\\+")).map(FILLS::get).toList());
    }

    private static PatchMasks patches(String name) {
        if (name.equals(DEFAULT)) {
            return PatchMasks.defaults();
        }
        if (name.equals("published")) {
            return PatchMasks.published();
        }
        int cross = name.toLowerCase(Locale.ROOT).indexOf('x');
        return new PatchMasks(
                Integer.parseInt(name.substring(0, cross)),
                Integer.parseInt(name.substring(cross + 1))
                        / (double) FaceSize.ARCFACE.shorterSide());
    }

    /** The only part of a design that is no mixture. */
    PatchMasks patchMasks() {
        if (masks instanceof PatchMasks one) {
            return one;
        }
        throw new IllegalArgumentException("method must have one kind of patches, was " + name);
    }

    /** The design on a verifier, to be configured further. */
    Explainer.Builder on(FaceVerifier verifier) {
        Explainer.Builder builder = Explainer.builder(verifier);
        if (!name.startsWith(DEFAULT)) {
            builder.published().masks(masks).estimator(estimator);
        }
        bothHidden.ifPresent(builder::bothHidden);
        fills.ifPresent(builder::fills);
        return builder.maskCount(maskCount);
    }
}
