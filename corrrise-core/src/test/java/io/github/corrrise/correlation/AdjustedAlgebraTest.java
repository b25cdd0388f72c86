package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.model.PriorRoot;
import io.github.corrrise.internal.model.SmoothBasis;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The adjusted estimator against its formulas, written out as dense algebra: every product of a
 * fit, of strata, left-out masks and several lines, with a prior and without.
 */
class AdjustedAlgebraTest {
    private static final FaceSize SIZE = new FaceSize(10, 8);
    private static final MixedMasks MASKS =
            MixedMasks.of(new PatchMasks(2, 0.4), new PatchMasks(5, 0.3));

    /** No multiple of four, by which masks are swept. */
    private static final int COUNT = 87;

    private static final long SEED = 3;

    private final DrawnMasks masks = DrawnMasks.of(scores());
    private final List<StandardScores> lines =
            List.of(
                    StandardScores.of(scores(), 0, Correlation.PEARSON),
                    StandardScores.of(scores(), 1, Correlation.PEARSON),
                    StandardScores.of(scores(), 2, Correlation.PEARSON));

    /** Of two places, with noise; the second line lacks some masks. */
    private static MaskScores scores() {
        MaskBatch batch = MASKS.generate(0, COUNT, SIZE, SEED);
        Random random = new Random(5);
        double[][] lines = new double[3][COUNT];
        for (int i = 0; i < COUNT; i++) {
            double one = batch.at(i, 2, 2) + batch.at(i, 3, 3);
            double other = batch.at(i, 7, 5);
            lines[0][i] = one - other + 0.3 * random.nextGaussian();
            lines[1][i] = one + 0.5 * random.nextGaussian() + batch.stratum(i);
            lines[2][i] = other + 0.2 * random.nextGaussian();
        }
        lines[1][0] = Double.NaN;
        lines[1][50] = Double.NaN;
        lines[1][86] = Double.NaN;
        return MaskScores.of(MASKS, SIZE, SEED, lines);
    }

    private static Optional<ContributionPrior> prior(boolean present) {
        float[] spreads = new float[16];
        float[] field = new float[16];
        for (int i = 0; i < 16; i++) {
            spreads[i] = 1 + i % 4;
            field[i] = i - 3;
        }
        return present
                ? Optional.of(ContributionPrior.of(4, 4, spreads, List.of(field)))
                : Optional.empty();
    }

    private MaskModel model(Optional<ContributionPrior> prior) {
        return MaskModel.of(
                masks, ScoreCorrelation.Kernel.HIDDEN_RUNS, prior, MaskCache.ofBytes(0));
    }

    /** The regression of one line, by its definition. */
    private final class Textbook {
        private final StandardScores line;
        private final double[][] features;
        private final double[][] centred;
        private final double[][] gram;
        private final double[] products;
        private final double[][] inverse;
        private final double[] solution;

        /** Covariance over spread of each pixel: [pixel][feature]. */
        private final double[][] directions;

        Textbook(MaskModel model, Optional<ContributionPrior> prior, int number, int penalty) {
            SmoothBasis basis = model.moments().basis();
            Optional<PriorRoot> root = prior.map(own -> own.root(basis, SIZE));
            this.line = lines.get(number);
            this.features = features(basis, root);
            this.centred = new double[line.usedCount()][];
            for (int k = 0; k < centred.length; k++) {
                centred[k] = features[line.mask(k)].clone();
                int[] members = line.members(line.stratum(k));
                for (int member : members) {
                    double[] other = features[line.mask(member)];
                    for (int f = 0; f < other.length; f++) {
                        centred[k][f] -= other[f] / members.length;
                    }
                }
            }
            int count = features[0].length;
            this.gram = new double[count][count];
            this.products = new double[count];
            for (int k = 0; k < centred.length; k++) {
                for (int f = 0; f < count; f++) {
                    products[f] += centred[k][f] * line.value(k);
                    for (int h = 0; h < count; h++) {
                        gram[f][h] += centred[k][f] * centred[k][h];
                    }
                }
            }
            double trace = 0;
            for (int f = 0; f < count; f++) {
                trace += gram[f][f];
            }
            double lambda = 1e-4 * Math.pow(1e7, penalty / 21.0) * trace / count;
            double[][] system = new double[count][];
            for (int f = 0; f < count; f++) {
                system[f] = gram[f].clone();
                system[f][f] += lambda;
            }
            this.inverse = inverse(system);
            this.solution = times(inverse, products);
            this.directions = directions(model.moments(), root);
        }

