package io.github.corrrise.profile;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.CoarseGrid;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Unusual;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Typical maps and effects of parts. Maps of probes and references are of one kind; they are
 * compared on a {@link CoarseGrid}.
 */
final class Typical {
    private final FaceSize size;
    private final Trends maps;
    private final double[] squaredErrors;
    private final List<String> parts;
    private final Optional<Trends> effects;
    private final double[][] deviations;

    /** Correlations of less than this are none. */
    private static final double LEAST_OF_MAPS = 1e-3;

    /** Of the spread of the similarities. */
    private static final double LEAST_OF_EFFECTS = 1e-3;

    Typical(
            FaceSize size,
            Trends maps,
            double[] squaredErrors,
            List<String> parts,
            Optional<Trends> effects,
            double[][] deviations) {
        Checks.exactly(nodeCount(size), maps.heights().length, "nodes");
        Checks.exactly(maps.heights().length, squaredErrors.length, "squaredErrors.length");
        int partCount = parts.size();
        Checks.exactly(partCount, effects.map(each -> each.heights().length).orElse(0), "effects");
        Checks.exactly(partCount, deviations.length, "deviations.length");
        Trends.requireAll("mapErrors", squaredErrors, 0);
        for (int part = 0; part < partCount; part++) {
            Trends.requireAll("deviations[" + part + "]", deviations[part], -Float.MAX_VALUE);
        }
        this.size = size;
        this.maps = maps;
        this.squaredErrors = squaredErrors;
        this.parts = List.copyOf(parts);
        this.effects = effects;
        this.deviations = deviations;
    }

    /** Of the faces. */
    FaceSize size() {
        return size;
    }

    /** A quantity per node, an observation per face. */
    Trends maps() {
        return maps;
    }

    /** Of each node, the mean over the faces; not to be written to. */
    double[] squaredErrors() {
        return squaredErrors;
    }

    /** Their names; empty where they were not measured. */
    List<String> parts() {
        return parts;
    }

    /** A quantity per part, hidden in both faces; an observation per pair. */
    Optional<Trends> effects() {
        return effects;
    }

    /** Of each part, those of the profile's own pairs, ascending; not to be written to. */
    double[][] deviations() {
        return deviations;
    }

    /** Nodes of the grid over faces of this size. */
    static int nodeCount(FaceSize size) {
        return grid(size).nodeCount();
    }

    private static CoarseGrid grid(FaceSize size) {
        return new CoarseGrid(size.height(), size.width());
    }

    static Typical of(FaceSize size, List<ModelProfile.Observed> pairs) {
        List<double[]> maps = new ArrayList<>();
        List<Double> similarities = new ArrayList<>();
        double[] squaredErrors = new double[nodeCount(size)];
        for (ModelProfile.Observed pair : pairs) {
            for (SaliencyMap map : List.of(pair.probe(), pair.reference())) {
                similarities.add(pair.similarity());
                maps.add(nodes(size, map));
                double[] own = squaredErrors(size, map);
                for (int node = 0; node < own.length; node++) {
                    squaredErrors[node] += own[node] / (2.0 * pairs.size());
                }
            }
        }
        Trends ofMaps =
                Trends.of(
                        similarities.stream().mapToDouble(s -> s).toArray(),
                        maps.toArray(double[][]::new),
                        2,
                        LEAST_OF_MAPS);
        if (pairs.get(0).parts().isEmpty()) {
            return new Typical(
                    size,
                    ofMaps,
                    Trends.single(squaredErrors),
                    List.of(),
                    Optional.empty(),
                    new double[0][]);
        }
        List<String> parts = names(pairs.get(0).parts().get());
        double[] ofPairs = pairs.stream().mapToDouble(ModelProfile.Observed::similarity).toArray();
        double[][] effects =
                pairs.stream()
                        .map(pair -> effects(parts, pair.parts().orElseThrow()))
                        .toArray(double[][]::new);
        double least = LEAST_OF_EFFECTS * spread(ofPairs);
        Trends trends = Trends.of(ofPairs, effects, 1, least);
        double[][] own = Trends.ownDeviations(ofPairs, effects, 1, least);
        double[][] deviations = new double[parts.size()][ofPairs.length];
        for (int i = 0; i < ofPairs.length; i++) {
            for (int part = 0; part < deviations.length; part++) {
                deviations[part][i] = (float) own[i][part];
            }
        }
        Arrays.stream(deviations).forEach(Arrays::sort);
        return new Typical(
                size, ofMaps, Trends.single(squaredErrors), parts, Optional.of(trends), deviations);
    }

