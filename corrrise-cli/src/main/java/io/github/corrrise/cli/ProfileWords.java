package io.github.corrrise.cli;

import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.profile.ModelProfile.Design;
import io.github.corrrise.profile.ModelProfile.DesignCheck;
import io.github.corrrise.profile.ModelProfile.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What a profile found, in words; every number with its interval of 95 %. */
final class ProfileWords {
    private ProfileWords() {}

    /**
     * A line for each finding.
     *
     * @param budget most passes, where there was a limit
     */
    static List<String> of(ModelProfile profile, OptionalLong budget) {
        ModelProfile.Origin origin = profile.origin();
        Trust trust = profile.trust();
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "pairs: %d of %d persons, %d of them genuine",
                        origin.pairCount(),
                        origin.personCount(),
                        origin.genuineCount()));
        lines.add("passes: " + origin.passCount());
        lines.add("design: " + design(profile));
        profile.designChecks().forEach(check -> lines.add(rival(check)));
        lines.add("prior: " + prior(profile));
        lines.add(
                "seed stability: maps by other masks correlate "
                        + text(trust.seedStability(), "%.2f"));
        trust.randomised()
                .ifPresent(
                        estimate ->
                                lines.add(
                                        "randomised comparison: maps of it correlate "
                                                + text(estimate, "%.2f")
                                                + " with those of the model; near 0 is right"));
        trust.gainOverTypical()
                .ifPresent(
                        estimate ->
                                lines.add(
                                        "gain over the typical map: "
                                                + text(estimate, "%.3f")
                                                + beyondChance(estimate)));
        lines.add("left out: " + leftOut(profile, budget));
        return lines;
    }

    private static String design(ModelProfile profile) {
        if (profile.designChecks().isEmpty()) {
            return "DEFAULT; no other was tried";
        }
        Optional<DesignCheck> chosen =
                profile.designChecks().stream()
                        .filter(check -> check.design() == profile.design())
                        .findFirst();
        return chosen.map(
                        check ->
                                check.design()
                                        + "; on the persons that did not choose it gains "
                                        + text(check.judgedBy(), "%.3f")
                                        + " over the default"
                                        + beyondChance(check.judgedBy()))
                .orElse("DEFAULT; no other was better beyond chance");
    }

    private static String rival(DesignCheck check) {
        return "  "
                + check.design()
                + " over the default: "
                + text(check.chosenBy(), "%.3f")
                + " on the persons that chose, "
                + text(check.judgedBy(), "%.3f")
                + " on the others";
    }

    private static String prior(ModelProfile profile) {
        if (profile.design() == Design.PUBLISHED) {
            return "none, as the published setting has none";
        }
        String verb = profile.prior().isPresent() ? "lowers" : "none; it would lower";
        return profile.trust()
                .priorGain()
                .map(
                        gain ->
                                String.format(
                                        Locale.ROOT,
                                        "%s the squared error of maps of persons it was not learned"
                                                + " from by %.0f %% [%.0f, %.0f]",
                                        verb,
                                        100 * gain.value(),
                                        100 * gain.lower(),
                                        100 * gain.upper()))
                .orElse("none; too few maps to learn it from and to try it on");
    }

    private static String leftOut(ModelProfile profile, OptionalLong budget) {
        List<String> missing = new ArrayList<>();
        if (profile.designChecks().isEmpty()) {
            missing.add("other designs");
        }
        if (profile.trust().randomised().isEmpty()) {
            missing.add("randomised comparison");
        }
        if (profile.trust().gainOverTypical().isEmpty()) {
            missing.add("gain over the typical map");
        }
        if (missing.isEmpty()) {
            return "nothing";
        }
        String others = "fewer than 3 genuine pairs in a half, or no embeddings";
        return String.join(", ", missing)
                + " ("
                + (budget.isPresent() ? "the budget of " + budget.getAsLong() + " passes, or " : "")
                + others
                + ")";
    }

    private static String beyondChance(Estimate estimate) {
        return estimate.lower() > 0 ? "" : "; not beyond chance";
    }

    private static String text(Estimate estimate, String format) {
        return String.format(
                Locale.ROOT,
                format + " [" + format + ", " + format + "]",
                estimate.value(),
                estimate.lower(),
                estimate.upper());
    }
}
