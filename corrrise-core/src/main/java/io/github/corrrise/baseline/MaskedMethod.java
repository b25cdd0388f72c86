package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What all methods that hide parts of a face share: masked copies go through the verifier, then a
 * rule turns the scores of each side into a map.
 */
final class MaskedMethod implements SaliencyExplainer {
    /** Turns the scores of one side into a map. */
    @FunctionalInterface
    interface Rule {
        SaliencyMap map(SideScores scores);
    }

    /** The squares of scores up to this, and sums of them, stay far below the largest double. */
    private static final double GREATEST_SCORE = 1e30;

    private static final double LEAST_RANGE = 1e-30;

    private final String name;
    private final Baseline settings;
    private final RunSettings run;
    private final MaskPlan plan;
    private final Rule rule;
    private final FaceVerifier verifier;

    MaskedMethod(
            String name,
            Baseline settings,
            FaceVerifier verifier,
            RunSettings run,
            MaskGenerator masks,
            Rule rule) {
        this.name = name;
        this.settings = settings;
        this.verifier = Objects.requireNonNull(verifier, "verifier");
        this.run = Objects.requireNonNull(run, "run");
        this.plan =
                new MaskPlan(
                        masks, settings.maskCount(verifier.inputSize()), run.fill(), run.seed());
        this.rule = rule;
        // Masks that do not fit the face are refused now, not with the first pair.
        MaskBatch.drawnBy(plan.masks(), 0, 1, verifier.inputSize(), plan.seed());
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
        // Nobody closes a method, so its buffers go with each explanation.
        try (MaskedPasses passes = new MaskedPasses(verifier, run.passes())) {
            return explain(pair, passes);
        }
    }

    private Explanation explain(FacePair pair, MaskedPasses passes) {
        long startNanos = System.nanoTime();
        Objects.requireNonNull(pair, "pair");
        Optional<Threshold> threshold = passes.threshold();
        MaskedPasses.Result result = passes.run(plan, pair, run.sides());
        double whole = result.similarities().get(0);
        List<SaliencyMap> maps = new ArrayList<>();
        for (MaskScores.Line line : result.scores().lines()) {
            requireHeld(
                    result.scores().line(result.scores().indexOf(line)),
                    passes.verifierDescription());
            maps.add(rule.map(new SideScores(result, line, plan.maskCount())));
        }
        return Explanation.of(
                pair,
                whole,
                threshold,
                maps.get(0),
                maps.size() > 1 ? Optional.of(maps.get(1)) : Optional.empty(),
                provenance(pair, threshold, passes, result, startNanos));
    }

    /**
     * Refuses scores that a map cannot hold: most maps have the unit of the score, and their values
     * are floats.
     *
     * @throws VerifierException where a score is too large, or scores differ by too little
     */
    private void requireHeld(double[] scores, String asked) {
        double[] scored = Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
        double least = Arrays.stream(scored).min().orElse(0);
        double greatest = Arrays.stream(scored).max().orElse(0);
        double range = greatest - least;
        boolean held = Math.max(Math.abs(least), Math.abs(greatest)) <= GREATEST_SCORE;
        if (!held || (range > 0 && range < LEAST_RANGE)) {
            throw new VerifierException(
                    asked
                            + " must give similarities within "
                            + GREATEST_SCORE
                            + " of 0 and, where they differ, over a range of at least "
                            + LEAST_RANGE
                            + " for a map of "
                            + name
                            + ", gave "
                            + least
                            + " to "
                            + greatest);
        }
    }

    private Provenance provenance(
            FacePair pair,
            Optional<Threshold> threshold,
            MaskedPasses passes,
            MaskedPasses.Result result,
            long startNanos) {
        String asked = passes.verifierDescription();
        Map<String, String> told = new LinkedHashMap<>();
        told.put("method", settings.toString());
        told.put("maskCount", Integer.toString(plan.maskCount()));
        told.put("fill", plan.fills().toString());
        told.put("failurePolicy", run.passes().failurePolicy().toString());
        return new Provenance(
                name,
                asked,
                Provenance.Inputs.of(pair, asked, threshold, description()),
                told,
                plan.seed(),
                result.scores().maskCount(),
                result.failedCount(),
                result.passCount(),
                result.stopReason(),
                LibraryVersion.VALUE,
                passes.environment(),
                new Provenance.Timing(
                        Duration.ofNanos(System.nanoTime() - startNanos), result.verifierTime()));
    }
}
