package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The game of edited pairs: the probe is a picture in which something was edited, the reference the
 * same picture before, and the dissimilarity map of the probe is to show where they differ. Nothing
 * else can make the two unlike, which other games cannot say: two photographs of a person differ
 * everywhere.
 *
 * <p>A pixel is edited where a channel differs by more than the tolerance. Trial i is played on
 * pair i. What the pairs are, and whether they are edits of one person, is the caller's to know;
 * their truth is not read.
 *
 * <p>Cost: one explanation and one comparison per pair. Immutable; safe for use by several threads.
 *
 * @param tolerance levels of 0 to 255 by which a channel may differ without an edit, in [0, 254];
 *     pictures that were saved with loss need some
 * @param reachFraction how far around an edited pixel the map may be blurred, as a fraction of the
 *     face's shorter side, in [0, 1]: the side of the patches that the explainer hides
 * @param seed draws one of several equal peaks
 * @since 0.1.0
 */
public record EditedPairGame(double tolerance, double reachFraction, long seed) {
    /** Checks the ranges. */
    public EditedPairGame {
        Checks.inside(0.0, 254.0, tolerance, "tolerance");
        Checks.inside(0.0, 1.0, reachFraction, "reachFraction");
    }

    /** Any difference is an edit, a reach of 14 pixels on a face of 112, seed 0. */
    public static EditedPairGame defaults() {
        return new EditedPairGame(0, 14 / 112.0, 0);
    }

    /** The same game with another tolerance. */
    public EditedPairGame withTolerance(double newTolerance) {
        return new EditedPairGame(newTolerance, reachFraction, seed);
    }

    /** The same game with another reach. */
    public EditedPairGame withReachFraction(double newReachFraction) {
        return new EditedPairGame(tolerance, newReachFraction, seed);
    }

    /** The same game with ties drawn by another seed. */
    public EditedPairGame withSeed(long newSeed) {
        return new EditedPairGame(tolerance, reachFraction, newSeed);
    }

    /**
     * Plays the whole game.
     *
     * @param explainer the explainer to judge
     * @param pairs at least one; the probe is the edited picture, the reference the original
     * @throws IllegalArgumentException where there is no pair, names repeat, the faces of a pair do
     *     not differ, or a face has another size than the verifier takes
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(SaliencyExplainer explainer, List<LabelledPair> pairs) {
        return play(explainer, pairs, List.of(), edit -> {});
    }

    /**
     * Goes on with a game that was interrupted.
     *
     * @param explainer the explainer to judge
     * @param pairs at least one
     * @param done trials of this very game that need not be played again
     * @param played told each new trial as soon as it is over
     * @throws IllegalArgumentException where a trial in {@code done} is none of this game, and as
     *     for a whole game
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(
            SaliencyExplainer explainer,
            List<LabelledPair> pairs,
            List<Edit> done,
            Consumer<Edit> played) {
        requireDistinctNames(pairs);
        FaceVerifier verifier = explainer.verifier();
        Map<Integer, Edit> known = new HashMap<>();
        for (Edit each : done) {
            if (each.index() >= pairs.size()
                    || !each.pair().equals(pairs.get(each.index()).name())) {
                throw Checks.rejected("trial done", "of this game", each);
            }
            known.put(each.index(), each);
        }
        List<Edit> edits = new ArrayList<>();
        for (int index = 0; index < pairs.size(); index++) {
            Edit before = known.get(index);
            if (before == null) {
                before = trial(explainer, index, pairs.get(index));
                played.accept(before);
            }
            edits.add(before);
        }
        return new Result(verifier.inputSize(), edits);
    }

    private static void requireDistinctNames(List<LabelledPair> pairs) {
        Checks.atLeast(1, pairs.size(), "pairs.size()");
        Set<String> names = new HashSet<>();
        for (LabelledPair each : pairs) {
            if (!names.add(each.name())) {
                throw Checks.rejected("pairs", "of distinct names", "twice " + each.name());
            }
        }
    }

    private Edit trial(SaliencyExplainer explainer, int index, LabelledPair asked) {
        FacePair pair = Objects.requireNonNull(asked.faces().get(), asked.name());
        BitSet edited = edited(pair);
        if (edited.isEmpty()) {
            throw Checks.rejected(
                    "pair " + asked.name(),
                    "of faces that differ by more than " + tolerance + " somewhere",
                    "alike everywhere");
        }
        FacePair unedited = FacePair.of(pair.reference(), pair.reference());
        double clean = GameRounds.clean(explainer.verifier(), unedited, asked.name());
        Explanation why = explainer.explain(pair);
        return new Edit(
                index,
                asked.name(),
                edited,
                clean,
                why.similarity(),
                Pointing.of(
                        why.probe(),
                        DeletionInsertion.Sign.DISSIMILAR,
                        edited,
                        new CounterRandom(seed, index)),
                Reach.falseShare(
                        why.probe(), DeletionInsertion.Sign.DISSIMILAR, edited, reachFraction));
    }

    /**
     * The pixels of a pair that were edited, row by row.
     *
     * @throws IllegalArgumentException where the faces differ in size
     */
    public BitSet edited(FacePair pair) {
        FaceImage probe = pair.probe();
        FaceImage original = pair.reference();
        if (!probe.size().equals(original.size())) {
            throw Checks.rejected("probe", original.size().toString(), probe.size());
        }
        int pixelCount = probe.size().pixelCount();
        float[] ofProbe = probe.toPlanes();
        float[] ofOriginal = original.toPlanes();
        BitSet edited = new BitSet(pixelCount);
        for (int i = 0; i < ofProbe.length; i++) {
            if (Math.abs(ofProbe[i] - ofOriginal[i]) > tolerance) {
                edited.set(i % pixelCount);
            }
        }
        return edited;
    }

