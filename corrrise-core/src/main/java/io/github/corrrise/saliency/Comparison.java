package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.FaceEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is compared in one run: the whole faces, already scored, the faces to mask, and how their
 * masked copies are scored. Safe for use by several threads; a round is for one.
 */
final class Comparison {
    /** The masked copies of one batch of masks: every face in turn, then the scores. */
    interface Round {
        /**
         * Takes the masked copies of a face.
         *
         * @param face its place in {@link #faces()}; all are taken, in that order
         * @param batch read during the call only
         */
        void take(int face, FaceBatch batch);

        /** The scores of all that was taken, [line][mask of the batch]. */
        double[][] lines();
    }

    private final double[] similarities;
    private final long cleanPassCount;
    private final List<FaceImage> faces;
    private final int lineCount;
    private final int passesPerMask;
    private final IntFunction<Round> rounds;

    private Comparison(
            double[] similarities,
            long cleanPassCount,
            List<FaceImage> faces,
            int lineCount,
            int passesPerMask,
            IntFunction<Round> rounds) {
        this.similarities = similarities;
        this.cleanPassCount = cleanPassCount;
        this.faces = faces;
        this.lineCount = lineCount;
        this.passesPerMask = passesPerMask;
        this.rounds = rounds;
    }

    /** Similarity of the whole faces, one a reference. */
    double[] similarities() {
        return similarities;
    }

    /** What the whole faces cost. */
    long cleanPassCount() {
        return cleanPassCount;
    }

    /** The faces to mask. */
    List<FaceImage> faces() {
        return faces;
    }

    int lineCount() {
        return lineCount;
    }

    int passesPerMask() {
        return passesPerMask;
    }

    /**
     * A round of its own for each batch of masks.
     *
     * @param first index of the batch's first mask
     */
    Round round(int first) {
        return rounds.apply(first);
    }

    /**
     * A pair: a line a side, whose scores compare the masked face with the other one, whole and
     * hidden by the same mask.
     *
     * @param bothHidden weight of the latter, in [0, 1]
     */
    static Comparison ofPair(
            VerifierCalls calls, FacePair pair, List<Side> sides, double bothHidden) {
        calls.requireSize("probe", pair.probe());
        calls.requireSize("reference", pair.reference());
        List<Side> masked = bothHidden > 0 ? List.of(Side.PROBE, Side.REFERENCE) : sides;
        List<FaceImage> faces = masked.stream().map(side -> face(pair, side)).toList();
        if (calls.embedder().isPresent()) {
            FaceEmbedder embedder = calls.embedder().get();
            float[] probe = calls.embedWhole(embedder, pair.probe(), "probe");
            float[] reference = calls.embedWhole(embedder, pair.reference(), "reference");
            EmbeddedPair embedded =
                    new EmbeddedPair(embedder, probe, reference, masked, sides, bothHidden);
            return new Comparison(
                    new double[] {calls.compareWhole(embedder, probe, reference)},
                    2,
                    faces,
                    sides.size(),
                    masked.size(),
                    first -> new EmbeddedRound(calls, embedder, first, embedded::lines));
        }
        return new Comparison(
                new double[] {calls.scoreWhole(pair.probe(), pair.reference())},
                1,
                faces,
                sides.size(),
                sides.size() + (bothHidden > 0 ? 1 : 0),
                first -> new ScoredPairRound(calls, pair, masked, sides, bothHidden));
    }

    /**
     * A probe, masked, against whole references: a line a reference. References are embedded {@code
     * batchSize} at a time.
     */
    static Comparison ofGallery(
            VerifierCalls calls, FaceImage probe, List<FaceImage> references, int batchSize) {
        Checks.atLeast(1, references.size(), "references.size()");
        calls.requireSize("probe", probe);
        for (int j = 0; j < references.size(); j++) {
            calls.requireSize("reference " + j, references.get(j));
        }
        double[] similarities = new double[references.size()];
        if (calls.embedder().isPresent()) {
            FaceEmbedder embedder = calls.embedder().get();
            float[] whole = calls.embedWhole(embedder, probe, "probe");
            List<float[]> gallery = new ArrayList<>();
            for (int from = 0; from < similarities.length; from += batchSize) {
                int end = Math.min(similarities.length, from + batchSize);
                gallery.addAll(calls.embedWhole(embedder, references.subList(from, end), from));
            }
            for (int j = 0; j < similarities.length; j++) {
                similarities[j] = calls.compareWhole(embedder, whole, gallery.get(j));
            }
            EmbeddedGallery embedded = new EmbeddedGallery(embedder, gallery);
            return new Comparison(
                    similarities,
                    1 + similarities.length,
                    List.of(probe),
                    similarities.length,
                    1,
                    first -> new EmbeddedRound(calls, embedder, first, embedded::lines));
        }
        for (int j = 0; j < similarities.length; j++) {
            similarities[j] = calls.scoreWhole(probe, references.get(j));
        }
        return new Comparison(
                similarities,
                similarities.length,
                List.of(probe),
                similarities.length,
                similarities.length,
                first -> new ScoredGalleryRound(calls, references));
    }

