package io.github.corrrise.audit;

import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import io.github.corrrise.verify.VerifierException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Explains labelled pairs, one after another in the order given, and adds up where the model looks.
 *
 * <pre>{@code
 * Audit.Result result = Audit.of(explainer).run(pairs, file);
 * result.statistics().mean(SaliencyStatistics.Selection.of(Outcome.FALSE_MATCH));
 * }</pre>
 *
 * <p>With a file, a run that was killed goes on: each finished pair is one line of JSON of some 4
 * kB. A partial last line is truncated and its pair done again. The first line holds the library's
 * version, the descriptions of verifier and explainer, and the threshold; a run that differs in any
 * of these is refused. Each further line holds a digest of its pair's faces: they are loaded again
 * by a run that goes on, and other faces under the same name are refused; a pair whose faces can no
 * longer be loaded is listed as unreadable. Only one run writes to a file at a time. The file holds
 * names, scores, coarse maps and digests of faces: personal data.
 *
 * <p>Memory: one pair at a time, 100 bytes or so for the score of each, and the {@linkplain
 * SaliencyStatistics statistics}. Immutable; safe for use by several threads if explainer and
 * listeners are. The explainer stays the caller's.
 *
 * @since 0.1.0
 */
public final class Audit {
    private final SaliencyExplainer explainer;
    private final BooleanSupplier cancelled;
    private final BiConsumer<Pair, Explanation> onExplained;
    private final Consumer<Scored> onAudited;

    private Audit(
            SaliencyExplainer explainer,
            BooleanSupplier cancelled,
            BiConsumer<Pair, Explanation> onExplained,
            Consumer<Scored> onAudited) {
        this.explainer = explainer;
        this.cancelled = cancelled;
        this.onExplained = onExplained;
        this.onAudited = onAudited;
    }

    /**
     * An audit of a verifier that has a threshold.
     *
     * @param explainer of that verifier; with {@code Explainer.Builder.parts} the effects of parts
     *     are added up too
     * @throws IllegalArgumentException where the verifier has no threshold
     */
    public static Audit of(SaliencyExplainer explainer) {
        threshold(explainer.verifier());
        return new Audit(explainer, () -> false, (pair, why) -> {}, scored -> {});
    }

    private static Threshold threshold(FaceVerifier verifier) {
        return verifier.threshold()
                .orElseThrow(() -> Checks.rejected("verifier", "with a threshold", "without"));
    }

    /**
     * The same audit, which asks before every pair whether to go on; true ends the run with a
     * {@link CancellationException}. An interrupt does so too.
     */
    public Audit cancelWhen(BooleanSupplier newCancelled) {
        return new Audit(
                explainer,
                Objects.requireNonNull(newCancelled, "cancelled"),
                onExplained,
                onAudited);
    }

    /**
     * The same audit, which tells each new explanation before it is reduced, say to write its
     * report; not those that the file already held. Called by the thread of the run.
     */
    public Audit onExplained(BiConsumer<Pair, Explanation> listener) {
        return new Audit(
                explainer, cancelled, Objects.requireNonNull(listener, "onExplained"), onAudited);
    }

    /**
     * The same audit, which tells each pair once it is done and, where there is a file, written to
     * it, those that the file held included: the run's progress. Called by the thread of the run.
     */
    public Audit onAudited(Consumer<Scored> listener) {
        return new Audit(
                explainer, cancelled, onExplained, Objects.requireNonNull(listener, "onAudited"));
    }

    /**
     * Audits the pairs in memory.
     *
     * @param pairs no name twice; read once, not closed
     * @throws IllegalArgumentException where a name comes twice, or a face does not fit the
     *     verifier; the message names the pair
     * @throws VerifierException where the verifier fails on a pair; the message names the pair
     * @throws CancellationException where the run was cancelled or interrupted
     */
    public Result run(Stream<Pair> pairs) {
        return run(pairs, Map.of(), pair -> {});
    }

    /**
     * Audits the pairs and keeps them in a file: those that it holds are not explained again.
     *
     * @param pairs no name twice; read once, not closed
     * @param file created where there is none; its folder must exist
     * @throws IllegalArgumentException as without a file, and where the file belongs to another run
     *     or holds a pair with another truth, group, persons or faces
     * @throws UncheckedIOException where the file cannot be read or written, is damaged, or is
     *     being written by another run
     */
    public Result run(Stream<Pair> pairs, Path file) {
        requireGoingOn(0);
        try (AuditFile lines = AuditFile.open(file, header())) {
            return run(pairs, lines.pairs(), lines::append);
        } catch (UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                // An interrupt closes the file that is being written.
                CancellationException interrupted = new CancellationException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw e;
        }
    }

    private AuditFile.Header header() {
        FaceVerifier verifier = explainer.verifier();
        return new AuditFile.Header(
                LibraryVersion.VALUE,
                verifier.description(),
                explainer.description(),
                threshold(verifier).value());
    }

    private Result run(
            Stream<Pair> pairs, Map<String, AuditFile.Line> known, Consumer<AuditFile.Line> keep) {
        List<Scored> scores = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Set<String> names = new HashSet<>();
        SaliencyStatistics statistics = new SaliencyStatistics();
        for (Iterator<Pair> each = pairs.sequential().iterator(); each.hasNext(); ) {
            Pair pair = each.next();
            requireGoingOn(scores.size());
            if (!names.add(pair.name())) {
                throw Checks.rejected("names of pairs", "distinct", pair.name() + " twice");
            }
            FacePair faces;
            try {
                faces =
                        Objects.requireNonNull(
                                pair.labelled().faces().get(), "faces of pair " + pair.name());
            } catch (UncheckedIOException
                    | FaceDetector.NoFaceException
                    | FaceDetector.SeveralFacesException e) {
                unreadable.add(new Unreadable(pair.name(), "" + e.getMessage()));
                continue;
            }
            AuditedPair audited = audited(pair, faces, known.get(pair.name()), keep);
            statistics.accept(audited);
            Scored scored = Scored.of(audited);
            onAudited.accept(scored);
            scores.add(scored);
        }
        return new Result(statistics, scores, unreadable);
    }

