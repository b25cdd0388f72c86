package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceEmbedder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A real model whose truth is known on real faces: it is asked about every patch of the faces by
 * itself, and its similarities are averaged.
 *
 * <pre>s(A, B) = (1 / P) sum_p sim(f(A_p), f(B_p))</pre>
 *
 * <p>A_p is patch p of face A, cut out by a grid and enlarged to the model's input size; f are the
 * model's embeddings and sim is its similarity, the cosine for most. A patch is enlarged by itself,
 * so a pixel bears on the term of its patch and on nothing else, and effects of hiding patches add
 * up exactly, whatever the model does inside: {@link #effects} is what a method should find. What
 * the model makes of enlarged patches is not what it makes of faces: this judges methods, not the
 * model.
 *
 * <p>Cost: P passes of the model per face; a run counts each as one. Batches are as large as those
 * it is asked for. There is no threshold, for the model's is one of whole faces. The model stays
 * the caller's and is not closed. A face of another size is refused with an {@link
 * IllegalArgumentException}. Immutable; safe for use by several threads as far as the model is.
 *
 * @since 0.1.0
 */
public final class PatchwiseVerifier implements FaceEmbedder {
    /** Not a setting: what a map of effects holds. */
    private static final SaliencyMap.Scale EFFECT =
            new SaliencyMap.Scale(
                    "similarity per pixel", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final FaceEmbedder model;
    private final int rows;
    private final int columns;

    private PatchwiseVerifier(FaceEmbedder model, int rows, int columns) {
        this.model = model;
        this.rows = rows;
        this.columns = columns;
    }

    /**
     * Asks a model about the patches of a grid.
     *
     * @param model whose faces are of the same size
     * @param rows of patches, at least 1; must divide the height
     * @param columns of patches, at least 1; must divide the width
     * @throws IllegalArgumentException where the grid does not divide the model's faces
     */
    public static PatchwiseVerifier of(FaceEmbedder model, int rows, int columns) {
        Objects.requireNonNull(model, "model");
        Checks.atLeast(1, rows, "rows");
        Checks.atLeast(1, columns, "columns");
        FaceSize size = model.inputSize();
        if (size.height() % rows != 0 || size.width() % columns != 0) {
            throw Checks.rejected(
                    "rows and columns", "a grid that divides " + size, rows + "x" + columns);
        }
        return new PatchwiseVerifier(model, rows, columns);
    }

    @Override
    public FaceSize inputSize() {
        return model.inputSize();
    }

    @Override
    public PixelLayout layout() {
        return model.layout();
    }

    @Override
    public String description() {
        return "PatchwiseVerifier " + rows + "x" + columns + " patches of " + model.description();
    }

    /** The embeddings of all patches, row by row of the grid, one behind the other. */
    @Override
    public float[][] embed(FaceBatch faces) {
        FaceImage[] whole = new FaceImage[faces.count()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = faces.face(i);
            requireSize("face", whole[i]);
        }
        float[][] all = new float[whole.length][];
        for (int patch = 0; patch < patchCount(); patch++) {
            FaceImage[] patches = new FaceImage[whole.length];
            for (int i = 0; i < whole.length; i++) {
                patches[i] = patch(whole[i], patch);
            }
            float[][] embeddings = model.embed(FaceBatch.of(layout(), patches));
            for (int i = 0; i < whole.length; i++) {
                int length = embeddings[i].length;
                if (patch == 0) {
                    all[i] = new float[patchCount() * length];
                }
                System.arraycopy(embeddings[i], 0, all[i], patch * length, length);
            }
        }
        return all;
    }

    /** The mean of the patches' similarities. */
    @Override
    public double similarity(float[] a, float[] b) {
        double sum = 0;
        for (double each : similarities(a, b)) {
            sum += each;
        }
        return sum / patchCount();
    }

    private double[] similarities(float[] a, float[] b) {
        if (a.length != b.length || a.length % patchCount() != 0) {
            throw new IllegalArgumentException(
                    "embeddings must be of one length, a multiple of "
                            + patchCount()
                            + ", were "
                            + a.length
                            + " and "
                            + b.length);
        }
        int length = a.length / patchCount();
        double[] similarities = new double[patchCount()];
        for (int patch = 0; patch < similarities.length; patch++) {
            int from = patch * length;
            similarities[patch] =
                    model.similarity(
                            Arrays.copyOfRange(a, from, from + length),
                            Arrays.copyOfRange(b, from, from + length));
        }
        return similarities;
    }

    /**
     * What each patch adds to the similarity of a pair: its term of the sum. All together they are
     * the similarity. Cost: 2 P passes of the model.
     *
     * @return [row of patches][column of patches]
     */
    public double[][] contributions(FacePair pair) {
        double[] terms = terms(pair);
        double[][] grid = new double[rows][columns];
        for (int patch = 0; patch < terms.length; patch++) {
            grid[patch / columns][patch % columns] = terms[patch];
        }
        return grid;
    }

    /**
     * What hiding each patch of the probe costs: its term less that of the patch behind the fill,
     * spread evenly over the pixels of the patch. Positive where the patch makes the pair more
     * alike. The sum over any patches is exactly what the similarity loses when these are hidden;
     * over all pixels it is the similarity less that of the hidden probe. Cost: 4 P passes of the
     * model.
     *
     * @param pair of the model's input size
     * @param fill what replaces hidden pixels
     */
    public SaliencyMap effects(FacePair pair, Fill fill) {
        double[] shown = terms(pair);
        double[] hidden = terms(FacePair.of(fill.behind(pair.probe()), pair.reference()));
        FaceSize size = inputSize();
        float[] map = new float[size.pixelCount()];
        for (int pixel = 0; pixel < map.length; pixel++) {
            int row = pixel / size.width() / patchSize().height();
            int column = pixel % size.width() / patchSize().width();
            int patch = row * columns + column;
            map[pixel] = (float) ((shown[patch] - hidden[patch]) / patchSize().pixelCount());
        }
        return SaliencyMap.of(size, EFFECT, map);
    }

    private double[] terms(FacePair pair) {
        requireSize("probe", pair.probe());
        requireSize("reference", pair.reference());
        float[] probe = embed(FaceBatch.of(layout(), pair.probe()))[0];
        float[] reference = embed(FaceBatch.of(layout(), pair.reference()))[0];
        double[] terms = similarities(probe, reference);
        for (int patch = 0; patch < terms.length; patch++) {
            terms[patch] /= patchCount();
        }
        return terms;
    }

    private void requireSize(String name, FaceImage face) {
        if (!face.size().equals(inputSize())) {
            throw Checks.rejected(name, inputSize().toString(), face.size());
        }
    }

    private int patchCount() {
        return rows * columns;
    }

    private FaceSize patchSize() {
        return new FaceSize(inputSize().height() / rows, inputSize().width() / columns);
    }

    private FaceImage patch(FaceImage face, int patch) {
        FaceSize size = patchSize();
        int top = patch / columns * size.height();
        int left = patch % columns * size.width();
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            rgb[i] = face.at(top + pixel / size.width(), left + pixel % size.width(), i % 3);
        }
        return FaceImage.ofFloats(size, rgb).resizedTo(inputSize());
    }
}