    /** Embeds what it takes; each masked copy is embedded once, whatever it is compared with. */
    private static final class EmbeddedRound implements Round {
        private final VerifierCalls calls;
        private final FaceEmbedder embedder;
        private final int first;
        private final Function<List<float[][]>, double[][]> compare;
        private final List<float[][]> copies = new ArrayList<>();

        EmbeddedRound(
                VerifierCalls calls,
                FaceEmbedder embedder,
                int first,
                Function<List<float[][]>, double[][]> compare) {
            this.calls = calls;
            this.embedder = embedder;
            this.first = first;
            this.compare = compare;
        }

        @Override
        public void take(int face, FaceBatch batch) {
            copies.add(calls.embed(embedder, batch, slot -> "mask " + (first + slot)));
        }

        @Override
        public double[][] lines() {
            return compare.apply(copies);
        }
    }

    /** Two whole faces, embedded, with which masked copies are compared. */
    private static final class EmbeddedPair {
        private final FaceEmbedder embedder;
        private final float[] probe;
        private final float[] reference;
        private final List<Side> masked;
        private final List<Side> sides;
        private final double bothHidden;

        EmbeddedPair(
                FaceEmbedder embedder,
                float[] probe,
                float[] reference,
                List<Side> masked,
                List<Side> sides,
                double bothHidden) {
            this.embedder = embedder;
            this.probe = probe;
            this.reference = reference;
            this.masked = masked;
            this.sides = sides;
            this.bothHidden = bothHidden;
        }

        double[][] lines(List<float[][]> copies) {
            double[][] lines = new double[sides.size()][];
            for (int k = 0; k < lines.length; k++) {
                float[][] own = copies.get(masked.indexOf(sides.get(k)));
                lines[k] =
                        sides.get(k) == Side.PROBE
                                ? line(own.length, i -> embedder.similarity(own[i], reference))
                                : line(own.length, i -> embedder.similarity(probe, own[i]));
            }
            if (bothHidden > 0) {
                float[][] probes = copies.get(0);
                float[][] references = copies.get(1);
                double[] both =
                        line(probes.length, i -> embedder.similarity(probes[i], references[i]));
                blend(lines, both, bothHidden);
            }
            return lines;
        }
    }

    /** Whole references, embedded, with which masked copies of the probe are compared. */
    private record EmbeddedGallery(FaceEmbedder embedder, List<float[]> references) {
        double[][] lines(List<float[][]> copies) {
            float[][] probes = copies.get(0);
            return references.stream()
                    .map(each -> line(probes.length, i -> embedder.similarity(probes[i], each)))
                    .toArray(double[][]::new);
        }
    }

    /** Scores masked copies of a pair; keeps them only where copies are scored against copies. */
    private static final class ScoredPairRound implements Round {
        private final VerifierCalls calls;
        private final FacePair pair;
        private final List<Side> masked;
        private final List<Side> sides;
        private final double bothHidden;
        private final List<double[]> lines = new ArrayList<>();
        private final List<List<FaceImage>> copies = new ArrayList<>();

        ScoredPairRound(
                VerifierCalls calls,
                FacePair pair,
                List<Side> masked,
                List<Side> sides,
                double bothHidden) {
            this.calls = calls;
            this.pair = pair;
            this.masked = masked;
            this.sides = sides;
            this.bothHidden = bothHidden;
        }

        @Override
        public void take(int face, FaceBatch batch) {
            Side side = masked.get(face);
            if (sides.contains(side)) {
                lines.add(
                        side == Side.PROBE
                                ? calls.score(batch, pair.reference())
                                : calls.score(pair.probe(), batch));
            }
            if (bothHidden > 0) {
                copies.add(IntStream.range(0, batch.count()).mapToObj(batch::face).toList());
            }
        }

        @Override
        public double[][] lines() {
            double[][] all = lines.toArray(double[][]::new);
            if (bothHidden > 0) {
                double[] both = new double[copies.get(0).size()];
                for (int i = 0; i < both.length; i++) {
                    FaceBatch probe = calls.batchOf(copies.get(0).get(i));
                    both[i] = calls.score(probe, copies.get(1).get(i))[0];
                }
                blend(all, both, bothHidden);
            }
            return all;
        }
    }

    /** Scores masked probes against each reference in turn. */
    private static final class ScoredGalleryRound implements Round {
        private final VerifierCalls calls;
        private final List<FaceImage> references;
        private final List<double[]> lines = new ArrayList<>();

        ScoredGalleryRound(VerifierCalls calls, List<FaceImage> references) {
            this.calls = calls;
            this.references = references;
        }

        @Override
        public void take(int face, FaceBatch batch) {
            for (FaceImage reference : references) {
                lines.add(calls.score(batch, reference));
            }
        }

        @Override
        public double[][] lines() {
            return lines.toArray(double[][]::new);
        }
    }

    private static FaceImage face(FacePair pair, Side side) {
        return side == Side.PROBE ? pair.probe() : pair.reference();
    }

    private static double[] line(int count, IntToDoubleFunction similarity) {
        return IntStream.range(0, count).mapToDouble(similarity).toArray();
    }

    private static void blend(double[][] lines, double[] both, double share) {
        for (double[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                line[i] = (1 - share) * line[i] + share * both[i];
            }
        }
    }
}
