package io.github.corrrise.render;

import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.Unusual;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code report.html} says of what is unusual about a pair.
 *
 * @param sentences at least one
 * @param maps both faces with their deviations, where any is beyond chance
 * @param note what the deviations are, where there are any
 */
record ReportUnusual(List<String> sentences, Optional<Maps> maps, Optional<String> note) {
    /** Both faces. */
    record Maps(List<Shown> faces) {}

    /** A face with its deviations laid over it. */
    record Shown(
            String side,
            int height,
            int width,
            String data,
            String title,
            String label,
            String detail) {}

    static ReportUnusual of(Explanation why, HeatMaps.Style style) {
        if (why.unusual().isEmpty()) {
            return new ReportUnusual(
                    List.of(
                            "Whether any of this is unusual for the verifier is not known: it was"
                                    + " explained without a profile of it. Much of a map is the"
                                    + " same for most pairs of a model."),
                    Optional.empty(),
                    Optional.empty());
        }
        Unusual unusual = why.unusual().get();
        List<Shown> faces = new ArrayList<>();
        List<String> sentences = new ArrayList<>(sentences(unusual));
        boolean anywhere =
                Stream.concat(Stream.of(unusual.probe()), unusual.reference().stream())
                        .anyMatch(map -> map.significantShare() > 0);
        if (anywhere) {
            faces.add(shown(Side.PROBE, unusual.probe(), style));
            unusual.reference().ifPresent(map -> faces.add(shown(Side.REFERENCE, map, style)));
        } else if (unusual.probe().significance().isPresent()) {
            sentences.add("No place of the maps is unusual by itself.");
        }
        return new ReportUnusual(
                List.copyOf(sentences),
                faces.isEmpty() ? Optional.empty() : Optional.of(new Maps(faces)),
                Optional.of(note(unusual, anywhere)));
    }

    private static List<String> sentences(Unusual unusual) {
        if (unusual.parts().isEmpty()) {
            return List.of("The parts of the faces were not held against the profile.");
        }
        if (unusual.partBound().isEmpty()) {
            return List.of(
                    "The profile's "
                            + unusual.pairCount()
                            + " pairs are too few to call a part unusual. "
                            + sentence(unusual, farthest(unusual).get(0)));
        }
        List<String> told =
                farthest(unusual).stream()
                        .filter(unusual::isUnusual)
                        .map(part -> sentence(unusual, part))
                        .toList();
        return told.isEmpty()
                ? List.of(
                        "No part is unusual: one in twenty pairs of the profile has a part farther"
                                + " from typical than any of these. "
                                + sentence(unusual, farthest(unusual).get(0)))
                : told;
    }

    private static List<Unusual.Part> farthest(Unusual unusual) {
        return unusual.parts().stream()
                .sorted(Comparator.comparingDouble(part -> -Math.abs(part.deviation())))
                .toList();
    }

    private static String sentence(Unusual unusual, Unusual.Part part) {
        boolean isAgainst = part.effect() < 0;
        boolean isMore = isAgainst == part.deviation() < 0;
        return String.format(
                Locale.ROOT,
                "%s: it speaks %s these two %s than is typical of such a score. Hidden in both"
                        + " faces, it changes the similarity by %s, typically by %s; %s.",
                Words.capitalised(part.part()),
                isAgainst ? "against" : "for",
                isMore ? "more" : "less",
                Numerals.change(-part.effect()),
                Numerals.change(-part.typical()),
                surpassed(unusual, part));
    }

    private static String surpassed(Unusual unusual, Unusual.Part part) {
        return part.surpassedCount() == unusual.pairCount()
                ? "no pair of the profile's " + unusual.pairCount() + " goes so far that way"
                : "farther that way than "
                        + part.surpassedCount()
                        + " of the profile's "
                        + unusual.pairCount()
                        + " pairs";
    }

    private static Shown shown(Side side, SaliencyMap map, HeatMaps.Style style) {
        String word = Words.side(side);
        Shading shading =
                Shading.of(ColourMap.diverging(), map.largestMagnitude(), style.withOpacity(1));
        String detail =
                map.significantShare() == 0
                        ? "nothing unusual"
                        : Numerals.percent(map.significantShare()) + " unusual";
        return new Shown(
                word,
                map.size().height(),
                map.size().width(),
                ImageBytes.pngUri(
                        MapPanel.layer(
                                map,
                                Sign.BOTH,
                                shading,
                                MapPanel.fitted(map.size(), style.panelSide()))),
                Words.capitalised(word) + ": against the typical map",
                Words.capitalised(word) + " with what is unusual in its map: " + detail,
                detail);
    }

    private static String note(Unusual unusual, boolean anywhere) {
        return "Against "
                + unusual.pairCount()
                + " pairs of "
                + unusual.personCount()
                + " persons by the same verifier, at the same similarity. "
                + (anywhere
                        ? "Orange speaks for these two more than is typical, blue against them"
                                + " more; shown where one map in twenty goes so far by chance. "
                        : "")
                + "Unusual is not wrong: it says where to look.";
    }
}
