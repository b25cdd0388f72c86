package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.SimilarityTransform;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.saliency.Inputs;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.Significance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One face of a report: its layers, its values and what is said of it. */
final class ReportSide {
    /**
     * Values under the pointer are read on a grid no finer than this, so that the file stays small.
     */
    private static final int FINEST_GRID = 112;

    private static final int STOPS = 24;

    /** The grey of skin in mid light: what the colours of a panel mostly lie over. */
    private static final int GROUND = MapPanel.ground(150) * 0x010101;

    private final Side side;
    private final FaceImage face;
    private final SaliencyMap map;
    private final Shading shading;
    private final FaceSize shown;
    private final FaceSize grid;
    private final Optional<Report.Photograph> photograph;
    private final FaceOrigin origin;

    ReportSide(Report report, Side side, SaliencyMap map, Shading shading) {
        int panelSide = report.style().panelSide();
        this.side = side;
        this.face = report.face(side);
        this.photograph = report.photograph(side);
        Inputs inputs = report.explanation().provenance().inputs();
        this.origin = side == Side.PROBE ? inputs.probe() : inputs.reference();
        this.map = map;
        this.shading = shading;
        this.shown = MapPanel.fitted(map.size(), panelSide);
        this.grid = reduced(map.size(), FINEST_GRID);
    }

    /** The size, its longer side no longer than this. */
    static FaceSize reduced(FaceSize size, int longest) {
        return Math.max(size.height(), size.width()) > longest
                ? MapPanel.fitted(size, longest)
                : size;
    }

