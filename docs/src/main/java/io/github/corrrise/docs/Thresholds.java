package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.LabelledScores;
import io.github.corrrise.rates.LikelihoodRatios;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a score means: counted, bounded, and beside an explanation. */
public final class Thresholds {
    private Thresholds() {}

    // region: rates
    /** What a threshold lets through and turns away, and what the pairs leave open. */
    public static String told(
            double[] genuineScores, double[] impostorScores, Threshold threshold) {
        LabelledScores scores = LabelledScores.of("gate 4", genuineScores, impostorScores);
        ErrorRates.At at = ErrorRates.of(scores).at(threshold);
        return "FMR " + at.falseMatches().inWords() + ", FNMR " + at.falseNonMatches().inWords();
    }

    // endregion

    /** The lowest threshold that is shown to keep an FMR. */
    public static Threshold chosen(ErrorRates rates) {
        // region: choose
        Threshold threshold = rates.thresholdFor(0.001); // an FMR of one in 1,000
        // endregion
        return threshold;
    }

    // region: collect
    /** Scores every pair once. */
    public static LabelledScores scored(FaceVerifier verifier, List<LabelledPair> pairs) {
        LabelledScores.Builder scores =
                LabelledScores.builder("gate 4").verifier(verifier.description());
        for (LabelledPair pair : pairs) {
            FacePair faces = pair.faces().get();
            FaceBatch probe = FaceBatch.of(verifier.layout(), faces.probe());
            scores.add(verifier.similarities(probe, faces.reference())[0], pair.truth());
        }
        return scores.build();
    }

    // endregion

    // region: groups
    /** The rates of each group at the one threshold that is in use. */
    public static Map<String, ErrorRates.At> byGroup(LabelledScores scores, Threshold threshold) {
        Map<String, ErrorRates.At> rates = new TreeMap<>();
        for (String group : scores.groups()) {
            rates.put(group, ErrorRates.of(scores.ofGroup(group)).at(threshold));
        }
        return rates;
    }

    // endregion

    // region: explain
    /** Explains a pair and tells how its score stands. */
    public static Optional<ScoreMeaning> explained(
            FaceVerifier verifier, ErrorRates rates, FacePair pair) {
        try (Explainer explainer = Explainer.builder(verifier).rates(rates).build()) {
            Explanation why = explainer.explain(pair);
            return why.scoreMeaning();
        }
    }

    // endregion

    /** Learns ratios on the pairs of some persons and judges them on those of others. */
    public static double[] ratio(LabelledScores some, LabelledScores others) {
        // region: ratios
        LikelihoodRatios ratios = LikelihoodRatios.isotonic(some);
        double ratio = ratios.log10At(0.31); // 2: genuine pairs score so 100 times as often
        double cost = ratios.cllr(others); // bits; 0 is perfect, 1 says nothing
        double least = LikelihoodRatios.minCllr(others); // what no calibration could undercut
        // endregion
        return new double[] {ratio, cost, least};
    }
}
