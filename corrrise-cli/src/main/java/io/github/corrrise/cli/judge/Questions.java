package io.github.corrrise.cli.judge;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the trials of games ask a method about. It depends on no score, so that another tool can be
 * asked beforehand and its answers be judged afterwards.
 *
 * @param patches by the side of their squares on a face of 112
 * @param swaps swapped regions, if any
 */
record Questions(Map<Integer, PatchGame> patches, Optional<RegionSwapGame> swaps) {
    /** Names of the games. */
    static String patch(int side) {
        return "patch-" + side;
    }

    static final String SWAP = "swap";

    private static final int DIGEST_DIGITS = 16;

    /**
     * A trial and its altered pair.
     *
     * @param trial game and number
     * @param name of the files of its faces: the first trial that asks about them
     * @param pair name of the genuine pair
     * @param faces the altered probe, and the reference
     * @param planted 1 where pixels were planted, 0 elsewhere
     */
    record Question(
            String trial, String name, String pair, FacePair faces, NpyFormat.Plane planted) {
        /** Whether an earlier trial asks about the same faces. */
        boolean isRepeat() {
            return !trial.equals(name);
        }

        /** What tells these faces from others: digits of a digest. */
        String told() {
            return new Sha256()
                    .add(faces.probe().digest())
                    .add(faces.reference().digest())
                    .hex()
                    .substring(0, DIGEST_DIGITS);
        }
    }

    /** Asks in the order in which games are played. */
    void ask(List<GameCase> cases, FaceSize size, Consumer<Question> asked) {
        patches.forEach(
                (side, game) -> {
                    Listener listener = new Listener(patch(side), size, asked);
                    game.play(
                            listener,
                            cases,
                            List.of(),
                            trial ->
                                    listener.heard(
                                            trial.index(),
                                            trial.pair(),
                                            pixel ->
                                                    trial.covers(
                                                            pixel / size.width(),
                                                            pixel % size.width())));
                });
        swaps.ifPresent(
                game -> {
                    Listener listener = new Listener(SWAP, size, asked);
                    // Its curve, which is not looked at, is the dearest part of a trial.
                    new RegionSwapGame(
                                    game.featherFraction(),
                                    game.reachFraction(),
                                    2,
                                    game.trialCount(),
                                    game.seed())
                            .play(
                                    listener,
                                    cases,
                                    List.of(),
                                    trial -> {
                                        float[] share =
                                                trial.region().share(size, game.featherFraction());
                                        listener.heard(
                                                trial.index(),
                                                trial.pair(),
                                                pixel -> share[pixel] > 0);
                                    });
                });
    }

    /** Which pixels were planted. */
    @FunctionalInterface
    private interface Planted {
        boolean at(int pixel);
    }

    /** Plays a game for the sake of its questions: every pair is alike to its verifier. */
    private static final class Listener implements SaliencyExplainer {
        private final String game;
        private final FaceSize size;
        private final Consumer<Question> asked;
        private final Map<List<String>, String> names = new HashMap<>();
        private final FaceVerifier verifier;
        private final SaliencyExplainer answer;
        private @Nullable FacePair last;

        Listener(String game, FaceSize size, Consumer<Question> asked) {
            this.game = game;
            this.size = size;
            this.asked = asked;
            this.verifier = FaceVerifier.of(size, (probe, reference) -> 0);
            this.answer =
                    Baseline.centrePrior()
                            .on(verifier, RunSettings.defaults().withSides(Side.PROBE));
        }

        @Override
        public Explanation explain(FacePair pair) {
            last = pair;
            return answer.explain(pair);
        }

        @Override
        public FaceVerifier verifier() {
            return verifier;
        }

        void heard(int index, String pair, Planted planted) {
            FacePair faces = Objects.requireNonNull(last, "last");
            float[] values = new float[size.pixelCount()];
            for (int pixel = 0; pixel < values.length; pixel++) {
                values[pixel] = planted.at(pixel) ? 1 : 0;
            }
            String trial = game + "-" + index;
            String name =
                    names.computeIfAbsent(
                            List.of(faces.probe().digest(), faces.reference().digest()),
                            key -> trial);
            asked.accept(new Question(trial, name, pair, faces, NpyFormat.Plane.of(size, values)));
        }
    }
}
