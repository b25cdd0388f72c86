package io.github.corrrise.cli.judge;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.verify.FaceVerifier;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
public record MaskDesign(
        String name,
        MixedMasks masks,
        int maskCount,
        Estimator estimator,
        OptionalDouble bothHidden,
        Optional<Fills> fills) {
    /** What a command says about these names. */
    public static final String HELP =
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

    /** Lists the forms of the names, a line each. */
    static void list(PrintWriter out) {
        Methods.line(out, DEFAULT, "CorrRISE as an explainer does it unless told otherwise");
        Methods.line(out, "published", "CorrRISE as published");
        Methods.line(out, "1x20+4x14", "CorrRISE, COUNTxSIDE of patches on a face of 112, in turn");
        Methods.line(out, "...-adjusted", "the adjusted estimator");
        Methods.line(out, "...-both0.4", "weight of masks that hide both faces");
        Methods.line(out, "...-black+mean", "fills in turn, of black, mean, noise, blur");
        Methods.line(out, "...@1000", "another number of masks than 500");
    }

    /** True where a name is of this form. */
    public static boolean names(String name) {
        return NAME.matcher(name).matches();
    }

    /** The design of a name. */
    public static MaskDesign of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("method must be " + HELP + "; was " + name);
        }
        boolean isAdjusted = parts.group(1).equals(DEFAULT) || parts.group(2) != null;
        return new MaskDesign(
                name,
                masks(parts.group(1)),
                parts.group(5) == null ? 500 : Integer.parseInt(parts.group(5)),
                isAdjusted ? Estimator.ADJUSTED : Estimator.PLAIN,
                parts.group(3) == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(parts.group(3))),
                Optional.ofNullable(parts.group(4)).map(MaskDesign::fills));
    }

    /** Noise again is another picture. */
    private static Fills fills(String names) {
        List<Fill> fills = new ArrayList<>();
        for (String name : List.of(names.split("\\+"))) {
            Fill next = Objects.requireNonNull(FILLS.get(name));
            for (int seed = 1; fills.contains(next) && name.equals("noise"); seed++) {
                next = Fill.noise(seed);
            }
            fills.add(next);
        }
        return new Fills(fills);
    }

    private static MixedMasks masks(String name) {
        return switch (name) {
            case DEFAULT -> MixedMasks.defaults();
            case "published" -> MixedMasks.of(PatchMasks.published());
            default ->
                    new MixedMasks(Stream.of(name.split("\\+")).map(MaskDesign::patches).toList());
        };
    }

    private static PatchMasks patches(String name) {
        int cross = name.toLowerCase(Locale.ROOT).indexOf('x');
        return new PatchMasks(
                Integer.parseInt(name.substring(0, cross)),
                Integer.parseInt(name.substring(cross + 1))
                        / (double) FaceSize.ARCFACE.shorterSide());
    }

    /** The masks as an explainer is told them: a mixture of one is that one. */
    private MaskGenerator generator() {
        return masks.parts().size() == 1 ? masks.parts().get(0) : masks;
    }

    /** The design on a verifier, to be configured further. */
    public Explainer.Builder on(FaceVerifier verifier) {
        Explainer.Builder builder = Explainer.builder(verifier);
        if (!name.startsWith(DEFAULT)) {
            builder.published().masks(generator()).estimator(estimator);
        }
        bothHidden.ifPresent(builder::bothHidden);
        fills.ifPresent(builder::fills);
        return builder.maskCount(maskCount);
    }
}
