package io.github.corrrise.replay;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.mask.SplitMasks;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.FailurePolicy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The explainer of a record, built again from what the record says.
 *
 * <p>Nothing is trusted: an explainer that was rebuilt describes itself, and unless it does so word
 * by word as the record has it, the settings count as unknown. So a setting that this class forgets
 * and a version that describes itself in other words end in an error instead of in a comparison of
 * two different runs. A generator of a caller that prints as one of the library's is taken for that
 * one; then the maps differ.
 */
final class RebuiltSettings {
    private static final String NUMBER = "[-+0-9.E]+";

    /** What stands behind masks and fills, whose texts are a caller's. */
    private static final Pattern REST =
            Pattern.compile(
                    "(?<bothHidden>"
                            + NUMBER
                            + "), \\[(?<sides>[A-Z, ]+)], (?<failures>[A-Z]+)"
                            + "(, pass budget (?<passes>\\d+))?(, time budget (?<time>[^,]+))?"
                            + "(, StopRule\\[(?<stop>[A-Z_]+) (?<target>"
                            + NUMBER
                            + ")])?, (?<correlation>[A-Z_]+), (?<estimator>[A-Z_]+), kernel"
                            + " (?<kernel>[A-Z0-9_]+), (no significance|significance (?<level>"
                            + NUMBER
                            + ")(?<clusters> by clusters)?), seed (?<seed>-?\\d+)"
                            + "(?<parts>, effects of FaceParts\\[[^]]*] [0-9a-f]+)?"
                            + "(, shares of (?<shares>\\d+) coalitions)?(?<claims>, claims)?"
                            + "(, profile (?<profile>[0-9a-f]{64}))?"
                            + "(?<rates>, rates of .*, sha256 [0-9a-f]{64})?"
                            + "(?<gallery>, of a gallery of \\d+)?",
                    Pattern.DOTALL);

    private final Provenance recorded;
    private final Optional<FaceParts> parts;
    private final Optional<ModelProfile> profile;
    private final int mostMasks;

    private RebuiltSettings(
            Provenance recorded,
            Optional<FaceParts> parts,
            Optional<ModelProfile> profile,
            int mostMasks) {
        this.recorded = recorded;
        this.parts = parts;
        this.profile = profile;
        this.mostMasks = mostMasks;
    }

    /**
     * An explainer with the settings of a record.
     *
     * @param parts those that the record measured, if it did
     * @param profile what the caller has, if anything
     * @param mostMasks the largest number of masks, or of coalitions, to be taken
     * @throws IllegalArgumentException where the record has more
     * @throws Replay.UnknownSettingsException where the record does not suffice
     */
    static Explainer explainer(
            Provenance recorded,
            FaceVerifier verifier,
            Optional<FaceParts> parts,
            Optional<ModelProfile> profile,
            int mostMasks) {
        return new RebuiltSettings(recorded, parts, profile, mostMasks).explainer(verifier);
    }

    /** Whether the record is one of a gallery, or of a contrast. */
    static boolean isOfGallery(Provenance recorded) {
        return recorded.inputs().explainer().matches("(?s).*, of a gallery of \\d+");
    }

    private Explainer explainer(FaceVerifier verifier) {
        String description = recorded.inputs().explainer();
        String maskCount = setting("maskCount");
        String start =
                recorded.method()
                        + ", "
                        + maskCount
                        + " masks of "
                        + setting("masks")
                        + ", "
                        + setting("fill")
                        + ", both hidden ";
        if (!description.startsWith(start)) {
            throw unknown("of a CorrRISE explainer of this version", description);
        }
        Matcher rest = REST.matcher(description.substring(start.length()));
        if (!rest.matches()) {
            throw unknown("of a CorrRISE explainer of this version", description);
        }
        requireFew(maskCount, "masks");
        requireFew(String.valueOf(recorded.maskCount()), "masks");
        requireFew(rest.group("shares"), "coalitions of parts");
        String comparable = description;
        for (String group : List.of("gallery", "rates")) {
            comparable = without(comparable, rest.group(group));
        }
        try {
            Explainer.Builder builder = builder(verifier, rest).maskCount(whole(maskCount));
            stopRule(builder, rest, whole(maskCount));
            Explainer told = withTimeBudget(builder, rest).build();
            String rebuilt = told.description();
            told.close();
            if (!rebuilt.equals(comparable)) {
                throw unknown("as the record has them, " + comparable, rebuilt);
            }
            // The clock of another day ends no run: as many masks are taken as were taken then.
            Explainer.Builder again = builder(verifier, rest);
            if (recorded.stopReason() == StopReason.TIME_BUDGET) {
                return again.maskCount(recorded.maskCount()).build();
            }
            stopRule(again.maskCount(whole(maskCount)), rest, whole(maskCount));
            return again.build();
        } catch (Replay.UnknownSettingsException e) {
            throw e;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unknown("of this library, " + e.getMessage(), description);
        }
    }

    /** A number that no int holds is damage, which is named later. */
    private void requireFew(@Nullable String count, String what) {
        if (count != null && count.matches("\\d{1,10}") && Long.parseLong(count) > mostMasks) {
            throw new IllegalArgumentException(
                    what
                            + " of a record must be at most "
                            + mostMasks
                            + ", see Replay.withMostMasks(...), were "
                            + count);
        }
    }

