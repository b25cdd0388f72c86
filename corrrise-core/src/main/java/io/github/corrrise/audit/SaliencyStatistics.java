package io.github.corrrise.audit;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.image.CoarseGrid;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a model looks, over many pairs: mean maps and mean effects of parts, for each outcome and
 * group, with errors, and what of them is beyond chance.
 *
 * <pre>{@code
 * SaliencyStatistics statistics = new SaliencyStatistics();
 * statistics.accept(AuditedPair.of("a-b", Truth.GENUINE, explainer.explain(pair)));
 * SaliencyStatistics.Finding errors = statistics.mean(Selection.of(Outcome.FALSE_MATCH));
 * }</pre>
 *
 * <p>Pairs are added one by one and not kept. Statistics over parts of a set can be combined in any
 * order: the result is that over the whole set, up to rounding. Memory is flat in the number of
 * pairs: some 1.3 MB per outcome and group. Adding a pair takes some tenths of a millisecond.
 *
 * <p>Significance is told for a whole map, or for all parts, at once: of maps whose mean is 0
 * everywhere, one in twenty has anything beyond its bound. It comes from random signs that belong
 * to persons, so that a person with many pairs counts as one where persons are known. How many
 * persons that leaves is told, as persons with equally many pairs; below ten nothing is called
 * significant.
 *
 * <p>For one thread.
 *
 * @since 0.1.0
 */
public final class SaliencyStatistics implements Consumer<AuditedPair> {
    private static final int FORMAT_VERSION = 1;

    /** In bytes: bounds the memory for input that is no statistics. */
    private static final int LONGEST_TEXT = 1 << 24;

