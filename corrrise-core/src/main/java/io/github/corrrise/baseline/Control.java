package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What all controls share: the whole faces are scored, and the map is drawn without looking at the
 * score.
 */
final class Control implements SaliencyExplainer {
    /** Draws the map of one face. */
    @FunctionalInterface
    interface Drawing {
        SaliencyMap map(FacePair pair, Side side, long seed);
    }

    private final String name;
    private final Baseline settings;
    private final RunSettings run;
    private final Drawing drawing;
    private final FaceVerifier verifier;

    Control(
            String name,
            Baseline settings,
            FaceVerifier verifier,
            RunSettings run,
            Drawing drawing) {
        this.name = name;
        this.settings = settings;
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.run = Objects.requireNonNull(run, "run");
        this.drawing = drawing;
    }

    @Override
    public FaceVerifier verifier() {
        return verifier;
    }

    @Override
    public String description() {
        return run.describe(settings);
    }

    @Override
    public Explanation explain(FacePair pair) {
        try (MaskedPasses passes = new MaskedPasses(verifier, run.passes())) {
            return explain(pair, passes);
        }
    }

    private Explanation explain(FacePair pair, MaskedPasses passes) {
        long startNanos = System.nanoTime();
        Objects.requireNonNull(pair, "pair");
        Optional<Threshold> threshold = passes.threshold();
        MaskedPasses.Whole whole = passes.whole(pair);
        Duration scoring = Duration.ofNanos(System.nanoTime() - startNanos);
        SaliencyMap probe = drawing.map(pair, Side.PROBE, run.seed());
        Optional<SaliencyMap> reference =
                run.sides().contains(Side.REFERENCE)
                        ? Optional.of(drawing.map(pair, Side.REFERENCE, run.seed()))
                        : Optional.empty();
        Duration total = Duration.ofNanos(System.nanoTime() - startNanos);
        String asked = passes.verifierDescription();
        return Explanation.of(
                pair,
                whole.similarity(),
                threshold,
                probe,
                reference,
                new Provenance(
                        name,
                        asked,
                        Provenance.Inputs.of(pair, asked, threshold, description()),
                        Map.of("method", settings.toString()),
                        run.seed(),
                        0,
                        0,
                        whole.passCount(),
                        StopReason.MASK_COUNT,
                        LibraryVersion.VALUE,
                        passes.environment(),
                        new Provenance.Timing(total, scoring)));
    }
}
