package io.github.corrrise.internal.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Principal fields of some fields, not centred: eigenvectors of the mean of w w', each times the
 * root of its eigenvalue, the largest first. Found by repeated multiplication with the fields and
 * deflation, from a start that depends on them alone.
 */
public final class PrincipalFields {
    private static final int STEPS = 200;

    private PrincipalFields() {}

    /**
     * At most so many; fewer where the fields span no more.
     *
     * @param fields of one length
     * @param most at least 0
     */
    public static List<double[]> of(List<double[]> fields, int most) {
        double whole = 0;
        for (double[] field : fields) {
            whole += product(field, field) / fields.size();
        }
        List<double[]> left = fields.stream().map(double[]::clone).toList();
        List<double[]> principal = new ArrayList<>();
        while (principal.size() < most) {
            double[] direction = longest(left).clone();
            double value = 0;
            for (int step = 0; step < STEPS && normalise(direction); step++) {
                double[] next = new double[direction.length];
                for (double[] field : left) {
                    Tridiagonal.addScaled(next, field, product(field, direction) / left.size(), 0);
                }
                value = Math.sqrt(product(next, next));
                direction = next;
            }
            if (!(value > 1e-9 * whole)) {
                break;
            }
            normalise(direction);
            for (double[] field : left) {
                Tridiagonal.addScaled(field, direction, -product(field, direction), 0);
            }
            double root = Math.sqrt(value);
            principal.add(Arrays.stream(direction).map(x -> root * x).toArray());
        }
        return principal;
    }

    private static double[] longest(List<double[]> fields) {
        double[] longest = fields.get(0);
        for (double[] field : fields) {
            if (product(field, field) > product(longest, longest)) {
                longest = field;
            }
        }
        return longest;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** False where there is nothing to normalise. */
    private static boolean normalise(double[] vector) {
        double norm = Math.sqrt(product(vector, vector));
        for (int i = 0; i < vector.length && norm > 0; i++) {
            vector[i] /= norm;
        }
        return norm > 0;
    }
}
