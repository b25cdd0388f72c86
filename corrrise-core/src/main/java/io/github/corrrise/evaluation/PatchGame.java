package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.random.CounterRandom;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The patch game: a square of another person's face is pasted into the probe of a genuine pair, and
 * the dissimilarity map of the altered probe is to show where. The true answer is known, so the
 * game does not rest on deletion.
 *
 * <p>Trial i is played on case i modulo the number of cases. The place is a pure function of (seed,
 * i) and the size of the face, the donor of (seed, i) and the number of donors. The centre of the
 * square is uniform over the middle half of the face, in height and in width. On a crop aligned to
 * the ArcFace template this reaches from the forehead to the upper lip, and keeps squares away from
 * the black rim. A fixed pixel near the middle of the face is therefore hit far more often than the
 * square's area says, with the chance (2 side / height)(2 side / width), which is 0.25 where the
 * square's side is a quarter of the face's: compare with {@link Result#bestConstantHitRate}, not
 * with the area. Games of one seed have the same centres, whatever the side of their squares.
 *
 * <p>Cost: one explanation per trial, and one comparison per case. Immutable; safe for use by
 * several threads.
 *
 * @param sideFraction side of the square as a fraction of the face's shorter side, in (0, 0.5];
 *     rounded to whole pixels, at least one
 * @param featherFraction width of the soft edge inside the square as a fraction of its side, in [0,
 *     0.5]; 0 leaves a hard edge
 * @param placementCount trials, at least 1; 300 keep the interval of a hit rate within 0.06
 * @param seed of donors and places; also draws one of several equal peaks
 * @since 0.1.0
 */
public record PatchGame(
        double sideFraction, double featherFraction, int placementCount, long seed) {
    /** Checks the ranges. */
    public PatchGame {
        Checks.insideHalfOpen(0.0, 0.5, sideFraction, "sideFraction");
        Checks.inside(0.0, 0.5, featherFraction, "featherFraction");
        Checks.atLeast(1, placementCount, "placementCount");
    }

    /** 300 squares of a quarter of the face's side (28 pixels of 112) with a hard edge. */
    public static PatchGame defaults() {
        return new PatchGame(0.25, 0, 300, 0);
    }

    /** The same game with squares of another size. */
    public PatchGame withSideFraction(double newSideFraction) {
        return new PatchGame(newSideFraction, featherFraction, placementCount, seed);
    }

    /** The same game with an edge of another softness. */
    public PatchGame withFeatherFraction(double newFeatherFraction) {
        return new PatchGame(sideFraction, newFeatherFraction, placementCount, seed);
    }

    /** The same game with another number of trials. */
    public PatchGame withPlacementCount(int newPlacementCount) {
        return new PatchGame(sideFraction, featherFraction, newPlacementCount, seed);
    }

    /** The same game with donors and places of another seed. */
    public PatchGame withSeed(long newSeed) {
        return new PatchGame(sideFraction, featherFraction, placementCount, newSeed);
    }

    /** Side of the square on a face of this size, in whole pixels. */
    public int side(FaceSize size) {
        return (int) Math.max(1, Math.round(sideFraction * size.shorterSide()));
    }

    /**
     * Plays the whole game.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @throws IllegalArgumentException where there is no case, names repeat, or a face has another
     *     size than the verifier takes
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(SaliencyExplainer explainer, List<GameCase> cases) {
        return play(explainer, cases, List.of(), placement -> {});
    }

    /**
     * Goes on with a game that was interrupted.
     *
     * @param explainer the explainer to judge
     * @param cases at least one
     * @param done trials of this very game that need not be played again
     * @param played told each new trial as soon as it is over, case by case
     * @throws IllegalArgumentException where a trial in {@code done} is none of this game, and as
     *     for a whole game
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result play(
            SaliencyExplainer explainer,
            List<GameCase> cases,
            List<Placement> done,
            Consumer<Placement> played) {
        FaceVerifier verifier = explainer.verifier();
        FaceSize size = verifier.inputSize();
        GameRounds.requireDistinctNames(cases);
        for (Placement trial : done) {
            Place place = place(trial.index(), GameRounds.caseOf(trial.index(), cases), size);
            GameRounds.requireOfThisGame(trial, place.isThatOf(trial), placementCount, cases);
        }
        return new Result(
                size,
                GameRounds.play(
                        verifier,
                        cases,
                        placementCount,
                        done,
                        played,
                        (index, on, pair, clean) ->
                                trial(explainer, on, pair, place(index, on, size), clean)));
    }

    /**
     * The altered probe of a trial, as the explainer gets it.
     *
     * @param index number of the trial, from 0
     * @param probe the probe of the case
     * @param donor the face to take the square from, of the same size
     */
    public FaceImage pasted(int index, FaceImage probe, FaceImage donor) {
        Place place = place(index, 1, probe.size());
        return Blend.of(probe, donor, share(place, probe.size()));
    }

    /** Where a trial pastes its square, and from which donor; the stream goes on to break ties. */
    private record Place(int index, int donor, int top, int left, int side, CounterRandom random) {
        boolean isThatOf(Placement trial) {
            return top == trial.top() && left == trial.left() && side == trial.side();
        }
    }

    private Place place(int index, GameCase on, FaceSize size) {
        return place(index, on.donors().size(), size);
    }

    private Place place(int index, int donorCount, FaceSize size) {
        CounterRandom random = new CounterRandom(seed, index);
        int side = side(size);
        int centreRow = size.height() / 4 + random.nextInt((size.height() + 1) / 2);
        int centreColumn = size.width() / 4 + random.nextInt((size.width() + 1) / 2);
        int donor = random.nextInt(donorCount);
        return new Place(
                index,
                donor,
                cornerOf(centreRow, side),
                cornerOf(centreColumn, side),
                side,
                random);
    }

    /** Rounding may carry the largest square a pixel before the face, but never behind it. */
    private static int cornerOf(int centre, int side) {
        return Math.max(0, centre - side / 2);
    }

    private Placement trial(
            SaliencyExplainer explainer, GameCase on, FacePair pair, Place place, double clean) {
        FaceSize size = pair.probe().size();
        FaceImage donor = on.donor(place.donor(), pair);
        float[] share = share(place, size);
        FaceImage pasted = Blend.of(pair.probe(), donor, share);
        Explanation why = explainer.explain(FacePair.of(pasted, pair.reference()));
        BitSet square = Blend.changed(share);
        return new Placement(
                place.index(),
                on.name(),
                place.top(),
                place.left(),
                place.side(),
                clean,
                why.similarity(),
                Pointing.of(
                        why.probe(), DeletionInsertion.Sign.DISSIMILAR, square, place.random()));
    }

    /** The weight of the donor per pixel: 1 inside, falling over the feather, 0 outside. */
    private float[] share(Place place, FaceSize size) {
        double feather = featherFraction * place.side();
        float[] share = new float[size.pixelCount()];
        for (int row = 0; row < place.side(); row++) {
            for (int column = 0; column < place.side(); column++) {
                int edge =
                        Math.min(
                                Math.min(row, place.side() - 1 - row),
                                Math.min(column, place.side() - 1 - column));
                int pixel = (place.top() + row) * size.width() + place.left() + column;
                share[pixel] = feather > 0 ? (float) Math.min(1, (edge + 0.5) / feather) : 1;
            }
        }
        return share;
    }

    /**
     * The trials of a {@link PatchGame} and what follows from them. Trials of several games on
     * faces of one size may be put together: {@code new PatchGame.Result(size, allPlacements)}.
     *
     * @param size height and width of the faces
     * @param placements the trials; a game gives them by index
     * @since 0.1.0
     */
    public record Result(FaceSize size, List<Placement> placements) {
        /** Copies the list. */
        public Result {
            Objects.requireNonNull(size, "size");
            placements = List.copyOf(placements);
        }

        /**
         * The trials in which the paste cost more similarity than this; possibly none. A paste that
         * costs nothing gives a map nothing to find.
         */
        public Result costingMoreThan(double similarity) {
            return new Result(
                    size, placements.stream().filter(trial -> trial.cost() > similarity).toList());
        }

        /** Hits and mass; empty where there is no trial. */
        public Optional<Pointing.Score> score() {
            return placements.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Pointing.Score.of(placements));
        }

        /**
         * The hit rate of a pixel drawn uniformly from the face, and the mass share of a map of
         * equal values: the mean area of the squares as a share of the face. 0 where there is no
         * trial.
         */
        public double uniformHitRate() {
            double area =
                    placements.stream()
                            .mapToDouble(trial -> (double) trial.side() * trial.side())
                            .average()
                            .orElse(0);
            return area / size.pixelCount();
        }

        /**
         * The hit rate of the one pixel that most squares cover: the best that an explainer can
         * reach which points at one place whatever the face. The pixel is chosen after the trials,
         * so the rate is at least that of any pixel chosen in advance. 0 where there is no trial.
         */
        public double bestConstantHitRate() {
            double best = 0;
            for (int row = 0; row < size.height(); row++) {
                for (int column = 0; column < size.width(); column++) {
                    best = Math.max(best, constantHitRate(row, column));
                }
            }
            return best;
        }

        /**
         * The hit rate of the middle of the face, where a centre prior has its peak; 0 where there
         * is no trial.
         */
        public double centreHitRate() {
            return constantHitRate(size.height() / 2, size.width() / 2);
        }

        /** The hit rate of a fixed pixel. 0 where there is no trial. */
        public double constantHitRate(int row, int column) {
            return placements.stream()
                    .mapToDouble(trial -> trial.covers(row, column) ? 1 : 0)
                    .average()
                    .orElse(0);
        }
    }

    /**
     * One trial of the {@link PatchGame}.
     *
     * @param index number of the trial in its game, from 0
     * @param pair name of the genuine pair
     * @param top first row of the square
     * @param left first column of the square
     * @param side rows and columns of the square, at least 1
     * @param cleanSimilarity of the pair before the paste
     * @param similarity with the paste
     * @param pointing where the dissimilarity map points
     * @since 0.1.0
     */
    public record Placement(
            int index,
            String pair,
            int top,
            int left,
            int side,
            double cleanSimilarity,
            double similarity,
            Pointing pointing)
            implements GameTrial {
        /** Checks the ranges. */
        public Placement {
            Checks.atLeast(0, index, "index");
            Objects.requireNonNull(pair, "pair");
            Checks.atLeast(0, top, "top");
            Checks.atLeast(0, left, "left");
            Checks.atLeast(1, side, "side");
            Checks.finite(cleanSimilarity, "cleanSimilarity");
            Checks.finite(similarity, "similarity");
            Objects.requireNonNull(pointing, "pointing");
        }

        /** Whether the square covers a pixel. */
        public boolean covers(int row, int column) {
            return row >= top && row < top + side && column >= left && column < left + side;
        }

        /**
         * What the planted pixels cost: the similarity before less the similarity after. Where it
         * is near 0 or negative the verifier did not mind, and a map that points elsewhere is not
         * wrong.
         */
        public double cost() {
            return cleanSimilarity - similarity;
        }
    }
}
