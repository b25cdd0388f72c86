package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One face of {@code report.html}: its layers, its values and what is said of it.
 *
 * @param side its word, from which the page makes its ids
 * @param sideName the same as a heading
 * @param fileName what the face is called, if it is
 * @param height of the map, in pixels
 * @param width of the map, in pixels
 * @param statement what the map says
 * @param face the picture that the verifier was shown
 * @param pictureNote a warning beside a face whose score means little
 * @param layers the pictures
 * @param panels the maps of either sign and of both
 * @param photograph what the face was cut out of, if it was given
 * @param grid the values under the pointer
 * @param bar the colours
 * @param shares how the pixels divide
 * @param ninths the map in ninths
 * @param errors the picture of the standard errors, if there are any
 * @param sureness how sure the map is, in sentences
 */
record ReportSide(
        String side,
        String sideName,
        Optional<String> fileName,
        int height,
        int width,
        String statement,
        Caption face,
        Optional<String> pictureNote,
        List<ReportLayers.Layer> layers,
        List<Panel> panels,
        Optional<ReportPhotograph> photograph,
        ReportGrid grid,
        ReportBar bar,
        ReportShares shares,
        List<Ninths.Row> ninths,
        Optional<Caption> errors,
        List<String> sureness) {
    /** What stands under a picture, and what is read out in its place. */
    record Caption(String label, String detail) {}

    /** One map laid over the face, and the layers that make it whole. */
    record Panel(String kind, List<String> rests, String title, String label, String detail) {}

    static ReportSide of(Report report, Side side, SaliencyMap map, Shading shading) {
        String word = Words.side(side);
        String name = Words.capitalised(word);
        FaceImage face = report.face(side);
        FaceOrigin origin = origin(report, side);
        FaceSize shown = MapPanel.fitted(map.size(), report.style().panelSide());
        Optional<Report.Photograph> photograph = report.photograph(side);
        return new ReportSide(
                word,
                name,
                report.names().map(names -> names.of(side)),
                map.size().height(),
                map.size().width(),
                FigureWords.statement(map),
                new Caption(
                        "The " + word + "'s face, as the verifier was shown it",
                        Words.size(face.size()) + " pixels: " + Words.origin(origin)),
                ReportWords.pictureNote(origin),
                new ReportLayers(face, map, shading, shown).of(photograph),
                Stream.of(Sign.values()).map(sign -> panel(map, sign, name)).toList(),
                photograph.map(shot -> ReportPhotograph.of(shot, word)),
                ReportGrid.of(map),
                ReportBar.of(map, shading),
                ReportShares.of(map, name),
                Ninths.of(map),
                map.standardErrors().map(errors -> errors(errors, word)),
                ReportWords.sureness(map));
    }

    /** The size, its longer side no longer than this. */
    static FaceSize reduced(FaceSize size, int longest) {
        return Math.max(size.height(), size.width()) > longest
                ? MapPanel.fitted(size, longest)
                : size;
    }

    private static FaceOrigin origin(Report report, Side side) {
        Provenance.Inputs inputs = report.explanation().provenance().inputs();
        return side == Side.PROBE ? inputs.probe() : inputs.reference();
    }

    private static Panel panel(SaliencyMap map, Sign sign, String name) {
        String kind = ReportLayers.kind(sign);
        String detail = FigureWords.detail(map, sign);
        return new Panel(
                kind,
                ReportLayers.rests(map, sign),
                sign.title(),
                name + ", " + kind + " map: " + detail,
                detail);
    }

    private static Caption errors(float[] errors, String word) {
        float largest = 0;
        for (float error : errors) {
            largest = Math.max(largest, error);
        }
        return new Caption(
                "Standard error of every pixel of the " + word,
                "pale 0, dark " + Numerals.plain(largest));
    }
}
