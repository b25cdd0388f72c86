package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * A verifier without training: histograms of oriented gradients over a grid of cells, each
 * normalised by its neighbourhood, compared by cosine. It needs no model and no download.
 *
 * <p>What it is for: first runs, tests, teaching; its cosine is a sum over cells, which {@link
 * #contributions} returns, so a map can be held against the truth. What it is not: a face
 * recogniser. It compares where edges run in two aligned crops; never decide about a person by it.
 *
 * <p>Method: gradients by central differences on luminance; unsigned orientations, each magnitude
 * shared between its two nearest bins; a cell's histogram divided by the root of the energy of its
 * 3 x 3 cells, clipped, then centred over the orientations, so that a flat cell gives zero. After
 * N. Dalal and B. Triggs, CVPR 2005, doi:10.1109/CVPR.2005.177; without their spatial
 * interpolation.
 *
 * <p>Immutable; safe for use by several threads; about 0.5 ms a face of 112 x 112.
 *
 * @param inputSize height and width of the faces, at least one cell each
 * @param cellSide side of a square cell in pixels, at least 2; pixels right and below of the last
 *     whole cell are not looked at
 * @param orientationCount bins over half a turn, at least 2
 * @param threshold the operating point, if any
 * @since 0.1.0
 */
public record LocalDescriptorVerifier(
        FaceSize inputSize, int cellSide, int orientationCount, Optional<Threshold> threshold)
        implements FaceEmbedder {
    /** Under this mean gradient, in grey levels a pixel, a neighbourhood counts as flat. */
    private static final double NOISE_FLOOR = 4.0;

    /** No bin counts for more: the rim of a hidden patch must not drown the face. */
    private static final double CLIP = 0.2;

    /** Where the error rates were equal on 120 pairs of aligned portraits, at 30 % error. */
    private static final double EQUAL_ERROR_THRESHOLD = 0.40;

    /** Checks the ranges. */
    public LocalDescriptorVerifier {
        Objects.requireNonNull(inputSize, "inputSize");
        Objects.requireNonNull(threshold, "threshold");
        Checks.inside(2, inputSize.shorterSide(), cellSide, "cellSide");
        Checks.atLeast(2, orientationCount, "orientationCount");
    }

    /**
     * 112 x 112 faces, cells of 8 pixels, 8 orientations, the threshold 0.40, which decides about a
     * third of portraits wrongly.
     */
    public static LocalDescriptorVerifier defaults() {
        return new LocalDescriptorVerifier(
                FaceSize.ARCFACE, 8, 8, Optional.of(Threshold.of(EQUAL_ERROR_THRESHOLD)));
    }

    /** The same verifier for faces of another size. */
    public LocalDescriptorVerifier withInputSize(FaceSize size) {
        return new LocalDescriptorVerifier(size, cellSide, orientationCount, threshold);
    }

    /** The same verifier with another threshold. */
    public LocalDescriptorVerifier withThreshold(double value) {
        return new LocalDescriptorVerifier(
                inputSize, cellSide, orientationCount, Optional.of(Threshold.of(value)));
    }

    /** Rows of whole cells. */
    public int cellRows() {
        return inputSize.height() / cellSide;
    }

    /** Columns of whole cells. */
    public int cellColumns() {
        return inputSize.width() / cellSide;
    }

    @Override
    public float[][] embed(FaceBatch faces) {
        float[][] embeddings = new float[faces.count()][];
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = describe(faces.face(i));
        }
        return embeddings;
    }

    /**
     * What each cell adds to the similarity of the unmasked pair: the products of its bins over the
     * lengths of both descriptors. The sum over all cells is the similarity; a cell where edges run
     * differently is negative.
     *
     * @return [{@link #cellRows()}][{@link #cellColumns()}], all zero where a face has no edges
     */
    public double[][] contributions(FacePair pair) {
        PixelLayout layout = layout();
        float[] probe = embed(FaceBatch.of(layout, pair.probe()))[0];
        float[] reference = embed(FaceBatch.of(layout, pair.reference()))[0];
        double lengths = Math.sqrt(squareSum(probe) * squareSum(reference));
        double[][] shares = new double[cellRows()][cellColumns()];
        if (lengths == 0) {
            return shares;
        }
        for (int d = 0; d < probe.length; d++) {
            int cell = d / orientationCount;
            shares[cell / cellColumns()][cell % cellColumns()] +=
                    (double) probe[d] * reference[d] / lengths;
        }
        return shares;
    }

    @Override
    public String description() {
        return "LocalDescriptorVerifier "
                + inputSize
                + ", cells of "
                + cellSide
                + ", "
                + orientationCount
                + " orientations";
    }

    private float[] describe(FaceImage face) {
        if (!face.size().equals(inputSize)) {
            throw Checks.rejected("face", inputSize.toString(), face.size());
        }
        double[] histograms = histograms(luminance(face));
        int cellCount = cellRows() * cellColumns();
        double[] energy = new double[cellCount];
        for (int i = 0; i < histograms.length; i++) {
            energy[i / orientationCount] += histograms[i] * histograms[i];
        }
        float[] descriptor = new float[histograms.length];
        for (int cell = 0; cell < cellCount; cell++) {
            double norm = neighbourhoodNorm(energy, cell / cellColumns(), cell % cellColumns());
            int first = cell * orientationCount;
            double sum = 0;
            for (int bin = first; bin < first + orientationCount; bin++) {
                histograms[bin] = Math.min(CLIP, histograms[bin] / norm);
                sum += histograms[bin];
            }
            for (int bin = first; bin < first + orientationCount; bin++) {
                descriptor[bin] = (float) (histograms[bin] - sum / orientationCount);
            }
        }
        return descriptor;
    }

    private static double[] luminance(FaceImage face) {
        float[] planes = face.toPlanes();
        int pixelCount = face.size().pixelCount();
        double[] luminance = new double[pixelCount];
        for (int i = 0; i < pixelCount; i++) {
            luminance[i] =
                    0.299 * planes[i]
                            + 0.587 * planes[pixelCount + i]
                            + 0.114 * planes[2 * pixelCount + i];
        }
        return luminance;
    }

    private double[] histograms(double[] luminance) {
        int height = inputSize.height();
        int width = inputSize.width();
        double[] histograms = new double[cellRows() * cellColumns() * orientationCount];
        for (int row = 0; row < cellRows() * cellSide; row++) {
            int above = Math.max(row - 1, 0) * width;
            int below = Math.min(row + 1, height - 1) * width;
            for (int column = 0; column < cellColumns() * cellSide; column++) {
                double down = (luminance[below + column] - luminance[above + column]) / 2;
                double right =
                        (luminance[row * width + Math.min(column + 1, width - 1)]
                                        - luminance[row * width + Math.max(column - 1, 0)])
                                / 2;
                double magnitude = Math.sqrt(down * down + right * right);
                if (magnitude == 0) {
                    continue;
                }
                double turn = Math.atan2(down, right) / Math.PI;
                double position = (turn < 0 ? turn + 1 : turn) * orientationCount;
                int bin = (int) position;
                double share = position - bin;
                int cell = (row / cellSide) * cellColumns() + column / cellSide;
                int first = cell * orientationCount;
                histograms[first + bin % orientationCount] += (1 - share) * magnitude;
                histograms[first + (bin + 1) % orientationCount] += share * magnitude;
            }
        }
        return histograms;
    }

    private double neighbourhoodNorm(double[] energy, int cellRow, int cellColumn) {
        double sum = 0;
        int neighbours = 0;
        int lastRow = Math.min(cellRow + 1, cellRows() - 1);
        int lastColumn = Math.min(cellColumn + 1, cellColumns() - 1);
        for (int row = Math.max(cellRow - 1, 0); row <= lastRow; row++) {
            for (int column = Math.max(cellColumn - 1, 0); column <= lastColumn; column++) {
                sum += energy[row * cellColumns() + column];
                neighbours++;
            }
        }
        double flat = NOISE_FLOOR * cellSide * cellSide;
        return Math.max(Math.sqrt(sum / neighbours), flat);
    }

    private static double squareSum(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return sum;
    }
}