        private double[][] features(SmoothBasis basis, Optional<PriorRoot> root) {
            MaskBatch batch = MASKS.generate(0, COUNT, SIZE, SEED);
            double[][] all = new double[COUNT][];
            for (int i = 0; i < COUNT; i++) {
                FloatBuffer visibility = FloatBuffer.allocate(SIZE.pixelCount());
                batch.writeVisibility(i, visibility);
                double[] own = new double[basis.featureCount()];
                basis.features(visibility.array(), own);
                all[i] = root.map(each -> each.features(own)).orElse(own).clone();
            }
            return all;
        }

        private double[][] directions(MaskMoments moments, Optional<PriorRoot> root) {
            int count = moments.basis().featureCount();
            List<double[]> units = new ArrayList<>();
            for (int f = 0; f < count; f++) {
                double[] unit = new double[count];
                unit[f] = 1;
                units.add(unit);
            }
            float[][] columns = moments.standardised(units);
            double[][] ofFeatures = new double[count][SIZE.pixelCount()];
            for (int f = 0; f < count; f++) {
                for (int p = 0; p < SIZE.pixelCount(); p++) {
                    ofFeatures[f][p] = columns[f][p];
                }
            }
            return transposed(root.map(each -> each.turned(ofFeatures)).orElse(ofFeatures));
        }

        double errorVariance() {
            return (line.square() - dot(products, solution)) / line.freedom();
        }

        /** Mean fourth power of the scores. */
        double fourthMoment() {
            double sum = 0;
            for (int k = 0; k < centred.length; k++) {
                sum += Math.pow(line.value(k), 4);
            }
            return sum / centred.length;
        }

        /** Sum of squared residuals. */
        double left() {
            double left = 0;
            for (int k = 0; k < centred.length; k++) {
                left += Math.pow(line.value(k) - dot(centred[k], solution), 2);
            }
            return left;
        }

        /** Squared residuals per squared error that they hold. */
        double noise() {
            double freedom = line.freedom();
            for (int f = 0; f < products.length; f++) {
                double[] shrunk = times(gram, inverse[f]);
                freedom -= 2 * shrunk[f];
                for (int h = 0; h < products.length; h++) {
                    freedom += shrunk[h] * dot(gram[f], inverse[h]);
                }
            }
            return left() / freedom;
        }

        /** Variance of c'b per error variance, of a pixel. */
        double spread(int pixel) {
            return dot(directions[pixel], times(inverse, directions[pixel]));
        }

        double value(int pixel) {
            return dot(directions[pixel], solution);
        }
    }