    Unusual unusual(ModelProfile profile, Explanation why) {
        return new Unusual(
                profile.digest(),
                profile.origin().pairCount(),
                profile.origin().personCount(),
                why.parts()
                        .filter(own -> !parts.isEmpty() && names(own).equals(parts))
                        .map(this::unusual)
                        .orElse(List.of()),
                effects.map(Trends::bound).orElse(OptionalDouble.empty()),
                map(why.similarity(), why.probe()),
                why.reference().map(map -> map(why.similarity(), map)));
    }

    List<Unusual.Part> unusual(PartEffects own) {
        double[] values = effects(parts, own);
        Trends trends = effects.orElseThrow();
        double similarity = own.similarity();
        double[] found = trends.deviations(similarity, values, new double[values.length]);
        List<Unusual.Part> unusual = new ArrayList<>();
        for (int part = 0; part < found.length; part++) {
            double deviation = found[part];
            unusual.add(
                    new Unusual.Part(
                            parts.get(part),
                            values[part],
                            trends.typical(part, similarity),
                            deviation,
                            (int)
                                    Arrays.stream(deviations[part])
                                            .filter(
                                                    other ->
                                                            deviation < 0
                                                                    ? other > deviation
                                                                    : other < deviation)
                                            .count()));
        }
        return unusual;
    }

    private SaliencyMap map(double similarity, SaliencyMap own) {
        double[] further = squaredErrors(size, own);
        for (int node = 0; node < further.length; node++) {
            further[node] = Math.max(0, further[node] - squaredErrors[node]);
        }
        double[] found = maps.deviations(similarity, nodes(size, own), further);
        float[] coarse = new float[found.length];
        for (int node = 0; node < coarse.length; node++) {
            coarse[node] = (float) found[node];
        }
        SaliencyMap map = SaliencyMap.of(size, Unusual.DEVIATION, grid(size).plane(coarse));
        return maps.bound().isPresent()
                ? map.withSignificance(
                        new SaliencyMap.Significance(
                                Unusual.LEVEL, maps.bound().getAsDouble(), maps.count()))
                : map;
    }

    private static List<String> names(PartEffects effects) {
        return effects.parts().names();
    }

    private static double[] effects(List<String> parts, PartEffects effects) {
        if (!names(effects).equals(parts)) {
            throw Checks.rejected("parts", parts.toString(), names(effects));
        }
        return effects.both().stream().mapToDouble(PartEffects.Effect::effect).toArray();
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0));
    }

    private static double[] nodes(FaceSize size, SaliencyMap map) {
        return coarse(size, map.toArray());
    }

    private static double[] squaredErrors(FaceSize size, SaliencyMap map) {
        float[] errors = map.standardErrors().orElseGet(() -> new float[size.pixelCount()]);
        float[] squares = new float[errors.length];
        for (int p = 0; p < squares.length; p++) {
            squares[p] = errors[p] * errors[p];
        }
        return coarse(size, squares);
    }

    private static double[] coarse(FaceSize size, float[] plane) {
        float[] nodes = grid(size).nodes(plane);
        double[] values = new double[nodes.length];
        Arrays.setAll(values, node -> nodes[node]);
        return values;
    }
}
