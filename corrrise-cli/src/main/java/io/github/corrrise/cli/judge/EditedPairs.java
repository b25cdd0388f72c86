package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairsFile;
import io.github.corrrise.evaluation.GameCase;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Edited pictures and their originals, for the game of edited pairs. */
final class EditedPairs {
    private EditedPairs() {}

    /**
     * Probes in which a region of another person was blended, each with itself before.
     *
     * @param swaps draws the regions
     */
    static List<LabelledPair> swapped(RegionSwapGame swaps, List<GameCase> cases, int count) {
        List<LabelledPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            GameCase on = cases.get(i % cases.size());
            List<Supplier<FaceImage>> donors = on.donors();
            Supplier<FaceImage> donor = donors.get(i / cases.size() % donors.size());
            pairs.add(
                    new LabelledPair(
                            "edit " + i + " of " + on.name(),
                            Truth.GENUINE,
                            () -> {
                                FaceImage original = on.genuine().get().probe();
                                return FacePair.of(
                                        swaps.swapped(index, original, donor.get()), original);
                            }));
        }
        return pairs;
    }

    /** The pairs of a list; relative names start from its folder. */
    static List<LabelledPair> listed(Path csv, FaceSource source) {
        return PairsFile.genuine(PairTable.read(csv, null).requireRight().rows(), source);
    }

    /** What tells these pairs from others: digits of a digest of all faces. */
    static String told(List<LabelledPair> pairs) {
        Sha256 digest = new Sha256();
        for (LabelledPair pair : pairs) {
            FacePair faces = pair.faces().get();
            digest.add(pair.name()).add(faces.probe().digest()).add(faces.reference().digest());
        }
        return digest.hex().substring(0, 16);
    }
}