    @ParameterizedTest(name = "prior {0}")
    @ValueSource(booleans = {false, true})
    void fitsAreThoseOfTheFormulas(boolean withPrior) {
        Optional<ContributionPrior> prior = prior(withPrior);
        MaskModel model = model(prior);
        List<Optional<AdjustedFit>> fits = model.fit(lines);
        for (int number = 0; number < 3; number++) {
            AdjustedFit fit = fits.get(number).orElseThrow();
            Textbook due = new Textbook(model, prior, number, fit.shape().penalty());
            assertThat(fit.coefficients()).containsExactly(due.solution, within(1e-9));
            double[] predictions = model.predictions(List.of(due.products, due.solution))[1];
            for (int i = 0; i < COUNT; i++) {
                assertThat(predictions[i])
                        .isCloseTo(dot(due.features[i], due.solution), within(1e-9));
            }
            SaliencyMap map = fit.map();
            SmoothBasis basis = model.moments().basis();
            double tails = (due.fourthMoment() - 1) / (4.0 * due.line.usedCount());
            for (int p = 0; p < SIZE.pixelCount(); p++) {
                double value = due.value(p);
                assertThat((double) map.toArray()[p]).isCloseTo(value, within(1e-5));
                double square =
                        due.errorVariance() * due.spread(basis.lattice()[basis.nearestPoint(p)])
                                + tails * value * value;
                assertThat((double) map.standardErrors().orElseThrow()[p])
                        .isCloseTo(Math.sqrt(square), within(1e-5));
                assertThat((double) map.coverage().orElseThrow()[p])
                        .isCloseTo(coverage(due.line, p), within(1e-6));
            }
            assertThat(fit.contributions())
                    .isEqualTo(basis.field(ofBasis(prior, basis, fit.coefficients())));
        }
    }

    private static double[] ofBasis(
            Optional<ContributionPrior> prior, SmoothBasis basis, double[] own) {
        return prior.map(each -> each.root(basis, SIZE).coefficients(own)).orElse(own);
    }

    private static double coverage(StandardScores line, int pixel) {
        MaskBatch batch = MASKS.generate(0, COUNT, SIZE, SEED);
        double sum = 0;
        for (int mask : line.used()) {
            sum += batch.at(mask, pixel / SIZE.width(), pixel % SIZE.width());
        }
        return sum / line.usedCount();
    }

    /** One row of the lattice's points, whether the model is believed or not. */
    @ParameterizedTest(name = "prior {0}")
    @ValueSource(booleans = {false, true})
    void mapsAtTheLatticeAreThoseOfTheFace(boolean withPrior) {
        Optional<ContributionPrior> prior = prior(withPrior);
        MaskModel model = model(prior);
        int[] lattice = model.moments().basis().lattice();
        List<Optional<SaliencyMap>> maps = model.latticeMaps(lines);
        for (int number = 0; number < 3; number++) {
            SaliencyMap whole = model.fit(lines).get(number).orElseThrow().map();
            SaliencyMap map = maps.get(number).orElseThrow();
            assertThat(map.size()).isEqualTo(new FaceSize(1, lattice.length));
            for (int point = 0; point < lattice.length; point++) {
                assertThat(map.at(0, point))
                        .isCloseTo(whole.toArray()[lattice[point]], within(1e-5f));
            }
        }
    }

    /** What the fit makes of any weights, which noise is. */
    @ParameterizedTest(name = "prior {0}")
    @ValueSource(booleans = {false, true})
    void weightsGoThroughTheSameFit(boolean withPrior) {
        Optional<ContributionPrior> prior = prior(withPrior);
        MaskModel model = model(prior);
        int[] lattice = model.moments().basis().lattice();
        AdjustedFit fit = model.fit(lines).get(0).orElseThrow();
        Textbook due = new Textbook(model, prior, 0, fit.shape().penalty());
        double[][] weights = new double[5][];
        Random random = new Random(8);
        Arrays.setAll(weights, v -> random.doubles(COUNT, -1, 1).toArray());
        float[][] maps = fit.maps(weights);
        for (int v = 0; v < weights.length; v++) {
            double[] sums = new double[due.products.length];
            for (int i = 0; i < COUNT; i++) {
                for (int f = 0; f < sums.length; f++) {
                    sums[f] += weights[v][i] * due.features[i][f];
                }
            }
            double[] solved = times(due.inverse, sums);
            for (int point = 0; point < lattice.length; point++) {
                assertThat((double) maps[v][point])
                        .isCloseTo(dot(due.directions[lattice[point]], solved), within(1e-5));
            }
        }
    }

