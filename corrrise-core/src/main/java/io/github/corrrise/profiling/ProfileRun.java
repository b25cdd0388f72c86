package io.github.corrrise.profiling;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.Bootstrap;
import io.github.corrrise.evaluation.DeletionInsertion;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.Evaluation;
import io.github.corrrise.evaluation.EvaluationScores;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.SanityChecks;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One run of a {@link ModelProfiler}: measures what is not known yet, and concludes. */
final class ProfileRun {
    private static final List<Side> SIDES = List.of(Side.PROBE, Side.REFERENCE);

    /** Steps of deletion and insertion. */
    private static final int STEPS = 20;

    private static final List<DeletionInsertion> PROTOCOLS =
            Stream.of(Fill.black(), Fill.blur(0.1))
                    .map(
                            fill ->
                                    DeletionInsertion.published()
                                            .withStepCount(STEPS)
                                            .withSides(Side.PROBE, Side.REFERENCE)
                                            .withFill(fill)
                                            .withThreshold(0))
                    .toList();

    /** Fewest pairs that a design is chosen or judged by. */
    private static final int FEWEST = 3;

    private static final int MOST_RANDOMISED = 10;

    private final ModelProfiler.Settings settings;
    private final FaceVerifier verifier;
    private final FaceSize size;
    private final List<ModelProfiler.Pair> pairs;
    private final Measurements measurements;

    /** By person, in the order of their first pairs, whether he chooses or judges. */
    private final Map<String, Boolean> chooses = new LinkedHashMap<>();

    private final long expectedPasses;

    ProfileRun(
            ModelProfiler.Settings settings,
            List<ModelProfiler.Pair> pairs,
            Measurements measurements) {
        this.settings = settings;
        this.verifier = settings.verifier();
        this.size = verifier.inputSize();
        this.pairs = List.copyOf(pairs);
        this.measurements = measurements;
        for (ModelProfiler.Pair pair : pairs) {
            for (String person : List.of(pair.probePerson(), pair.referencePerson())) {
                chooses.putIfAbsent(person, chooses.size() % 2 == 0);
            }
        }
        this.expectedPasses = typicalCost() + designCost();
    }

    ModelProfile profile() {
        if (settings.passBudget().isPresent()
                && settings.passBudget().getAsLong() < typicalCost()) {
            throw Checks.rejected(
                    "passBudget",
                    "at least " + typicalCost() + " for " + pairs.size() + " pairs",
                    settings.passBudget().getAsLong());
        }
        try (MaskCache cache = MaskCache.ofQuarterHeap();
                MaskedPasses passes = new MaskedPasses(verifier, passSettings())) {
            requireDecisions(passes);
            List<ModelProfile.DesignCheck> checks =
                    affordable(typicalCost() + designCost()) ? designChecks(cache) : List.of();
            ModelProfile.Design design =
                    checks.stream()
                            .filter(check -> check.chosenBy().lower() > 0)
                            .max(
                                    (a, b) ->
                                            Double.compare(
                                                    a.chosenBy().value(), b.chosenBy().value()))
                            .map(ModelProfile.DesignCheck::design)
                            .orElse(ModelProfile.Design.DEFAULT);
            List<Run> runs = new ArrayList<>();
            for (ModelProfiler.Pair pair : pairs) {
                runs.add(run(pair, design, passes));
            }
            return concluded(checks, design, runs, cache);
        }
    }

    /** Two sets of scores of a pair, and its parts. */
    private record Run(
            ModelProfiler.Pair pair,
            double similarity,
            MaskScores first,
            MaskScores second,
            Optional<PartEffects> parts) {}

