package io.github.corrrise.profiling;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the profile of a model from 10 to 40 pairs, or more, of at least five persons.
 *
 * <pre>{@code
 * ModelProfile profile = ModelProfiler.builder(verifier).build().profile(pairs, runFile);
 * profile.write(Path.of("model.profile.json"));
 * }</pre>
 *
 * <p>In this order, as far as the budget of passes reaches:
 *
 * <ol>
 *   <li>whether another design explains this model better: every {@link ModelProfile.Design} on the
 *       genuine pairs of half the persons, by insertion less deletion under two fills; the default
 *       stays unless another is better beyond chance, and the other persons say by how much;
 *   <li>every pair under that design by two sets of masks, and its parts: the prior, kept only if
 *       it lowers the error of maps of persons that it was not learned from; typical maps and
 *       effects; seed stability;
 *   <li>a randomised comparison, and what a pair's own map says beyond the typical map of others.
 * </ol>
 *
 * <p>Cost: for n pairs and N masks n (4 N + 4) passes with an embedder for the second step and 4 P
 * for the parts of each pair; between two and three times that for all. Memory: scores of all
 * masks, no face. Deterministic by seed. Immutable; safe for use by several threads; the verifier
 * stays the caller's.
 *
 * @since 0.1.0
 */
public final class ModelProfiler {
    /** Fewest pairs. */
    public static final int FEWEST_PAIRS = 10;

    /** Fewest persons. */
    public static final int FEWEST_PERSONS = 5;

    private final Settings settings;

    private ModelProfiler(Settings settings) {
        this.settings = settings;
    }

    /** A profiler of this verifier, to be configured. */
    public static Builder builder(FaceVerifier verifier) {
        return new Builder(verifier);
    }

    /**
     * Makes the profile.
     *
     * @param pairs at least {@value #FEWEST_PAIRS} of at least {@value #FEWEST_PERSONS} persons, at
     *     least three of them genuine and three of them not; faces are loaded once or more and not
     *     kept
     * @throws IllegalArgumentException where the pairs are too few or not of enough persons, a name
     *     comes twice, a face has another size, the budget does not reach for the second step, or
     *     the verifier's threshold calls all of them a match, or none
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     * @throws java.util.concurrent.CancellationException where the run was cancelled or interrupted
     */
    public ModelProfile profile(List<Pair> pairs) {
        requireEnough(pairs);
        try (Measurements measurements = Measurements.inMemory()) {
            return new ProfileRun(settings, pairs, measurements).profile();
        }
    }

    /**
     * The same, with each measurement kept in a file as soon as it is made: a run that was killed
     * goes on with the same file. The file holds scores and digests of faces: treat it as personal
     * data, and delete it when the profile is made.
     *
     * @param runFile created where there is none; its folder must exist
     * @throws IllegalArgumentException as without a file, and where the file is of another model or
     *     other settings
     * @throws java.io.UncheckedIOException where the file cannot be read or written, or another run
     *     is writing it
     */
    public ModelProfile profile(List<Pair> pairs, Path runFile) {
        requireEnough(pairs);
        try (Measurements measurements = Measurements.in(runFile, settings.description())) {
            return new ProfileRun(settings, pairs, measurements).profile();
        }
    }

    private static void requireEnough(List<Pair> pairs) {
        Checks.atLeast(FEWEST_PAIRS, pairs.size(), "pairs");
        Set<String> names = new HashSet<>();
        Set<String> persons = new HashSet<>();
        int genuineCount = 0;
        for (Pair pair : pairs) {
            if (!names.add(pair.name())) {
                throw Checks.rejected("names of pairs", "distinct", pair.name() + " twice");
            }
            persons.add(pair.probePerson());
            persons.add(pair.referencePerson());
            genuineCount += pair.isGenuine() ? 1 : 0;
        }
        Checks.atLeast(FEWEST_PERSONS, persons.size(), "persons");
        if (genuineCount == 0) {
            throw new IllegalArgumentException(
                    "pairs must hold two pictures of a person for three persons or more, held one"
                            + " picture of each");
        }
        Checks.atLeast(3, genuineCount, "genuine pairs");
        Checks.atLeast(3, pairs.size() - genuineCount, "impostor pairs");
    }

