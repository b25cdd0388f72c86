package io.github.corrrise.rates;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.verify.Truth;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * Scores of pairs whose truth is known, all by one verifier: what error rates and likelihood ratios
 * are computed from. The order of the pairs does not matter and is not kept.
 *
 * <pre>{@code
 * LabelledScores scores = LabelledScores.of("gate 4", genuineScores, impostorScores);
 * }</pre>
 *
 * <p>The scores should be of independent pairs of the kind that is met in use. Pairs that share a
 * person or a picture are not independent, and intervals computed from them are too narrow: 40
 * persons compared each with each are 780 pairs, but not 780 trials.
 *
 * <p>Memory: 8 bytes a pair, 16 with groups. Building sorts: n log n. Immutable; safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class LabelledScores {
    private final String name;
    private final Optional<String> verifier;
    private final Classes all;
    private final SortedMap<String, Classes> groups;
    private final String digest;

    /** Scores in ascending order. */
    private static final class Classes {
        private final double[] genuine;
        private final double[] impostor;

        Classes(DoubleStream genuine, DoubleStream impostor) {
            this.genuine = genuine.sorted().toArray();
            this.impostor = impostor.sorted().toArray();
        }

        static Classes of(Growing scores) {
            return new Classes(scores.genuine.stream(), scores.impostor.stream());
        }

        static Classes merged(Iterable<Classes> parts) {
            DoubleStream genuine = DoubleStream.empty();
            DoubleStream impostor = DoubleStream.empty();
            for (Classes part : parts) {
                genuine = DoubleStream.concat(genuine, Arrays.stream(part.genuine));
                impostor = DoubleStream.concat(impostor, Arrays.stream(part.impostor));
            }
            return new Classes(genuine, impostor);
        }
    }

    private LabelledScores(
            String name,
            Optional<String> verifier,
            Classes all,
            SortedMap<String, Classes> groups) {
        this.name = name;
        this.verifier = verifier;
        this.all = all;
        this.groups = groups;
        this.digest = digest(all, groups);
    }

    private static String digest(Classes all, SortedMap<String, Classes> groups) {
        Sha256 digest = new Sha256().add(groups.size());
        if (groups.isEmpty()) {
            digest.add(all.genuine).add(all.impostor);
        }
        groups.forEach(
                (group, scores) -> digest.add(group).add(scores.genuine).add(scores.impostor));
        return digest.hex();
    }

    /**
     * Scores without groups, at least one.
     *
     * @param name of the set, not blank; it stands in reports
     * @param genuine scores of pairs of one person, finite; copied
     * @param impostor scores of pairs of two persons, finite; copied
     * @throws IllegalArgumentException where a score is not finite, the name is blank or there is
     *     no score
     */
    public static LabelledScores of(String name, double[] genuine, double[] impostor) {
        Builder builder = builder(name);
        for (double score : genuine) {
            builder.add(score, Truth.GENUINE);
        }
        for (double score : impostor) {
            builder.add(score, Truth.IMPOSTOR);
        }
        return builder.build();
    }

    /**
     * A builder, to which pairs are added one by one.
     *
     * @param name of the set, not blank; it stands in reports
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The set's name. */
    public String name() {
        return name;
    }

    /** Description of the verifier that scored, where it was given. */
    public Optional<String> verifier() {
        return verifier;
    }

    /** Pairs of this truth. */
    public int count(Truth truth) {
        return sorted(truth).length;
    }

    /** A copy of the scores of this truth, in ascending order. */
    public double[] toArray(Truth truth) {
        return sorted(truth).clone();
    }

    /** The names of the groups; empty where none were given. */
    public SortedSet<String> groups() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(groups.keySet()));
    }

    /**
     * The scores of one group, a set without groups of its own; named "NAME, group GROUP".
     *
     * @throws IllegalArgumentException where there is no such group
     */
    public LabelledScores ofGroup(String group) {
        Classes scores = groups.get(group);
        if (scores == null) {
            throw Checks.rejected("group", "one of " + groups.keySet(), group);
        }
        return new LabelledScores(
                name + ", group " + group, verifier, scores, Collections.emptySortedMap());
    }

    /**
     * SHA-256 of the scores with their truth and group, as 64 hexadecimal digits. The order of the
     * pairs, the name of the set and the verifier are not part of it.
     */
    public String digest() {
        return digest;
    }

    /** Not to be changed. */
    double[] sorted(Truth truth) {
        return switch (truth) {
            case GENUINE -> all.genuine;
            case IMPOSTOR -> all.impostor;
        };
    }

    /** Requires pairs of both classes, at least so many of each. */
    void requireOfEach(int least, String purpose) {
        if (count(Truth.GENUINE) < least || count(Truth.IMPOSTOR) < least) {
            throw Checks.rejected(
                    "pairs of " + name,
                    "at least " + least + " of each class " + purpose,
                    count(Truth.GENUINE) + " genuine and " + count(Truth.IMPOSTOR) + " impostor");
        }
    }

    /** Same scores of the same pairs' truths and groups, same name, same verifier. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LabelledScores that
                && name.equals(that.name)
                && verifier.equals(that.verifier)
                && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, digest);
    }

    /** Name and counts. */
    @Override
    public String toString() {
        return "LabelledScores["
                + name
                + ", "
                + count(Truth.GENUINE)
                + " genuine and "
                + count(Truth.IMPOSTOR)
                + " impostor pairs, groups "
                + groups.keySet()
                + "]";
    }

    /** Scores of one group while they are added. */
    private static final class Growing {
        private final Doubles genuine = new Doubles();
        private final Doubles impostor = new Doubles();
    }

    /** A list without boxes. */
    private static final class Doubles {
        private double[] values = new double[16];
        private int count;

        void add(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        DoubleStream stream() {
            return Arrays.stream(values, 0, count);
        }
    }

    /** Takes pairs one by one; errors name the pair by its place, from 1. For one thread. */
    public static final class Builder {
        private final String name;
        private final Growing ungrouped = new Growing();
        private final SortedMap<String, Growing> grouped = new TreeMap<>();
        private Optional<String> verifier = Optional.empty();
        private long count;

        private Builder(String name) {
            if (name.isBlank()) {
                throw Checks.rejected("name", "not blank", "\"" + name + "\"");
            }
            this.name = name;
        }

        /**
         * Adds a pair without a group.
         *
         * @param score the verifier's raw similarity, finite
         * @throws IllegalArgumentException where the score is not finite, or earlier pairs have a
         *     group
         */
        public Builder add(double score, Truth truth) {
            if (!grouped.isEmpty()) {
                throw Checks.rejected(
                        "group of pair " + (count + 1), "given, as of the pairs before", "none");
            }
            requirePair(score, truth);
            return add(score, truth, ungrouped);
        }

        /**
         * Adds a pair of a group: what rates are to be told apart by, such as the group that both
         * persons are of.
         *
         * @param score the verifier's raw similarity, finite
         * @param group not blank
         * @throws IllegalArgumentException where the score is not finite, the group is blank, or
         *     earlier pairs have none
         */
        public Builder add(double score, Truth truth, String group) {
            if (group.isBlank()) {
                throw Checks.rejected(
                        "group of pair " + (count + 1), "not blank", "\"" + group + "\"");
            }
            if (grouped.isEmpty() && count > 0) {
                throw Checks.rejected(
                        "group of pair " + (count + 1), "none, as of the pairs before", group);
            }
            requirePair(score, truth);
            return add(score, truth, grouped.computeIfAbsent(group, key -> new Growing()));
        }

        /** Before a group is made for it. */
        private void requirePair(double score, Truth truth) {
            Checks.finite(score, "score of pair " + (count + 1));
            Objects.requireNonNull(truth, () -> "truth of pair " + (count + 1));
        }

        private Builder add(double score, Truth truth, Growing scores) {
            // 0 and -0 are one score.
            (truth == Truth.GENUINE ? scores.genuine : scores.impostor).add(score + 0.0);
            count++;
            return this;
        }

        /**
         * Tells which verifier scored, so that an explainer of another refuses the scores.
         *
         * @param description {@link io.github.corrrise.verify.FaceVerifier#description()}
         */
        public Builder verifier(String description) {
            this.verifier = Optional.of(description);
            return this;
        }

        /**
         * The scores of the pairs added till now.
         *
         * @throws IllegalArgumentException where no pair was added
         */
        public LabelledScores build() {
            Checks.atLeast(1L, count, "pairs of " + name);
            SortedMap<String, Classes> groups = new TreeMap<>();
            for (Map.Entry<String, Growing> group : grouped.entrySet()) {
                groups.put(group.getKey(), Classes.of(group.getValue()));
            }
            return new LabelledScores(
                    name,
                    verifier,
                    groups.isEmpty() ? Classes.of(ungrouped) : Classes.merged(groups.values()),
                    groups);
        }
    }
}
