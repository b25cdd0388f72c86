package io.github.corrrise.render;

import io.github.corrrise.saliency.SaliencyMap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scale beside a row of panels: colours, ends, zero and the bound of chance. */
final class ColourBar {
    static final double WIDTH = 16;

    private static final double TICK = 5;
    private static final double LEADER = 6;
    private static final double LABEL_GAP = 3;

    /** Least distance of two labels, in the units of a 12-point letter. */
    private static final double LABEL_STEP = 15;

    /** The grey of skin in mid light: what the colours of a panel mostly lie over. */
    private static final int GROUND = MapPanel.ground(150);

    private static final Color FRAME = new Color(0x57606A);

    /** A mark at one value; {@code strong} where it crosses the bar. */
    private record Mark(double value, String label, boolean strong) {}

    private final Shading shading;
    private final Optional<SaliencyMap.Significance> significance;
    private final List<Mark> marks;

    ColourBar(Shading shading, SaliencyMap map) {
        this.shading = shading;
        this.significance = map.significance();
        this.marks = marks(shading.limit(), map);
    }

    private static List<Mark> marks(double limit, SaliencyMap map) {
        String beyond = map.largestMagnitude() > limit ? " and beyond" : "";
        List<Mark> marks = new ArrayList<>();
        marks.add(new Mark(limit, Numerals.signed(limit) + beyond, false));
        double bound = map.significance().map(SaliencyMap.Significance::bound).orElse(0.0);
        boolean bounded = bound > 0 && bound <= limit;
        if (bounded) {
            marks.add(new Mark(bound, Numerals.signed(bound) + " bound", true));
        }
        marks.add(new Mark(0, "0", false));
        if (bounded) {
            marks.add(new Mark(-bound, Numerals.signed(-bound) + " bound", true));
        }
        marks.add(new Mark(-limit, Numerals.signed(-limit) + beyond, false));
        return marks;
    }

    /** Bar, leaders and the widest label. */
    double width(Lettering lettering) {
        double widest = 0;
        for (Mark mark : marks) {
            widest = Math.max(widest, Lettering.width(mark.label(), lettering.small()));
        }
        return WIDTH + TICK + LEADER + LABEL_GAP + widest;
    }

    /** Draws with the upper left corner at (left, top). */
    void draw(Graphics2D graphics, Lettering lettering, double left, double top, double height) {
        int steps = (int) Math.ceil(height * graphics.getTransform().getScaleY());
        graphics.drawImage(colours(steps), (int) left, (int) top, (int) WIDTH, (int) height, null);
        graphics.setStroke(new BasicStroke(1f));
        graphics.setColor(FRAME);
        graphics.draw(new Rectangle2D.Double(left - 0.5, top - 0.5, WIDTH + 1, height + 1));
        double[] labels = labelPlaces(top, height);
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            double place = place(mark.value(), top, height);
            double right = left + WIDTH;
            graphics.setColor(mark.strong() ? Lettering.INK : FRAME);
            graphics.draw(
                    new Line2D.Double(mark.strong() ? left : right, place, right + TICK, place));
            graphics.draw(new Line2D.Double(right + TICK, place, right + TICK + LEADER, labels[i]));
            graphics.setColor(mark.strong() ? Lettering.INK : Lettering.SOFT_INK);
            graphics.setFont(lettering.small());
            graphics.drawString(
                    mark.label(),
                    (float) (right + TICK + LEADER + LABEL_GAP),
                    (float) labels[i] + 4.3f);
        }
    }

    /** One column of pixels, from the limit down to its negative. */
    private BufferedImage colours(int steps) {
        BufferedImage column = new BufferedImage(1, steps, BufferedImage.TYPE_INT_RGB);
        for (int step = 0; step < steps; step++) {
            double value = shading.limit() * (1 - 2 * (step + 0.5) / steps);
            boolean shown = significance.map(chance -> chance.reaches(value)).orElse(true);
            column.setRGB(0, step, shown ? shading.over(GROUND, value) : GROUND * 0x010101);
        }
        return column;
    }

    private double place(double value, double top, double height) {
        return top + height * (0.5 - value / (2 * shading.limit()));
    }

    /** Labels at their marks, pushed apart from the top down and back up from the bottom. */
    private double[] labelPlaces(double top, double height) {
        double[] places = new double[marks.size()];
        for (int i = 0; i < places.length; i++) {
            double own = place(marks.get(i).value(), top, height);
            places[i] = i == 0 ? own : Math.max(own, places[i - 1] + LABEL_STEP);
        }
        double lowest = top + height;
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], lowest - (places.length - 1 - i) * LABEL_STEP);
        }
        return places;
    }
}
