package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.CubicCurve2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.image.BufferedImage;

/**
 * A face of nobody, drawn where the ArcFace template puts eyes, nose and mouth: the ground of maps
 * that belong to many persons.
 */
final class FaceTemplate {
    /** The template's own side, in whose pixels the face is drawn. */
    private static final double SIDE = 112;

    private static final Color PAPER = new Color(0xE9ECEF);
    private static final Color SKIN = new Color(0xD5D9DE);
    private static final Color LINE = new Color(0x6B737C);

    private FaceTemplate() {}

    static FaceImage of(FaceSize size) {
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        try {
            pen.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setColor(PAPER);
            pen.fillRect(0, 0, size.width(), size.height());
            pen.scale(size.width() / SIDE, size.height() / SIDE);
            draw(pen);
        } finally {
            pen.dispose();
        }
        return FaceImage.from(picture);
    }

    private static void draw(Graphics2D pen) {
        Path2D head = new Path2D.Double();
        head.moveTo(11, 38);
        head.curveTo(10, -14, 102, -14, 101, 38);
        head.curveTo(101, 74, 88, 113, 56, 114);
        head.curveTo(24, 113, 11, 74, 11, 38);
        pen.setColor(SKIN);
        pen.fill(head);
        pen.setColor(LINE);
        pen.setStroke(new BasicStroke(1.1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(head);
        for (double eye : new double[] {38.3, 73.5}) {
            pen.draw(new QuadCurve2D.Double(eye - 9, 52, eye, 45, eye + 9, 52));
            pen.draw(new QuadCurve2D.Double(eye - 9, 52, eye, 57, eye + 9, 52));
            pen.fill(new Ellipse2D.Double(eye - 2.6, 48.6, 5.2, 5.2));
            pen.draw(new QuadCurve2D.Double(eye - 11, 42, eye, 34.5, eye + 11, 41));
        }
        pen.draw(new CubicCurve2D.Double(52, 52, 49, 64, 46, 72, 50, 75));
        pen.draw(new QuadCurve2D.Double(50, 75, 56, 78.5, 62, 75));
        pen.draw(new QuadCurve2D.Double(41.5, 92.4, 56, 87, 70.7, 92.2));
        pen.draw(new QuadCurve2D.Double(41.5, 92.4, 56, 101, 70.7, 92.2));
    }
}
