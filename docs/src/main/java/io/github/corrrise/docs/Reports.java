package io.github.corrrise.docs;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.Report;
import io.github.corrrise.render.ReportIndex;
import io.github.corrrise.replay.Replay;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.ExplanationSummary;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explanations as files: to be read by people, and to be read again by programs. */
public final class Reports {
    private Reports() {}

    /** A page for people. */
    public static void report(Explanation why, Path folder) {
        // region: report
        Report.of(why)
                .withNames("probe.jpg", "reference.jpg") // any text; it is escaped
                .withTruth(Truth.GENUINE) // if you know it
                .write(folder.resolve("why.html"));
        // endregion
    }

    /** The same on the photographs. */
    public static Report onPhotographs(
            Explanation why,
            FaceImage probe,
            AlignedFace probeFace,
            FaceImage reference,
            AlignedFace referenceFace) {
        // region: photographs
        Report report =
                Report.of(why)
                        .withPhotograph(Side.PROBE, probe, probeFace)
                        .withPhotograph(Side.REFERENCE, reference, referenceFace);
        // endregion
        return report;
    }

    /** To a file and back. */
    public static boolean again(Explanation why, Path folder) {
        // region: json
        Path file = folder.resolve("why.json");
        ExplanationJson.write(why, file); // maps and figures, no face
        FacePair pair = why.pair(); // whoever has the faces supplies them
        Explanation again = ExplanationJson.read(file, pair);
        boolean same = HeatMaps.figure(again).equals(HeatMaps.figure(why)); // true
        // endregion
        return same;
    }

    /** Is it what would be found today? */
    public static Replay.Result replay(Path file, FaceVerifier verifier, FacePair pair) {
        // region: replay
        Replay.Result result = Replay.read(file).with(verifier, pair);
        System.out.println(result); // identical
        // endregion
        return result;
    }

    /** In figures and words, for a log or the answer of a service. */
    public static ExplanationSummary summarise(Explanation why) {
        // region: summary
        ExplanationSummary summary = ExplanationSummary.of(why);
        for (ExplanationSummary.Claim claim : summary.claims()) {
            System.out.println(claim.inWords());
        }
        // endregion
        return summary;
    }

    /** One page over many. */
    public static void index(List<Explanation> explanations, Path folder) {
        // region: index
        List<ReportIndex.Entry> entries = new ArrayList<>();
        for (int i = 0; i < explanations.size(); i++) {
            Explanation why = explanations.get(i);
            String link = i + ".html";
            Report.of(why).write(folder.resolve(link));
            entries.add(
                    ReportIndex.Entry.of(
                            i, "probe " + i, "reference " + i, why, Optional.empty(), link));
        }
        ReportIndex.of(entries).write(folder.resolve("index.html"));
        // endregion
    }
}
