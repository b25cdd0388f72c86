package io.github.corrrise.parts;

import io.github.corrrise.internal.model.Cholesky;
import java.util.Arrays;
import java.util.List;

/**
 * Shapley values of one face from the similarities of its coalitions: by their definition where all
 * coalitions are known, else by least squares over drawn ones under the constraint that the shares
 * add up (KernelSHAP with paired draws).
 *
 * <p>Sources: S. Lundberg, S.-I. Lee, NeurIPS 2017, arXiv:1705.07874; I. Covert, S.-I. Lee, AISTATS
 * 2021, arXiv:2012.01536.
 */
final class ShapleyFit {
    private final double[] shares;
    private final double[] standardErrors;

    private ShapleyFit(double[] shares, double[] standardErrors) {
        this.shares = shares;
        this.standardErrors = standardErrors;
    }

    double share(int part) {
        return shares[part];
    }

    double standardError(int part) {
        return standardErrors[part];
    }

    /**
     * Fits the shares.
     *
     * @param values of each set of the coalitions
     * @param hidden the similarity with all parts hidden
     * @param whole the similarity with none hidden
     */
    static ShapleyFit of(Coalitions coalitions, double[] values, double hidden, double whole) {
        return coalitions.isExact()
                ? exact(coalitions, values, hidden, whole)
                : sampled(coalitions, values, hidden, whole);
    }

    /** phi_k = sum over S without k of s! (K - s - 1)! / K! (v(S + k) - v(S)). */
    private static ShapleyFit exact(
            Coalitions coalitions, double[] values, double hidden, double whole) {
        int partCount = coalitions.partCount();
        int full = (1 << partCount) - 1;
        double[] valueOf = coalitions.valuesOfAll(values, hidden, whole);
        double[] weights = new double[partCount];
        double ofSize = 1.0 / partCount;
        for (int size = 0; size < partCount; size++) {
            weights[size] = ofSize;
            ofSize *= (size + 1.0) / (partCount - size - 1.0);
        }
        double[] shares = new double[partCount];
        for (int part = 0; part < partCount; part++) {
            for (int set = 0; set <= full; set++) {
                if ((set >> part & 1) == 0) {
                    shares[part] +=
                            weights[Integer.bitCount(set)]
                                    * (valueOf[set | 1 << part] - valueOf[set]);
                }
            }
        }
        return new ShapleyFit(shares, new double[partCount]);
    }

    private static ShapleyFit sampled(
            Coalitions coalitions, double[] values, double hidden, double whole) {
        int last = coalitions.partCount() - 1;
        List<Integer> draws = coalitions.draws();
        double[][] rows = new double[draws.size()][last];
        double[] targets = new double[draws.size()];
        for (int d = 0; d < rows.length; d++) {
            int set = coalitions.sets().get(draws.get(d));
            int ofLast = set >> last & 1;
            for (int k = 0; k < last; k++) {
                rows[d][k] = (set >> k & 1) - ofLast;
            }
            targets[d] = values[draws.get(d)] - hidden - ofLast * (whole - hidden);
        }
        Cholesky normal = new Cholesky(products(rows));
        double[] free = normal.solve(products(rows, targets));
        double[][] covariance = covariance(rows, targets, free, normal);
        double[] shares = Arrays.copyOf(free, last + 1);
        double[] errors = new double[last + 1];
        double rest = whole - hidden;
        double ofRest = 0;
        for (int k = 0; k < last; k++) {
            rest -= free[k];
            errors[k] = Math.sqrt(covariance[k][k]);
            ofRest += Arrays.stream(covariance[k]).sum();
        }
        shares[last] = rest;
        errors[last] = Math.sqrt(Math.max(0, ofRest));
        return new ShapleyFit(shares, errors);
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows[0].length][rows[0].length];
        for (double[] row : rows) {
            for (int j = 0; j < row.length; j++) {
                for (int k = 0; k < row.length; k++) {
                    products[j][k] += row[j] * row[k];
                }
            }
        }
        return products;
    }

    private static double[] products(double[][] rows, double[] targets) {
        double[] products = new double[rows[0].length];
        for (int d = 0; d < rows.length; d++) {
            for (int k = 0; k < products.length; k++) {
                products[k] += rows[d][k] * targets[d];
            }
        }
        return products;
    }

    /**
     * The sandwich: residuals of a set and its complement are one observation.
     *
     * <p>Source: J. G. MacKinnon, H. White, Some heteroskedasticity-consistent covariance matrix
     * estimators with improved finite sample properties, Journal of Econometrics 29 (1985),
     * 305-325.
     */
    private static double[][] covariance(
            double[][] rows, double[] targets, double[] free, Cholesky normal) {
        int pairCount = rows.length / 2;
        double[][] covariance = new double[free.length][free.length];
        for (int pair = 0; pair < pairCount; pair++) {
            double[] influence = new double[free.length];
            double leverage = 0;
            for (int d = 2 * pair; d < 2 * pair + 2; d++) {
                double[] pulled = normal.solve(rows[d]);
                double residual = targets[d];
                for (int k = 0; k < free.length; k++) {
                    residual -= rows[d][k] * free[k];
                }
                for (int k = 0; k < free.length; k++) {
                    influence[k] += rows[d][k] * residual;
                    leverage += rows[d][k] * pulled[k];
                }
            }
            double[] turned = normal.solve(influence);
            // A residual is smaller than the error by what its draw pulls the fit (HC3); a draw
            // that decides alone has none.
            double left = Math.max(1 - leverage, 1.0 / pairCount);
            Arrays.setAll(turned, k -> turned[k] / left);
            for (int j = 0; j < free.length; j++) {
                for (int k = 0; k < free.length; k++) {
                    covariance[j][k] += turned[j] * turned[k];
                }
            }
        }
        return covariance;
    }
}
