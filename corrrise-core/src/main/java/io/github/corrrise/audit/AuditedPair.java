package io.github.corrrise.audit;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.CoarseGrid;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What an audit keeps of an explained pair: its score, its map on a coarse grid of at most 28 x 28
 * nodes, the effects of its parts, and what is known about the pair. No face and no pixel is in it.
 *
 * <p>The map is the mean of those of both faces, or that of the probe where there is one alone: in
 * an aligned crop the same place is the same part of either face. Undefined pixels count as 0, as
 * in {@link SaliencyMap#at}. Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AuditedPair {
    private final Run run;
    private final String name;
    private final Truth truth;
    private final double similarity;
    private final float[] nodes;
    private final List<PartEffect> effects;
    private final Optional<String> group;
    private final List<String> persons;

    private AuditedPair(
            Run run,
            String name,
            Truth truth,
            double similarity,
            float[] nodes,
            List<PartEffect> effects,
            Optional<String> group,
            List<String> persons) {
        this.run = run;
        this.name = name;
        this.truth = truth;
        this.similarity = similarity;
        this.nodes = nodes;
        this.effects = effects;
        this.group = group;
        this.persons = persons;
    }

    /**
     * Keeps what an audit needs of an explanation.
     *
     * @param name of the pair; no two pairs that are added up may share one, which is not checked
     *     here
     * @param truth whether both faces are of one person
     * @param why with a threshold
     * @throws IllegalArgumentException where there is no threshold: without a decision there is no
     *     outcome
     */
    public static AuditedPair of(String name, Truth truth, Explanation why) {
        return of(
                Run.of(why),
                name,
                truth,
                why.similarity(),
                why.probe().toArray(),
                why.reference().map(SaliencyMap::toArray),
                why.parts().map(AuditedPair::effects).orElse(List.of()));
    }

    /**
     * The same from the numbers of an explanation, for those who keep them elsewhere.
     *
     * @param run by what the pair was explained
     * @param name of the pair, another for each
     * @param truth whether both faces are of one person
     * @param similarity the verifier's raw score, finite
     * @param probe map of the probe, row-major, of the run's size, each value finite
     * @param reference the same of the reference, if it has a map
     * @param effects one per part of the run, in its order
     * @throws IllegalArgumentException where a number is missing or not finite, or the parts are
     *     not the run's
     */
    public static AuditedPair of(
            Run run,
            String name,
            Truth truth,
            double similarity,
            float[] probe,
            Optional<float[]> reference,
            List<PartEffect> effects) {
        CoarseGrid grid = run.grid();
        Checks.exactly(run.size().pixelCount(), probe.length, "values of the probe");
        float[] nodes = grid.nodes(probe);
        if (reference.isPresent()) {
            float[] map = reference.get();
            Checks.exactly(run.size().pixelCount(), map.length, "values of the reference");
            float[] other = grid.nodes(map);
            for (int node = 0; node < nodes.length; node++) {
                nodes[node] = (nodes[node] + other[node]) / 2;
            }
        }
        return ofNodes(run, name, truth, similarity, nodes, effects);
    }

    /**
     * A pair from numbers that were kept.
     *
     * @param nodes taken over, one per node of the run's grid, each finite
     * @throws IllegalArgumentException where a number is missing or not finite, or the parts are
     *     not the run's
     */
    static AuditedPair ofNodes(
            Run run,
            String name,
            Truth truth,
            double similarity,
            float[] nodes,
            List<PartEffect> effects) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(truth, "truth");
        Checks.finite(similarity, "similarity");
        Checks.exactly(run.grid().nodeCount(), nodes.length, "nodes");
        for (float node : nodes) {
            Checks.finite(node, "node");
        }
        List<String> parts = effects.stream().map(PartEffect::part).toList();
        if (!parts.equals(run.parts())) {
            throw Checks.rejected("parts", run.parts().toString(), parts);
        }
        return new AuditedPair(
                run,
                name,
                truth,
                similarity,
                nodes,
                List.copyOf(effects),
                Optional.empty(),
                List.of());
    }

    private static List<PartEffect> effects(PartEffects measured) {
        List<PartEffect> effects = new ArrayList<>();
        for (int part = 0; part < measured.parts().count(); part++) {
            effects.add(
                    new PartEffect(
                            measured.parts().names().get(part),
                            (measured.probe().get(part).effect()
                                            + measured.reference().get(part).effect())
                                    / 2,
                            measured.both().get(part).effect()));
        }
        return List.copyOf(effects);
    }

    /**
     * The same pair, of a group that is to be told apart, such as an age band.
     *
     * @param newGroup not blank
     */
    public AuditedPair withGroup(String newGroup) {
        requireText(newGroup, "group");
        return new AuditedPair(
                run, name, truth, similarity, nodes, effects, Optional.of(newGroup), persons);
    }

    /**
     * The same pair with whom it shows. Pairs of one person are not independent; where persons are
     * known, errors and significance take that into account.
     *
     * @param probe an identifier, not blank
     * @param reference the same one where the pair is genuine, another where it is not
     */
    public AuditedPair withPersons(String probe, String reference) {
        requireText(probe, "probe person");
        requireText(reference, "reference person");
        if (probe.equals(reference) != (truth == Truth.GENUINE)) {
            throw Checks.rejected(
                    "persons of pair " + name,
                    truth == Truth.GENUINE ? "one person, as it is GENUINE" : "two, as an IMPOSTOR",
                    probe.equals(reference) ? "one" : "two");
        }
        return new AuditedPair(
                run,
                name,
                truth,
                similarity,
                nodes,
                effects,
                group,
                probe.equals(reference) ? List.of(probe) : List.of(probe, reference));
    }

    private static void requireText(String text, String name) {
        if (text.isBlank()) {
            throw Checks.rejected(name, "not blank", "\"" + text + "\"");
        }
    }

    /** By what it was explained. */
    public Run run() {
        return run;
    }

    /** The name of the pair. */
    public String name() {
        return name;
    }

    /** Whether both faces are of one person. */
    public Truth truth() {
        return truth;
    }

    /** The verifier's raw score of the whole faces. */
    public double similarity() {
        return similarity;
    }

    /** What the decision turned out to be. */
    public Outcome outcome() {
        return Outcome.of(truth, Threshold.of(run.threshold()).decide(similarity));
    }

    /** The group it belongs to, where one was given. */
    public Optional<String> group() {
        return group;
    }

    /** The persons it shows: none where they are not known, one, or two. */
    public List<String> persons() {
        return persons;
    }

    /** The effects of the parts, in the run's order; empty where they were not measured. */
    public List<PartEffect> effects() {
        return effects;
    }

    /** The map at the nodes of the run's grid; not to be written to. */
    float[] nodes() {
        return nodes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuditedPair that
                && run.equals(that.run)
                && name.equals(that.name)
                && truth == that.truth
                && similarity == that.similarity
                && group.equals(that.group)
                && persons.equals(that.persons)
                && effects.equals(that.effects)
                && Arrays.equals(nodes, that.nodes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, truth, similarity);
    }

    /** For example {@code AuditedPair[TRUE_MATCH, similarity 0.7481]}: neither name nor person. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "AuditedPair[%s, similarity %.4f]", outcome(), similarity);
    }

    /**
     * What hiding a part did to the similarity of a pair.
     *
     * @param part its name
     * @param inOneFace the similarity of the whole faces less that with the part hidden, the mean
     *     over hiding it in the probe and in the reference
     * @param inBoth the same with the part hidden in both faces
     * @since 0.1.0
     */
    public record PartEffect(String part, double inOneFace, double inBoth) {
        /** Checks that the numbers are finite. */
        public PartEffect {
            Objects.requireNonNull(part, "part");
            Checks.finite(inOneFace, "inOneFace");
            Checks.finite(inBoth, "inBoth");
        }
    }

    /**
     * By what a pair was explained. Only pairs of one run are added up.
     *
     * @param verifier description of the verifier; that of a model holds its digest
     * @param explainer description of the explainer, with its settings
     * @param libraryVersion version of this library
     * @param threshold at or above which the decision is MATCH, finite
     * @param size of the maps
     * @param quantity what the maps' values are, for example "correlation"
     * @param parts names of the parts whose effects were measured, at most 64; empty where none
     *     were
     * @since 0.1.0
     */
    public record Run(
            String verifier,
            String explainer,
            String libraryVersion,
            double threshold,
            FaceSize size,
            String quantity,
            List<String> parts) {
        private static final int MOST_PARTS = 64;

        /** Copies the list and checks that the threshold is finite and the parts distinct. */
        public Run {
            Objects.requireNonNull(verifier, "verifier");
            Objects.requireNonNull(explainer, "explainer");
            Objects.requireNonNull(libraryVersion, "libraryVersion");
            Checks.finite(threshold, "threshold");
            Objects.requireNonNull(size, "size");
            Objects.requireNonNull(quantity, "quantity");
            parts = List.copyOf(parts);
            Checks.inside(0, MOST_PARTS, parts.size(), "parts.size()");
            if (parts.stream().distinct().count() < parts.size()) {
                throw Checks.rejected("parts", "distinct", parts);
            }
        }

        private static Run of(Explanation why) {
            Provenance provenance = why.provenance();
            return new Run(
                    provenance.verifier(),
                    provenance.inputs().explainer(),
                    provenance.libraryVersion(),
                    why.threshold()
                            .orElseThrow(
                                    () ->
                                            Checks.rejected(
                                                    "explanation", "with a threshold", "without"))
                            .value(),
                    why.probe().size(),
                    why.probe().scale().quantity(),
                    why.parts().map(parts -> parts.parts().names()).orElse(List.of()));
        }

        CoarseGrid grid() {
            return new CoarseGrid(size.height(), size.width());
        }
    }
}