    private AuditedPair audited(
            Pair pair,
            FacePair faces,
            AuditFile.@Nullable Line before,
            Consumer<AuditFile.Line> keep) {
        String inputs = Provenance.Inputs.of(faces, explainer).digest();
        if (before != null) {
            AuditedPair known = before.pair();
            requireSame("truth", pair, known.truth(), pair.labelled().truth());
            requireSame("group", pair, known.group(), pair.group());
            requireSame("persons", pair, known.persons(), pair.persons());
            if (!before.inputs().equals(inputs)) {
                throw Checks.rejected(
                        "faces of pair " + pair.name(),
                        "those that the file holds",
                        "others: audit into another file, or delete the line of this pair");
            }
            return known;
        }
        try {
            Explanation why = explainer.explain(faces);
            onExplained.accept(pair, why);
            AuditedPair audited = pair.audited(why);
            keep.accept(new AuditFile.Line(audited, inputs));
            return audited;
        } catch (VerifierException e) {
            throw new VerifierException("pair " + pair.name() + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pair " + pair.name() + ": " + e.getMessage(), e);
        }
    }

    private static void requireSame(String what, Pair pair, Object before, Object now) {
        if (!before.equals(now)) {
            throw Checks.rejected(
                    what + " of pair " + pair.name(), before + ", as in the file", now);
        }
    }

    private void requireGoingOn(int done) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted after " + done + " pairs");
        }
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled after " + done + " pairs");
        }
    }

    /**
     * A labelled pair with what else is known about it.
     *
     * @param labelled name, truth and faces
     * @param group such as an age band; empty where there is none
     * @param persons none where they are not known, the one of a genuine pair, or the two of an
     *     impostor pair
     * @since 0.1.0
     */
    public record Pair(LabelledPair labelled, Optional<String> group, List<String> persons) {
        /** Copies the list and checks it against the truth. */
        public Pair {
            Objects.requireNonNull(labelled, "labelled");
            group.ifPresent(text -> requireText(text, "group of pair " + labelled.name()));
            persons = List.copyOf(persons);
            persons.forEach(text -> requireText(text, "person of pair " + labelled.name()));
            int expected = labelled.truth() == Truth.GENUINE ? 1 : 2;
            if (!persons.isEmpty() && persons.stream().distinct().count() != expected) {
                throw Checks.rejected(
                        "persons of pair " + labelled.name(),
                        expected + " distinct, as it is " + labelled.truth(),
                        persons.stream().distinct().count());
            }
            Checks.inside(0, expected, persons.size(), "persons of pair " + labelled.name());
        }

        private static void requireText(String text, String name) {
            if (text.isBlank()) {
                throw Checks.rejected(name, "not blank", "\"" + text + "\"");
            }
        }

        /** A pair of no group and of persons that are not known. */
        public static Pair of(LabelledPair labelled) {
            return new Pair(labelled, Optional.empty(), List.of());
        }

        /** The same pair in a group. */
        public Pair withGroup(String newGroup) {
            return new Pair(labelled, Optional.of(newGroup), persons);
        }

        /**
         * The same pair with whom it shows.
         *
         * @param probe an identifier
         * @param reference the same one where the pair is genuine, another where it is not
         */
        public Pair withPersons(String probe, String reference) {
            return new Pair(
                    labelled,
                    group,
                    probe.equals(reference) ? List.of(probe) : List.of(probe, reference));
        }

        /** The name of the pair. */
        public String name() {
            return labelled.name();
        }

        private AuditedPair audited(Explanation why) {
            AuditedPair audited = AuditedPair.of(name(), labelled.truth(), why);
            if (group.isPresent()) {
                audited = audited.withGroup(group.get());
            }
            return persons.isEmpty()
                    ? audited
                    : audited.withPersons(persons.get(0), persons.get(persons.size() - 1));
        }
    }

    /**
     * The score of a pair.
     *
     * @param name of the pair
     * @param outcome what the decision turned out to be, and with it the truth
     * @param similarity the verifier's raw score
     * @param group of the pair, if it has one
     * @since 0.1.0
     */
    public record Scored(String name, Outcome outcome, double similarity, Optional<String> group) {
        private static Scored of(AuditedPair pair) {
            return new Scored(pair.name(), pair.outcome(), pair.similarity(), pair.group());
        }
    }

    /**
     * A pair that was left out.
     *
     * @param name of the pair
     * @param reason why its faces cannot be had
     * @since 0.1.0
     */
    public record Unreadable(String name, String reason) {}

    /**
     * What an audit found.
     *
     * @param statistics where the model looks; the result's own, to be read and combined
     * @param pairs the scores, in the order given
     * @param unreadable pairs left out because a face could not be had
     * @since 0.1.0
     */
    public record Result(
            SaliencyStatistics statistics, List<Scored> pairs, List<Unreadable> unreadable) {
        /** Copies the lists. */
        public Result {
            Objects.requireNonNull(statistics, "statistics");
            pairs = List.copyOf(pairs);
            unreadable = List.copyOf(unreadable);
        }
    }
}
