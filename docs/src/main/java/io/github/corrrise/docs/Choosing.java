package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.DrawnPortraits;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Which masks and which fill. */
public final class Choosing {
    private static final int SIDE = 200;
    private static final int GAP = 16;

    private Choosing() {}

    // region: agree
    /** The share of pixels that are significant, with one sign, in both maps. */
    public static double agreement(SaliencyMap one, SaliencyMap other) {
        int both = 0;
        int either = 0;
        for (int row = 0; row < one.size().height(); row++) {
            for (int column = 0; column < one.size().width(); column++) {
                boolean first = one.isSignificant(row, column);
                boolean second = other.isSignificant(row, column);
                boolean sameSign = one.at(row, column) * other.at(row, column) > 0;
                both += first && second && sameSign ? 1 : 0;
                either += first || second ? 1 : 0;
            }
        }
        return either == 0 ? 1 : (double) both / either;
    }

    // endregion

    /** The same pair under four fills. */
    public static List<SaliencyMap> underFills(FaceVerifier verifier, FacePair pair) {
        // region: fills
        List<Fill> fills = List.of(Fill.black(), Fill.mean(), Fill.blur(0.1), Fill.noise(1));
        List<SaliencyMap> maps = fills.stream().map(fill -> map(verifier, pair, fill)).toList();
        // endregion
        return maps;
    }

    /** The probe's map under one fill. */
    private static SaliencyMap map(FaceVerifier verifier, FacePair pair, Fill fill) {
        return map(verifier, pair, PatchMasks.published(), fill);
    }

    private static SaliencyMap map(
            FaceVerifier verifier, FacePair pair, MaskGenerator masks, Fill fill) {
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .published()
                        .masks(masks)
                        .fill(fill)
                        .maskCount(1000)
                        .build()) {
            return explainer.explain(pair).probe();
        }
    }

    /** What the scores depend on beside masks and fill. */
    public static Explainer bothHidden(FaceVerifier verifier) {
        // region: both
        Explainer explainer = Explainer.builder(verifier).bothHidden(0.4).build(); // the default
        // endregion
        return explainer;
    }

    /** Several fills in one run. */
    public static Explainer inTurn(FaceVerifier verifier) {
        // region: turn
        Fills fills = Fills.of(Fill.noise(0), Fill.noise(1), Fill.mean());
        Explainer explainer = Explainer.builder(verifier).fills(fills).bothHidden(0.25).build();
        // endregion
        return explainer;
    }

    /** Draws the picture of the page to a file. */
    public static void main(String[] file) throws IOException {
        FacePair pair = DrawnPortraits.pair();
        FaceVerifier verifier = LocalDescriptorVerifier.defaults();
        Map<String, SaliencyMap> maps = new LinkedHashMap<>();
        List<String> names = List.of("black", "mean", "blur", "noise");
        List<SaliencyMap> underFills = underFills(verifier, pair);
        for (int i = 0; i < names.size(); i++) {
            maps.put("10 patches of 0.27, " + names.get(i), underFills.get(i));
        }
        maps.put("4 of 0.125, black", map(verifier, pair, new PatchMasks(4, 0.125), Fill.black()));
        maps.put("4 of 0.125, mean", map(verifier, pair, new PatchMasks(4, 0.125), Fill.mean()));
        maps.put("grid (RISE), black", map(verifier, pair, GridMasks.defaults(), Fill.black()));
        maps.put("grid (RISE), mean", map(verifier, pair, GridMasks.defaults(), Fill.mean()));
        ImageIO.write(sheet(pair, maps), "png", Path.of(file[0]).toFile());
    }

    private static BufferedImage sheet(FacePair pair, Map<String, SaliencyMap> maps) {
        int columns = 4;
        int step = SIDE + GAP;
        int rows = (maps.size() + columns - 1) / columns;
        BufferedImage sheet =
                new BufferedImage(
                        columns * step + GAP,
                        rows * (step + GAP) + GAP,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        int index = 0;
        for (Map.Entry<String, SaliencyMap> map : maps.entrySet()) {
            int left = GAP + index % columns * step;
            int top = GAP + index / columns * (step + GAP);
            pen.drawImage(
                    HeatMaps.overlay(
                                    pair.probe(),
                                    map.getValue(),
                                    HeatMaps.Style.defaults().withPanelSide(SIDE))
                            .toBufferedImage(),
                    left,
                    top,
                    null);
            pen.drawString(map.getKey(), left, top + SIDE + GAP);
            index++;
        }
        pen.dispose();
        return sheet;
    }
}
