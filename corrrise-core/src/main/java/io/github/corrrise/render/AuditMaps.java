package io.github.corrrise.render;

import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.MeanEffect;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The maps of {@code audit.html} over one ground, with what is said of them. */
final class AuditMaps {
    private static final int PANEL_SIDE = 224;

    private final FaceImage ground;

    AuditMaps(FaceImage ground) {
        this.ground = ground;
    }

    /** A map over its ground. */
    record Panel(String title, String detail, int width, int height, String data, String label) {}

    /**
     * A comparison of two selections.
     *
     * @param panel where it differs, if anywhere
     */
    record Difference(String title, List<String> sentences, Optional<Panel> panel) {}

    /** A mean map, in colours that reach their ends at a limit that all of them share. */
    Panel mean(String title, Finding finding, float limit) {
        String beyond =
                finding.deviation()
                        .map(
                                map ->
                                        ", "
                                                + Numerals.percent(map.significantShare())
                                                + " of the face beyond chance")
                        .orElse(", too few to tell from chance");
        String detail =
                Numerals.count(finding.pairCount(), "pair", "pairs")
                        + ": up to \u00b1"
                        + Numerals.plain(finding.mean().largestMagnitude())
                        + beyond;
        return panel(title, detail, finding.mean(), limit);
    }

    Difference difference(String title, Finding finding) {
        List<String> parts =
                finding.parts().stream()
                        .filter(MeanEffect::isSignificant)
                        .map(AuditMaps::inWords)
                        .toList();
        String counts = finding.pairCount() + " against " + finding.otherPairCount() + " pairs. ";
        if (finding.deviation().isEmpty()) {
            return new Difference(
                    title,
                    List.of(
                            counts
                                    + "Fewer than ten persons on one side, counted as if all had"
                                    + " equally many pairs: what differs cannot be told from"
                                    + " chance."),
                    Optional.empty());
        }
        SaliencyMap map = finding.deviation().get();
        double share = map.significantShare();
        String said =
                share == 0
                        ? "No place of the map differs beyond chance."
                        : Numerals.percent(share)
                                + " of the map differs beyond chance, by up to "
                                + Numerals.plain(largest(finding.mean(), map))
                                + ".";
        String ofParts =
                finding.parts().isEmpty()
                        ? ""
                        : parts.isEmpty()
                                ? " No part differs beyond chance."
                                : " Parts that differ: " + String.join("; ", parts) + ".";
        return new Difference(
                title,
                List.of(counts + said + ofParts),
                share == 0
                        ? Optional.empty()
                        : Optional.of(
                                panel(
                                        title,
                                        Numerals.percent(share) + " beyond chance",
                                        map,
                                        map.largestMagnitude())));
    }

    /** The largest magnitude where the deviation is beyond chance. */
    private static double largest(SaliencyMap mean, SaliencyMap deviation) {
        double largest = 0;
        for (int row = 0; row < mean.size().height(); row++) {
            for (int column = 0; column < mean.size().width(); column++) {
                if (deviation.isSignificant(row, column)) {
                    largest = Math.max(largest, Math.abs(mean.at(row, column)));
                }
            }
        }
        return largest;
    }

    /** A part, and what hiding it takes from the similarity: more in the first than the second. */
    private static String inWords(MeanEffect effect) {
        return effect.part() + " " + number(effect) + " " + hidden(effect);
    }

    static String hidden(MeanEffect effect) {
        return switch (effect.hidden()) {
            case ONE_FACE -> "hidden in one face";
            case BOTH -> "hidden in both";
        };
    }

    /** With its standard error, where there is one. */
    static String number(MeanEffect effect) {
        return Numerals.change(effect.effect())
                + (effect.standardError().isPresent()
                        ? String.format(
                                Locale.ROOT, " \u00b1 %.3f", effect.standardError().getAsDouble())
                        : "");
    }

    private Panel panel(String title, String detail, SaliencyMap map, float limit) {
        Shading shading = Shading.of(ColourMap.diverging(), limit, HeatMaps.Style.defaults());
        FaceSize shown = MapPanel.fitted(map.size(), PANEL_SIDE);
        return new Panel(
                title,
                detail,
                shown.width(),
                shown.height(),
                ImageBytes.pngUri(MapPanel.overlay(ground, map, Sign.BOTH, shading, shown)),
                title + ": " + detail);
    }

    /** The magnitude that the colours of several means reach their ends at. */
    static float limit(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.mean().largestMagnitude())
                .collect(Collectors.reducing(0f, Math::max));
    }
}