    /**
     * Two faces and whose they are.
     *
     * @param name of the pair, in messages; no two share one
     * @param probePerson any name of the person, the same for all pictures of one
     * @param referencePerson the same of the reference
     * @param faces loads them; asked whenever they are needed
     * @since 0.1.0
     */
    public record Pair(
            String name, String probePerson, String referencePerson, Supplier<FacePair> faces) {
        /** Checks that nothing is null. */
        public Pair {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(probePerson, "probePerson");
            Objects.requireNonNull(referencePerson, "referencePerson");
            Objects.requireNonNull(faces, "faces");
        }

        /** True where both faces are of one person. */
        public boolean isGenuine() {
            return probePerson.equals(referencePerson);
        }
    }

    /** Settings, checked. */
    record Settings(
            FaceVerifier verifier,
            int maskCount,
            long seed,
            Optional<FaceParts> parts,
            OptionalLong passBudget,
            Optional<Executor> executor,
            int parallelism,
            BooleanSupplier cancelled,
            Progress progress) {
        /** All that measurements depend on, besides the faces. */
        String description() {
            return "profile of "
                    + verifier.description()
                    + " by corrrise "
                    + LibraryVersion.VALUE
                    + ", "
                    + Stream.of(ModelProfile.Design.values()).map(Settings::described).toList()
                    + ", "
                    + maskCount
                    + " masks, seed "
                    + seed
                    + parts.map(each -> ", parts " + each.digest()).orElse("");
        }

        private static String described(ModelProfile.Design design) {
            return design
                    + ": "
                    + design.masks()
                    + ", "
                    + design.fills()
                    + ", both hidden "
                    + design.bothHidden()
                    + ", "
                    + design.estimator();
        }
    }

    /** Settings of a profiler; every one has a default. For one thread. */
    public static final class Builder {
        private final FaceVerifier verifier;
        private int maskCount = 500;
        private long seed;
        private Optional<FaceParts> parts;
        private OptionalLong passBudget = OptionalLong.empty();
        private Optional<Executor> executor = Optional.empty();
        private int parallelism = 1;
        private BooleanSupplier cancelled = () -> false;
        private Progress progress = Progress.NONE;

        private Builder(FaceVerifier verifier) {
            this.verifier = Objects.requireNonNull(verifier, "verifier");
            this.parts = Optional.of(FaceParts.ofTemplate(verifier.inputSize()));
        }

        /** Masks a side of each pair, at least 2; 500 unless given. */
        public Builder maskCount(int newMaskCount) {
            this.maskCount = MaskPlan.requireMaskCount(newMaskCount);
            return this;
        }

        /** Seed of masks; any value, 0 unless given. */
        public Builder seed(long newSeed) {
            this.seed = newSeed;
            return this;
        }

        /**
         * The parts whose typical effects are learned; those of the template unless given. What is
         * unusual about a pair is told by the names of its parts, so that parts from a pair's own
         * landmarks may be held against these.
         *
         * @param newParts of the verifier's input size
         */
        public Builder parts(FaceParts newParts) {
            if (!newParts.size().equals(verifier.inputSize())) {
                throw Checks.rejected("parts", "of " + verifier.inputSize(), newParts);
            }
            this.parts = Optional.of(newParts);
            return this;
        }

        /** No parts: for faces that are not aligned. */
        public Builder withoutParts() {
            this.parts = Optional.empty();
            return this;
        }

        /**
         * Most images sent through the verifier. What it does not reach for is left out, from the
         * last step on, and the profile shows it.
         *
         * @param most at least what the second step costs
         */
        public Builder passBudget(long most) {
            this.passBudget = OptionalLong.of(Checks.atLeast(1, most, "passBudget"));
            return this;
        }

        /**
         * Spreads passes over threads.
         *
         * @param newExecutor lends helpers; the verifier must bear several threads
         * @param newParallelism threads in all, at least 1
         */
        public Builder executor(Executor newExecutor, int newParallelism) {
            this.executor = Optional.of(newExecutor);
            this.parallelism = Checks.atLeast(1, newParallelism, "parallelism");
            return this;
        }

        /** Asked before every batch; true ends the run. */
        public Builder cancelWhen(BooleanSupplier newCancelled) {
            this.cancelled = Objects.requireNonNull(newCancelled, "cancelWhen");
            return this;
        }

        /**
         * Whom to tell how far a run is, in passes, measurement by measurement; the total is an
         * estimate that never falls below what is done.
         */
        public Builder progress(Progress newProgress) {
            this.progress = Objects.requireNonNull(newProgress, "progress");
            return this;
        }

        /** The profiler. */
        public ModelProfiler build() {
            return new ModelProfiler(
                    new Settings(
                            verifier,
                            maskCount,
                            seed,
                            parts,
                            passBudget,
                            executor,
                            parallelism,
                            cancelled,
                            progress));
        }
    }
}
