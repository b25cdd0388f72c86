package io.github.corrrise.saliency;

import io.github.corrrise.saliency.PartEffects.Effect;
import io.github.corrrise.saliency.PartShares.Share;
import io.github.corrrise.verify.Decision;
import java.util.List;
import java.util.Optional;

/** Effects of parts as lines of RFC 4180. */
final class PartEffectsCsv {
    private static final String LINE_END = "\r\n";
    private static final String HEADER =
            "part,hidden_in,similarity_whole,similarity,least,greatest,effect,decision,"
                    + "share,share_standard_error,share_half_width";

    /** A spreadsheet takes a cell that begins with one of these for a formula. */
    private static final String FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20";

    private PartEffectsCsv() {}

    static String of(PartEffects effects) {
        StringBuilder lines = new StringBuilder(HEADER).append(LINE_END);
        Optional<PartShares> shares = effects.shares();
        add(effects, "probe", effects.probe(), shares.map(PartShares::probe), lines);
        add(effects, "reference", effects.reference(), shares.map(PartShares::reference), lines);
        add(effects, "both", effects.both(), Optional.empty(), lines);
        return lines.toString();
    }

    private static void add(
            PartEffects effects,
            String hiddenIn,
            List<Effect> all,
            Optional<List<Share>> shares,
            StringBuilder lines) {
        for (int part = 0; part < all.size(); part++) {
            Effect effect = all.get(part);
            Optional<Decision> decision = effects.decisionWithout(effect);
            lines.append(text(effect.part())).append(',').append(hiddenIn);
            for (double number :
                    new double[] {
                        effects.similarity(),
                        effect.similarity(),
                        effect.least(),
                        effect.greatest(),
                        effect.effect()
                    }) {
                lines.append(',').append(number);
            }
            lines.append(',').append(decision.map(Decision::name).orElse(""));
            addShare(effects, shares, part, lines);
            lines.append(LINE_END);
        }
    }

    private static void addShare(
            PartEffects effects, Optional<List<Share>> shares, int part, StringBuilder lines) {
        if (shares.isEmpty()) {
            lines.append(",,,");
            return;
        }
        Share share = shares.get().get(part);
        lines.append(',').append(share.share());
        lines.append(',').append(share.standardError());
        lines.append(',').append(effects.shares().orElseThrow().halfWidth(share));
    }

    /** No formula, and in quotes where it holds what separates. */
    private static String text(String name) {
        boolean formula = !name.isEmpty() && FORMULA.indexOf(name.charAt(0)) >= 0;
        String safe = formula ? "'" + name : name;
        boolean plain = safe.chars().noneMatch(letter -> ",\"\r\n".indexOf(letter) >= 0);
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