    /** By the formula of leave-one-out, of masks that have a score. */
    @ParameterizedTest(name = "prior {0}")
    @ValueSource(booleans = {false, true})
    void whatAFitExplainsIsLeaveOneOut(boolean withPrior) {
        Optional<ContributionPrior> prior = prior(withPrior);
        MaskModel model = model(prior);
        List<Optional<SaliencyMap.ExplainedVariance>> told = model.explained(lines);
        for (int number = 0; number < 3; number++) {
            int penalty = model.fit(lines).get(number).orElseThrow().shape().penalty();
            Textbook due = new Textbook(model, prior, number, penalty);
            double[] lost = new double[due.centred.length];
            double[] spread = new double[lost.length];
            for (int k = 0; k < lost.length; k++) {
                double[] own = due.centred[k];
                double members = due.line.members(due.line.stratum(k)).length;
                double leverage = dot(own, times(due.inverse, own));
                double residual = due.line.value(k) - dot(own, due.solution);
                lost[k] = Math.pow(residual / (1 - 1 / members - leverage), 2);
                spread[k] = Math.pow(due.line.value(k) * members / (members - 1), 2);
            }
            double all = Arrays.stream(spread).sum();
            double ratio = Arrays.stream(lost).sum() / all;
            double square = 0;
            for (int k = 0; k < lost.length; k++) {
                square += Math.pow(lost[k] - ratio * spread[k], 2);
            }
            SaliencyMap.ExplainedVariance explained = told.get(number).orElseThrow();
            assertThat(explained.share()).isCloseTo(1 - ratio, within(1e-9));
            assertThat(explained.standardError()).isCloseTo(Math.sqrt(square) / all, within(1e-9));
        }
    }

    /** Noise of variance |residuals|^2 / tr (I - H)^2, as many as the fit leaves free. */
    @ParameterizedTest(name = "prior {0}")
    @ValueSource(booleans = {false, true})
    void theBoundIsInUnitsOfWhatTheFitLeaves(boolean withPrior) {
        Optional<ContributionPrior> prior = prior(withPrior);
        MaskModel model = model(prior);
        AdjustedFit fit = model.fit(lines).get(0).orElseThrow();
        Textbook due = new Textbook(model, prior, 0, fit.shape().penalty());
        StandardScores residuals = residuals(model, fit, 0);
        assertThat(residuals.square()).isCloseTo(due.left(), within(1e-9));
        NoiseMaps noise = noise(model, residuals, 9);
        assertThat(fit.significance(0.5, residuals, noise).bound())
                .isCloseTo(9 * Math.sqrt(due.noise()), within(1e-6));
    }

    /** Masks that are only drawn: 8,192 of them have errors, the less so the more is noise. */
    @Test
    void errorsOfSimulatedMomentsAddToTheNoise() {
        MaskScores scores = scores();
        MaskGenerator unknown =
                new MaskGenerator() {
                    @Override
                    public MaskBatch generate(long first, int count, FaceSize size, long seed) {
                        return MASKS.generate(first, count, size, seed);
                    }
                };
        DrawnMasks drawn =
                DrawnMasks.of(MaskScores.of(unknown, SIZE, SEED, scores.line(0), scores.line(1)));
        MaskModel model =
                MaskModel.of(
                        drawn,
                        ScoreCorrelation.Kernel.HIDDEN_RUNS,
                        Optional.empty(),
                        MaskCache.ofBytes(0));
        AdjustedFit fit = model.fit(lines).get(0).orElseThrow();
        Textbook due = new Textbook(model, Optional.empty(), 0, fit.shape().penalty());
        StandardScores residuals = residuals(model, fit, 0);
        double bound = fit.significance(0.5, residuals, noise(model, residuals, 0.01f)).bound();
        assertThat(bound)
                .isCloseTo(Math.sqrt(1e-4 * due.noise() + (1 - due.noise()) / 8192), within(1e-7));
    }

    private StandardScores residuals(MaskModel model, AdjustedFit fit, int line) {
        return lines.get(line).less(model.predictions(List.of(fit.coefficients()))[0]);
    }

