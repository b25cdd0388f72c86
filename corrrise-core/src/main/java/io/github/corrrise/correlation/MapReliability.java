package io.github.corrrise.correlation;

import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What one run tells of how far its maps can be relied on, see {@link SaliencyMap.Reliability}.
 *
 * @param scores of the run
 * @param correlation of the scores or of their ranks
 * @param masks of the run
 * @param kernel which sums visibility
 * @param model of the masks, where the estimator is the adjusted one
 */
record MapReliability(
        MaskScores scores,
        Correlation correlation,
        DrawnMasks masks,
        ScoreCorrelation.Kernel kernel,
        Optional<MaskModel> model) {
    /** Scored masks below which nothing is told of a line: halves would have too few. */
    static final int LEAST_MASKS = 32;

    /** Plain maps are halved for this many lines in one sweep over the masks: some 4 MB. */
    private static final int PLAIN_AT_ONCE = 4;

    /** The maps, each with what the run tells of it; in their order. */
    List<SaliencyMap> told(List<StandardScores> lines, List<SaliencyMap> maps) {
        List<Optional<SaliencyMap.ExplainedVariance>> explained =
                model.map(fits -> fits.explained(lines))
                        .orElseGet(() -> lines.stream().map(any -> explainedByNone()).toList());
        List<OptionalDouble> halves = splitHalves(lines, maps);
        List<SaliencyMap> told = new ArrayList<>();
        for (int line = 0; line < maps.size(); line++) {
            told.add(
                    isLong(lines.get(line))
                            ? maps.get(line)
                                    .withReliability(
                                            new SaliencyMap.Reliability(
                                                    explained.get(line), halves.get(line)))
                            : maps.get(line));
        }
        return told;
    }

    /** By line; empty where the run is too short or a half's map is flat. */
    List<OptionalDouble> splitHalves(List<StandardScores> lines, List<SaliencyMap> maps) {
        OptionalDouble[] agreements = new OptionalDouble[lines.size()];
        Arrays.fill(agreements, OptionalDouble.empty());
        List<MaskScores> halves = List.of(scores.everySecond(0), scores.everySecond(1));
        int[] fitted = numbers(lines, maps, Estimator.ADJUSTED);
        List<Optional<SaliencyMap>> first = fittedMaps(halves.get(0), fitted);
        List<Optional<SaliencyMap>> second = fittedMaps(halves.get(1), fitted);
        for (int k = 0; k < fitted.length; k++) {
            if (first.get(k).isPresent() && second.get(k).isPresent()) {
                agreements[fitted[k]] = agreement(first.get(k).get(), second.get(k).get());
            }
        }
        int[] plain = numbers(lines, maps, Estimator.PLAIN);
        for (int from = 0; from < plain.length; from += PLAIN_AT_ONCE) {
            int[] some =
                    Arrays.copyOfRange(plain, from, Math.min(plain.length, from + PLAIN_AT_ONCE));
            List<SaliencyMap> both = plainMaps(halves, some);
            for (int k = 0; k < some.length; k++) {
                agreements[some[k]] = agreement(both.get(k), both.get(some.length + k));
            }
        }
        return List.of(agreements);
    }

    /** Which lines are long enough and have a map of this estimator. */
    private static int[] numbers(
            List<StandardScores> lines, List<SaliencyMap> maps, Estimator estimator) {
        return IntStream.range(0, lines.size())
                .filter(line -> isLong(lines.get(line)))
                .filter(line -> Estimator.of(maps.get(line)) == estimator)
                .toArray();
    }

    /** At the lattice, which is a sixteenth of the work at 112 x 112: fitted maps are smooth. */
    private List<Optional<SaliencyMap>> fittedMaps(MaskScores half, int[] lines) {
        return lines.length == 0
                ? List.of()
                : model.orElseThrow()
                        .latticeMaps(
                                Arrays.stream(lines)
                                        .mapToObj(line -> standard(half, line))
                                        .toList());
    }

    /** Those of the first half of each line, then those of the second. */
    private List<SaliencyMap> plainMaps(List<MaskScores> halves, int[] lines) {
        List<StandardScores> ofHalves =
                halves.stream()
                        .flatMap(
                                half -> Arrays.stream(lines).mapToObj(line -> standard(half, line)))
                        .toList();
        return PixelMoments.of(masks, ofHalves, kernel).stream()
                .map(moments -> moments.bareMap(masks.size()))
                .toList();
    }

    private StandardScores standard(MaskScores half, int line) {
        return StandardScores.of(half, line, correlation);
    }

    /** Spearman and Brown's formula: from the agreement of halves to that of whole runs. */
    private static OptionalDouble agreement(SaliencyMap one, SaliencyMap other) {
        if (one.largestMagnitude() == 0 || other.largestMagnitude() == 0) {
            return OptionalDouble.empty();
        }
        double r = one.correlationWith(other);
        return OptionalDouble.of(r > 0 ? 2 * r / (1 + r) : 0);
    }

    private static boolean isLong(StandardScores line) {
        return line.usedCount() >= LEAST_MASKS;
    }

    private static Optional<SaliencyMap.ExplainedVariance> explainedByNone() {
        return Optional.empty();
    }
}
