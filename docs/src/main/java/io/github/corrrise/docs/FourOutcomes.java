package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.DrawnPortraits;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;

/** What a decision and the truth make of each other, with a drawn pair for each of the four. */
public enum FourOutcomes {
    /** One person, decided MATCH. */
    TRUE_MATCH,
    /** Two persons, decided MATCH: the second has the first one's hair and outline. */
    FALSE_MATCH,
    /** Two persons, decided NON_MATCH. */
    TRUE_NON_MATCH,
    /** One person, decided NON_MATCH: dark glasses and a scarf. */
    FALSE_NON_MATCH;

    private static final int SIDE = 112;

    /** What the library calls it. */
    public Outcome outcome() {
        return Outcome.valueOf(name());
    }

    /** What a decision turned out to be. */
    public static Outcome of(Explanation why, Truth truth) {
        // region: outcome
        Outcome outcome = Outcome.of(truth, why.decision().orElseThrow());
        // endregion
        return outcome;
    }

    /** Which maps to read first. */
    public SaliencyMap firstToRead(SaliencyMap map) {
        // region: first
        SaliencyMap first =
                switch (this) {
                    case TRUE_MATCH -> map.similar(); // where the person is recognised
                    case FALSE_MATCH -> map.similar(); // what was taken for the same
                    case TRUE_NON_MATCH -> map.dissimilar(); // where the two differ
                    case FALSE_NON_MATCH -> map.dissimilar(); // what kept the score down
                };
        // endregion
        return first;
    }

    /** A pair of drawn portraits that the built-in verifier decides so. */
    public FacePair pair() {
        FaceImage known = portrait(pen -> DrawnPortraits.drawFace(pen, false));
        return FacePair.of(
                known,
                switch (this) {
                    case TRUE_MATCH -> portrait(pen -> DrawnPortraits.drawFace(pen, true));
                    case FALSE_MATCH -> portrait(FourOutcomes::drawLookalike);
                    case TRUE_NON_MATCH -> portrait(FourOutcomes::drawStranger);
                    case FALSE_NON_MATCH -> portrait(FourOutcomes::drawCovered);
                });
    }

    /** Explains the pair. */
    public Explanation explain() {
        try (Explainer explainer = Explainer.of(LocalDescriptorVerifier.defaults())) {
            return explainer.explain(pair());
        }
    }

    /** Draws the four pictures of the page into a folder. */
    public static void main(String[] folder) {
        for (FourOutcomes outcome : values()) {
            String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
            HeatMaps.figure(outcome.explain(), HeatMaps.Style.defaults().withPanelSide(200))
                    .write(Path.of(folder[0], name + ".png"));
        }
    }

    private interface Strokes {
        void draw(Graphics2D pen);
    }

    private static FaceImage portrait(Strokes strokes) {
        BufferedImage canvas = DrawnPortraits.background();
        Graphics2D pen = canvas.createGraphics();
        try {
            DrawnPortraits.smooth(pen);
            strokes.draw(pen);
        } finally {
            pen.dispose();
        }
        return FaceImage.from(canvas);
    }

    private static void drawLookalike(Graphics2D pen) {
        DrawnPortraits.drawFace(pen, false);
        pen.setColor(DrawnPortraits.HAIR);
        pen.fill(new Ellipse2D.Double(34, 77, 44, 10));
        pen.fill(new Ellipse2D.Double(40, 96, 32, 30));
    }

    private static void drawCovered(Graphics2D pen) {
        DrawnPortraits.drawFace(pen, true);
        pen.setColor(new Color(24, 24, 30));
        pen.fill(new Ellipse2D.Double(20, 36, 34, 26));
        pen.fill(new Ellipse2D.Double(58, 36, 34, 26));
        pen.setStroke(new BasicStroke(3));
        pen.draw(new Line2D.Double(8, 44, 104, 44));
        pen.setColor(new Color(140, 40, 60));
        pen.fill(new Rectangle2D.Double(0, 74, 112, 38));
        pen.setColor(new Color(220, 200, 190));
        for (int stripe = 0; stripe < 5; stripe++) {
            pen.draw(new Line2D.Double(-10, 80 + 9 * stripe, 122, 74 + 9 * stripe));
        }
    }

    private static void drawStranger(Graphics2D pen) {
        pen.setColor(new Color(190, 150, 70));
        pen.fill(new Ellipse2D.Double(10, -20, 92, 150));
        pen.setColor(new Color(120, 88, 34));
        pen.setStroke(new BasicStroke(3f));
        for (int strand = -60; strand < SIDE; strand += 9) {
            pen.draw(new Line2D.Double(strand, SIDE, strand + 60, 0));
        }
        pen.setColor(new Color(150, 100, 74));
        pen.fill(new Ellipse2D.Double(26, 6, 60, 104));
        for (double eye : new double[] {38.3, 73.5}) {
            pen.setColor(new Color(236, 232, 226));
            pen.fill(new Ellipse2D.Double(eye - 6, 49, 12, 5));
            pen.setColor(new Color(60, 44, 30));
            pen.fill(new Ellipse2D.Double(eye - 2.5, 49, 5, 5));
            pen.setStroke(new BasicStroke(2.5f));
            pen.draw(new Line2D.Double(eye - 8, 45, eye + 8, 41));
        }
        pen.setColor(new Color(104, 66, 48));
        pen.draw(new Line2D.Double(56, 50, 52, 76));
        pen.draw(new Line2D.Double(52, 76, 62, 76));
        pen.setColor(new Color(120, 50, 52));
        pen.fill(new Ellipse2D.Double(40, 89, 32, 7));
    }
}