    /** Maps of one value, whatever the weights. */
    private NoiseMaps noise(MaskModel model, StandardScores residuals, float value) {
        int points = model.moments().basis().lattice().length;
        return NoiseMaps.own(
                Shuffles.of(masks, residuals.scaled()),
                0.5,
                weights -> {
                    float[][] maps = new float[weights.length][points];
                    for (float[] map : maps) {
                        Arrays.fill(map, value);
                    }
                    return maps;
                });
    }

    /**
     * On a face as small as the lattice: the pixels that reach the bound on TFCE, neither more nor
     * fewer, against normal noise or, where masks were left out, the residuals themselves.
     */
    @ParameterizedTest(name = "line {0}")
    @CsvSource({"0, 399", "1, 199", "2, 399"})
    void significantClustersAreThoseOfTheirBound(int number, int shuffleCount) {
        MaskModel model = model(Optional.empty());
        int[] lattice = model.moments().basis().lattice();
        assertThat(lattice).hasSize(SIZE.pixelCount());
        AdjustedFit fit = model.fit(lines).get(number).orElseThrow();
        Textbook due = new Textbook(model, Optional.empty(), number, fit.shape().penalty());
        StandardScores residuals = residuals(model, fit, number);
        Shuffles shuffles = Shuffles.of(masks, residuals.scaled());
        NoiseMaps noise =
                shuffleCount == 399
                        ? NoiseMaps.normal(
                                shuffles, 0.05, fit.shape(), fit::maps, MaskCache.ofBytes(0))
                        : NoiseMaps.own(shuffles, 0.05, fit::maps);
        double bound = noise.enhanced(SIZE.width()).bound(0.05, 1, 0, new double[lattice.length]);
        float[] values = fit.map().toArray();
        double[] exact = new double[values.length];
        Arrays.setAll(exact, p -> values[p]);
        float[] enhanced =
                new Clusters(noise.studentised(due.noise(), 0, exact), SIZE.width()).enhanced();
        SaliencyMap map =
                fit.judged(
                        fit.map(),
                        0.05,
                        SaliencyMap.Significance.Statistic.CLUSTER,
                        model.predictions(List.of(fit.coefficients()))[0],
                        MaskCache.ofBytes(0));
        assertThat(map.significance().orElseThrow().shuffleCount()).isEqualTo(shuffleCount);
        for (int p = 0; p < values.length; p++) {
            assertThat(map.isSignificant(p / SIZE.width(), p % SIZE.width()))
                    .as("pixel %d: %s of %s", p, enhanced[p], bound)
                    .isEqualTo(enhanced[p] >= bound);
        }
        assertThat(map.significantShare()).isBetween(0.05, 0.95);
    }

    /** Its score and its features are their own mean: it is as if the mask had no score. */
    @Test
    void aStratumOfOneMaskSaysNothing() {
        MaskScores all = scores();
        double[] with = all.line(0);
        double[] without = all.line(0);
        int kept = 0;
        for (int i = 0; i < COUNT; i++) {
            if (all.strata()[i] == 1) {
                with[i] = kept++ == 5 ? with[i] : Double.NaN;
                without[i] = Double.NaN;
            }
        }
        MaskScores both = MaskScores.of(MASKS, SIZE, SEED, with, without);
        List<SaliencyMap.ExplainedVariance> explained =
                model(Optional.empty())
                        .explained(
                                List.of(
                                        StandardScores.of(both, 0, Correlation.PEARSON),
                                        StandardScores.of(both, 1, Correlation.PEARSON)))
                        .stream()
                        .map(Optional::orElseThrow)
                        .toList();
        assertThat(explained.get(0).share()).isCloseTo(explained.get(1).share(), within(1e-9));
        assertThat(explained.get(0).standardError())
                .isCloseTo(explained.get(1).standardError(), within(1e-9));
    }

