package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The scores of one pair under some protocols. Each masked face is scored once, however many
 * protocols of its side and fill ask for it.
 *
 * @param scores [protocol][face]
 * @param passCount passes through the verifier, whole faces included
 */
record StepPasses(List<List<EvaluationScores.Steps>> scores, long passCount) {
    /**
     * Scores the pair of an explanation under every protocol.
     *
     * @throws IllegalArgumentException where a protocol hides the reference and the explanation has
     *     no map of it
     */
    static StepPasses of(List<DeletionInsertion> protocols, Explanation why, MaskedPasses passes) {
        List<List<FaceSteps>> asked =
                protocols.stream().map(protocol -> steps(protocol, why)).toList();
        Map<Face, FaceScores> scored = scored(distinctPictures(asked), why.pair(), passes);
        return new StepPasses(
                asked.stream().map(faces -> scoresOf(faces, scored)).toList(),
                scored.values().stream().mapToLong(FaceScores::passCount).sum());
    }

    /** What a protocol hides of each of its faces. */
    private static List<FaceSteps> steps(DeletionInsertion protocol, Explanation why) {
        return protocol.sides().stream()
                .map(
                        side ->
                                new FaceSteps(
                                        new Face(side, protocol.fill()),
                                        StepMasks.of(map(why, side), protocol)))
                .toList();
    }

    private static SaliencyMap map(Explanation why, Side side) {
        if (side == Side.PROBE) {
            return why.probe();
        }
        return why.reference()
                .orElseThrow(
                        () ->
                                Checks.rejected(
                                        "explanation",
                                        "of both faces for a protocol that hides the reference",
                                        "of the probe only"));
    }

    /** The masked copies of each face that are asked for, by their hidden pixels, each once. */
    private static Map<Face, Set<BitSet>> distinctPictures(List<List<FaceSteps>> asked) {
        Map<Face, Set<BitSet>> pictures = new LinkedHashMap<>();
        asked.stream()
                .flatMap(List::stream)
                .forEach(
                        one -> {
                            Set<BitSet> ofFace =
                                    pictures.computeIfAbsent(
                                            one.face(), face -> new LinkedHashSet<>());
                            ofFace.addAll(one.steps().deletion());
                            ofFace.addAll(one.steps().insertion());
                        });
        return pictures;
    }

    /** Runs the faces one after the other, in the order in which they were first asked for. */
    private static Map<Face, FaceScores> scored(
            Map<Face, Set<BitSet>> pictures, FacePair pair, MaskedPasses passes) {
        Map<Face, FaceScores> scored = new LinkedHashMap<>();
        pictures.forEach(
                (face, hidden) -> scored.put(face, FaceScores.of(face, hidden, pair, passes)));
        return scored;
    }

    private static List<EvaluationScores.Steps> scoresOf(
            List<FaceSteps> faces, Map<Face, FaceScores> scored) {
        return faces.stream()
                .map(
                        one ->
                                Objects.requireNonNull(scored.get(one.face()), "scores")
                                        .along(one.steps()))
                .toList();
    }

    /** Which face is hidden and what replaces it: one run of masked passes. */
    private record Face(Side side, Fill fill) {}

    /** The steps of one protocol at one face. */
    private record FaceSteps(Face face, StepMasks steps) {}

    /**
     * The scores of one face's masked copies.
     *
     * @param scores by hidden pixels
     * @param passCount passes of their run
     */
    private record FaceScores(Map<BitSet, Double> scores, long passCount) {
        private static final BitSet WHOLE = new BitSet();

        static FaceScores of(Face face, Set<BitSet> pictures, FacePair pair, MaskedPasses passes) {
            // The run scores the whole face anyway.
            BitSet[] hidden =
                    pictures.stream()
                            .filter(picture -> !picture.equals(WHOLE))
                            .toArray(BitSet[]::new);
            MaskedPasses.Result result =
                    passes.run(plan(hidden, face.fill()), pair, List.of(face.side()));
            MaskScores.Line side = MaskScores.Line.of(face.side());
            double[] line = result.scores().line(result.scores().indexOf(side));
            Map<BitSet, Double> scores = new HashMap<>();
            for (int i = 0; i < line.length; i++) {
                scores.put(hidden[i], line[i]);
            }
            scores.put(WHOLE, result.similarity(side));
            return new FaceScores(scores, result.passCount());
        }

        private static MaskPlan plan(BitSet[] hidden, Fill fill) {
            return new MaskPlan(
                    (firstIndex, count, size, seed) -> slice(hidden, (int) firstIndex, count, size),
                    hidden.length,
                    fill,
                    0);
        }

        private static MaskBatch slice(BitSet[] hidden, int first, int count, FaceSize size) {
            return MaskBatch.ofHidden(
                    first, size, Arrays.copyOfRange(hidden, first, first + count));
        }

        EvaluationScores.Steps along(StepMasks steps) {
            return new EvaluationScores.Steps(
                    steps.deletion().stream().map(this::score).toList(),
                    steps.insertion().stream().map(this::score).toList());
        }

        private Double score(BitSet hidden) {
            return Objects.requireNonNull(scores.get(hidden), "score");
        }
    }
}
