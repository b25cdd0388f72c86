package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a game is played on: a genuine pair, and faces of other persons from which pixels are taken.
 * Faces are loaded when they are needed and not kept.
 *
 * @param name name of the pair in messages and results; no two cases of a game share one
 * @param genuine loads two faces of one person; asked at most once per game
 * @param donors load faces of other persons, at least one, of the size of the pair's; each asked
 *     whenever it is drawn
 * @since 0.1.0
 */
public record GameCase(String name, Supplier<FacePair> genuine, List<Supplier<FaceImage>> donors) {
    /** Copies the list and checks that there is a donor. */
    public GameCase {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(genuine, "genuine");
        donors = List.copyOf(donors);
        Checks.atLeast(1, donors.size(), "donors.size()");
    }

    /** A case whose faces are in memory, with at least one donor. */
    public static GameCase of(String name, FacePair genuine, FaceImage... donors) {
        Objects.requireNonNull(genuine, "genuine");
        List<Supplier<FaceImage>> loaded =
                List.of(donors).stream().<Supplier<FaceImage>>map(face -> () -> face).toList();
        return new GameCase(name, () -> genuine, loaded);
    }

    /**
     * The cases in a labelled set: every genuine pair whose probe is also the probe of impostor
     * pairs, with the references of these as its donors. Probes are the same where size and pixels
     * are equal. Loads every pair once and holds the genuine probes meanwhile; what a pair throws
     * when it is loaded passes through.
     *
     * @param pairs the labelled set; genuine pairs without an impostor are left out
     */
    public static List<GameCase> allOf(List<LabelledPair> pairs) {
        Map<FaceImage, List<Supplier<FaceImage>>> donors = new HashMap<>();
        Map<LabelledPair, FaceImage> probes = new LinkedHashMap<>();
        for (LabelledPair pair : pairs) {
            if (pair.truth() == Truth.GENUINE) {
                FaceImage probe = pair.faces().get().probe();
                probes.put(pair, probe);
                donors.put(probe, new ArrayList<>());
            }
        }
        for (LabelledPair pair : pairs) {
            if (pair.truth() == Truth.IMPOSTOR) {
                List<Supplier<FaceImage>> some = donors.get(pair.faces().get().probe());
                if (some != null) {
                    some.add(() -> pair.faces().get().reference());
                }
            }
        }
        return probes.entrySet().stream()
                .filter(each -> !donors.getOrDefault(each.getValue(), List.of()).isEmpty())
                .map(
                        each ->
                                new GameCase(
                                        each.getKey().name(),
                                        each.getKey().faces(),
                                        donors.getOrDefault(each.getValue(), List.of())))
                .toList();
    }

    /**
     * A donor's face; throws an {@link IllegalArgumentException} where its size is not the pair's.
     */
    FaceImage donor(int donor, FacePair pair) {
        FaceImage face = donors.get(donor).get();
        if (!face.size().equals(pair.probe().size())) {
            throw Checks.rejected(
                    "donor " + donor + " of " + name, pair.probe().size().toString(), face.size());
        }
        return face;
    }
}