    Map<String, Object> values(Optional<String> fileName) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("side", id());
        values.put("sideName", name());
        values.put("fileName", fileName.map(text -> Map.of("fileName", text)));
        values.put("height", map.size().height());
        values.put("width", map.size().width());
        values.put("quantity", map.scale().quantity());
        values.put("statement", FigureWords.statement(map));
        values.put("faceLabel", "The " + id() + "'s face, as the verifier was shown it");
        values.put("faceDetail", face.size() + " pixels: " + Words.origin(origin));
        values.put(
                "pictureNotes", ReportWords.pictureNote(origin).map(note -> Map.of("note", note)));
        values.put("layers", new ReportLayers(face, map, shading, shown).of(photograph));
        values.put("panels", panels());
        values.put("photograph", photograph.map(this::photographValues));
        values.put("ninths", Ninths.of(map));
        values.putAll(grid());
        values.putAll(bar());
        values.putAll(shares());
        values.putAll(uncertainty());
        return values;
    }

    private String id() {
        return Words.side(side);
    }

    private String name() {
        return Words.capitalised(id());
    }

    /** The size, and what was done to the picture on its way to it. */
    private List<Map<String, Object>> panels() {
        List<Map<String, Object>> panels = new ArrayList<>();
        for (Sign sign : Sign.values()) {
            String detail = FigureWords.detail(map, sign);
            panels.add(
                    Map.of(
                            "kind",
                            ReportLayers.kind(sign),
                            "panelTitle",
                            sign.title(),
                            "panelDetail",
                            detail,
                            "panelLabel",
                            name() + ", " + ReportLayers.kind(sign) + " map: " + detail));
        }
        return panels;
    }

    private Map<String, Object> photographValues(Report.Photograph shot) {
        FaceSize size = shot.picture().size();
        return Map.of(
                "photoWidth", size.width(),
                "photoHeight", size.height(),
                "matrix", matrix(shot.aligned().toPhotograph()),
                "photoLabel", "The " + id() + "'s photograph, the crop framed",
                "photoDetail", size + " pixels, the crop framed",
                "photoNotes",
                        shot.aligned().notes().stream()
                                .map(note -> Map.of("note", Words.note(note)))
                                .toList());
    }

    /** Between corners of pixels, where the transform is between their middles. */
    private static String matrix(SimilarityTransform way) {
        double x = way.shiftX() + 0.5 * (1 - way.cosine() + way.sine());
        double y = way.shiftY() + 0.5 * (1 - way.sine() - way.cosine());
        return String.format(
                Locale.ROOT,
                "%.6f %.6f %.6f %.6f %.4f %.4f",
                way.cosine(),
                way.sine(),
                -way.sine(),
                way.cosine(),
                x,
                y);
    }

    private Map<String, Object> grid() {
        StringBuilder undefined = new StringBuilder();
        for (int row = 0; row < grid.height(); row++) {
            for (int column = 0; column < grid.width(); column++) {
                if (!map.isDefined(
                        (2 * row + 1) * map.size().height() / (2 * grid.height()),
                        (2 * column + 1) * map.size().width() / (2 * grid.width()))) {
                    undefined.append(row * grid.width() + column).append(' ');
                }
            }
        }
        return Map.of(
                "gridRows", grid.height(),
                "gridColumns", grid.width(),
                "bound", map.significance().map(chance -> "" + chance.bound()).orElse(""),
                "values", plane(map.toArray()),
                "errors", map.standardErrors().map(this::plane).orElse(""),
                "undefinedCells", undefined.toString().strip());
    }

    private String plane(float[] plane) {
        return Base64Floats.encoded(
                map.size().equals(grid)
                        ? plane
                        : Resampling.bilinear(
                                plane,
                                map.size().height(),
                                map.size().width(),
                                grid.height(),
                                grid.width()));
    }

    private Map<String, Object> bar() {
        double limit = shading.limit();
        Optional<Double> bound =
                map.significance().map(Significance::bound).filter(at -> at > 0 && at <= limit);
        List<Map<String, Object>> ticks = new ArrayList<>();
        for (double end : new double[] {-limit, 0, limit}) {
            ticks.add(tick(end, "tick", Numerals.signed(end), 54));
        }
        bound.ifPresent(
                at -> {
                    ticks.add(tick(-at, "bound", Numerals.signed(-at), 12));
                    ticks.add(tick(at, "bound", Numerals.signed(at), 12));
                });
        return Map.of(
                "stops", stops(map.significance().map(Significance::bound).orElse(0.0)),
                "ticks", ticks,
                "barLabel", ReportWords.barLabel(map, limit),
                "barCaption", ReportWords.barCaption(map));
    }

    private Map<String, Object> tick(double value, String kind, String label, int labelAt) {
        double at = 50 + 50 * value / shading.limit();
        return Map.of(
                "at",
                Math.round(10 * at) / 10.0,
                "tickClass",
                kind,
                "tickTop",
                kind.equals("bound") ? 14 : 34,
                "label",
                label,
                "labelAt",
                labelAt,
                "anchor",
                anchor(value));
    }

    /** Outwards at the ends and at the bounds, which may lie close together. */
    private String anchor(double value) {
        if (value == 0) {
            return "middle";
        }
        boolean end = Math.abs(value) == shading.limit();
        return value > 0 == end ? "end" : "start";
    }

    /** The colours from one limit to the other, grey between the bounds. */
    private List<Map<String, Object>> stops(double bound) {
        double inner = Math.min(bound, shading.limit());
        List<Map<String, Object>> stops = new ArrayList<>();
        addStops(-shading.limit(), -inner, stops);
        stops.add(stop(-inner, GROUND));
        stops.add(stop(inner, GROUND));
        addStops(inner, shading.limit(), stops);
        return stops;
    }

    private void addStops(double from, double to, List<Map<String, Object>> stops) {
        for (int i = 0; from < to && i <= STOPS; i++) {
            double value = from + (to - from) * i / STOPS;
            stops.add(stop(value, shading.over(GROUND & 0xFF, value)));
        }
    }

    private Map<String, Object> stop(double value, int colour) {
        double at = 0.5 + value / (2 * shading.limit());
        return Map.of(
                "offset", String.format(Locale.ROOT, "%.4f", at),
                "colour", String.format(Locale.ROOT, "#%06x", colour));
    }

    private Map<String, Object> shares() {
        MapShares counted = MapShares.of(map);
        List<Map<String, Object>> shares = new ArrayList<>();
        double from = 0;
        List<String> texts = new ArrayList<>();
        for (MapShares.Part part : counted.parts()) {
            double extent = 100 * part.share();
            shares.add(
                    Map.of(
                            "shareClass", "share-" + part.kind(),
                            "from", String.format(Locale.ROOT, "%.3f", from),
                            "extent", String.format(Locale.ROOT, "%.3f", extent),
                            "shareText", part.text()));
            texts.add(part.text());
            from += extent;
        }
        return Map.of("shares", shares, "sharesLabel", name() + ": " + String.join("; ", texts));
    }

    private Map<String, Object> uncertainty() {
        Optional<Float> largest = map.standardErrors().map(ReportSide::largest);
        return Map.of(
                "hasErrors", largest.isPresent(),
                "errorLabel", "Standard error of every pixel of the " + id(),
                "errorDetail",
                        largest.map(most -> "pale 0, dark " + Numerals.plain(most)).orElse(""),
                "sureness",
                        ReportWords.sureness(map).stream()
                                .map(sentence -> Map.of("sentence", sentence))
                                .toList());
    }

    private static float largest(float[] errors) {
        float largest = 0;
        for (float error : errors) {
            largest = Math.max(largest, error);
        }
        return largest;
    }
}
