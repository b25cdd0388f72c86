package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The similarity while the pixels of a probe are replaced, in the order of a map, by those of its
 * twin: a face that differs from it in some region, or another person's altogether.
 *
 * <p>Source of the idea: J. R. Williford, B. B. May, J. Byrne, Explainable Face Recognition, ECCV
 * 2020, arXiv:2008.00916.
 *
 * @param similarities at least two; element k, from 0 to n, with the share k / n of all pixels
 *     replaced
 * @since 0.1.0
 */
public record FlipCurve(List<Double> similarities) {
    /** Copies the list and checks its length. */
    public FlipCurve {
        similarities = List.copyOf(similarities);
        Checks.atLeast(2, similarities.size(), "similarities.size()");
    }

    /**
     * Measures a curve. Cost: at most n + 1 comparisons, in batches of 16; a step that adds only
     * pixels in which both faces agree costs none.
     *
     * @param verifier that compares
     * @param pair the probe as it is, and its reference, of the verifier's input size
     * @param twin what the probe becomes, of its size
     * @param map the map of the probe, of its size
     * @param sign which pixels of the map are replaced first
     * @param stepCount n, at least 2
     * @param seed draws the order of pixels of equal value
     * @throws IllegalArgumentException where {@code stepCount} is below 2, or a size is another
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public static FlipCurve of(
            FaceVerifier verifier,
            FacePair pair,
            FaceImage twin,
            SaliencyMap map,
            DeletionInsertion.Sign sign,
            int stepCount,
            long seed) {
        DeletionInsertion order =
                DeletionInsertion.published()
                        .withSign(sign)
                        .withStepCount(stepCount)
                        .withSeed(seed);
        requireSize("twin", twin.size(), pair);
        requireSize("map", map.size(), pair);
        BitSet differing = differing(pair.probe(), twin);
        List<BitSet> images = new ArrayList<>();
        int[] imageOfStep = new int[stepCount + 1];
        List<BitSet> steps = StepMasks.of(map, order).deletion();
        for (int step = 0; step <= stepCount; step++) {
            BitSet replaced = (BitSet) steps.get(step).clone();
            replaced.and(differing);
            if (images.isEmpty() || !replaced.equals(images.get(images.size() - 1))) {
                images.add(replaced);
            }
            imageOfStep[step] = images.size() - 1;
        }
        double[] scores = scores(verifier, pair, twin, images);
        List<Double> similarities = new ArrayList<>();
        for (int image : imageOfStep) {
            similarities.add(scores[image]);
        }
        return new FlipCurve(similarities);
    }

    /**
     * The share of pixels replaced when the decision first differs from the one at the start, in
     * (0, 1]; empty where it never does.
     */
    public OptionalDouble flippedAt(Threshold threshold) {
        Decision before = threshold.decide(similarities.get(0));
        for (int step = 1; step < similarities.size(); step++) {
            if (threshold.decide(similarities.get(step)) != before) {
                return OptionalDouble.of((double) step / (similarities.size() - 1));
            }
        }
        return OptionalDouble.empty();
    }

    /**
     * The share of pixels replaced when half of the rise from the first similarity to the last is
     * reached, in (0, 1]; empty where the last is not above the first.
     */
    public OptionalDouble halfRisenAt() {
        double start = similarities.get(0);
        double end = similarities.get(similarities.size() - 1);
        if (!(end > start)) {
            return OptionalDouble.empty();
        }
        int step = 1;
        while (similarities.get(step) < (start + end) / 2) {
            step++;
        }
        return OptionalDouble.of((double) step / (similarities.size() - 1));
    }

    private static void requireSize(String name, FaceSize size, FacePair pair) {
        if (!size.equals(pair.probe().size())) {
            throw Checks.rejected(name, "of " + pair.probe().size() + ", as the probe", size);
        }
    }

    /** The pixels in which two faces of one size differ. */
    static BitSet differing(FaceImage a, FaceImage b) {
        float[] one = a.toPlanes();
        float[] other = b.toPlanes();
        BitSet differing = new BitSet(a.size().pixelCount());
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                differing.set(i % a.size().pixelCount());
            }
        }
        return differing;
    }

    /** The first image replaces nothing. */
    private static double[] scores(
            FaceVerifier verifier, FacePair pair, FaceImage twin, List<BitSet> images) {
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            double[] scores = new double[images.size()];
            if (scores.length == 1) {
                scores[0] = passes.whole(pair).similarity();
                return scores;
            }
            // A run has two masks at least.
            int maskCount = Math.max(2, scores.length - 1);
            MaskedPasses.Result result =
                    passes.run(
                            new MaskPlan(replacing(images), maskCount, Fill.image(twin), 0),
                            pair,
                            List.of(Side.PROBE));
            MaskScores.Line line = MaskScores.Line.of(Side.PROBE);
            scores[0] = result.similarity(line);
            System.arraycopy(
                    result.scores().line(result.scores().indexOf(line)),
                    0,
                    scores,
                    1,
                    scores.length - 1);
            return scores;
        }
    }

    private static MaskGenerator replacing(List<BitSet> images) {
        return (firstIndex, count, size, seed) -> {
            BitSet[] replaced = new BitSet[count];
            Arrays.setAll(
                    replaced,
                    i -> images.get(Math.min(images.size() - 1, (int) firstIndex + i + 1)));
            return MaskBatch.ofHidden(firstIndex, size, replaced);
        };
    }
}
