package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.VerifierException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The trials of a game, case by case, so that a case is loaded and its clean similarity measured
 * once however many trials it has. Trial i is played on case i modulo their number.
 */
final class GameRounds {
    private GameRounds() {}

    /** Plays one trial. */
    @FunctionalInterface
    interface Round<T extends GameTrial> {
        T play(int index, GameCase on, FacePair pair, double cleanSimilarity);
    }

    /**
     * Plays the trials that are not done yet and returns all of them, by index.
     *
     * @param done trials of this game, as the caller has checked
     * @param played told each new trial as soon as it is over
     */
    static <T extends GameTrial> List<T> play(
            FaceVerifier verifier,
            List<GameCase> cases,
            int trialCount,
            List<T> done,
            Consumer<? super T> played,
            Round<T> round) {
        Map<Integer, T> known = new HashMap<>();
        done.forEach(trial -> known.put(trial.index(), trial));
        List<T> all = new ArrayList<>(known.values());
        for (int first = 0; first < Math.min(cases.size(), trialCount); first++) {
            List<Integer> due = new ArrayList<>();
            for (int index = first; index < trialCount; index += cases.size()) {
                if (!known.containsKey(index)) {
                    due.add(index);
                }
            }
            if (due.isEmpty()) {
                continue;
            }
            GameCase each = cases.get(first);
            FacePair pair = each.genuine().get();
            double clean = clean(verifier, pair, each.name());
            for (int index : due) {
                T trial = round.play(index, each, pair, clean);
                all.add(trial);
                played.accept(trial);
            }
        }
        all.sort(Comparator.comparingInt(GameTrial::index));
        return List.copyOf(all);
    }

    /** The similarity of the whole faces of a case. */
    static double clean(FaceVerifier verifier, FacePair pair, String name) {
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            return passes.whole(pair).similarity();
        } catch (VerifierException e) {
            throw new VerifierException(name + ": " + e.getMessage(), e);
        }
    }

    /** The case of a trial. */
    static GameCase caseOf(int index, List<GameCase> cases) {
        return cases.get(index % cases.size());
    }

    /** Checks that there is a case and no name twice: results would mix such cases up. */
    static void requireDistinctNames(List<GameCase> cases) {
        Checks.atLeast(1, cases.size(), "cases.size()");
        Set<String> names = new HashSet<>();
        for (GameCase each : cases) {
            if (!names.add(each.name())) {
                throw Checks.rejected("cases", "of distinct names", "twice " + each.name());
            }
        }
    }

    /** Checks that an earlier trial has the index, the pair and the place of one of this game. */
    static void requireOfThisGame(
            GameTrial done, boolean samePlace, int trialCount, List<GameCase> cases) {
        boolean same =
                done.index() < trialCount
                        && done.pair().equals(caseOf(done.index(), cases).name())
                        && samePlace;
        if (!same) {
            throw Checks.rejected("trial done", "of this game", done);
        }
    }
}
