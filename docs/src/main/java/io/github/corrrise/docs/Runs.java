package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Ways to run an explainer. */
public final class Runs {
    private Runs() {}

    /** An explainer with settings of its own. */
    public static Explainer configured(FaceVerifier verifier, Progress progressBar) {
        // region: settings
        Explainer explainer =
                Explainer.builder(verifier)
                        .masks(new PatchMasks(4, 0.125)) // 4 patches, 1/8 of the face's side
                        .maskCount(1000)
                        .fill(Fill.blur(0.1))
                        .seed(7)
                        .significanceLevel(0.01)
                        .progress(progressBar)
                        .build();
        // endregion
        return explainer;
    }

    /** The same result on several threads. */
    public static Explainer threaded(FaceVerifier verifier, Executor executor) {
        // region: threads
        Explainer explainer = Explainer.builder(verifier).executor(executor, 4).build();
        // endregion
        return explainer;
    }

    /** The same map from a third of the masks. */
    public static Explanation fewerPasses(FaceVerifier verifier, FacePair pair) {
        // region: adjusted
        try (Explainer explainer = Explainer.builder(verifier).maskCount(160).build()) {
            return explainer.explain(pair);
        }
        // endregion
    }

    /** As many masks as a target takes. */
    public static Explanation until(FaceVerifier verifier, FacePair pair) {
        // region: until
        try (Explainer explainer =
                Explainer.builder(verifier).untilStandardError(0.03, 1000).build()) {
            return explainer.explain(pair);
        }
        // endregion
    }

    /** The probe only, at half the passes. */
    public static Explanation probeOnly(FaceVerifier verifier, FacePair pair) {
        // region: probe-only
        try (Explainer explainer =
                Explainer.builder(verifier).sides(Side.PROBE).bothHidden(0).build()) {
            return explainer.explain(pair);
        }
        // endregion
    }

    /** One probe, many references. */
    public static List<Explanation> gallery(
            Explainer explainer, FaceImage probe, List<FaceImage> gallery) {
        // region: gallery
        List<Explanation> explanations = explainer.explain(probe, gallery);
        // endregion
        return explanations;
    }

    /** Why this one and not that one. */
    public static Contrast contrast(
            Explainer explainer, FaceImage probe, List<FaceImage> gallery, Path file) {
        // region: contrast
        List<Explanation> ranked =
                explainer.explain(probe, gallery).stream()
                        .sorted(Comparator.comparingDouble(Explanation::similarity).reversed())
                        .toList();
        Contrast contrast =
                explainer.explain(
                        probe, ranked.get(0).pair().reference(), ranked.get(1).pair().reference());
        System.out.println("better by " + contrast.difference());
        HeatMaps.overlay(probe, contrast.map()).write(file);
        // endregion
        return contrast;
    }

    /** Pair after pair. */
    public static void all(
            Explainer explainer, Stream<FacePair> pairs, Consumer<Explanation> report) {
        // region: bulk
        explainer.explainAll(pairs).forEachOrdered(report);
        // endregion
    }

    /** In the background, to be cancelled. */
    public static CompletableFuture<Void> background(
            Explainer explainer, FacePair pair, Executor executor, Consumer<Explanation> report) {
        // region: background
        CompletableFuture<Explanation> future = explainer.explainAsync(pair, executor);
        CompletableFuture<Void> reported = future.thenAccept(report);
        // endregion
        return reported;
    }
}
