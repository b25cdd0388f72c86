package io.github.corrrise.bench;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The region-swap game, answered by parts: the part whose hiding raises the similarity most is to
 * be the one that was swapped. Both eyes are one part, both eyebrows another, all but nose and
 * mouth the last, which is never right.
 */
final class PartsGame {
    /** All that no swap touches. */
    static final String REST = "rest";

    private static final String EYES = "eyes";
    private static final String EYEBROWS = "eyebrows";
    private static final List<String> NAMES =
            List.of(EYES, EYEBROWS, FaceParts.NOSE, FaceParts.MOUTH, REST);

    private PartsGame() {}

    /**
     * One swap and its answers.
     *
     * @param cost similarity before the swap less that after
     * @param byProbe the part of the most negative effect, hidden in the probe
     * @param byBoth the same, hidden in both faces
     */
    record Trial(RegionSwapGame.Region region, double cost, String byProbe, String byBoth) {}

    /** Answers to swaps. */
    record Result(List<Trial> trials) {
        Result {
            trials = List.copyOf(trials);
        }

        Result of(Predicate<Trial> which) {
            return new Result(trials.stream().filter(which).toList());
        }

        /** How often the part hidden in the probe is right; empty where there is no swap. */
        Optional<Estimate> probe() {
            return right(trial -> trial.byProbe().equals(part(trial.region())));
        }

        /** How often the part hidden in both faces is right; empty where there is no swap. */
        Optional<Estimate> both() {
            return right(trial -> trial.byBoth().equals(part(trial.region())));
        }

        /** How often the part is right that is swapped most; 0 where there is no swap. */
        double bestFixed() {
            double best = 0;
            for (RegionSwapGame.Region region : RegionSwapGame.Region.values()) {
                double share =
                        trials.stream()
                                .mapToDouble(trial -> trial.region() == region ? 1 : 0)
                                .average()
                                .orElse(0);
                best = Math.max(best, share);
            }
            return best;
        }

        private Optional<Estimate> right(Predicate<Trial> isRight) {
            int hits = of(isRight).trials().size();
            return trials.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Estimate.ofShare(hits, trials.size()));
        }
    }

    /**
     * Plays the swaps of a game.
     *
     * @param counts how many swaps, one number after the other, each larger than the last
     * @param played told each trial as soon as it is over
     */
    static Result play(
            FaceVerifier verifier,
            List<GameCase> cases,
            RegionSwapGame game,
            Iterable<Integer> counts,
            Fills fills,
            Consumer<Trial> played) {
        // The game hands the altered pair to an explainer; the map is of no interest.
        Measuring measuring =
                new Measuring(
                        Baseline.centrePrior()
                                .on(
                                        verifier,
                                        RunSettings.defaults()
                                                .withSeed(game.seed())
                                                .withSides(Side.PROBE)),
                        fills);
        List<Trial> trials = new ArrayList<>();
        List<RegionSwapGame.Swap> done = new ArrayList<>();
        for (int count : counts) {
            game.withTrialCount(count)
                    .play(
                            measuring,
                            cases,
                            List.copyOf(done),
                            swap -> {
                                PartEffects effects = measuring.effects();
                                Trial trial =
                                        new Trial(
                                                swap.region(),
                                                swap.cost(),
                                                mostNegative(effects.probe()),
                                                mostNegative(effects.both()));
                                done.add(swap);
                                trials.add(trial);
                                played.accept(trial);
                            });
        }
        return new Result(trials);
    }

    /** The parts of the template, merged to those that a game can swap and the rest. */
    static FaceParts parts(FaceSize size) {
        FaceParts template = FaceParts.ofTemplate(size);
        int[] labels = new int[size.pixelCount()];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            String part = template.at(pixel / size.width(), pixel % size.width());
            labels[pixel] = NAMES.indexOf(merged(part));
        }
        return FaceParts.ofLabels(size, NAMES, labels);
    }

    private static String merged(String part) {
        return switch (part) {
            case FaceParts.RIGHT_EYE, FaceParts.LEFT_EYE -> EYES;
            case FaceParts.RIGHT_EYEBROW, FaceParts.LEFT_EYEBROW -> EYEBROWS;
            case FaceParts.NOSE, FaceParts.MOUTH -> part;
            default -> REST;
        };
    }

    /** The part that a region stands for. */
    static String part(RegionSwapGame.Region region) {
        return switch (region) {
            case EYES -> EYES;
            case BROWS -> EYEBROWS;
            case NOSE -> FaceParts.NOSE;
            case MOUTH -> FaceParts.MOUTH;
        };
    }

    private static String mostNegative(List<PartEffects.Effect> effects) {
        return effects.stream()
                .min(Comparator.comparingDouble(PartEffects.Effect::effect))
                .orElseThrow()
                .part();
    }

    /** Measures the parts of each pair that it is to explain; for one thread. */
    private static final class Measuring implements SaliencyExplainer {
        private final SaliencyExplainer map;
        private final FaceParts parts;
        private final Fills fills;
        private @Nullable PartEffects effects;

        Measuring(SaliencyExplainer map, Fills fills) {
            this.map = map;
            this.parts = parts(map.verifier().inputSize());
            this.fills = fills;
        }

        @Override
        public Explanation explain(FacePair pair) {
            effects = PartPasses.effects(verifier(), pair, parts, fills);
            return map.explain(pair);
        }

        @Override
        public FaceVerifier verifier() {
            return map.verifier();
        }

        /** Of the pair explained last. */
        PartEffects effects() {
            return Objects.requireNonNull(effects, "effects");
        }
    }
}