    private ModelProfile concluded(
            List<ModelProfile.DesignCheck> checks,
            ModelProfile.Design design,
            List<Run> runs,
            MaskCache cache) {
        ScoreCorrelation plain = ScoreCorrelation.defaults().withoutSignificance();
        ScoreCorrelation without = plain.withEstimator(design.estimator());
        Optional<ContributionPrior> prior = Optional.empty();
        Optional<Estimate> priorGain = Optional.empty();
        if (design.estimator() == Estimator.ADJUSTED) {
            priorGain = priorGain(runs, without, cache);
            if (priorGain.isPresent() && priorGain.get().lower() > 0) {
                prior = learned(runs, cache);
            }
        }
        ScoreCorrelation made = prior.map(without::withPrior).orElse(without);
        List<ModelProfile.Observed> observed = new ArrayList<>();
        List<Double> stabilities = new ArrayList<>();
        Map<ModelProfiler.Pair, List<SaliencyMap>> mapsOf = new LinkedHashMap<>();
        for (Run run : runs) {
            List<SaliencyMap> maps = made.maps(run.first(), cache);
            List<SaliencyMap> again = made.maps(run.second(), cache);
            mapsOf.put(run.pair(), maps);
            stabilities.add(
                    (maps.get(0).correlationWith(again.get(0))
                                    + maps.get(1).correlationWith(again.get(1)))
                            / 2);
            observed.add(
                    new ModelProfile.Observed(
                            run.similarity(), maps.get(0), maps.get(1), run.parts()));
        }
        Optional<Estimate> randomised = randomised(design, made, mapsOf, cache);
        Optional<Estimate> gain = gainOverTypical(mapsOf);
        return ModelProfile.of(
                new ModelProfile.Origin(
                        verifier.description(),
                        LibraryVersion.VALUE,
                        size,
                        settings.maskCount(),
                        pairs.size(),
                        (int) pairs.stream().filter(ModelProfiler.Pair::isGenuine).count(),
                        chooses.size(),
                        measurements.passCount()),
                design,
                prior,
                observed,
                checks,
                new ModelProfile.Trust(
                        Bootstrap.defaults().mean(stabilities), priorGain, randomised, gain));
    }

    /** A threshold that tells nobody apart is no operating point; found before all else. */
    private void requireDecisions(MaskedPasses passes) {
        Optional<Threshold> threshold = verifier.threshold();
        if (threshold.isEmpty()) {
            return;
        }
        Set<Decision> decisions = EnumSet.noneOf(Decision.class);
        for (ModelProfiler.Pair pair : pairs) {
            FacePair faces = faces(pair);
            double similarity =
                    measured(
                            key("whole faces", pair, faces),
                            () -> {
                                MaskedPasses.Whole whole = passes.whole(faces);
                                return new Measurements.Measured(
                                        new double[] {whole.similarity()}, whole.passCount());
                            })[0];
            decisions.add(threshold.get().decide(similarity));
        }
        if (decisions.size() == 1) {
            throw Checks.rejected(
                    "threshold",
                    "one that tells some of the pairs apart",
                    threshold.get().value()
                            + ", by which all "
                            + pairs.size()
                            + " are "
                            + decisions.iterator().next());
        }
    }

    /**
     * Whether the maps of a first set of masks come nearer to plain maps of a second one with a
     * prior that was learned from other persons: the errors of the two sets are independent, so the
     * difference of the squared distances is that of the squared errors.
     */
    private Optional<Estimate> priorGain(
            List<Run> runs, ScoreCorrelation without, MaskCache cache) {
        List<Double> gains = new ArrayList<>();
        for (boolean half : new boolean[] {true, false}) {
            Optional<ContributionPrior> ofOthers = learned(ofHalf(runs, !half), cache);
            if (ofOthers.isEmpty()) {
                continue;
            }
            ScoreCorrelation with = without.withPrior(ofOthers.get());
            for (Run run : ofHalf(runs, half)) {
                List<SaliencyMap> judges =
                        without.withEstimator(Estimator.PLAIN).maps(run.second(), cache);
                List<SaliencyMap> alone = without.maps(run.first(), cache);
                List<SaliencyMap> helped = with.maps(run.first(), cache);
                double before = 0;
                double after = 0;
                double error = 0;
                for (int side = 0; side < SIDES.size(); side++) {
                    before += distance(alone.get(side), judges.get(side));
                    after += distance(helped.get(side), judges.get(side));
                    error += squaredError(alone.get(side));
                }
                if (error > 0) {
                    gains.add((before - after) / error);
                }
            }
        }
        return gains.size() < FEWEST
                ? Optional.empty()
                : Optional.of(Bootstrap.defaults().mean(gains));
    }

