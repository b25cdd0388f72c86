package io.github.corrrise.render;

import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.PartShares.Share;
import io.github.corrrise.saliency.PartShares.Together;
import io.github.corrrise.saliency.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shares of the parts that add up, as {@code report.html} shows them.
 *
 * @param rows one per part
 * @param sum of each column and what it is
 * @param sentences parts that act together, and how to read the shares
 */
record ReportPartShares(List<Row> rows, Row sum, List<String> sentences) {
    /** A part and its share in either face. */
    record Row(String part, Cell probe, Cell reference) {}

    /** A share and half of its interval; none where it is exact. */
    record Cell(String share, Optional<String> halfWidth) {}

    static ReportPartShares of(PartShares shares) {
        List<Row> rows =
                IntStream.range(0, shares.parts().count())
                        .mapToObj(part -> row(shares, part))
                        .toList();
        Row sum =
                new Row(
                        "all parts",
                        sum(shares, shares.probeHidden()),
                        sum(shares, shares.referenceHidden()));
        List<String> sentences = new ArrayList<>();
        for (Side side : Side.values()) {
            shares.strongestTogether(side).ifPresent(pair -> sentences.add(together(side, pair)));
        }
        sentences.add(reading(shares));
        return new ReportPartShares(rows, sum, List.copyOf(sentences));
    }

    private static Row row(PartShares shares, int part) {
        return new Row(
                shares.parts().names().get(part),
                cell(shares, shares.probe().get(part)),
                cell(shares, shares.reference().get(part)));
    }

    private static Cell cell(PartShares shares, Share share) {
        double halfWidth = shares.halfWidth(share);
        return new Cell(
                Numerals.change(share.share()),
                halfWidth == 0 ? Optional.empty() : Optional.of(Numerals.plain(halfWidth)));
    }

    private static Cell sum(PartShares shares, double hidden) {
        return new Cell(Numerals.change(shares.similarity() - hidden), Optional.empty());
    }

    private static String together(Side side, Together pair) {
        return "In the "
                + Words.side(side)
                + " "
                + pair.first()
                + " and "
                + pair.second()
                + " act together most ("
                + Numerals.signed(pair.interaction())
                + "): "
                + (pair.interaction() > 0
                        ? "each counts for more when the other is seen."
                        : "either can stand in for the other.");
    }

    private static String reading(PartShares shares) {
        String sums =
                "A share is what a part adds to the similarity when it becomes visible, averaged"
                        + " over all orders in which the parts of that face can appear. The shares"
                        + " of a face add up to the similarity of the whole faces, "
                        + Numerals.plain(shares.similarity())
                        + ", less that with this face all hidden: "
                        + Numerals.plain(shares.probeHidden())
                        + " for the probe, "
                        + Numerals.plain(shares.referenceHidden())
                        + " for the reference. They depend on what replaces hidden pixels. ";
        return sums
                + (shares.isExact()
                        ? "They are exact: every set of visible parts was scored."
                        : "The intervals (\u00b1) hold all shares at once with a chance of about"
                                + " 95 %; they tell of the drawn sets of visible parts alone.");
    }
}
