package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What all methods that take derivatives share: the whole faces are embedded, then a rule makes the
 * map of each side from derivatives with the other embedding held.
 */
final class GradientMethod implements SaliencyExplainer {
    /** Makes the map of one face. */
    @FunctionalInterface
    interface Rule {
        SaliencyMap map(FaceGradients face);
    }

    /** A cosine of floats, computed in another order. */
    private static final double SAME_COSINE = 1e-4;

    private final String name;
    private final Baseline settings;
    private final RunSettings run;
    private final Rule rule;
    private final DifferentiableEmbedder verifier;

    GradientMethod(
            String name, Baseline settings, FaceVerifier verifier, RunSettings run, Rule rule) {
        Objects.requireNonNull(verifier, "verifier");
        if (!(verifier instanceof DifferentiableEmbedder embedder)) {
            throw Checks.rejected(
                    "verifier",
                    "a DifferentiableEmbedder for the method " + name,
                    verifier.getClass().getSimpleName());
        }
        this.name = name;
        this.settings = settings;
        this.verifier = embedder;
        this.run = Objects.requireNonNull(run, "run");
        this.rule = rule;
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
        String asked = passes.verifierDescription();
        MaskedPasses.Whole whole = passes.whole(pair);
        float[] probe = whole.embeddings().get(0);
        float[] reference = whole.embeddings().get(1);
        requireCosine(whole.similarity(), probe, reference, asked);
        List<SaliencyMap> maps = new ArrayList<>();
        long passCount = whole.passCount();
        for (Side side : run.sides()) {
            boolean isProbe = side == Side.PROBE;
            FaceGradients face =
                    new FaceGradients(
                            whole,
                            verifier.layout(),
                            isProbe ? pair.probe() : pair.reference(),
                            isProbe ? probe : reference,
                            isProbe ? reference : probe,
                            threshold.map(Threshold::value).orElse(0.0),
                            side,
                            run);
            maps.add(rule.map(face));
            passCount += face.passCount();
        }
        Map<String, String> told = new LinkedHashMap<>();
        told.put("method", settings.toString());
        told.put("fill", run.fill().toString());
        return Explanation.of(
                pair,
                whole.similarity(),
                threshold,
                maps.get(0),
                maps.size() > 1 ? Optional.of(maps.get(1)) : Optional.empty(),
                new Provenance(
                        name,
                        asked,
                        Provenance.Inputs.of(pair, asked, threshold, description()),
                        told,
                        run.seed(),
                        0,
                        0,
                        passCount,
                        StopReason.MASK_COUNT,
                        LibraryVersion.VALUE,
                        passes.environment(),
                        new Provenance.Timing(
                                Duration.ofNanos(System.nanoTime() - startNanos),
                                whole.verifierTime())));
    }

    private static void requireCosine(
            double similarity, float[] probe, float[] reference, String asked) {
        double cosine = UnitVector.of(probe).dot(UnitVector.of(reference));
        if (!(Math.abs(similarity - cosine) <= SAME_COSINE)) {
            throw new VerifierException(
                    asked
                            + " must compare by the cosine of its embeddings, "
                            + cosine
                            + ", to be explained by derivatives, gave "
                            + similarity);
        }
    }
}