    private List<Run> ofHalf(List<Run> runs, boolean half) {
        return runs.stream().filter(run -> isOfHalf(run.pair(), half)).toList();
    }

    private boolean isOfHalf(ModelProfiler.Pair pair, boolean half) {
        return Stream.of(pair.probePerson(), pair.referencePerson())
                .allMatch(person -> chooses.getOrDefault(person, half) == half);
    }

    private static Optional<ContributionPrior> learned(List<Run> runs, MaskCache cache) {
        return runs.isEmpty()
                ? Optional.empty()
                : ContributionPrior.learnedFrom(
                        runs.stream().flatMap(run -> Stream.of(run.first(), run.second())).toList(),
                        cache);
    }

    private static double distance(SaliencyMap map, SaliencyMap other) {
        float[] a = map.toArray();
        float[] b = other.toArray();
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            double difference = (double) a[p] - b[p];
            sum += difference * difference / a.length;
        }
        return sum;
    }

    private static double squaredError(SaliencyMap map) {
        float[] errors = map.standardErrors().orElseThrow();
        double sum = 0;
        for (float error : errors) {
            sum += (double) error * error / errors.length;
        }
        return sum;
    }

    private List<ModelProfile.DesignCheck> designChecks(MaskCache cache) {
        Map<Boolean, List<ModelProfiler.Pair>> halves = new LinkedHashMap<>();
        for (boolean half : new boolean[] {true, false}) {
            halves.put(
                    half,
                    pairs.stream()
                            .filter(ModelProfiler.Pair::isGenuine)
                            .filter(pair -> isOfHalf(pair, half))
                            .toList());
        }
        if (halves.values().stream().anyMatch(half -> half.size() < FEWEST)) {
            return List.of();
        }
        List<ModelProfile.Design> rivals = new ArrayList<>(List.of(ModelProfile.Design.values()));
        rivals.remove(ModelProfile.Design.DEFAULT);
        Bootstrap together = new Bootstrap(2000, 1 - 0.05 / rivals.size(), 0);
        List<ModelProfile.DesignCheck> checks = new ArrayList<>();
        for (ModelProfile.Design rival : rivals) {
            checks.add(
                    new ModelProfile.DesignCheck(
                            rival,
                            gain(rival, halves.getOrDefault(true, List.of()), together, cache),
                            gain(
                                    rival,
                                    halves.getOrDefault(false, List.of()),
                                    Bootstrap.defaults(),
                                    cache)));
        }
        return checks;
    }

    private Estimate gain(
            ModelProfile.Design rival,
            List<ModelProfiler.Pair> some,
            Bootstrap bootstrap,
            MaskCache cache) {
        List<Double> own = new ArrayList<>();
        List<Double> ofDefault = new ArrayList<>();
        for (ModelProfiler.Pair pair : some) {
            own.add(insertionLessDeletion(rival, pair, cache));
            ofDefault.add(insertionLessDeletion(ModelProfile.Design.DEFAULT, pair, cache));
        }
        return bootstrap.difference(own, ofDefault);
    }

    private double insertionLessDeletion(
            ModelProfile.Design design, ModelProfiler.Pair pair, MaskCache cache) {
        FacePair faces = faces(pair);
        return measured(
                key("insertion less deletion by " + design, pair, faces),
                () -> {
                    try (Explainer explainer =
                            Explainer.builder(verifier)
                                    .masks(design.masks())
                                    .fills(design.fills())
                                    .bothHidden(design.bothHidden())
                                    .estimator(design.estimator())
                                    .maskCount(settings.maskCount())
                                    .seed(settings.seed())
                                    .withoutSignificance()
                                    .cancelWhen(settings.cancelled())
                                    .cache(cache)
                                    .build()) {
                        return insertionLessDeletion(explainer, pair, faces);
                    }
                })[0];
    }

    private Measurements.Measured insertionLessDeletion(
            SaliencyExplainer explainer, ModelProfiler.Pair pair, FacePair faces) {
        Evaluation.Builder evaluation =
                Evaluation.builder(explainer).protocols(PROTOCOLS).cancelWhen(settings.cancelled());
        settings.executor().ifPresent(each -> evaluation.executor(each, settings.parallelism()));
        EvaluationScores.Scored scored =
                evaluation
                        .build()
                        .run(Stream.of(LabelledPair.of(pair.name(), Truth.GENUINE, faces)))
                        .pairs()
                        .get(0);
        double mean =
                scored.scores().stream()
                        .flatMap(List::stream)
                        .mapToDouble(face -> face.insertionArea() - face.deletionArea())
                        .average()
                        .orElseThrow();
        long passCount = scored.explainerPassCount() + scored.passCount();
        return new Measurements.Measured(new double[] {mean}, passCount);
    }

    private Run run(ModelProfiler.Pair pair, ModelProfile.Design design, MaskedPasses passes) {
        FacePair faces = faces(pair);
        double[] first = scores(pair, faces, design, settings.seed(), passes);
        double[] second = scores(pair, faces, design, settings.seed() + 1, passes);
        return new Run(
                pair,
                first[0],
                maskScores(first, design, settings.seed()),
                maskScores(second, design, settings.seed() + 1),
                settings.parts().map(parts -> parts(pair, faces, design, parts)));
    }

    /** The similarity, then the scores of each side. */
    private double[] scores(
            ModelProfiler.Pair pair,
            FacePair faces,
            ModelProfile.Design design,
            long seed,
            MaskedPasses passes) {
        return measured(
                key("scores by " + design + ", seed " + seed, pair, faces),
                () -> {
                    MaskedPasses.Result result =
                            passes.run(
                                    new MaskPlan(
                                            design.masks(),
                                            settings.maskCount(),
                                            design.fills(),
                                            seed,
                                            design.bothHidden()),
                                    faces,
                                    SIDES);
                    double[] values = new double[1 + 2 * settings.maskCount()];
                    values[0] = result.similarity(MaskScores.Line.of(Side.PROBE));
                    for (int side = 0; side < SIDES.size(); side++) {
                        MaskScores.Line line = MaskScores.Line.of(SIDES.get(side));
                        System.arraycopy(
                                result.scores().line(result.scores().indexOf(line)),
                                0,
                                values,
                                1 + side * settings.maskCount(),
                                settings.maskCount());
                    }
                    return new Measurements.Measured(values, result.passCount());
                });
    }

    private MaskScores maskScores(double[] values, ModelProfile.Design design, long seed) {
        int count = settings.maskCount();
        return MaskScores.of(
                design.masks(),
                design.fills(),
                size,
                seed,
                Arrays.copyOfRange(values, 1, 1 + count),
                Arrays.copyOfRange(values, 1 + count, 1 + 2 * count));
    }

    /** Effects of each part, least and greatest beside them: probe, reference, both. */
    private PartEffects parts(
            ModelProfiler.Pair pair, FacePair faces, ModelProfile.Design design, FaceParts parts) {
        double[] values =
                measured(
                        key("parts by " + design, pair, faces),
                        () -> {
                            PartEffects effects =
                                    PartPasses.effects(
                                            verifier, faces, parts, design.fills(), passSettings());
                            List<Double> all = new ArrayList<>(List.of(effects.similarity()));
                            Stream.of(effects.probe(), effects.reference(), effects.both())
                                    .flatMap(List::stream)
                                    .forEach(
                                            effect ->
                                                    all.addAll(
                                                            List.of(
                                                                    effect.similarity(),
                                                                    effect.least(),
                                                                    effect.greatest(),
                                                                    effect.effect())));
                            return new Measurements.Measured(
                                    all.stream().mapToDouble(value -> value).toArray(),
                                    effects.passCount());
                        });
        List<List<PartEffects.Effect>> effects = new ArrayList<>();
        for (int hidden = 0; hidden < 3; hidden++) {
            List<PartEffects.Effect> own = new ArrayList<>();
            for (int part = 0; part < parts.count(); part++) {
                int from = 1 + 4 * (hidden * parts.count() + part);
                own.add(
                        new PartEffects.Effect(
                                parts.names().get(part),
                                values[from],
                                values[from + 1],
                                values[from + 2],
                                values[from + 3]));
            }
            effects.add(own);
        }
        return new PartEffects(
                parts,
                values[0],
                verifier.threshold(),
                effects.get(0),
                effects.get(1),
                effects.get(2),
                0);
    }

    private Optional<Estimate> randomised(
            ModelProfile.Design design,
            ScoreCorrelation made,
            Map<ModelProfiler.Pair, List<SaliencyMap>> mapsOf,
            MaskCache cache) {
        if (!(verifier instanceof FaceEmbedder embedder)) {
            return Optional.empty();
        }
        List<Double> correlations = new ArrayList<>();
        long cost = runCost();
        for (Map.Entry<ModelProfiler.Pair, List<SaliencyMap>> each : mapsOf.entrySet()) {
            ModelProfiler.Pair pair = each.getKey();
            if (correlations.size() == MOST_RANDOMISED) {
                break;
            }
            FacePair faces = faces(pair);
            long seed = settings.seed() + correlations.size();
            String name = key("randomised by " + design + ", seed " + seed, pair, faces);
            if (!measurements.knows(name) && !affordable(spent() + cost)) {
                break;
            }
            double[] scores =
                    measured(
                            name,
                            () -> {
                                FaceVerifier scrambled = SanityChecks.randomised(embedder, seed);
                                try (MaskedPasses passes =
                                        new MaskedPasses(scrambled, passSettings())) {
                                    MaskedPasses.Result result =
                                            passes.run(
                                                    new MaskPlan(
                                                            design.masks(),
                                                            settings.maskCount(),
                                                            design.fills(),
                                                            settings.seed(),
                                                            design.bothHidden()),
                                                    faces,
                                                    List.of(Side.PROBE));
                                    return new Measurements.Measured(
                                            result.scores()
                                                    .line(
                                                            result.scores()
                                                                    .indexOf(
                                                                            MaskScores.Line.of(
                                                                                    Side.PROBE))),
                                            result.passCount());
                                }
                            });
            SaliencyMap map =
                    made.maps(
                                    MaskScores.of(
                                            design.masks(),
                                            design.fills(),
                                            size,
                                            settings.seed(),
                                            scores),
                                    cache)
                            .get(0);
            correlations.add(map.correlationWith(each.getValue().get(0)));
        }
        return correlations.size() < FEWEST
                ? Optional.empty()
                : Optional.of(Bootstrap.defaults().mean(correlations));
    }

    /** Over the genuine pairs: the typical map is the mean of those of the other half's persons. */
    private Optional<Estimate> gainOverTypical(Map<ModelProfiler.Pair, List<SaliencyMap>> mapsOf) {
        List<Double> own = new ArrayList<>();
        List<Double> typical = new ArrayList<>();
        for (boolean half : new boolean[] {true, false}) {
            List<SaliencyMap> ofOthers =
                    mapsOf.entrySet().stream()
                            .filter(each -> each.getKey().isGenuine())
                            .filter(each -> isOfHalf(each.getKey(), !half))
                            .flatMap(each -> each.getValue().stream())
                            .toList();
            if (ofOthers.isEmpty()) {
                continue;
            }
            SaliencyMap mean = mean(ofOthers);
            for (Map.Entry<ModelProfiler.Pair, List<SaliencyMap>> each : mapsOf.entrySet()) {
                ModelProfiler.Pair pair = each.getKey();
                if (!pair.isGenuine() || !isOfHalf(pair, half)) {
                    continue;
                }
                FacePair faces = faces(pair);
                SaliencyMap probe = each.getValue().get(0);
                SaliencyMap reference = each.getValue().get(1);
                boolean isKnown =
                        measurements.knows(given("own map", pair, faces, probe, reference))
                                && measurements.knows(
                                        given("typical map", pair, faces, mean, mean));
                if (!isKnown && !affordable(spent() + 2 * stepCost())) {
                    continue;
                }
                own.add(insertionLessDeletionOf("own map", pair, faces, probe, reference));
                typical.add(insertionLessDeletionOf("typical map", pair, faces, mean, mean));
            }
        }
        return own.size() < FEWEST
                ? Optional.empty()
                : Optional.of(Bootstrap.defaults().difference(own, typical));
    }

    private double insertionLessDeletionOf(
            String name,
            ModelProfiler.Pair pair,
            FacePair faces,
            SaliencyMap probe,
            SaliencyMap reference) {
        return measured(
                given(name, pair, faces, probe, reference),
                () ->
                        insertionLessDeletion(
                                Baseline.fixed(probe, reference)
                                        .on(verifier, RunSettings.defaults()),
                                pair,
                                faces))[0];
    }

    private String given(
            String name,
            ModelProfiler.Pair pair,
            FacePair faces,
            SaliencyMap probe,
            SaliencyMap reference) {
        String maps =
                new Sha256().add(probe.toArray()).add(reference.toArray()).hex().substring(0, 16);
        return key("insertion less deletion of the " + name + " " + maps, pair, faces);
    }

    private SaliencyMap mean(List<SaliencyMap> maps) {
        float[] mean = new float[size.pixelCount()];
        for (SaliencyMap map : maps) {
            float[] own = map.toArray();
            for (int p = 0; p < mean.length; p++) {
                mean[p] += own[p] / maps.size();
            }
        }
        return SaliencyMap.of(size, maps.get(0).scale(), mean);
    }

    private FacePair faces(ModelProfiler.Pair pair) {
        FacePair faces = pair.faces().get();
        for (FaceSize own : List.of(faces.probe().size(), faces.reference().size())) {
            if (!own.equals(size)) {
                throw Checks.rejected("faces of pair " + pair.name(), "of " + size, own);
            }
        }
        return faces;
    }

    /** A picture that was exchanged is another pair, and so is one of another name. */
    private String key(String what, ModelProfiler.Pair pair, FacePair faces) {
        return what
                + ": "
                + Provenance.Inputs.of(faces, verifier.description(), Optional.empty(), pair.name())
                        .digest();
    }

    private PassSettings passSettings() {
        PassSettings.Builder builder =
                PassSettings.builder().cancelWhen(settings.cancelled()).progress(Progress.NONE);
        settings.executor()
                .ifPresent(executor -> builder.executor(executor, settings.parallelism()));
        return builder.build();
    }

    private double[] measured(String name, Supplier<Measurements.Measured> measure) {
        double[] values = measurements.get(name, measure);
        tell();
        return values;
    }

    private void tell() {
        long done = measurements.passCount();
        settings.progress().update(done, Math.max(done, expectedPasses));
    }

    private long spent() {
        return measurements.passCount();
    }

    private boolean affordable(long passCount) {
        return settings.passBudget().isEmpty() || passCount <= settings.passBudget().getAsLong();
    }

    /** Of one run of a pair; comparisons count as passes of a verifier that only scores. */
    private long runCost() {
        return (verifier instanceof FaceEmbedder ? 2L : 3L) * settings.maskCount() + 4;
    }

    private long stepCost() {
        // Both sides, two protocols, each masked face beside a whole one.
        return 2L * 2 * (2 * STEPS) + 2;
    }

    private long typicalCost() {
        long parts =
                settings.parts()
                        .map(
                                each ->
                                        4L
                                                        * each.count()
                                                        * ModelProfile.Design.ALTERNATING
                                                                .fills()
                                                                .count()
                                                + 2)
                        .orElse(0L);
        return pairs.size() * (2 + 2 * runCost() + parts);
    }

    private long designCost() {
        long genuineCount = pairs.stream().filter(ModelProfiler.Pair::isGenuine).count();
        return genuineCount * ModelProfile.Design.values().length * (runCost() + stepCost());
    }
}
