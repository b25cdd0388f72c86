package io.github.corrrise.profile;

import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is typical of one model: made once from pairs of its user, kept as a file, and handed to
 * each explainer of that model.
 *
 * <pre>{@code
 * ModelProfile profile = ModelProfile.read(Path.of("model.profile.json"));
 * try (Explainer explainer = Explainer.builder(verifier).profile(profile).build()) {
 *     Unusual unusual = explainer.explain(pair).unusual().orElseThrow();
 * }
 * }</pre>
 *
 * <p>It holds means, lines and spreads over many pairs: no face, no name, no score of a pair. It
 * serves the model it was made of and no other: {@link #requireFor}. Immutable; safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class ModelProfile {
    private final Origin origin;
    private final Design design;
    private final Optional<ContributionPrior> prior;
    private final Typical typical;
    private final List<DesignCheck> designChecks;
    private final Trust trust;
    private final String digest;

    ModelProfile(
            Origin origin,
            Design design,
            Optional<ContributionPrior> prior,
            Typical typical,
            List<DesignCheck> designChecks,
            Trust trust) {
        this.origin = Objects.requireNonNull(origin, "origin");
        this.design = Objects.requireNonNull(design, "design");
        this.prior = Objects.requireNonNull(prior, "prior");
        this.typical = typical;
        this.designChecks = List.copyOf(designChecks);
        this.trust = Objects.requireNonNull(trust, "trust");
        this.digest = new Sha256().add(ProfileFormat.content(this)).hex();
    }

    /**
     * A profile of what was measured; what {@code io.github.corrrise.profiling} ends with.
     *
     * @param origin what was measured, and of what
     * @param design which design explains the model
     * @param prior where contributions are to be expected
     * @param pairs of this design and prior, at least 3, all with parts or none
     * @param designChecks how the designs compared
     * @param trust how far maps can be trusted
     */
    public static ModelProfile of(
            Origin origin,
            Design design,
            Optional<ContributionPrior> prior,
            List<Observed> pairs,
            List<DesignCheck> designChecks,
            Trust trust) {
        return new ModelProfile(
                origin, design, prior, Typical.of(origin.size(), pairs), designChecks, trust);
    }

    /**
     * Reads a profile.
     *
     * @throws java.io.UncheckedIOException where the file cannot be read
     * @throws IllegalArgumentException where it is no profile, damaged or of another version of the
     *     format or the library
     */
    public static ModelProfile read(Path file) {
        return ProfileFormat.read(file);
    }

    /**
     * Writes the profile as JSON, some 40 kB, whole or not at all.
     *
     * @throws java.io.UncheckedIOException where the file cannot be written
     */
    public void write(Path file) {
        ProfileFormat.write(this, file);
    }

    /** What was measured, and of what. */
    public Origin origin() {
        return origin;
    }

    /** The design that explains this model. */
    public Design design() {
        return design;
    }

    /** Where contributions are to be expected; empty where that did not help. */
    public Optional<ContributionPrior> prior() {
        return prior;
    }

    /** How the designs compared, the default's rivals in turn; empty where none was tried. */
    public List<DesignCheck> designChecks() {
        return designChecks;
    }

    /** How far maps of this model can be trusted. */
    public Trust trust() {
        return trust;
    }

    /**
     * The names of the parts whose typical effects are known; empty where they were not measured.
     */
    public List<String> parts() {
        return typical.parts();
    }

    /** SHA-256 of all that the profile says, 64 hexadecimal digits. */
    public String digest() {
        return digest;
    }

    Typical typical() {
        return typical;
    }

    /**
     * Checks that the profile is of this verifier.
     *
     * @throws IllegalArgumentException where the verifier describes itself otherwise, as one of
     *     another model does, or takes faces of another size
     */
    public void requireFor(FaceVerifier verifier) {
        if (!verifier.inputSize().equals(origin.size())) {
            throw Checks.rejected("profile", "of faces of " + verifier.inputSize(), origin.size());
        }
        if (!verifier.description().equals(origin.verifier())) {
            throw Checks.rejected(
                    "profile", "of " + verifier.description(), "one of " + origin.verifier());
        }
    }

    /**
     * What is unusual about a pair.
     *
     * @param why of this model, by an explainer with this profile
     * @throws IllegalArgumentException where it is of another model, or was made without this
     *     profile
     */
    public Unusual unusual(Explanation why) {
        if (!why.provenance().verifier().equals(origin.verifier())) {
            throw Checks.rejected(
                    "explanation", "of " + origin.verifier(), why.provenance().verifier());
        }
        String used = why.provenance().settings().getOrDefault("profile", "none");
        if (!used.equals(digest)) {
            throw Checks.rejected("profile of the explanation", digest, used);
        }
        return typical.unusual(this, why);
    }

    /**
     * What is unusual about the parts of a pair alone, without a map.
     *
     * @param effects of this model, under the fills of {@link #design}
     * @return one per part, in their order
     * @throws IllegalArgumentException where the parts have other names than the profile's
     */
    public List<Unusual.Part> unusual(PartEffects effects) {
        return typical.unusual(effects);
    }

    /** Equal where both say the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ModelProfile profile && digest.equals(profile.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    /** For example {@code profile 0f3a...: 40 pairs of 20 persons}. */
    @Override
    public String toString() {
        return "profile "
                + digest.substring(0, 16)
                + ": "
                + origin.pairCount()
                + " pairs of "
                + origin.personCount()
                + " persons";
    }

    /**
     * Masks, fills and comparison of an explainer.
     *
     * @since 0.1.0
     */
    public enum Design {
        /** What an explainer does unless told otherwise. */
        DEFAULT,
        /**
         * As the default, hidden pixels black and the mean in turn, and masks that hide both faces
         * with a weight of 0.25: the best mixture of two models.
         */
        ALTERNATING,
        /** As the default, hidden pixels the mean colour. */
        MEAN,
        /** As the default, hidden pixels blurred. */
        BLUR,
        /** The setting of the paper. */
        PUBLISHED;

        /** What draws the masks. */
        public MaskGenerator masks() {
            return this == PUBLISHED ? PatchMasks.published() : MixedMasks.defaults();
        }

        /** What replaces hidden pixels. */
        public Fills fills() {
            return switch (this) {
                case DEFAULT, PUBLISHED -> Fills.of(Fill.black());
                case ALTERNATING -> new Fills(List.of(Fill.black(), Fill.mean()));
                case MEAN -> Fills.of(Fill.mean());
                case BLUR -> Fills.of(Fill.blur(0.1));
            };
        }

        /** Weight of the comparison of two masked faces, in [0, 1]. */
        public double bothHidden() {
            return switch (this) {
                case PUBLISHED -> 0;
                case ALTERNATING -> 0.25;
                case DEFAULT, MEAN, BLUR -> 0.4;
            };
        }

        /** How a map is estimated. */
        public Estimator estimator() {
            return this == PUBLISHED ? Estimator.PLAIN : Estimator.ADJUSTED;
        }
    }

    /**
     * What a profile was made of.
     *
     * @param verifier its description, which names a model with its digest
     * @param libraryVersion the version of this library that made it
     * @param size of the faces
     * @param maskCount masks a side of each pair
     * @param pairCount pairs, genuine and impostor, at least 3
     * @param genuineCount genuine ones of them
     * @param personCount persons in them
     * @param passCount images sent through the verifier
     * @since 0.1.0
     */
    public record Origin(
            String verifier,
            String libraryVersion,
            FaceSize size,
            int maskCount,
            int pairCount,
            int genuineCount,
            int personCount,
            long passCount) {
        /** Checks the ranges. */
        public Origin {
            Objects.requireNonNull(verifier, "verifier");
            Objects.requireNonNull(size, "size");
            if (!libraryVersion.equals(LibraryVersion.VALUE)) {
                throw Checks.rejected(
                        "libraryVersion of the profile", LibraryVersion.VALUE, libraryVersion);
            }
            Checks.atLeast(2, maskCount, "maskCount");
            Checks.atLeast(3, pairCount, "pairCount");
            Checks.inside(0, pairCount, genuineCount, "genuineCount");
            Checks.atLeast(1, personCount, "personCount");
            Checks.atLeast(0, passCount, "passCount");
        }
    }

    /**
     * One pair under the design of a profile.
     *
     * @param similarity of the whole faces
     * @param probe map of the probe
     * @param reference map of the reference
     * @param parts effects of parts of the same names in all pairs, or of none
     * @since 0.1.0
     */
    public record Observed(
            double similarity,
            SaliencyMap probe,
            SaliencyMap reference,
            Optional<PartEffects> parts) {
        /** Checks that nothing is null. */
        public Observed {
            Checks.finite(similarity, "similarity");
            Objects.requireNonNull(probe, "probe");
            Objects.requireNonNull(reference, "reference");
            Objects.requireNonNull(parts, "parts");
        }
    }

    /**
     * A rival of the default design. What counts is insertion less deletion, the mean over black
     * and blurred fill, of genuine pairs.
     *
     * @param design the rival
     * @param chosenBy its gain over the default on the persons that chose, with the interval that
     *     had to be above 0, of 95 % for all rivals together
     * @param judgedBy the same on the other persons, of 95 %: what can be expected
     * @since 0.1.0
     */
    public record DesignCheck(Design design, Estimate chosenBy, Estimate judgedBy) {
        /** Checks that nothing is null. */
        public DesignCheck {
            Objects.requireNonNull(design, "design");
            Objects.requireNonNull(chosenBy, "chosenBy");
            Objects.requireNonNull(judgedBy, "judgedBy");
        }
    }

    /**
     * How far maps of the model can be trusted; each a mean over pairs with its interval of 95 %.
     *
     * @param seedStability correlation of two maps of a pair by other masks
     * @param priorGain by how much the prior lowers the squared error of maps, as a share of the
     *     error without it, on persons it was not learned from; empty where none could be learned
     * @param randomised correlation of a map with that of a randomised comparison, which should be
     *     small; empty where it was not tried
     * @param gainOverTypical insertion less deletion of a pair's own map, less the same of the
     *     typical map of other persons: what a map says about its pair; empty where it was not
     *     tried
     * @since 0.1.0
     */
    public record Trust(
            Estimate seedStability,
            Optional<Estimate> priorGain,
            Optional<Estimate> randomised,
            Optional<Estimate> gainOverTypical) {
        /** Checks that nothing is null. */
        public Trust {
            Objects.requireNonNull(seedStability, "seedStability");
            Objects.requireNonNull(priorGain, "priorGain");
            Objects.requireNonNull(randomised, "randomised");
            Objects.requireNonNull(gainOverTypical, "gainOverTypical");
        }
    }
}
