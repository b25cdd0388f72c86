package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.passes.Line;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassResult;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The scores of one pair under some protocols. Each masked face is scored once, however many
 * protocols of its side and fill ask for it.
 *
 * @param scores [protocol][face]
 * @param passCount passes through the verifier, whole faces included
 */
record StepPasses(List<List<StepScores>> scores, long passCount) {
    /**
     * Scores the pair of an explanation under every protocol.
     *
     * @throws IllegalArgumentException where a protocol hides the reference and the explanation has
     *     no map of it
     */
    static StepPasses of(List<DeletionInsertion> protocols, Explanation why, MaskedPasses passes) {
        Map<Face, Pictures> pictures = new LinkedHashMap<>();
        List<List<Supplier<StepScores>>> due = new ArrayList<>();
        for (DeletionInsertion protocol : protocols) {
            List<Supplier<StepScores>> faces = new ArrayList<>();
            for (Side side : protocol.sides()) {
                StepMasks steps = StepMasks.of(map(why, side), protocol);
                Pictures some =
                        pictures.computeIfAbsent(
                                new Face(side, protocol.fill()), face -> new Pictures());
                some.add(steps);
                faces.add(() -> some.scores(steps));
            }
            due.add(faces);
        }
        long passCount = 0;
        for (Map.Entry<Face, Pictures> each : pictures.entrySet()) {
            passCount += each.getValue().run(each.getKey(), why.pair(), passes);
        }
        return new StepPasses(
                due.stream().map(faces -> faces.stream().map(Supplier::get).toList()).toList(),
                passCount);
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

    /** Which face is hidden and what replaces it: one run of masked passes. */
    private record Face(Side side, Fill fill) {}

    /**
     * Distinct masked copies of one face, by their hidden pixels, with their scores after the run.
     */
    private static final class Pictures {
        private static final BitSet WHOLE = new BitSet();

        private final Map<BitSet, Double> scores = new LinkedHashMap<>();

        void add(StepMasks steps) {
            steps.deletion().forEach(hidden -> scores.put(hidden, Double.NaN));
            steps.insertion().forEach(hidden -> scores.put(hidden, Double.NaN));
        }

        long run(Face face, FacePair pair, MaskedPasses passes) {
            scores.remove(WHOLE);
            BitSet[] hidden = scores.keySet().toArray(BitSet[]::new);
            MaskPlan plan =
                    new MaskPlan(
                            (firstIndex, count, size, seed) ->
                                    slice(hidden, (int) firstIndex, count, size),
                            hidden.length,
                            face.fill(),
                            0);
            PassResult result = passes.run(plan, pair, List.of(face.side()));
            double[] line = result.scores().line(result.scores().indexOf(Line.of(face.side())));
            for (int i = 0; i < line.length; i++) {
                scores.put(hidden[i], line[i]);
            }
            // The run scores the whole face anyway.
            scores.put(WHOLE, result.similarity(Line.of(face.side())));
            return result.passCount();
        }

        StepScores scores(StepMasks steps) {
            return new StepScores(
                    steps.deletion().stream().map(this::score).toList(),
                    steps.insertion().stream().map(this::score).toList());
        }

        private Double score(BitSet hidden) {
            return Objects.requireNonNull(scores.get(hidden), "score");
        }

        private static MaskBatch slice(BitSet[] hidden, int first, int count, FaceSize size) {
            return MaskBatch.ofHidden(
                    first, size, Arrays.copyOfRange(hidden, first, first + count));
        }
    }
}
