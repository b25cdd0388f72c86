package io.github.corrrise.cli;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Two drawn portraits of 112 x 112, so that an example needs no picture of a person: the same face
 * twice, in other light and with other noise, the reference with its mouth open and its hair parted
 * on the other side.
 */
public final class DrawnPortraits {
    /** Of both portraits. */
    public static final Color HAIR = new Color(62, 44, 34);

    private static final int SIDE = 112;

    private DrawnPortraits() {}

    /** The two portraits as a pair. */
    public static FacePair pair() {
        return FacePair.of(portrait(1, false), portrait(2, true));
    }

    private static FaceImage portrait(long noiseSeed, boolean later) {
        BufferedImage canvas = background();
        Graphics2D pen = canvas.createGraphics();
        try {
            smooth(pen);
            drawFace(pen, later);
        } finally {
            pen.dispose();
        }
        addNoise(canvas, new Random(noiseSeed));
        return FaceImage.from(canvas);
    }

    /** What stands behind a portrait. */
    public static BufferedImage background() {
        BufferedImage canvas = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = canvas.createGraphics();
        pen.setPaint(
                new GradientPaint(
                        0, 0, new Color(150, 168, 186), 0, SIDE, new Color(104, 120, 140)));
        pen.fillRect(0, 0, SIDE, SIDE);
        pen.dispose();
        return canvas;
    }

    /** Lets a pen draw smooth edges. */
    public static void smooth(Graphics2D pen) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** The face alone, where the ArcFace template has it. */
    public static void drawFace(Graphics2D pen, boolean later) {
        Color light = later ? new Color(214, 168, 138) : new Color(232, 188, 158);
        Color shade = later ? new Color(168, 120, 92) : new Color(196, 146, 116);
        Color hair = HAIR;
        pen.setPaint(
                later
                        ? new GradientPaint(24, 0, shade, 92, 0, light)
                        : new GradientPaint(20, 0, light, 88, 0, shade));
        pen.fill(new Ellipse2D.Double(8, -12, 96, 136));
        drawHair(pen, hair, later);
        for (double eye : new double[] {38.3, 73.5}) {
            drawEye(pen, eye, hair);
        }
        pen.setStroke(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.setColor(shade.darker());
        Path2D nose = new Path2D.Double();
        nose.moveTo(54, 54);
        nose.curveTo(52, 64, 48, 70, 50, 73);
        nose.curveTo(53, 76, 59, 76, 62, 73);
        pen.draw(nose);
        drawMouth(pen, later);
    }

    private static void drawHair(Graphics2D pen, Color hair, boolean later) {
        Path2D fringe = new Path2D.Double();
        fringe.moveTo(-2, 40);
        fringe.curveTo(10, 20, later ? 60 : 24, 24, later ? 76 : 36, 10);
        fringe.curveTo(later ? 88 : 52, 24, 102, 20, 114, 40);
        fringe.lineTo(114, -2);
        fringe.lineTo(-2, -2);
        fringe.closePath();
        pen.setColor(hair);
        pen.fill(fringe);
    }

    private static void drawEye(Graphics2D pen, double centre, Color hair) {
        pen.setColor(new Color(240, 236, 230));
        pen.fill(new Ellipse2D.Double(centre - 8, 47, 16, 9));
        pen.setColor(new Color(74, 96, 112));
        pen.fill(new Ellipse2D.Double(centre - 4.5, 47, 9, 9));
        pen.setColor(Color.BLACK);
        pen.fill(new Ellipse2D.Double(centre - 2.2, 49.3, 4.4, 4.4));
        pen.setColor(hair);
        pen.setStroke(new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(new Arc2D.Double(centre - 11, 37, 22, 12, 30, 120, Arc2D.OPEN));
    }

    private static void drawMouth(Graphics2D pen, boolean open) {
        pen.setColor(new Color(156, 72, 70));
        if (open) {
            pen.fill(new Ellipse2D.Double(41, 84, 30, 18));
            pen.setColor(new Color(58, 22, 24));
            pen.fill(new Ellipse2D.Double(45, 88, 22, 10));
            return;
        }
        pen.setStroke(new BasicStroke(5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(new Arc2D.Double(42, 80, 28, 14, 200, 140, Arc2D.OPEN));
        pen.setColor(new Color(110, 44, 46));
        pen.setStroke(new BasicStroke(1.2f));
        pen.draw(new Line2D.Double(45, 92, 67, 92));
    }

    private static void addNoise(BufferedImage canvas, Random random) {
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int shift = (int) Math.round(3 * random.nextGaussian());
                int rgb = canvas.getRGB(column, row);
                canvas.setRGB(
                        column,
                        row,
                        shifted(rgb >> 16, shift) << 16
                                | shifted(rgb >> 8, shift) << 8
                                | shifted(rgb, shift));
            }
        }
    }

    private static int shifted(int channel, int shift) {
        return Math.max(0, Math.min(255, (channel & 0xFF) + shift));
    }
}
