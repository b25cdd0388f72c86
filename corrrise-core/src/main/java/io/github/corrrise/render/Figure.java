package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole explanation on one sheet. Laid out in units in which a panel's longer side is 280; the
 * sheet is drawn at as many pixels a unit as the style asks for. Everything is first placed, from
 * the top down, and drawn once the height is known.
 */
final class Figure {
    private static final int PANEL = 280;
    private static final int MARGIN = 28;
    private static final int COLUMN_GAP = 16;
    private static final int ROW_GAP = 26;

    /** Narrowest column: the words under a panel must fit. */
    private static final int LEAST_COLUMN = 236;

    /** Lowest row: the labels of the colour bar must fit. */
    private static final int LEAST_ROW = 100;

    private static final int COLUMN_COUNT = 4;

    /** From one baseline to the next, and from the top of a line to its baseline. */
    private static final double TITLE_LINE = 26;

    private static final double TEXT_LINE = 18;
    private static final double ASCENT = 13;
    private static final double LONGEST_QUANTITY = 160;
    private static final Color PAPER = Color.WHITE;
    private static final Color RULE = new Color(0xD0D7DE);

    private record Row(String name, FaceImage face, SaliencyMap map, ColourBar bar) {}

    private final Explanation why;
    private final HeatMaps.Style style;
    private final Lettering lettering;
    private final Shading shading;
    private final List<Row> rows;
    private final int columnWidth;
    private final int barLeft;
    private final int sheetWidth;
    private final List<Consumer<Graphics2D>> strokes = new ArrayList<>();

    private Figure(Explanation why, HeatMaps.Style style, Lettering lettering) {
        this.why = why;
        this.style = style;
        this.lettering = lettering;
        float largest = why.probe().largestMagnitude();
        if (why.reference().isPresent()) {
            largest = Math.max(largest, why.reference().get().largestMagnitude());
        }
        this.shading = Shading.of(ColourMap.diverging(), largest, style);
        this.rows = rows();
        int widest = LEAST_COLUMN;
        double barWidth = Lettering.width(quantity(), lettering.small());
        for (Row row : rows) {
            widest = Math.max(widest, MapPanel.fitted(row.map().size(), PANEL).width());
            barWidth = Math.max(barWidth, row.bar().width(lettering));
        }
        this.columnWidth = widest;
        this.barLeft = MARGIN + COLUMN_COUNT * (columnWidth + COLUMN_GAP);
        this.sheetWidth = barLeft + (int) Math.ceil(barWidth) + MARGIN;
    }

    static Picture of(Explanation why, HeatMaps.Style style, Lettering lettering) {
        return Picture.of(new Figure(why, style, lettering).drawn());
    }

    private List<Row> rows() {
        List<Row> all = new ArrayList<>();
        all.add(row(Side.PROBE, why.pair().probe(), why.probe()));
        why.reference().ifPresent(map -> all.add(row(Side.REFERENCE, why.pair().reference(), map)));
        return List.copyOf(all);
    }

    private Row row(Side side, FaceImage face, SaliencyMap map) {
        String name = Words.capitalised(Words.side(side));
        return new Row(name, face, map, new ColourBar(shading, map));
    }

    /** What the colours measure; both maps come from one method and share it. */
    private String quantity() {
        String quantities =
                Stream.concat(Stream.of(why.probe()), why.reference().stream())
                        .map(SaliencyMap::scale)
                        .map(SaliencyMap.Scale::quantity)
                        .distinct()
                        .collect(Collectors.joining(" / "));
        return Lettering.shortened(quantities, lettering.small(), LONGEST_QUANTITY);
    }

