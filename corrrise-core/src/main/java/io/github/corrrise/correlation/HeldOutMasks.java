package io.github.corrrise.correlation;

import io.github.corrrise.internal.model.PenalisedFit;
import io.github.corrrise.internal.model.PenalisedModel;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How well an additive fit foretells the score of a mask that it has not seen: leave-one-out, from
 * one fit of all masks.
 *
 * <pre>
 * share = 1 - sum_i (e_i / (1 - h_i))^2 / sum_i (z_i n_g / (n_g - 1))^2
 * h_i = 1 / n_g + x_i'(G + lambda I)^-1 x_i</pre>
 *
 * <p>e_i is the residual of mask i, x_i its features and z_i its score, both centred within its
 * stratum g of n_g masks: with the penalty fixed, e_i / (1 - h_i) is the error of the fit that mask
 * i, its share in the stratum's means included, was left out of. Above, the same of the mean alone.
 * The standard error is that of a ratio of means over the masks. A stratum of one mask says
 * nothing.
 *
 * <p>Source: D. M. Allen, The relationship between variable selection and data augmentation and a
 * method for prediction, Technometrics 16, 1974, doi:10.1080/00401706.1974.10489157. Holds no
 * score; safe for use by several threads.
 */
final class HeldOutMasks {
    /** Masks that are left out, in their order: bounds memory and time of long runs. */
    static final int MOST = 1024;

    /** [feature][k-th used mask], turned. */
    private final double[][] features;

    /** By penalty, x'(G + lambda I)^-1 x of each mask. */
    private final Map<Integer, double[]> leverages = new ConcurrentHashMap<>();

    /**
     * @param features of the first used masks, centred within strata, [feature][mask]; taken over
     */
    HeldOutMasks(double[][] features, PenalisedModel model) {
        this.features = features;
        model.turn(features);
    }

    /**
     * The share with its standard error; none where no score varies.
     *
     * @param fit of these scores by the model of these masks
     */
    Optional<SaliencyMap.ExplainedVariance> explained(PenalisedFit fit, StandardScores scores) {
        double[] leverage = leverages.computeIfAbsent(fit.penalty(), any -> fit.spreads(features));
        double[] predicted = fit.along(features);
        double[] lost = new double[predicted.length];
        double[] spread = new double[predicted.length];
        double lostSum = 0;
        double spreadSum = 0;
        for (int k = 0; k < predicted.length; k++) {
            double memberCount = scores.members(scores.stratum(k)).length;
            if (memberCount > 1) {
                double z = scores.value(k);
                double error = (z - predicted[k]) / (1 - 1 / memberCount - leverage[k]);
                double ofMean = z * memberCount / (memberCount - 1);
                lost[k] = error * error;
                spread[k] = ofMean * ofMean;
                lostSum += lost[k];
                spreadSum += spread[k];
            }
        }
        if (!(spreadSum > 0)) {
            return Optional.empty();
        }
        double ratio = lostSum / spreadSum;
        double square = 0;
        for (int k = 0; k < lost.length; k++) {
            double deviation = lost[k] - ratio * spread[k];
            square += deviation * deviation;
        }
        return Optional.of(
                new SaliencyMap.ExplainedVariance(1 - ratio, Math.sqrt(square) / spreadSum));
    }
}
