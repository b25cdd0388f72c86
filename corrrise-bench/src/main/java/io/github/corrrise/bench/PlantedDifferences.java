package io.github.corrrise.bench;

import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.parts.PartPasses;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Differences planted in genuine pairs, told by parts hidden in both faces: the part with the most
 * negative deviation from a profile, or with the most negative effect, is to be one that was
 * altered. Trial i alters pair i modulo n; the donor is the reference of another pair, so that no
 * two of the first n (n - 1) trials are of the same faces.
 */
final class PlantedDifferences {
    /** Similarity that a difference must cost to count. */
    static final double COSTLY = 0.1;

    /** Parts altered by so much of what the most altered one is. */
    private static final double ALTERED = 0.25;

    private PlantedDifferences() {}

    /** Alters a probe. */
    @FunctionalInterface
    interface Planting {
        FaceImage planted(int index, FaceImage probe, FaceImage donor);
    }

    /**
     * One costly difference and its answers.
     *
     * @param most the part altered most; with the other where that is an eye or an eyebrow and the
     *     game alters both
     * @param altered the parts altered by a quarter of that or more
     * @param byProfile the part of the most negative deviation
     * @param byEffect the part of the most negative effect
     */
    record Trial(Set<String> most, Set<String> altered, String byProfile, String byEffect) {
        Trial {
            most = Set.copyOf(most);
            altered = Set.copyOf(altered);
        }
    }

    /** Costly differences. */
    record Result(List<Trial> trials) {
        Result {
            trials = List.copyOf(trials);
        }

        Result and(Result other) {
            return new Result(Stream.concat(trials.stream(), other.trials().stream()).toList());
        }

        /** How often an answer is among parts; empty where there is no trial. */
        Optional<Estimate> share(Function<Trial, String> answer, Function<Trial, Set<String>> of) {
            int hits =
                    (int)
                            trials.stream()
                                    .filter(trial -> of.apply(trial).contains(answer.apply(trial)))
                                    .count();
            return trials.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Estimate.ofShare(hits, trials.size()));
        }

        /** How often the one part is right that most trials altered; 0 where there is no trial. */
        double bestFixed(Function<Trial, Set<String>> of) {
            double best = 0;
            for (Trial trial : trials) {
                for (String part : of.apply(trial)) {
                    double share =
                            trials.stream()
                                    .mapToDouble(each -> of.apply(each).contains(part) ? 1 : 0)
                                    .average()
                                    .orElse(0);
                    best = Math.max(best, share);
                }
            }
            return best;
        }
    }

    /**
     * Plants differences and has them told.
     *
     * @param profile of this verifier, of other persons
     * @param pairs genuine, of a person each, at least 2
     * @param trials numbers of the differences, each at least 0; those that cost little are left
     *     out
     */
    static Result play(
            FaceVerifier verifier,
            ModelProfile profile,
            List<FacePair> pairs,
            Planting planting,
            Iterable<Integer> trials) {
        FaceParts parts = FaceParts.ofTemplate(verifier.inputSize());
        List<Trial> costly = new ArrayList<>();
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            for (int index : trials) {
                FacePair pair = pairs.get(index % pairs.size());
                FaceImage donor = pairs.get(donor(index, pairs.size())).reference();
                FaceImage planted = planting.planted(index, pair.probe(), donor);
                FacePair altered = FacePair.of(planted, pair.reference());
                double cost = passes.whole(pair).similarity() - passes.whole(altered).similarity();
                if (cost > COSTLY) {
                    PartEffects effects =
                            PartPasses.effects(verifier, altered, parts, profile.design().fills());
                    costly.add(
                            trial(changes(parts, pair.probe(), planted), parts, profile, effects));
                }
            }
        }
        return new Result(costly);
    }

    /** Another pair than the altered one, another one each round. */
    static int donor(int index, int pairCount) {
        int round = index / pairCount % (pairCount - 1);
        return (index + 1 + round) % pairCount;
    }

    private static Trial trial(
            double[] changes, FaceParts parts, ModelProfile profile, PartEffects effects) {
        double greatest = Arrays.stream(changes).max().orElseThrow();
        Set<String> most = new HashSet<>();
        Set<String> altered = new HashSet<>();
        for (int part = 0; part < changes.length; part++) {
            String name = parts.names().get(part);
            if (changes[part] == greatest) {
                most.add(name);
            }
            if (changes[part] >= ALTERED * greatest) {
                altered.add(name);
            }
        }
        // Where both eyes or eyebrows were altered, either is right.
        Stream.of(
                        Set.of(FaceParts.RIGHT_EYE, FaceParts.LEFT_EYE),
                        Set.of(FaceParts.RIGHT_EYEBROW, FaceParts.LEFT_EYEBROW))
                .filter(altered::containsAll)
                .filter(both -> both.stream().anyMatch(most::contains))
                .toList()
                .forEach(most::addAll);
        return new Trial(
                most,
                altered,
                profile.unusual(effects).stream()
                        .min(Comparator.comparingDouble(Unusual.Part::deviation))
                        .orElseThrow()
                        .part(),
                effects.both().stream()
                        .min(Comparator.comparingDouble(PartEffects.Effect::effect))
                        .orElseThrow()
                        .part());
    }

    /** Of each part, the sum of absolute differences. */
    private static double[] changes(FaceParts parts, FaceImage face, FaceImage other) {
        FaceSize size = face.size();
        double[] changes = new double[parts.count()];
        for (int part = 0; part < changes.length; part++) {
            changes[part] =
                    parts.pixels(part).stream()
                            .mapToDouble(
                                    p -> change(face, other, p / size.width(), p % size.width()))
                            .sum();
        }
        return changes;
    }

    private static double change(FaceImage face, FaceImage other, int row, int column) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            sum += Math.abs(face.at(row, column, channel) - other.at(row, column, channel));
        }
        return sum;
    }
}
