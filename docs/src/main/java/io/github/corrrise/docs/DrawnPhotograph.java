package io.github.corrrise.docs;

import io.github.corrrise.cli.DrawnPortraits;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.Landmarks;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * A drawn portrait as a camera would have taken it: the face of {@link DrawnPortraits} with a
 * little of the world around it, the head leaning to a side.
 *
 * @param picture 420 x 360 pixels
 * @param landmarks where the face is in it
 */
public record DrawnPhotograph(FaceImage picture, Landmarks landmarks) {
    private static final int HEIGHT = 420;
    private static final int WIDTH = 360;

    /** Where {@link DrawnPortraits} draws eyes, nose and the corners of the mouth. */
    private static final double[] PLACES = {38.3, 51.5, 73.5, 51.5, 56, 73, 42.5, 91, 69.5, 91};

    /** The probe of {@link DrawnPortraits#pair()}, leaning to its left. */
    public static DrawnPhotograph probe() {
        return of(false, 1.55, 11, 180, 200);
    }

    /** The reference of {@link DrawnPortraits#pair()}, smaller and leaning to its right. */
    public static DrawnPhotograph reference() {
        return of(true, 1.3, -7, 190, 185);
    }

    private static DrawnPhotograph of(
            boolean later, double scale, double degrees, double x, double y) {
        AffineTransform there = AffineTransform.getTranslateInstance(x, y);
        there.rotate(Math.toRadians(degrees));
        there.scale(scale, scale);
        there.translate(-56, -62);
        BufferedImage canvas = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = canvas.createGraphics();
        try {
            pen.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            pen.setPaint(
                    new GradientPaint(
                            0,
                            0,
                            new Color(196, 210, 198),
                            WIDTH,
                            HEIGHT,
                            new Color(92, 124, 128)));
            pen.fillRect(0, 0, WIDTH, HEIGHT);
            AffineTransform upright = pen.getTransform();
            pen.transform(there);
            pen.setColor(DrawnPortraits.HAIR);
            Ellipse2D hair = new Ellipse2D.Double(-14, -40, 140, 150);
            pen.fill(hair);
            pen.setColor(new Color(178, 130, 102));
            pen.fill(new Ellipse2D.Double(28, 80, 56, 80));
            DrawnPortraits.drawFace(pen, later);
            Area crown = new Area(hair);
            crown.intersect(new Area(new Rectangle2D.Double(-20, -50, 160, 51)));
            pen.setColor(DrawnPortraits.HAIR);
            pen.fill(crown);
            pen.setTransform(upright);
            pen.setColor(later ? new Color(120, 62, 70) : new Color(58, 76, 112));
            pen.fill(new Ellipse2D.Double(x - 160, y + 78 * scale, 320, 340));
        } finally {
            pen.dispose();
        }
        double[] places = new double[PLACES.length];
        there.transform(PLACES, 0, places, 0, PLACES.length / 2);
        return new DrawnPhotograph(FaceImage.from(canvas), Landmarks.of(places));
    }
}
