package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.DifferentiableEmbedder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DifferentiableEmbedder} must do, beyond being an embedder. */
public interface DifferentiableEmbedderContract extends FaceEmbedderContract {
    @Override
    DifferentiableEmbedder openVerifier();

    /**
     * How far a derivative along a direction may lie from the central difference, as a share of the
     * gradient's length. A model with kinks needs more than the default, which is for a smooth one
     * in float32.
     */
    default double differenceTolerance() {
        return 2e-3;
    }

    /**
     * How far a step of a difference moves the values of a face, in root mean square, as a share of
     * the range of the batch's values.
     */
    default double differenceStep() {
        return 0.002;
    }

    /** Along the gradient, and along directions that know nothing of it. */
    @Test
    default void derivativesAgreeWithCentralDifferences() {
        Law.holds(
                "derivatives agree with central differences",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceImage face = faces(embedder.inputSize()).get(0);
                                    FaceBatch batch = ContractFaces.batch(embedder, face);
                                    float[] values = ContractFaces.valuesOf(batch);
                                    double[] cotangent =
                                            Cotangents.draw(1, lengthOf(embedder, batch))[0];
                                    double[] gradient =
                                            Cotangents.doubles(
                                                    embedder.pullBack(
                                                                    batch,
                                                                    Cotangents.floats(cotangent))[
                                                            0]);
                                    double length = Cotangents.length(gradient);
                                    assertThat(length).as("length of the gradient").isPositive();
                                    double step =
                                            differenceStep()
                                                    * Cotangents.range(values)
                                                    * Math.sqrt(gradient.length);
                                    for (int seed = 0; seed < 4; seed++) {
                                        double[] random =
                                                Cotangents.draw(10L + seed, gradient.length)[0];
                                        double[] direction = new double[gradient.length];
                                        double randomLength = Cotangents.length(random);
                                        for (int i = 0; i < direction.length; i++) {
                                            double along = seed == 0 ? gradient[i] / length : 0;
                                            direction[i] =
                                                    along
                                                            + (seed == 0
                                                                    ? 0
                                                                    : random[i] / randomLength);
                                        }
                                        double expected =
                                                (weighted(
                                                                        embedder, values, direction,
                                                                        step, cotangent)
                                                                - weighted(
                                                                        embedder, values, direction,
                                                                        -step, cotangent))
                                                        / (2 * step);
                                        assertThat(Cotangents.product(gradient, direction) / length)
                                                .as("direction %s", seed)
                                                .isCloseTo(
                                                        expected / length,
                                                        within(differenceTolerance()));
                                    }
                                }));
    }

    private static double weighted(
            DifferentiableEmbedder embedder,
            float[] values,
            double[] direction,
            double step,
            double[] cotangent) {
        FloatBuffer memory = FaceBatch.memory(1, embedder.inputSize());
        for (int i = 0; i < values.length; i++) {
            memory.put(i, (float) (values[i] + step * direction[i]));
        }
        FaceBatch moved = FaceBatch.over(memory, 1, embedder.inputSize(), embedder.layout());
        return Cotangents.product(Cotangents.doubles(embedder.embed(moved)[0]), cotangent);
    }

    private static int lengthOf(DifferentiableEmbedder embedder, FaceBatch batch) {
        return embedder.embed(batch)[0].length;
    }

    /** Twice one cotangent less another gives twice the one gradient less the other. */
    @Test
    default void derivativesAreLinearInTheCotangents() {
        Law.holds(
                "derivatives are linear in the cotangents",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceImage face = faces(embedder.inputSize()).get(0);
                                    FaceBatch three =
                                            ContractFaces.batch(
                                                    embedder, List.of(face, face, face), 1);
                                    double[][] drawn =
                                            Cotangents.draw(2, lengthOf(embedder, three), 2);
                                    double[] mixed = new double[drawn[0].length];
                                    Arrays.setAll(mixed, d -> 2 * drawn[0][d] - drawn[1][d]);
                                    float[][] gradients =
                                            embedder.pullBack(
                                                    three,
                                                    Cotangents.floats(drawn[0], drawn[1], mixed));
                                    float[] expected = new float[gradients[0].length];
                                    for (int i = 0; i < expected.length; i++) {
                                        expected[i] = 2 * gradients[0][i] - gradients[1][i];
                                    }
                                    assertClose(gradients[2], expected);
                                }));
    }

    /** A face depends on its own values and its own cotangent, whatever else is in the batch. */
    @Test
    default void facesOfABatchAreIndependent() {
        Law.holds(
                "a derivative depends on its own face and its own cotangent alone",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    List<FaceImage> faces = faces(embedder.inputSize());
                                    FaceBatch batch = ContractFaces.batch(embedder, faces, 1);
                                    double[][] drawn =
                                            Cotangents.draw(
                                                    3, lengthOf(embedder, batch), faces.size());
                                    Arrays.fill(drawn[1], 0);
                                    float[][] together =
                                            embedder.pullBack(batch, Cotangents.floats(drawn));
                                    assertThat(together.length).isEqualTo(faces.size());
                                    assertThat(together[1]).containsOnly(0);
                                    for (int i = 0; i < faces.size(); i++) {
                                        FaceBatch alone =
                                                ContractFaces.batch(embedder, faces.get(i));
                                        assertThat(together[i]).hasSize(alone.faceLength());
                                        assertClose(
                                                together[i],
                                                embedder.pullBack(
                                                                alone, Cotangents.floats(drawn[i]))[
                                                        0]);
                                    }
                                }));
    }

    /** Neither the batch nor the cotangents are written to, and results are the caller's. */
    @Test
    default void derivativesAreTheCallersAndTheArgumentsStayAsTheyWere() {
        Law.holds(
                "derivatives are arrays of the caller, and neither faces nor cotangents are written to",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceBatch batch =
                                            ContractFaces.batch(
                                                    embedder, faces(embedder.inputSize()), 1);
                                    float[] before = ContractFaces.valuesOf(batch);
                                    int length = lengthOf(embedder, batch);
                                    float[][] cotangents =
                                            Cotangents.floats(
                                                    Cotangents.draw(4, length, batch.count()));
                                    float[][] first = embedder.pullBack(batch, cotangents);
                                    float[] kept = first[0].clone();
                                    ContractFaces.mustHold(before, batch);
                                    assertThat(cotangents)
                                            .isDeepEqualTo(
                                                    Cotangents.floats(
                                                            Cotangents.draw(
                                                                    4, length, batch.count())));
                                    for (float[] gradient : first) {
                                        Arrays.fill(gradient, Float.NaN);
                                    }
                                    float[][] second = embedder.pullBack(batch, cotangents);
                                    assertClose(second[0], kept);
                                    assertThat(first[0]).containsOnly(Float.NaN);
                                }));
    }

    /** Derivatives leave embeddings as they were. */
    @Test
    default void embeddingsAreTheSameAfterDerivatives() {
        Law.holds(
                "embeddings are the same after derivatives were taken",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceBatch batch =
                                            ContractFaces.batch(
                                                    embedder, faces(embedder.inputSize()), 0);
                                    float[][] before = embedder.embed(batch);
                                    double[][] drawn =
                                            Cotangents.draw(5, before[0].length, batch.count());
                                    embedder.pullBack(batch, Cotangents.floats(drawn));
                                    float[][] after = embedder.embed(batch);
                                    for (int i = 0; i < before.length; i++) {
                                        assertClose(after[i], before[i]);
                                    }
                                }));
    }

    /** Several threads get what one gets, embeddings in between. */
    @Test
    default void severalThreadsGetTheSameDerivatives() {
        Law.holds(
                "several threads get the derivatives that one gets",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceBatch batch =
                                            ContractFaces.batch(
                                                    embedder, faces(embedder.inputSize()), 0);
                                    float[][] embeddings = embedder.embed(batch);
                                    float[][] cotangents =
                                            Cotangents.floats(
                                                    Cotangents.draw(
                                                            6,
                                                            embeddings[0].length,
                                                            batch.count()));
                                    float[][] expected = embedder.pullBack(batch, cotangents);
                                    CompletableFuture<?>[] threads =
                                            IntStream.range(0, 3)
                                                    .mapToObj(
                                                            t ->
                                                                    CompletableFuture.runAsync(
                                                                            () -> {
                                                                                embedder.embed(
                                                                                        batch);
                                                                                float[][] own =
                                                                                        embedder
                                                                                                .pullBack(
                                                                                                        batch,
                                                                                                        cotangents);
                                                                                for (int i = 0;
                                                                                        i
                                                                                                < own.length;
                                                                                        i++) {
                                                                                    assertClose(
                                                                                            own[i],
                                                                                            expected[
                                                                                                    i]);
                                                                                }
                                                                            }))
                                                    .toArray(CompletableFuture<?>[]::new);
                                    CompletableFuture.allOf(threads).join();
                                }));
    }

    @Test
    default void rejectsFacesAndCotangentsThatDoNotFit() {
        Law.holds(
                "faces of another size and cotangents of another number or length are an IllegalArgumentException that names both",
                () ->
                        Opened.use(
                                openVerifier(),
                                embedder -> {
                                    FaceSize size = embedder.inputSize();
                                    FaceBatch batch = ContractFaces.batch(embedder, faces(size), 0);
                                    int length = lengthOf(embedder, batch);
                                    FaceSize otherSize = ContractFaces.otherSize(size);
                                    FaceBatch wrong =
                                            ContractFaces.batch(
                                                    embedder,
                                                    FaceImage.filled(otherSize, 90, 120, 150));
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(
                                                    () ->
                                                            embedder.pullBack(
                                                                    wrong, new float[1][length]))
                                            .withMessageContaining(size.toString())
                                            .withMessageContaining(otherSize.toString());
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(
                                                    () ->
                                                            embedder.pullBack(
                                                                    batch, new float[1][length]))
                                            .withMessageContaining("cotangents")
                                            .withMessageContaining(Integer.toString(batch.count()));
                                    float[][] tooLong = new float[batch.count()][length + 1];
                                    assertThatIllegalArgumentException()
                                            .isThrownBy(() -> embedder.pullBack(batch, tooLong))
                                            .withMessageContaining("cotangent")
                                            .withMessageContaining(Integer.toString(length))
                                            .withMessageContaining(Integer.toString(length + 1));
                                }));
    }

    /** Floats of two orders of summation, held against the largest of them. */
    private static void assertClose(float[] actual, float[] expected) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i])
                    .as("value %s", i)
                    .isCloseTo(expected[i], within(1e-4 * largest));
        }
    }

    /** Drawn cotangents and directions. */
    final class Cotangents {
        private Cotangents() {}

        static double[][] draw(long seed, int length) {
            return draw(seed, length, 1);
        }

        static double[][] draw(long seed, int length, int count) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] drawn = new double[count][length];
            for (double[] row : drawn) {
                // Floats, so that what is pulled back is what was drawn.
                Arrays.setAll(row, d -> (float) random.nextDouble(-1, 1));
            }
            return drawn;
        }

        static float[][] floats(double[]... rows) {
            float[][] floats = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                floats[i] = new float[rows[i].length];
                for (int d = 0; d < rows[i].length; d++) {
                    floats[i][d] = (float) rows[i][d];
                }
            }
            return floats;
        }

        static double[] doubles(float[] row) {
            double[] doubles = new double[row.length];
            Arrays.setAll(doubles, i -> row[i]);
            return doubles;
        }

        static double product(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        static double length(double[] a) {
            return Math.sqrt(product(a, a));
        }

        static double range(float[] values) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return most - least;
        }
    }
}
