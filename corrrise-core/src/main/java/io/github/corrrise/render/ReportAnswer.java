package io.github.corrrise.render;

import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartEffects.Effect;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a reader asks first, as {@code report.html} shows it: the map that answers the decision, the
 * parts that weigh most, and what was tried about the decision.
 *
 * @param title of the section
 * @param faces both faces with that map
 * @param parts the effects of the parts, where they were measured
 * @param claims what was tried, where anything was
 */
record ReportAnswer(
        String title, List<Shown> faces, Optional<Parts> parts, Optional<Claims> claims) {
    /** Parts that the first page tells of. */
    private static final int FOREMOST = 3;

    /** Claims in sentences, and what they are. */
    record Claims(List<String> sentences, Optional<String> note) {}

    /** A face with a map laid over it, and the layers that make the map whole. */
    record Shown(
            String side,
            String kind,
            List<String> rests,
            int height,
            int width,
            String title,
            String label,
            String detail) {}

    /** The foremost parts, and all of them, with shares that add up where these were measured. */
    record Parts(
            String lead,
            List<PartRow> foremost,
            List<PartRow> all,
            Optional<String> absent,
            Optional<ReportPartShares> shares) {}

    /** What the similarity is without one part. */
    record PartRow(String part, Cell probe, Cell reference, Cell both) {}

    /** A similarity, how far it is from that of the whole faces, and a decision that is another. */
    record Cell(String similarity, String change, Optional<String> turned) {}

    /**
     * How much a part weighs.
     *
     * @param index of the part
     * @param part its name
     * @param change what hiding it does to the similarity
     */
    record Weight(int index, String part, double change) {}

    static ReportAnswer of(Explanation why) {
        Sign sign = sign(why);
        List<Shown> faces = new ArrayList<>();
        faces.add(shown(Side.PROBE, why.probe(), sign));
        why.reference().ifPresent(map -> faces.add(shown(Side.REFERENCE, map, sign)));
        List<DecisionClaims.Claim> claims = why.claims().map(ReportAnswer::told).orElse(List.of());
        return new ReportAnswer(
                why.decision().isPresent()
                        ? "What the decision rests on"
                        : "What the score rests on",
                faces,
                why.parts().map(parts -> parts(why, parts)),
                claims.isEmpty() ? Optional.empty() : Optional.of(claims(claims)));
    }

    /** The sign of the map that answers the decision. */
    static Sign sign(Explanation why) {
        return why.decision()
                .map(made -> made == Decision.MATCH ? Sign.SIMILAR : Sign.DISSIMILAR)
                .orElse(Sign.BOTH);
    }

    /** Where nothing turns a decision, nothing keeps it either: said once. */
    private static List<DecisionClaims.Claim> told(DecisionClaims claims) {
        return claims.claims().stream()
                .filter(
                        claim ->
                                claim.share().isPresent()
                                        || claim.kind() == DecisionClaims.Kind.HIDING_TURNS)
                .toList();
    }

    private static Claims claims(List<DecisionClaims.Claim> claims) {
        return new Claims(
                claims.stream().map(ClaimWords::sentence).toList(),
                claims.stream().anyMatch(claim -> claim.share().isPresent())
                        ? Optional.of(ClaimWords.note())
                        : Optional.empty());
    }

    private static Shown shown(Side side, SaliencyMap map, Sign sign) {
        String word = Words.side(side);
        String kind = ReportLayers.kind(sign);
        String detail = FigureWords.detail(map, sign);
        return new Shown(
                word,
                kind,
                ReportLayers.rests(map, sign),
                map.size().height(),
                map.size().width(),
                Words.capitalised(word) + ": " + sign.title(),
                Words.capitalised(word) + " with its " + kind + " map: " + detail,
                detail);
    }

    private static Parts parts(Explanation why, PartEffects effects) {
        List<PartRow> all =
                IntStream.range(0, effects.parts().count())
                        .mapToObj(part -> row(why, effects, part))
                        .toList();
        List<PartRow> foremost =
                foremost(why, effects).stream().map(weight -> all.get(weight.index())).toList();
        List<String> absent = effects.parts().notInTheCrop();
        return new Parts(
                lead(why),
                foremost,
                all,
                absent.isEmpty()
                        ? Optional.empty()
                        : Optional.of("Not in the crop: " + String.join(", ", absent) + "."),
                effects.shares().map(ReportPartShares::of));
    }

    /** The parts that weigh most for the decision, the foremost first. */
    static List<Weight> foremost(Explanation why, PartEffects effects) {
        return IntStream.range(0, effects.parts().count())
                .mapToObj(part -> weight(why, effects, part))
                .sorted(Comparator.comparingDouble(weight -> -importance(why, weight)))
                .limit(FOREMOST)
                .toList();
    }

    /**
     * For a match what hiding the part in one face takes from the similarity; for a non-match what
     * hiding it in both faces adds, since a hole in one face makes any two less alike; without a
     * decision the larger of the two.
     */
    private static Weight weight(Explanation why, PartEffects effects, int part) {
        double alone =
                -(effects.probe().get(part).effect() + effects.reference().get(part).effect()) / 2;
        double both = -effects.both().get(part).effect();
        double larger = Math.abs(both) > Math.abs(alone) ? both : alone;
        return new Weight(
                part,
                effects.parts().names().get(part),
                why.decision().map(made -> made == Decision.MATCH ? alone : both).orElse(larger));
    }

    private static double importance(Explanation why, Weight weight) {
        return why.decision()
                .map(made -> made == Decision.MATCH ? -weight.change() : weight.change())
                .orElse(Math.abs(weight.change()));
    }

    private static String lead(Explanation why) {
        String begin = "The similarity of the whole faces is " + Numerals.plain(why.similarity());
        return begin
                + why.decision()
                        .map(
                                made ->
                                        switch (made) {
                                            case MATCH ->
                                                    ". First the parts that cost most where they"
                                                            + " are hidden in one face:";
                                            case NON_MATCH ->
                                                    ". First the parts that raise it most where"
                                                            + " they are hidden in both faces:";
                                        })
                        .orElse(". First the parts that change it most where they are hidden:");
    }

    private static PartRow row(Explanation why, PartEffects effects, int part) {
        return new PartRow(
                effects.parts().names().get(part),
                cell(why, effects, effects.probe().get(part)),
                cell(why, effects, effects.reference().get(part)),
                cell(why, effects, effects.both().get(part)));
    }

    private static Cell cell(Explanation why, PartEffects effects, Effect effect) {
        return new Cell(
                Numerals.plain(effect.similarity()),
                Numerals.change(-effect.effect()),
                effects.decisionWithout(effect)
                        .filter(made -> why.decision().filter(made::equals).isEmpty())
                        .map(Words::decision));
    }
}
