package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.render.Report;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;

/** What a decision rests on, tried on the pair. */
public final class Claims {
    private Claims() {}

    /** An explanation with parts and claims, as a report and as lines. */
    public static Explanation explain(FaceVerifier verifier, FacePair pair, Path file) {
        // region: explain
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .claims()
                        .build()) {
            Explanation why = explainer.explain(pair);
            Report.of(why).withDetail("Case", "2026/17").write(file);
            return why;
        }
        // endregion
    }

    /** The claims, one a line. */
    public static void print(Explanation why) {
        // region: print
        for (DecisionClaims.Claim claim : why.claims().orElseThrow().claims()) {
            System.out.println(claim.inWords());
        }
        // endregion
    }
}