    /** What the values of {@link Finding#deviation} are. */
    public static final SaliencyMap.Scale DEVIATION =
            new SaliencyMap.Scale(
                    "standard errors", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final Map<Cell, Sums> cells = new TreeMap<>(Cell.ORDER);
    private AuditedPair.@Nullable Run run;

    /** Pairs of one outcome and group; no group has the empty name. */
    private record Cell(Outcome outcome, String group) {
        static final Comparator<Cell> ORDER =
                Comparator.comparing(Cell::outcome).thenComparing(Cell::group);
    }

    /** Statistics over no pair. */
    public SaliencyStatistics() {}

    /**
     * Adds a pair. That a pair is added once is the caller's to see to.
     *
     * @throws IllegalArgumentException where it is of another run than those before it
     */
    @Override
    public void accept(AuditedPair pair) {
        AuditedPair.Run known = requireRun(pair.run());
        float[] nodes = pair.nodes();
        double[] values = new double[quantityCount(known)];
        for (int node = 0; node < nodes.length; node++) {
            values[node] = nodes[node];
        }
        int next = nodes.length;
        for (AuditedPair.PartEffect effect : pair.effects()) {
            values[next++] = effect.inOneFace();
            values[next++] = effect.inBoth();
        }
        cells.computeIfAbsent(
                        new Cell(pair.outcome(), pair.group().orElse("")),
                        cell -> new Sums(values.length))
                .add(pair.name(), pair.persons(), values);
    }

    /**
     * Adds the pairs of other statistics, which stay as they are.
     *
     * @throws IllegalArgumentException where they are of another run, or these very ones
     */
    @SuppressWarnings("ReferenceEquality") // Equal ones may well be of other pairs.
    public void combine(SaliencyStatistics other) {
        if (other == this) {
            throw Checks.rejected("other", "other statistics", "these very ones");
        }
        if (other.run == null) {
            return;
        }
        int quantityCount = quantityCount(requireRun(other.run));
        other.cells.forEach(
                (cell, sums) ->
                        cells.computeIfAbsent(cell, each -> new Sums(quantityCount)).add(sums));
    }

    private AuditedPair.Run requireRun(AuditedPair.Run of) {
        if (run == null) {
            run = of;
        } else if (!run.equals(of)) {
            throw Checks.rejected("pair", "of " + run, of);
        }
        return of;
    }

    private static int quantityCount(AuditedPair.Run run) {
        return run.grid().nodeCount() + 2 * run.parts().size();
    }

    /** By what the pairs were explained; empty before the first. */
    public Optional<AuditedPair.Run> run() {
        return Optional.ofNullable(run);
    }

    /** The groups of the pairs, in alphabetical order; pairs without a group are in none. */
    public List<String> groups() {
        return cells.keySet().stream()
                .map(Cell::group)
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** How many pairs are selected, 0 where none is. */
    public long count(Selection selection) {
        return cells.entrySet().stream()
                .filter(each -> selection.holds(each.getKey()))
                .mapToLong(each -> each.getValue().count())
                .sum();
    }

    /**
     * The mean map and the mean effects of the selected pairs.
     *
     * @throws IllegalArgumentException where no pair is selected
     */
    public Finding mean(Selection selection) {
        Sums sums = selected(selection);
        return finding(requireSome(), StudentisedMeans.mean(sums), sums.count(), 0);
    }

    /**
     * The mean of the first selection less that of the second.
     *
     * @throws IllegalArgumentException where one selects no pair, or a pair is in both
     */
    public Finding difference(Selection first, Selection second) {
        for (Cell cell : cells.keySet()) {
            if (first.holds(cell) && second.holds(cell)) {
                throw Checks.rejected("second", "of other pairs than " + first, second);
            }
        }
        Sums one = selected(first);
        Sums other = selected(second);
        return finding(
                requireSome(), StudentisedMeans.apart(one, other), one.count(), other.count());
    }

    /**
     * The mean of these statistics less that of others over the same pairs, such as those of
     * another model.
     *
     * @param other over pairs of the same names, with maps of the same size and quantity and
     *     effects of the same parts
     * @param selection by truth or group: outcomes belong to a model
     * @throws IllegalArgumentException where the pairs, maps or parts are others, no pair is
     *     selected, or outcomes of one truth are selected apart
     */
    public Finding differenceTo(SaliencyStatistics other, Selection selection) {
        AuditedPair.Run own = requireSome();
        AuditedPair.Run others = other.requireSome();
        if (!own.size().equals(others.size())
                || !own.quantity().equals(others.quantity())
                || !own.parts().equals(others.parts())) {
            throw Checks.rejected("other", "with maps and parts as of " + own, others);
        }
        if (!selection.isByTruth()) {
            throw Checks.rejected("selection", "of all outcomes of a truth", selection);
        }
        Sums one = selected(selection);
        Sums two = other.selected(selection);
        if (one.count() != two.count() || one.names() != two.names()) {
            throw Checks.rejected(
                    "other",
                    "over the same " + one.count() + " pairs",
                    two.count() == one.count() ? "pairs of other names" : two.count() + " pairs");
        }
        return finding(own, StudentisedMeans.paired(one, two), one.count(), two.count());
    }

    private AuditedPair.Run requireSome() {
        if (run == null) {
            throw Checks.rejected("pairs", "at least 1", 0);
        }
        return run;
    }

    private Sums selected(Selection selection) {
        Sums all = new Sums(quantityCount(requireSome()));
        cells.forEach(
                (cell, sums) -> {
                    if (selection.holds(cell)) {
                        all.add(sums);
                    }
                });
        if (all.count() == 0) {
            throw Checks.rejected(
                    "pairs of " + selection, "at least 1", "0 of " + count(Selection.all()));
        }
        return all;
    }

    private static Finding finding(
            AuditedPair.Run run, StudentisedMeans means, long pairCount, long otherPairCount) {
        CoarseGrid grid = run.grid();
        int nodeCount = grid.nodeCount();
        StudentisedMeans.Judged ofMap = means.judged(0, nodeCount);
        int partCount = run.parts().size();
        StudentisedMeans.Judged ofParts = means.judged(nodeCount, nodeCount + 2 * partCount);
        return new Finding(
                pairCount,
                otherPairCount,
                ofMap.personCount(),
                mean(run, means, ofMap),
                deviation(run.size(), grid, means, ofMap),
                parts(run, means, ofParts));
    }

    private static SaliencyMap mean(
            AuditedPair.Run run, StudentisedMeans means, StudentisedMeans.Judged judged) {
        CoarseGrid grid = run.grid();
        float[] values = new float[grid.nodeCount()];
        for (int node = 0; node < values.length; node++) {
            values[node] = (float) means.value(node);
        }
        SaliencyMap.Scale scale =
                new SaliencyMap.Scale(
                        "mean " + run.quantity(),
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY);
        SaliencyMap map = SaliencyMap.of(run.size(), scale, grid.plane(values));
        if (judged.personCount().isEmpty()) {
            return map;
        }
        float[] errors = new float[values.length];
        for (int node = 0; node < errors.length; node++) {
            errors[node] = judged.errors().get(node).floatValue();
        }
        return map.withStandardErrors(grid.plane(errors));
    }

    private static Optional<SaliencyMap> deviation(
            FaceSize size,
            CoarseGrid grid,
            StudentisedMeans means,
            StudentisedMeans.Judged judged) {
        if (judged.bound().isEmpty()) {
            return Optional.empty();
        }
        float[] values = new float[grid.nodeCount()];
        for (int node = 0; node < values.length; node++) {
            double error = judged.errors().get(node);
            values[node] = error == 0 ? 0 : (float) (means.value(node) / error);
        }
        return Optional.of(
                SaliencyMap.of(size, DEVIATION, grid.plane(values))
                        .withSignificance(
                                new SaliencyMap.Significance(
                                        StudentisedMeans.LEVEL,
                                        judged.bound().getAsDouble(),
                                        Sums.DRAWS)));
    }

    private static List<MeanEffect> parts(
            AuditedPair.Run run, StudentisedMeans means, StudentisedMeans.Judged judged) {
        List<MeanEffect> effects = new ArrayList<>();
        int nodeCount = run.grid().nodeCount();
        for (int part = 0; part < run.parts().size(); part++) {
            for (Hidden hidden : Hidden.values()) {
                int k = 2 * part + (hidden == Hidden.BOTH ? 1 : 0);
                double value = means.value(nodeCount + k);
                double error = judged.errors().isEmpty() ? 0 : judged.errors().get(k);
                effects.add(
                        new MeanEffect(
                                run.parts().get(part),
                                hidden,
                                value,
                                judged.personCount().isPresent()
                                        ? OptionalDouble.of(error)
                                        : OptionalDouble.empty(),
                                judged.bound().isPresent()
                                        && error > 0
                                        && Math.abs(value) / error > judged.bound().getAsDouble()));
            }
        }
        return List.copyOf(effects);
    }

    /**
     * Writes the statistics, to be read and combined elsewhere: some 1.3 MB per outcome and group.
     *
     * @throws IOException where writing fails
     */
    public void write(DataOutput output) throws IOException {
        output.writeInt(FORMAT_VERSION);
        output.writeBoolean(run != null);
        if (run == null) {
            return;
        }
        writeText(output, run.verifier());
        writeText(output, run.explainer());
        writeText(output, run.libraryVersion());
        output.writeDouble(run.threshold());
        output.writeInt(run.size().height());
        output.writeInt(run.size().width());
        writeText(output, run.quantity());
        output.writeInt(run.parts().size());
        for (String part : run.parts()) {
            writeText(output, part);
        }
        output.writeInt(cells.size());
        for (Map.Entry<Cell, Sums> cell : cells.entrySet()) {
            writeText(output, cell.getKey().outcome().name());
            writeText(output, cell.getKey().group());
            cell.getValue().write(output);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException where reading fails
     * @throws IllegalArgumentException where it is of another version, or a number in it cannot be
     *     one of statistics; there is no checksum
     */
    public static SaliencyStatistics read(DataInput input) throws IOException {
        Checks.exactly(FORMAT_VERSION, input.readInt(), "version of the statistics");
        SaliencyStatistics statistics = new SaliencyStatistics();
        if (!input.readBoolean()) {
            return statistics;
        }
        String verifier = readText(input);
        String explainer = readText(input);
        String libraryVersion = readText(input);
        double threshold = input.readDouble();
        FaceSize size = new FaceSize(input.readInt(), input.readInt());
        String quantity = readText(input);
        String[] parts = new String[Checks.inside(0, 64, input.readInt(), "parts")];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = readText(input);
        }
        AuditedPair.Run run =
                new AuditedPair.Run(
                        verifier,
                        explainer,
                        libraryVersion,
                        threshold,
                        size,
                        quantity,
                        List.of(parts));
        statistics.run = run;
        int cellCount = Checks.atLeast(0, input.readInt(), "cells");
        for (int each = 0; each < cellCount; each++) {
            Cell cell = new Cell(Outcome.valueOf(readText(input)), readText(input));
            if (statistics.cells.put(cell, Sums.read(quantityCount(run), input)) != null) {
                throw Checks.rejected("cells", "each another", cell + " twice");
            }
        }
        return statistics;
    }

    /** Of any length, where {@code writeUTF} ends at 65,535 bytes. */
    private static void writeText(DataOutput output, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    private static String readText(DataInput input) throws IOException {
        int length = Checks.inside(0, LONGEST_TEXT, input.readInt(), "length of a text");
        byte[] bytes = new byte[length];
        input.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The same run and bit for bit the same sums. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SaliencyStatistics that
                && Objects.equals(run, that.run)
                && cells.equals(that.cells);
    }

    @Override
    public int hashCode() {
        return Objects.hash(run, cells.keySet());
    }

    /** For example {@code SaliencyStatistics[200 pairs, 2 groups]}. */
    @Override
    public String toString() {
        return "SaliencyStatistics["
                + count(Selection.all())
                + " pairs, "
                + groups().size()
                + " groups]";
    }

    /**
     * Which pairs a question is about.
     *
     * @param outcomes at least one
     * @param groups those of these groups alone; empty for all, those without a group too
     * @since 0.1.0
     */
    public record Selection(Set<Outcome> outcomes, Set<String> groups) {
        /** Copies the sets and checks that there is an outcome. */
        public Selection {
            Checks.atLeast(1, outcomes.size(), "outcomes.size()");
            outcomes = Set.copyOf(outcomes);
            groups = Set.copyOf(groups);
        }

        /** All pairs. */
        public static Selection all() {
            return of(Outcome.values());
        }

        /** Pairs of these outcomes. */
        public static Selection of(Outcome... outcomes) {
            return new Selection(Set.of(outcomes), Set.of());
        }

        /** Pairs of this truth. */
        public static Selection of(Truth truth) {
            return of(
                    Arrays.stream(Outcome.values())
                            .filter(outcome -> outcome.truth() == truth)
                            .toArray(Outcome[]::new));
        }

        /**
         * Those of them that are of one of these groups.
         *
         * @param newGroups at least one
         */
        public Selection ofGroups(String... newGroups) {
            Checks.atLeast(1, newGroups.length, "groups");
            return new Selection(outcomes, Set.of(newGroups));
        }

        private boolean holds(Cell cell) {
            return outcomes.contains(cell.outcome())
                    && (groups.isEmpty() || groups.contains(cell.group()));
        }

        private boolean isByTruth() {
            return outcomes.contains(Outcome.TRUE_MATCH)
                            == outcomes.contains(Outcome.FALSE_NON_MATCH)
                    && outcomes.contains(Outcome.FALSE_MATCH)
                            == outcomes.contains(Outcome.TRUE_NON_MATCH);
        }

        /** For example {@code TRUE_MATCH or FALSE_MATCH, of A}. */
        @Override
        public String toString() {
            String named =
                    EnumSet.copyOf(outcomes).stream()
                            .map(Outcome::name)
                            .collect(Collectors.joining(" or "));
            return groups.isEmpty()
                    ? named
                    : named
                            + groups.stream()
                                    .sorted()
                                    .collect(Collectors.joining(" or ", ", of ", ""));
        }
    }

    /** In which faces a part was hidden. */
    public enum Hidden {
        /** In one face, the mean over the probe and the reference. */
        ONE_FACE,
        /** In both faces at once. */
        BOTH
    }

    /**
     * The mean effect of a part, or a difference of two.
     *
     * @param part its name
     * @param hidden in which faces it was
     * @param effect the mean, in units of the similarity: positive where the part makes pairs more
     *     alike
     * @param standardError of it; empty below two persons
     * @param isSignificant whether it is beyond the bound for all parts, hidden either way, at once
     * @since 0.1.0
     */
    public record MeanEffect(
            String part,
            Hidden hidden,
            double effect,
            OptionalDouble standardError,
            boolean isSignificant) {}

    /**
     * What the selected pairs have in common, or how two selections differ.
     *
     * @param pairCount pairs that were selected, the first time
     * @param otherPairCount pairs that these were compared with; 0 where nothing was compared
     * @param personCount about how many persons there are, of the selection with fewer: persons
     *     with many pairs count for more, and a pair whose persons are not known counts as one;
     *     empty below two
     * @param mean the mean map or the difference, with standard errors where there are any
     * @param deviation the same in standard errors, with the bound for the whole map; empty below
     *     ten persons
     * @param parts for each part two mean effects; empty where effects were not measured
     * @since 0.1.0
     */
    public record Finding(
            long pairCount,
            long otherPairCount,
            OptionalDouble personCount,
            SaliencyMap mean,
            Optional<SaliencyMap> deviation,
            List<MeanEffect> parts) {
        /** Copies the list. */
        public Finding {
            Objects.requireNonNull(personCount, "personCount");
            Objects.requireNonNull(mean, "mean");
            Objects.requireNonNull(deviation, "deviation");
            parts = List.copyOf(parts);
        }
    }
}
