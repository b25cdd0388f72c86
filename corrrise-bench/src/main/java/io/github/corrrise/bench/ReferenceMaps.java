package io.github.corrrise.bench;

import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Maps of so many published masks that they pass for the population's, in two halves, whose
 * difference tells the noise that is left. Kept as .npy files: a map per pair, side and half, named
 * by a digest of the faces, the verifier and the version of the library.
 */
final class ReferenceMaps {
    /** Masks of both halves together; under a seed that no estimate uses. */
    static final int MASK_COUNT = 12_000;

    private static final long SEED = 77;
    private static final List<Side> SIDES = List.of(Side.PROBE, Side.REFERENCE);

    private ReferenceMaps() {}

    /**
     * One side of a pair.
     *
     * @param map mean of the halves
     * @param noise mean squared error that the map itself has
     */
    record Reference(NpyFormat.Plane map, double noise) {}

    /** True where the folder holds the maps of a pair. */
    static boolean holds(Path folder, LabelledPair pair, FaceVerifier verifier) {
        return Files.exists(new Place(folder, pair, pair.faces().get(), verifier).file(1, 1));
    }

    /** Reads both sides of a pair. */
    static List<Reference> read(Path folder, LabelledPair pair, FaceVerifier verifier) {
        Place place = new Place(folder, pair, pair.faces().get(), verifier);
        List<Reference> references = new ArrayList<>();
        for (int side = 0; side < SIDES.size(); side++) {
            references.add(
                    of(NpyFormat.read(place.file(side, 0)), NpyFormat.read(place.file(side, 1))));
        }
        return references;
    }

    /** Makes both sides of a pair from {@code maskCount} masks. */
    static List<Reference> make(MaskedPasses passes, FacePair faces, int maskCount) {
        List<Reference> references = new ArrayList<>();
        for (List<NpyFormat.Plane> halves : halves(passes, faces, maskCount)) {
            references.add(of(halves.get(0), halves.get(1)));
        }
        return references;
    }

    /** Makes both sides of a pair and writes them. */
    static void write(Path folder, LabelledPair pair, FaceVerifier verifier, MaskedPasses passes) {
        FacePair faces = pair.faces().get();
        Place place = new Place(folder, pair, faces, verifier);
        List<List<NpyFormat.Plane>> sides = halves(passes, faces, MASK_COUNT);
        for (int side = 0; side < sides.size(); side++) {
            for (int half = 0; half < 2; half++) {
                NpyFormat.write(sides.get(side).get(half), place.file(side, half));
            }
        }
    }

    private static List<List<NpyFormat.Plane>> halves(
            MaskedPasses passes, FacePair faces, int maskCount) {
        MaskPlan plan = new MaskPlan(PatchMasks.published(), maskCount, Fill.black(), SEED);
        MaskScores scores = passes.run(plan, faces, SIDES).scores();
        List<List<NpyFormat.Plane>> sides = new ArrayList<>();
        for (int side = 0; side < SIDES.size(); side++) {
            List<NpyFormat.Plane> halves = new ArrayList<>();
            for (int half = 0; half < 2; half++) {
                int count = maskCount / 2;
                SaliencyMap map =
                        chunk(
                                ScoreCorrelation.defaults(),
                                scores,
                                side,
                                half * count,
                                count,
                                MaskCache.ofBytes(0));
                halves.add(NpyFormat.Plane.of(map.size(), map.toArray()));
            }
            sides.add(halves);
        }
        return sides;
    }

    /** The map of some consecutive masks of a run, without significance. */
    static SaliencyMap chunk(
            ScoreCorrelation correlation,
            MaskScores scores,
            int line,
            int first,
            int count,
            MaskCache cache) {
        double[] part = new double[first + count];
        Arrays.fill(part, 0, first, Double.NaN);
        System.arraycopy(scores.line(line), first, part, first, count);
        MaskScores some = MaskScores.of(PatchMasks.published(), scores.size(), scores.seed(), part);
        return correlation.withoutSignificance().maps(some, cache).get(0);
    }

    private static Reference of(NpyFormat.Plane one, NpyFormat.Plane other) {
        float[] mean = one.toArray();
        float[] second = other.toArray();
        double square = 0;
        for (int p = 0; p < mean.length; p++) {
            double difference = (double) mean[p] - second[p];
            square += difference * difference / mean.length;
            mean[p] = (mean[p] + second[p]) / 2;
        }
        return new Reference(NpyFormat.Plane.of(one.size(), mean), square / 4);
    }

    /** Where the maps of a pair are kept; maps made from anything else have other names. */
    private record Place(Path folder, LabelledPair pair, FacePair faces, FaceVerifier verifier) {
        private static final int DIGITS = 12;

        Path file(int side, int half) {
            String made = MASK_COUNT + " masks of " + PatchMasks.published() + ", seed " + SEED;
            String digest =
                    Provenance.Inputs.of(faces, verifier.description(), Optional.empty(), made)
                            .digest()
                            .substring(0, DIGITS);
            String name = pair.name().replaceAll("[^A-Za-z0-9]+", "-");
            return folder.resolve(
                    String.join("-", name, digest, SIDES.get(side).name(), half + ".npy"));
        }
    }
}