    /** All settings but the number of masks, the stop rule and the time budget. */
    private Explainer.Builder builder(FaceVerifier verifier, Matcher rest) {
        Explainer.Builder builder = Explainer.builder(verifier);
        if (rest.group("profile") != null) {
            builder.profile(ofDigest(rest.group("profile")));
        }
        builder.masks(masks(setting("masks")))
                .fills(fills(setting("fill")))
                .bothHidden(number(rest.group("bothHidden")))
                .sides(
                        RecordText.split(rest.group("sides")).stream()
                                .map(Side::valueOf)
                                .toArray(Side[]::new))
                .failurePolicy(FailurePolicy.valueOf(rest.group("failures")))
                .correlation(Correlation.valueOf(rest.group("correlation")))
                .estimator(Estimator.valueOf(rest.group("estimator")))
                .kernel(ScoreCorrelation.Kernel.valueOf(rest.group("kernel")))
                .seed(Long.parseLong(rest.group("seed")));
        if (rest.group("passes") != null) {
            builder.passBudget(Long.parseLong(rest.group("passes")));
        }
        if (rest.group("level") == null) {
            builder.withoutSignificance();
        } else {
            builder.significanceLevel(number(rest.group("level")));
        }
        if (rest.group("clusters") != null) {
            builder.significanceStatistic(SaliencyMap.Significance.Statistic.CLUSTER);
        }
        if (rest.group("parts") != null) {
            builder.parts(
                    parts.orElseThrow(
                            () -> unknown("with the parts that were measured", "none are kept")));
        }
        if (rest.group("shares") != null) {
            builder.shares(whole(rest.group("shares")));
        }
        return rest.group("claims") == null ? builder : builder.claims();
    }

    private static Explainer.Builder withTimeBudget(Explainer.Builder builder, Matcher rest) {
        String time = rest.group("time");
        return time == null ? builder : builder.timeBudget(Duration.parse(time));
    }

    private static void stopRule(Explainer.Builder builder, Matcher rest, int mostMasks) {
        String rule = rest.group("stop");
        if (rule != null) {
            double target = number(rest.group("target"));
            if (StopReason.valueOf(rule) == StopReason.STANDARD_ERROR) {
                builder.untilStandardError(target, mostMasks);
            } else {
                builder.untilReliability(target, mostMasks);
            }
        }
    }

    private ModelProfile ofDigest(String digest) {
        return profile.filter(each -> each.digest().equals(digest))
                .orElseThrow(
                        () ->
                                unknown(
                                        "with the profile "
                                                + digest
                                                + ", by Replay.withProfile(...)",
                                        profile.map(ModelProfile::digest)
                                                .orElse("none was given")));
    }

    private MaskGenerator masks(String text) {
        MaskGenerator masks =
                RecordText.of(text)
                        .map(record -> masks(record, text))
                        .orElseThrow(() -> ofCaller("masks", text));
        if (!masks.toString().equals(text)) {
            throw ofCaller("masks", text);
        }
        return masks;
    }

    private MaskGenerator masks(RecordText record, String text) {
        try {
            return switch (record.name()) {
                case "PatchMasks" -> patches(record);
                case "MixedMasks" -> mixed(record);
                case "GridMasks" ->
                        new GridMasks(
                                record.whole("cellCount"), record.number("visibleProbability"));
                case "SplitMasks" ->
                        new SplitMasks(
                                patches(nested(record.field("left"))),
                                mixed(nested(record.field("right"))),
                                record.number("leftFraction"),
                                record.whole("leftPool"));
                default -> throw ofCaller("masks", text);
            };
        } catch (IllegalArgumentException e) {
            throw ofCaller("masks", text);
        }
    }

    private static PatchMasks patches(RecordText record) {
        return new PatchMasks(
                record.whole("patchCount"),
                record.number("patchFraction"),
                Boolean.parseBoolean(record.field("hasPoissonCount")));
    }

    private static MixedMasks mixed(RecordText record) {
        List<PatchMasks> parts = new ArrayList<>();
        for (String part : RecordText.list(record.field("parts"))) {
            parts.add(patches(nested(part)));
        }
        return new MixedMasks(parts);
    }

    private static RecordText nested(String text) {
        return RecordText.of(text)
                .orElseThrow(() -> new IllegalArgumentException("no masks: " + text));
    }

    private Fills fills(String text) {
        String several = " in turn";
        List<Fill> inTurn = new ArrayList<>();
        String all =
                text.endsWith(several) ? text.substring(0, text.length() - several.length()) : text;
        for (String fill : RecordText.split(all)) {
            inTurn.add(
                    RecordText.of(fill)
                            .flatMap(RebuiltSettings::fill)
                            .orElseThrow(() -> ofCaller("fill", fill)));
        }
        Fills fills = new Fills(inTurn);
        if (!fills.toString().equals(text)) {
            throw ofCaller("fill", text);
        }
        return fills;
    }

    private static Optional<Fill> fill(RecordText record) {
        try {
            return switch (record.name()) {
                case "Colour" ->
                        Optional.of(
                                Fill.colour(
                                        (float) record.number("red"),
                                        (float) record.number("green"),
                                        (float) record.number("blue")));
                case "Mean" -> Optional.of(Fill.mean());
                case "Blur" -> Optional.of(Fill.blur(record.number("sigmaFraction")));
                case "Noise" -> Optional.of(Fill.noise(Long.parseLong(record.field("seed"))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String setting(String name) {
        String value = recorded.settings().get(name);
        if (value == null) {
            throw unknown("with a setting \"" + name + "\", as CorrRISE has it", recorded.method());
        }
        return value;
    }

    private static String without(String text, String part) {
        return part == null ? text : text.replace(part, "");
    }

    private static int whole(String text) {
        return Integer.parseInt(text);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    private static Replay.UnknownSettingsException ofCaller(String what, String text) {
        return unknown(what + " of this library that its text tells", text);
    }

    private static Replay.UnknownSettingsException unknown(String accepted, String received) {
        return new Replay.UnknownSettingsException(
                "settings must be "
                        + accepted
                        + ", were "
                        + received
                        + "; an explainer of your own can be replayed by with(explainer, pair)");
    }
}
