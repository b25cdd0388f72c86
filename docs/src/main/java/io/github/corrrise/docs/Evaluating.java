package io.github.corrrise.docs;

import io.github.corrrise.baseline.GivenMaps;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.AccuracyCurve;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.DeletionInsertion.Sign;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.Evaluation;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Judging maps over labelled pairs. */
public final class Evaluating {
    private Evaluating() {}

    /** Several protocols from one explanation a pair, kept in a file. */
    public static EvaluationScores evaluate(
            SaliencyExplainer explainer, List<LabelledPair> pairs, Path file) {
        // region: evaluate
        DeletionInsertion similar = DeletionInsertion.published().withThreshold(0.31);
        DeletionInsertion dissimilar = similar.withSign(Sign.DISSIMILAR);
        EvaluationScores scores =
                Evaluation.builder(explainer)
                        .protocols(similar, dissimilar, similar.withFill(Fill.blur(0.1)))
                        .onScored(pair -> System.out.println(pair.name()))
                        .build()
                        .run(pairs.stream(), file); // goes on where it was
        AccuracyCurve deletion = scores.result(similar).genuine().orElseThrow().deletion();
        Estimate area = deletion.estimate(AccuracyCurve.PairArea::accuracy, Bootstrap.defaults());
        System.out.println(area);
        // endregion
        return scores;
    }

    /** Maps that another tool left in a folder, as an explainer. */
    public static SaliencyExplainer given(
            FaceVerifier verifier, Map<String, FacePair> pairs, Path folder) {
        // region: given
        GivenMaps.Builder theirs = GivenMaps.builder();
        pairs.forEach((name, pair) -> theirs.addFrom(folder, name, pair)); // NAME.probe.npy
        SaliencyExplainer explainer =
                theirs.build().on(verifier, RunSettings.defaults().withSides(Side.PROBE));
        // endregion
        return explainer;
    }

    /** How much better one explainer is than another, on the same pairs. */
    public static Estimate compare(
            EvaluationScores one, EvaluationScores other, DeletionInsertion similar) {
        // region: compare
        AccuracyCurve ours = one.result(similar).genuine().orElseThrow().insertion();
        AccuracyCurve theirs = other.result(similar).genuine().orElseThrow().insertion();
        Estimate gain =
                ours.difference(theirs, AccuracyCurve.PairArea::accuracy, Bootstrap.defaults());
        boolean better = gain.lower() > 0;
        // endregion
        System.out.println(better);
        return gain;
    }
}
