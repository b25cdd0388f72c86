package io.github.corrrise.spark;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.onnx.YuNetDetector;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A verifier that is open in this process, with what explains by it. Safe for several tasks. */
final class OpenMatcher implements AutoCloseable {
    private final FaceVerifier verifier;
    private final @Nullable YuNetDetector detector;
    private final RunSettings settings;
    private final Explainer explainer;
    private final MaskedPasses passes;

    private OpenMatcher(
            FaceVerifier verifier, @Nullable YuNetDetector detector, RunSettings settings) {
        this.verifier = verifier;
        this.detector = detector;
        this.settings = settings;
        Explainer.Builder builder =
                Explainer.builder(verifier)
                        .maskCount(settings.maskCount())
                        .seed(settings.seed())
                        .cancelWhen(OpenMatcher::taskIsKilled);
        if (settings.parts()) {
            builder.parts(FaceParts.ofTemplate(verifier.inputSize()));
        }
        this.explainer = builder.build();
        this.passes =
                new MaskedPasses(
                        verifier,
                        PassSettings.builder().cancelWhen(OpenMatcher::taskIsKilled).build());
    }

    /**
     * Opens model and detector.
     *
     * @throws IllegalStateException where one of them cannot be opened; nothing stays open then
     */
    static OpenMatcher open(PairTask task) {
        FaceVerifier verifier = null;
        YuNetDetector detector = null;
        try {
            verifier = task.model().open(task.settings().threshold());
            if (verifier == null) {
                throw new NullPointerException("the supplier gave null");
            }
            BroadcastFile file = task.detector();
            if (file != null) {
                detector = YuNetDetector.builder(file.content()).modelName(file.name()).open();
            }
            return new OpenMatcher(verifier, detector, task.settings());
        } catch (Exception e) {
            IllegalStateException failure =
                    new IllegalStateException(
                            "model cannot be opened on this node: " + e.getMessage(), e);
            try {
                close(verifier, detector);
            } catch (RuntimeException closing) {
                failure.addSuppressed(closing);
            }
            throw failure;
        }
    }

    /** Spark tells a task that it shall end and, unless set to interrupt it, waits. */
    private static boolean taskIsKilled() {
        TaskContext task = TaskContext.get();
        return task != null && task.isInterrupted();
    }

    FaceSize inputSize() {
        return verifier.inputSize();
    }

    /** Finds faces in photographs; none: pictures are aligned crops. */
    Optional<FaceDetector> detector() {
        return Optional.ofNullable(detector);
    }

    /** The value of the column that is added. */
    Row explain(FacePair pair) {
        return settings.maps() ? ofMaps(pair) : withoutMaps(pair);
    }

    private Row ofMaps(FacePair pair) {
        Explanation why = explainer.explain(pair);
        return ExplanationRows.of(
                why.similarity(),
                why.threshold(),
                Optional.of(why.probe()),
                why.reference(),
                why.parts(),
                why.provenance());
    }

    /** The similarity and, where asked for, the parts: what no mask is needed for. */
    private Row withoutMaps(FacePair pair) {
        MaskedPasses run = passes.underWay();
        Optional<Threshold> threshold = run.threshold();
        MaskedPasses.Whole whole = run.ofEveryMask(Progress.NONE).whole(pair);
        Optional<PartEffects> parts = Optional.empty();
        Fills fills = Fills.of(Fill.black());
        String method = "similarity";
        String description = method;
        if (settings.parts()) {
            FaceParts each = FaceParts.ofTemplate(verifier.inputSize());
            parts = Optional.of(PartPasses.effects(whole, threshold, each, fills));
            method = "effects of parts";
            description = "effects of " + each + " " + each.digest() + ", " + fills;
        }
        String verifierDescription = run.verifierDescription();
        return ExplanationRows.of(
                whole.similarity(),
                threshold,
                Optional.empty(),
                Optional.empty(),
                parts,
                new Provenance(
                        method,
                        verifierDescription,
                        Provenance.Inputs.of(pair, verifierDescription, threshold, description),
                        settings.parts() ? Map.of("fill", fills.toString()) : Map.of(),
                        settings.seed(),
                        0,
                        0,
                        whole.passCount() + parts.map(PartEffects::passCount).orElse(0L),
                        StopReason.MASK_COUNT,
                        LibraryVersion.VALUE,
                        run.environment(),
                        new Provenance.Timing(whole.verifierTime(), whole.verifierTime())));
    }

    @Override
    public void close() {
        explainer.close();
        passes.close();
        close(verifier, detector);
    }

    private static void close(@Nullable FaceVerifier verifier, @Nullable YuNetDetector detector) {
        try (detector) {
            if (verifier instanceof AutoCloseable open) {
                open.close();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("verifier cannot be closed: " + e.getMessage(), e);
        }
    }
}