    private BufferedImage drawn() {
        double top = MARGIN;
        top = placeHead(top);
        for (Row row : rows) {
            top = placeRow(row, top + ROW_GAP);
        }
        top = placeLegend(top + ROW_GAP);
        double scale = scale();
        BufferedImage sheet =
                new BufferedImage(
                        (int) Math.ceil(scale * sheetWidth),
                        (int) Math.ceil(scale * (top + MARGIN)),
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        try {
            prepare(graphics, sheet);
            graphics.scale(scale, scale);
            strokes.forEach(stroke -> stroke.accept(graphics));
        } finally {
            graphics.dispose();
        }
        return sheet;
    }

    private static void prepare(Graphics2D graphics, BufferedImage sheet) {
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private double scale() {
        return (double) style.panelSide() / PANEL;
    }

    private double placeHead(double top) {
        double next = placeText(FigureWords.verdict(why), lettering.title(), TITLE_LINE, 2, top);
        next += 4;
        next = placeSoft(FigureWords.run(why), next);
        return placeSoft(FigureWords.verifier(why), next);
    }

    private double placeRow(Row row, double top) {
        String name = row.name();
        double after = MARGIN + Lettering.width(name, lettering.heading()) + 10;
        placeLine(name, lettering.heading(), Lettering.INK, MARGIN, top + ASCENT);
        double next = top;
        for (String line :
                Lettering.wrapped(
                        FigureWords.statement(row.map()),
                        lettering.text(),
                        barLeft - COLUMN_GAP - after,
                        3)) {
            placeLine(line, lettering.text(), Lettering.INK, after, next + ASCENT);
            next += TEXT_LINE;
        }
        double panels = Math.rint(next + 8);
        FaceSize unit = MapPanel.fitted(row.map().size(), PANEL);
        int height = Math.max(LEAST_ROW, unit.height());
        placeLine(
                quantity(),
                lettering.small(),
                Lettering.SOFT_INK,
                barLeft,
                panels - 8 - TEXT_LINE + ASCENT);
        strokes.add(graphics -> row.bar().draw(graphics, lettering, barLeft, panels, height));
        FaceSize shown = MapPanel.fitted(row.map().size(), style.panelSide());
        double words = panels + unit.height() + 6;
        placePanel(MapPanel.face(row.face(), shown), 0, panels);
        placeCaption("Face", Words.size(row.face().size()) + " pixels", 0, words);
        int column = 1;
        for (Sign sign : Sign.values()) {
            placePanel(
                    MapPanel.overlay(row.face(), row.map(), sign, shading, shown), column, panels);
            placeCaption(sign.title(), FigureWords.detail(row.map(), sign), column, words);
            column++;
        }
        return Math.max(words + 2 * TEXT_LINE, panels + height + 8);
    }

    private double placeLegend(double top) {
        strokes.add(
                graphics -> {
                    graphics.setColor(RULE);
                    graphics.fill(
                            new Rectangle2D.Double(MARGIN, top - 12, sheetWidth - 2 * MARGIN, 1));
                });
        double next = top;
        for (String line : FigureWords.legend(why)) {
            next = placeSoft(line, next);
        }
        return next;
    }

    private int left(int column) {
        return MARGIN + column * (columnWidth + COLUMN_GAP);
    }

    /** Pixel for pixel, whatever the scale of the sheet. */
    private void placePanel(BufferedImage panel, int column, double top) {
        strokes.add(
                graphics -> {
                    AffineTransform units = graphics.getTransform();
                    graphics.setTransform(new AffineTransform());
                    graphics.drawImage(
                            panel,
                            (int) Math.round(scale() * left(column)),
                            (int) Math.round(scale() * top),
                            null);
                    graphics.setTransform(units);
                });
    }

    private void placeCaption(String title, String detail, int column, double top) {
        placeLine(title, lettering.heading(), Lettering.INK, left(column), top + ASCENT);
        placeLine(
                Lettering.shortened(detail, lettering.small(), columnWidth),
                lettering.small(),
                Lettering.SOFT_INK,
                left(column),
                top + TEXT_LINE + ASCENT);
    }

    private double placeSoft(String words, double top) {
        double next = top;
        for (String line :
                Lettering.wrapped(words, lettering.small(), sheetWidth - 2 * MARGIN, 2)) {
            placeLine(line, lettering.small(), Lettering.SOFT_INK, MARGIN, next + ASCENT);
            next += TEXT_LINE;
        }
        return next;
    }

    private double placeText(String words, Font font, double step, int mostLines, double top) {
        double next = top;
        for (String line : Lettering.wrapped(words, font, sheetWidth - 2 * MARGIN, mostLines)) {
            placeLine(line, font, Lettering.INK, MARGIN, next + step - 8);
            next += step;
        }
        return next;
    }

    private void placeLine(String line, Font font, Color ink, double left, double baseline) {
        strokes.add(
                graphics -> {
                    graphics.setFont(font);
                    graphics.setColor(ink);
                    graphics.drawString(line, (float) left, (float) baseline);
                });
    }
}