    /**
     * The trials of an {@link EditedPairGame} and what follows from them.
     *
     * @param size height and width of the faces
     * @param edits the trials; a game gives them by index
     * @since 0.1.0
     */
    public record Result(FaceSize size, List<Edit> edits) {
        /** Copies the list; edits must lie within the faces. */
        public Result {
            Objects.requireNonNull(size, "size");
            edits = List.copyOf(edits);
            for (Edit edit : edits) {
                int last = edit.edited().length() - 1;
                Checks.inside(0, size.pixelCount() - 1, last, "last pixel of " + edit.pair());
            }
        }

        /** The trials in which the edit cost more similarity than this; possibly none. */
        public Result costingMoreThan(double similarity) {
            return new Result(
                    size, edits.stream().filter(edit -> edit.cost() > similarity).toList());
        }

        /** Hits and mass; empty where there is no trial. */
        public Optional<Pointing.Score> score() {
            return edits.isEmpty() ? Optional.empty() : Optional.of(Pointing.Score.of(edits));
        }

        /**
         * The mean area of the edits: the hit rate of a pixel drawn at random. 0 without trials.
         */
        public double uniformHitRate() {
            return edits.stream()
                    .mapToDouble(edit -> (double) edit.edited().cardinality() / size.pixelCount())
                    .average()
                    .orElse(0);
        }

        /** The hit rate of the one pixel that most edits cover. 0 where there is no trial. */
        public double bestConstantHitRate() {
            int[] covering = new int[size.pixelCount()];
            int most = 0;
            for (Edit edit : edits) {
                for (int pixel : edit.edited().stream().toArray()) {
                    covering[pixel]++;
                    most = Math.max(most, covering[pixel]);
                }
            }
            return edits.isEmpty() ? 0 : (double) most / edits.size();
        }

        /** The hit rate of the middle of the face. 0 where there is no trial. */
        public double centreHitRate() {
            int centre = size.height() / 2 * size.width() + size.width() / 2;
            return edits.stream()
                    .mapToDouble(edit -> edit.edited().get(centre) ? 1 : 0)
                    .average()
                    .orElse(0);
        }

        /**
         * Mean share of significantly dissimilar pixels beyond the reach of the edits, over the
         * trials whose map has a significance; empty where there is none. All of them are false.
         */
        public OptionalDouble meanFalseShare() {
            return edits.stream()
                    .map(Edit::falseShare)
                    .flatMapToDouble(OptionalDouble::stream)
                    .average();
        }
    }

    /**
     * One trial of the {@link EditedPairGame}.
     *
     * @param index number of the pair in its game, from 0
     * @param pair name of the pair
     * @param edited the pixels that differ, row by row, at least one
     * @param cleanSimilarity of the original and itself
     * @param similarity of the edited picture and the original
     * @param pointing where the dissimilarity map points
     * @param falseShare share of the pixels beyond the reach of the edit that the map calls
     *     significantly dissimilar; empty where the map has no significance, or the reach covers
     *     the face
     * @since 0.1.0
     */
    public record Edit(
            int index,
            String pair,
            BitSet edited,
            double cleanSimilarity,
            double similarity,
            Pointing pointing,
            OptionalDouble falseShare)
            implements GameTrial {
        /** Checks the ranges and copies the pixels. */
        public Edit {
            Checks.atLeast(0, index, "index");
            Objects.requireNonNull(pair, "pair");
            edited = (BitSet) edited.clone();
            Checks.atLeast(1, edited.cardinality(), "edited.cardinality()");
            Checks.finite(cleanSimilarity, "cleanSimilarity");
            Checks.finite(similarity, "similarity");
            Objects.requireNonNull(pointing, "pointing");
            Objects.requireNonNull(falseShare, "falseShare");
        }

        @Override
        public BitSet edited() {
            return (BitSet) edited.clone();
        }

        /** The similarity that the edit took from that of the original with itself. */
        public double cost() {
            return cleanSimilarity - similarity;
        }
    }
}
