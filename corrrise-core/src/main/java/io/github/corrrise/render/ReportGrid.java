package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.image.Resampling;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.saliency.SaliencyMap;

/**
 * A map's values for the script of {@code report.html}, which tells the one under the pointer.
 *
 * @param rows height of the grid
 * @param columns width of the grid
 * @param bound the significance bound, empty where the method does not judge
 * @param quantity what the values are
 * @param values the map on the grid, in Base64
 * @param errors its standard errors on the grid, in Base64, or empty
 * @param undefinedCells cells without a value, by their place in the grid
 * @param chanceCells cells whose value reaches the bound and that are not significant
 */
record ReportGrid(
        int rows,
        int columns,
        String bound,
        String quantity,
        String values,
        String errors,
        String undefinedCells,
        String chanceCells) {
    /**
     * Values under the pointer are read on a grid no finer than this, so that the file stays small.
     */
    private static final int FINEST = 112;

    static ReportGrid of(SaliencyMap map) {
        FaceSize grid = ReportSide.reduced(map.size(), FINEST);
        return new ReportGrid(
                grid.height(),
                grid.width(),
                map.significance().map(chance -> "" + chance.bound()).orElse(""),
                map.scale().quantity(),
                encoded(map.toArray(), map.size(), grid),
                map.standardErrors().map(errors -> encoded(errors, map.size(), grid)).orElse(""),
                cells(map, grid, (row, column) -> !map.isDefined(row, column)),
                cells(map, grid, (row, column) -> isChance(map, row, column)));
    }

    private static String encoded(float[] plane, FaceSize size, FaceSize grid) {
        return Base64Floats.encoded(
                size.equals(grid)
                        ? plane
                        : Resampling.bilinear(
                                plane, size.height(), size.width(), grid.height(), grid.width()));
    }

    private static boolean isChance(SaliencyMap map, int row, int column) {
        float value = map.at(row, column);
        return map.significance().filter(chance -> chance.reaches(value)).isPresent()
                && !map.isSignificant(row, column);
    }

    /** Tells pixels apart. */
    @FunctionalInterface
    private interface Pixels {
        boolean hold(int row, int column);
    }

    private static String cells(SaliencyMap map, FaceSize grid, Pixels which) {
        StringBuilder cells = new StringBuilder();
        for (int row = 0; row < grid.height(); row++) {
            for (int column = 0; column < grid.width(); column++) {
                if (which.hold(
                        (2 * row + 1) * map.size().height() / (2 * grid.height()),
                        (2 * column + 1) * map.size().width() / (2 * grid.width()))) {
                    cells.append(row * grid.width() + column).append(' ');
                }
            }
        }
        return cells.toString().strip();
    }
}
