package io.github.corrrise.claims;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.DecisionClaims.Kind;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The claims about one face: a search, and random regions for what it found. */
final class FaceTrial {
    private final MaskedPasses.Whole whole;
    private final Threshold threshold;
    private final Decision decision;
    private final Side side;
    private final FaceSize size;
    private final Fills fill;
    private final PixelOrder order;
    private final long seed;
    private long passCount;

    FaceTrial(
            MaskedPasses.Whole whole,
            Threshold threshold,
            Side side,
            SaliencyMap map,
            Fill fill,
            long seed) {
        this.size =
                side == Side.PROBE ? whole.pair().probe().size() : whole.pair().reference().size();
        if (!map.size().equals(size)) {
            throw Checks.rejected("map of the " + side, "of " + size, map.size());
        }
        this.whole = whole;
        this.threshold = threshold;
        this.decision = threshold.decide(whole.similarity());
        this.side = side;
        this.fill = Fills.of(fill);
        this.order = PixelOrder.of(map, decision);
        this.seed = seed;
    }

    long passCount() {
        return passCount;
    }

    List<Claim> claims() {
        // A run has two masks at least: the first step of both searches goes with this one.
        List<Double> first =
                scores(
                        List.of(
                                order.first(size.pixelCount()),
                                hidden(Kind.HIDING_TURNS, ClaimPasses.STEPS / 2),
                                hidden(Kind.SHOWING_KEEPS, ClaimPasses.STEPS / 2)));
        double allHidden = first.get(0);
        if (threshold.decide(allHidden) == decision) {
            // The face need not be seen at all: nothing of it has to be shown either.
            return Stream.of(Kind.values())
                    .map(kind -> new Claim(side, kind, OptionalDouble.empty(), allHidden, 0, 0))
                    .toList();
        }
        Bracket turns = halved(new Bracket(Kind.HIDING_TURNS, allHidden), first.get(1));
        Bracket keeps = halved(new Bracket(Kind.SHOWING_KEEPS, whole.similarity()), first.get(2));
        while (turns.isOpen()) {
            List<Double> scores =
                    scores(
                            List.of(
                                    hidden(turns.kind(), turns.middle()),
                                    hidden(keeps.kind(), keeps.middle())));
            turns = halved(turns, scores.get(0));
            keeps = halved(keeps, scores.get(1));
        }
        return List.of(claim(turns), claim(keeps));
    }

    private Bracket halved(Bracket bracket, double score) {
        return does(bracket.kind(), score) ? bracket.below(score) : bracket.above();
    }

    private Claim claim(Bracket found) {
        int area = area(found.most());
        List<BitSet> hidden = new ArrayList<>();
        for (int i = 0; i < ClaimPasses.RANDOM_COUNT; i++) {
            hidden.add(hidden(found.kind(), order.moved(seed, i).first(area)));
        }
        long likewise = scores(hidden).stream().filter(score -> does(found.kind(), score)).count();
        return new Claim(
                side,
                found.kind(),
                OptionalDouble.of((double) area / size.pixelCount()),
                found.similarity(),
                ClaimPasses.RANDOM_COUNT,
                Math.toIntExact(likewise));
    }

    private boolean does(Kind kind, double score) {
        boolean stays = threshold.decide(score) == decision;
        return kind == Kind.SHOWING_KEEPS ? stays : !stays;
    }

    private BitSet hidden(Kind kind, int steps) {
        return hidden(kind, order.first(area(steps)));
    }

    private BitSet hidden(Kind kind, BitSet region) {
        BitSet hidden = (BitSet) region.clone();
        if (kind == Kind.SHOWING_KEEPS) {
            hidden.flip(0, size.pixelCount());
        }
        return hidden;
    }

    private int area(int steps) {
        return Math.max(
                1, (int) Math.round((double) steps * size.pixelCount() / ClaimPasses.STEPS));
    }

    private List<Double> scores(List<BitSet> hidden) {
        MaskPlan plan =
                new MaskPlan(
                        (firstIndex, many, faceSize, ignored) -> {
                            BitSet[] masks = new BitSet[many];
                            for (int i = 0; i < many; i++) {
                                masks[i] = hidden.get(Math.toIntExact(firstIndex) + i);
                            }
                            return MaskBatch.ofHidden(firstIndex, faceSize, masks);
                        },
                        hidden.size(),
                        fill,
                        0,
                        0);
        MaskedPasses.Result result = whole.run(plan, List.of(side));
        passCount += result.passCount();
        double[] line = result.scores().line(result.scores().indexOf(MaskScores.Line.of(side)));
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < hidden.size(); i++) {
            scores.add(line[i]);
        }
        return scores;
    }

    /**
     * Where the border lies, in steps: {@code least} does not, {@code most} does.
     *
     * @param similarity at {@code most}
     */
    private record Bracket(Kind kind, int least, int most, double similarity) {
        Bracket(Kind kind, double similarityOfAll) {
            this(kind, 0, ClaimPasses.STEPS, similarityOfAll);
        }

        boolean isOpen() {
            return most - least > 1;
        }

        int middle() {
            return (least + most) / 2;
        }

        Bracket below(double score) {
            return new Bracket(kind, least, middle(), score);
        }

        Bracket above() {
            return new Bracket(kind, middle(), most, similarity);
        }
    }
}
