package io.github.corrrise.correlation;

import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.internal.model.PenalisedModel;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The masks that a line has scores of, as the design of a regression. Lines over the same masks
 * share it, and what depends on the penalty alone. Holds no score; safe for use by several threads.
 */
final class RegressionDesign {
    private final int[] usedMasks;
    private final PenalisedModel model;
    private final float[] coverage;

    /** [feature][lattice point]: what the coefficients are multiplied with to give the map. */
    private final double[][] turnedDirections;

    /** By penalty, the spread at each lattice point. */
    private final Map<Integer, double[]> spreads = new ConcurrentHashMap<>();

    /** By penalty: lines over the same masks have the same freedom. */
    private final Map<Integer, Double> residualFreedoms = new ConcurrentHashMap<>();

    /** Made when first asked for; twice with the same by two threads at once. */
    private volatile @Nullable HeldOutMasks heldOut;

    /**
     * @param usedMasks which; not to be written to
     * @param directions [feature][lattice point], copied
     * @param coverage mean visibility over these masks
     */
    RegressionDesign(
            int[] usedMasks, PenalisedModel model, double[][] directions, float[] coverage) {
        this.usedMasks = usedMasks;
        this.model = model;
        this.coverage = coverage;
        this.turnedDirections = new double[directions.length][];
        Arrays.setAll(turnedDirections, k -> directions[k].clone());
        model.turn(turnedDirections);
    }

    boolean serves(StandardScores scores) {
        return scores.uses(usedMasks);
    }

    /**
     * The features' products with lines of scores, in the coordinates of the model.
     *
     * @param products [feature][line]
     */
    double[][] turned(double[][] products) {
        double[][] turned = new double[products.length][];
        Arrays.setAll(turned, k -> products[k].clone());
        model.turn(turned);
        return turned;
    }

    /**
     * The fit of a line; none where there is nothing to fit.
     *
     * @param turned a column of {@link #turned}
     */
    Optional<PenalisedFit> fit(double[] turned, StandardScores scores) {
        return model.fit(turned, scores.square(), scores.freedom());
    }

    /** Not to be written to. */
    float[] coverage() {
        return coverage;
    }

    /** {@link PenalisedFit#residualFreedom} of a line over these masks. */
    double residualFreedom(PenalisedFit fit, StandardScores scores) {
        return residualFreedoms.computeIfAbsent(
                fit.penalty(), any -> fit.residualFreedom(scores.freedom()));
    }

    /** At each lattice point the posterior variance of the map per error variance. */
    double[] spreads(PenalisedFit fit) {
        return spreads.computeIfAbsent(fit.penalty(), any -> fit.spreads(turnedDirections));
    }

    /** The map of a fit at the lattice. */
    float[] latticeMap(PenalisedFit fit) {
        double[] values = fit.along(turnedDirections);
        float[] map = new float[values.length];
        for (int point = 0; point < map.length; point++) {
            map[point] = (float) values[point];
        }
        return map;
    }

    /**
     * These masks, to be left out of a fit in turn.
     *
     * @param centredFeatures of the first of them, [feature][mask], taken over; asked for once
     */
    HeldOutMasks heldOut(Supplier<double[][]> centredFeatures) {
        HeldOutMasks known = heldOut;
        if (known == null) {
            known = new HeldOutMasks(centredFeatures.get(), model);
            heldOut = known;
        }
        return known;
    }

    /**
     * The maps, at the lattice, that a fit's penalty gives products.
     *
     * @param products [feature][vector], overwritten
     * @return [vector][lattice point]
     */
    float[][] maps(PenalisedFit fit, double[][] products) {
        model.turn(products);
        fit.solve(products);
        float[][] maps = new float[products[0].length][turnedDirections[0].length];
        double[] map = new double[turnedDirections[0].length];
        for (int v = 0; v < maps.length; v++) {
            Arrays.fill(map, 0);
            for (int k = 0; k < products.length; k++) {
                double coefficient = products[k][v];
                double[] direction = turnedDirections[k];
                for (int point = 0; point < map.length; point++) {
                    map[point] += coefficient * direction[point];
                }
            }
            for (int point = 0; point < map.length; point++) {
                maps[v][point] = (float) map[point];
            }
        }
        return maps;
    }
}