    /** A fit that says nothing about the scores is none, but is held against them all the same. */
    @Test
    void aFitOfNoiseIsNotBelieved() {
        double[] noise = new Random(1).doubles(COUNT).toArray();
        MaskScores scores = MaskScores.of(MASKS, SIZE, SEED, noise, scores().line(0));
        List<StandardScores> both =
                List.of(
                        StandardScores.of(scores, 0, Correlation.PEARSON),
                        StandardScores.of(scores, 1, Correlation.PEARSON));
        MaskModel model = model(Optional.empty());
        List<Optional<AdjustedFit>> fits = model.fit(both);
        assertThat(fits.get(0)).isEmpty();
        assertThat(fits.get(1).orElseThrow().coefficients())
                .isEqualTo(model.fit(lines).get(0).orElseThrow().coefficients());
        assertThat(model.latticeMaps(both)).allMatch(Optional::isPresent);
        assertThat(model.explained(both).get(0).orElseThrow().share()).isLessThan(0.1);
    }

    /** Features of runs of more than 4,096 masks are not kept. */
    @ParameterizedTest
    @ValueSource(ints = {4096, 4097})
    void aLongRunIsSummedAlike(int count) {
        FaceSize small = new FaceSize(3, 4);
        PatchMasks patches = new PatchMasks(1, 0.6);
        DrawnMasks drawn = DrawnMasks.of(MaskScores.of(patches, small, 2, new double[count]));
        try (MaskCache cache = MaskCache.ofBytes(1 << 24)) {
            MaskModel model =
                    MaskModel.of(
                            drawn, ScoreCorrelation.Kernel.HIDDEN_RUNS, Optional.empty(), cache);
            SmoothBasis basis = model.moments().basis();
            int featureCount = basis.featureCount();
            double[] features = new double[featureCount];
            double[] sums = new double[featureCount];
            MaskBatch batch = patches.generate(0, count, small, 2);
            double[] coefficients = new Random(4).doubles(featureCount).toArray();
            double[] predictions = model.predictions(List.of(coefficients))[0];
            double[] weights = new Random(6).doubles(count).toArray();
            for (int i = 0; i < count; i++) {
                FloatBuffer visibility = FloatBuffer.allocate(small.pixelCount());
                batch.writeVisibility(i, visibility);
                basis.features(visibility.array(), features);
                assertThat(predictions[i]).isCloseTo(dot(features, coefficients), within(1e-9));
                for (int f = 0; f < featureCount; f++) {
                    sums[f] += weights[i] * features[f];
                }
            }
            double[][] products = model.products(new double[][] {weights});
            for (int f = 0; f < featureCount; f++) {
                assertThat(products[f][0]).isCloseTo(sums[f], within(1e-7));
            }
            long ofFeatures = 8L * featureCount * count;
            long most = ofFeatures + 3 * DrawnMasks.INDEX_BYTES;
            assertThat(cache.byteCount())
                    .isBetween(
                            count > 4096 ? 0 : ofFeatures, count > 4096 ? most - ofFeatures : most);
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] turned = new double[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < turned.length; column++) {
                turned[column][row] = matrix[row][column];
            }
        }
        return turned;
    }

    /** By Gauss and Jordan's elimination, of a positive definite matrix. */
    private static double[][] inverse(double[][] matrix) {
        int count = matrix.length;
        double[][] left = new double[count][];
        double[][] right = new double[count][count];
        for (int row = 0; row < count; row++) {
            left[row] = matrix[row].clone();
            right[row][row] = 1;
        }
        for (int pivot = 0; pivot < count; pivot++) {
            double own = left[pivot][pivot];
            for (int column = 0; column < count; column++) {
                left[pivot][column] /= own;
                right[pivot][column] /= own;
            }
            for (int row = 0; row < count; row++) {
                double factor = row == pivot ? 0 : left[row][pivot];
                for (int column = 0; column < count && factor != 0; column++) {
                    left[row][column] -= factor * left[pivot][column];
                    right[row][column] -= factor * right[pivot][column];
                }
            }
        }
        return right;
    }
}
