package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A partition of an aligned crop into named parts: every pixel belongs to exactly one.
 *
 * <p>{@link #of} places anatomical parts by five landmarks: {@value #FOREHEAD}, the eyebrows, the
 * eyes, {@value #NOSE}, the cheeks, {@value #MOUTH}, {@value #CHIN_AND_JAW} and, for ears, hair and
 * background, {@value #OUTSIDE}. Left and right are the person's. The names are those of the FISWG
 * Facial Image Comparison Feature List, version 2.0 (2018), as far as a crop shows the feature;
 * borders are drawn by proportions and claim no conformance. Ears, neck and marks (scars, moles,
 * tattoos) of that list are not told apart: crops made for a model cut most of them off. Of them,
 * as of each part that {@link #notInTheCrop} names, a reader is to be told "not in the crop", not
 * that it counts for nothing. {@link #ofLabels} and {@link #ofPolygons} take regions of the
 * caller's own.
 *
 * <p>Immutable; holds one byte per pixel. Equal partitions are equal.
 *
 * @since 0.1.0
 */
public final class FaceParts {
    /** Forehead with the temples, down to the line of the eyes. */
    public static final String FOREHEAD = "forehead";

    /** The eyebrow on the person's right. */
    public static final String RIGHT_EYEBROW = "right eyebrow";

    /** The eyebrow on the person's left. */
    public static final String LEFT_EYEBROW = "left eyebrow";

    /** The eye on the person's right, with its lids. */
    public static final String RIGHT_EYE = "right eye";

    /** The eye on the person's left, with its lids. */
    public static final String LEFT_EYE = "left eye";

    /** The nose from the bridge to the base. */
    public static final String NOSE = "nose";

    /** The cheek on the person's right. */
    public static final String RIGHT_CHEEK = "right cheek";

    /** The cheek on the person's left. */
    public static final String LEFT_CHEEK = "left cheek";

    /** Both lips and the skin around them. */
    public static final String MOUTH = "mouth";

    /** What is below the mouth and inside the outline of the face. */
    public static final String CHIN_AND_JAW = "chin and jaw";

    /** Hair, background and what a crop shows of ears and neck. */
    public static final String OUTSIDE = "outside the face";

    private static final List<String> ANATOMICAL =
            List.of(
                    FOREHEAD,
                    RIGHT_EYEBROW,
                    LEFT_EYEBROW,
                    RIGHT_EYE,
                    LEFT_EYE,
                    NOSE,
                    RIGHT_CHEEK,
                    LEFT_CHEEK,
                    MOUTH,
                    CHIN_AND_JAW,
                    OUTSIDE);

    /** More would be no parts of a face any more. */
    private static final int MOST_PARTS = 64;

    private final FaceSize size;
    private final List<String> names;
    private final byte[] partOfPixel;

    private FaceParts(FaceSize size, List<String> names, byte[] partOfPixel) {
        this.size = size;
        this.names = names;
        this.partOfPixel = partOfPixel;
    }

    /**
     * The parts of a crop that is aligned like those of {@link FaceAligner}: by its template.
     *
     * @param size of the crop
     */
    public static FaceParts ofTemplate(FaceSize size) {
        return of(size, FaceAligner.of(size).template());
    }

    /**
     * The parts of a crop by the landmarks of the face in it. A part that lies wholly outside of
     * the crop is left out; {@link #notInTheCrop} names it.
     *
     * @param size of the crop
     * @param landmarks in pixels of the crop, each inside it
     * @throws IllegalArgumentException where a landmark is outside of the crop, or the five lie on
     *     a line, in one place, or mirrored
     */
    public static FaceParts of(FaceSize size, Landmarks landmarks) {
        for (Landmarks.Point point : landmarks.points()) {
            if (!(point.x() >= 0
                    && point.x() <= size.width()
                    && point.y() >= 0
                    && point.y() <= size.height())) {
                throw Checks.rejected("landmarks", "inside the crop of " + size, point);
            }
        }
        PartGeometry geometry = PartGeometry.of(landmarks);
        byte[] parts = new byte[size.pixelCount()];
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                String name = geometry.partAt(new Landmarks.Point(column, row));
                parts[row * size.width() + column] = (byte) ANATOMICAL.indexOf(name);
            }
        }
        return withoutEmpty(size, parts);
    }

    private static FaceParts withoutEmpty(FaceSize size, byte[] parts) {
        BitSet present = new BitSet();
        for (byte part : parts) {
            present.set(part);
        }
        List<String> names = present.stream().mapToObj(ANATOMICAL::get).toList();
        int[] renumbered = new int[ANATOMICAL.size()];
        Arrays.setAll(renumbered, part -> present.get(0, part).cardinality());
        for (int pixel = 0; pixel < parts.length; pixel++) {
            parts[pixel] = (byte) renumbered[parts[pixel]];
        }
        return new FaceParts(size, names, parts);
    }

    /**
     * Parts of the caller's own.
     *
     * @param size of the crop
     * @param names of the parts: one to 64, distinct, none blank
     * @param labels the index of each pixel's part, row-major; copied
     * @throws IllegalArgumentException where labels are of another number than the pixels, one is
     *     out of range, or a part has no pixel
     */
    public static FaceParts ofLabels(FaceSize size, List<String> names, int[] labels) {
        requireNames(names);
        Checks.exactly(size.pixelCount(), labels.length, "labels.length for a crop of " + size);
        byte[] parts = new byte[labels.length];
        BitSet present = new BitSet();
        for (int pixel = 0; pixel < labels.length; pixel++) {
            Checks.inside(0, names.size() - 1, labels[pixel], "label");
            parts[pixel] = (byte) labels[pixel];
            present.set(labels[pixel]);
        }
        if (present.cardinality() < names.size()) {
            String empty = names.get(present.nextClearBit(0));
            throw Checks.rejected("part " + empty, "of at least one pixel", "empty");
        }
        return new FaceParts(size, List.copyOf(names), parts);
    }

    private static void requireNames(List<String> names) {
        Checks.inside(1, MOST_PARTS, names.size(), "names.size()");
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || !seen.add(name)) {
                throw Checks.rejected("names", "distinct and not blank", names);
            }
        }
    }

    /**
     * Parts of the caller's own, drawn as polygons. A pixel belongs to the polygon that its centre
     * lies in by the even-odd rule; a centre on an edge belongs to what is right of it or below, so
     * that polygons can share edges. A polygon closes itself and may cross itself.
     *
     * @param size of the crop
     * @param polygons the corners of each part by its name, at least three, in pixels of the crop:
     *     a pixel's centre is at whole numbers, {@link Landmarks.Point}. Each corner from -0.5 to
     *     the width or height. The map's order is that of the parts: a {@link
     *     java.util.LinkedHashMap} keeps it, that of {@code Map.of} differs from run to run
     * @param rest the name of the pixels that lie in no polygon, the last part; left out where
     *     there are none
     * @throws IllegalArgumentException where there is no polygon or there are more than 63, names
     *     are blank or repeated, a polygon has fewer than three corners, one outside of the crop,
     *     or no pixel's centre in it, or two polygons share a pixel
     */
    public static FaceParts ofPolygons(
            FaceSize size, Map<String, List<Landmarks.Point>> polygons, String rest) {
        Checks.inside(1, MOST_PARTS - 1, polygons.size(), "polygons.size()");
        List<List<Landmarks.Point>> corners = List.copyOf(polygons.values());
        List<String> names = new ArrayList<>(polygons.keySet());
        names.add(rest);
        requireNames(names);
        int[] labels = new int[size.pixelCount()];
        Arrays.fill(labels, polygons.size());
        int pixelsLeft = labels.length;
        for (int part = 0; part < polygons.size(); part++) {
            String polygon = "polygon " + names.get(part);
            BitSet own = pixelsIn(size, corners.get(part), polygon);
            for (int pixel : own.stream().toArray()) {
                if (labels[pixel] < part) {
                    throw Checks.rejected(
                            polygon,
                            "apart from polygon " + names.get(labels[pixel]),
                            "also in row "
                                    + pixel / size.width()
                                    + ", column "
                                    + pixel % size.width());
                }
                labels[pixel] = part;
            }
            pixelsLeft -= own.cardinality();
        }
        return ofLabels(size, pixelsLeft > 0 ? names : names.subList(0, names.size() - 1), labels);
    }

    private static BitSet pixelsIn(FaceSize size, List<Landmarks.Point> corners, String polygon) {
        Checks.atLeast(3, corners.size(), polygon + " corners");
        for (Landmarks.Point corner : corners) {
            if (!(corner.x() >= -0.5
                    && corner.x() <= size.width()
                    && corner.y() >= -0.5
                    && corner.y() <= size.height())) {
                throw Checks.rejected(polygon, "inside the crop of " + size, corner);
            }
        }
        BitSet pixels = new BitSet(size.pixelCount());
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                pixels.set(row * size.width() + column, isIn(corners, column, row));
            }
        }
        if (pixels.isEmpty()) {
            throw Checks.rejected(polygon, "around the centre of at least one pixel", corners);
        }
        return pixels;
    }

    /** Even-odd: whether an odd number of edges lies to the right. */
    private static boolean isIn(List<Landmarks.Point> corners, double x, double y) {
        boolean inside = false;
        Landmarks.Point before = corners.get(corners.size() - 1);
        for (Landmarks.Point corner : corners) {
            if (corner.y() > y != before.y() > y) {
                // Always from above, so that polygons on both sides of an edge round alike.
                Landmarks.Point upper = corner.y() < before.y() ? corner : before;
                Landmarks.Point lower = corner.y() < before.y() ? before : corner;
                double along = (y - upper.y()) / (lower.y() - upper.y());
                inside ^= x < upper.x() + along * (lower.x() - upper.x());
            }
            before = corner;
        }
        return inside;
    }

    /** Height and width of the crop. */
    public FaceSize size() {
        return size;
    }

    /** The names of the parts; their order numbers them. */
    public List<String> names() {
        return names;
    }

    /**
     * The anatomical parts that {@link #of} left out because they lie wholly outside of the crop,
     * in the order of the constants; empty where a part has a name of the caller's own. Ears, neck
     * and marks are never among them: no part stands for these alone.
     */
    public List<String> notInTheCrop() {
        return ANATOMICAL.containsAll(names)
                ? ANATOMICAL.stream().filter(name -> !names.contains(name)).toList()
                : List.of();
    }

    /** The number of parts. */
    public int count() {
        return names.size();
    }

    /** The name of a pixel's part. */
    public String at(int row, int column) {
        Checks.inside(0, size.height() - 1, row, "row");
        Checks.inside(0, size.width() - 1, column, "column");
        return names.get(partOfPixel[row * size.width() + column]);
    }

    /**
     * The pixels of a part, row-major; the caller's.
     *
     * @param part its number
     */
    public BitSet pixels(int part) {
        Checks.inside(0, names.size() - 1, part, "part");
        BitSet pixels = new BitSet(partOfPixel.length);
        for (int pixel = 0; pixel < partOfPixel.length; pixel++) {
            pixels.set(pixel, partOfPixel[pixel] == part);
        }
        return pixels;
    }

    /**
     * The number of a part.
     *
     * @throws IllegalArgumentException where there is none of that name
     */
    public int indexOf(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw Checks.rejected("part", "one of " + new ArrayList<>(names), name);
        }
        return index;
    }

    /** SHA-256 of the size, the names and each pixel's part, 64 lower-case hexadecimal digits. */
    public String digest() {
        Sha256 sum = new Sha256().add(size.height()).add(size.width()).add(names.size());
        names.forEach(sum::add);
        for (byte part : partOfPixel) {
            sum.add(part);
        }
        return sum.hex();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FaceParts that
                && size.equals(that.size)
                && names.equals(that.names)
                && Arrays.equals(partOfPixel, that.partOfPixel);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(partOfPixel);
    }

    /** For example {@code FaceParts[11 parts of 112x112]}. */
    @Override
    public String toString() {
        return "FaceParts[" + names.size() + " parts of " + size + "]";
    }
}
