package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.MeanEffect;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.render.AuditReport;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a model looks over many pairs. */
public final class Audits {
    private Audits() {}

    /** Audits pairs, resumably, and writes the page. */
    public static Audit.Result audit(
            FaceVerifier verifier, Stream<Audit.Pair> pairs, Path file, Path page) {
        // region: audit
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .build()) {
            Audit.Result result = Audit.of(explainer).run(pairs, file);
            AuditReport.of(result).withName("set X").write(page);
            return result;
        }
        // endregion
    }

    /** A pair with all that can be known about it. */
    public static Audit.Pair pair(FacePair faces) {
        // region: pair
        Audit.Pair pair =
                Audit.Pair.of(LabelledPair.of("0001-0002", Truth.IMPOSTOR, faces))
                        .withGroup("18 to 30")
                        .withPersons("person 17", "person 44");
        // endregion
        return pair;
    }

    /** What the statistics say. */
    public static Finding ask(SaliencyStatistics statistics, String first, String second) {
        // region: ask
        Finding misses = statistics.mean(Selection.of(Outcome.FALSE_NON_MATCH));
        Finding groups =
                statistics.difference(
                        Selection.of(Truth.GENUINE).ofGroups(first),
                        Selection.of(Truth.GENUINE).ofGroups(second));
        for (MeanEffect part : groups.parts()) {
            if (part.isSignificant()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s, hidden in %s: %+.3f%n",
                        part.part(),
                        part.hidden(),
                        part.effect());
            }
        }
        // endregion
        return misses;
    }

    /** The same pairs by two models. */
    public static Finding compare(SaliencyStatistics newModel, SaliencyStatistics oldModel) {
        // region: models
        Finding difference = newModel.differenceTo(oldModel, Selection.of(Truth.GENUINE));
        // endregion
        return difference;
    }
}
