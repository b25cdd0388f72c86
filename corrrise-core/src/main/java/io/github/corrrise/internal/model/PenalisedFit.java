package io.github.corrrise.internal.model;

/**
 * The fit of one line of observations, see {@link PenalisedModel}. The evidence is the log
 * likelihood less that of b = 0. Immutable.
 */
public final class PenalisedFit {
    private final PenalisedModel model;
    private final int penalty;
    private final double[] turnedCoefficients;
    private final double errorVariance;
    private final double evidence;

    PenalisedFit(
            PenalisedModel model,
            int penalty,
            double[] turnedCoefficients,
            double errorVariance,
            double evidence) {
        this.model = model;
        this.penalty = penalty;
        this.turnedCoefficients = turnedCoefficients;
        this.errorVariance = errorVariance;
        this.evidence = evidence;
    }

    /** The coefficients b. */
    public double[] coefficients() {
        return model.turnedBack(turnedCoefficients);
    }

    /** Index of lambda in the grid, from 0; fits of one model with equal indices solve alike. */
    public int penalty() {
        return penalty;
    }

    /** The estimate of v, the variance that the model does not explain. */
    public double errorVariance() {
        return errorVariance;
    }

    /** Log likelihood less that of the model without features; above 0 where features help. */
    public double evidence() {
        return evidence;
    }

    /**
     * c'b for many vectors c.
     *
     * @param turned Q'c, [feature][vector]
     */
    public double[] along(double[][] turned) {
        double[] sums = new double[turned.length == 0 ? 0 : turned[0].length];
        for (int k = 0; k < turned.length; k++) {
            Tridiagonal.addScaled(sums, turned[k], turnedCoefficients[k], 0);
        }
        return sums;
    }

    /**
     * How many squared errors of variance 1 the sum of squared residuals holds, tr (I - H)^2, H
     * what turns observations into fitted values.
     *
     * @param freedom number of observations less the number of means that were subtracted
     */
    public double residualFreedom(int freedom) {
        return model.residualFreedom(penalty, freedom);
    }

    /**
     * Multiplies turned vectors by (T + lambda I)^-1, in place.
     *
     * @param turned [feature][vector]
     */
    public void solve(double[][] turned) {
        model.system(penalty).solveAll(turned);
    }

    /**
     * c'(G + lambda I)^-1 c for many vectors c: multiplied by the error variance it is the
     * posterior variance of c'b.
     *
     * @param turned Q'c, [feature][vector]
     */
    public double[] spreads(double[][] turned) {
        return model.system(penalty).inverseForms(turned);
    }
}
