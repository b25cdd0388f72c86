package io.github.corrrise.replay;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Makes an explanation again and tells whether it is the same: for an audit, after an update, or on
 * another machine.
 *
 * <pre>{@code
 * Replay.Result result = Replay.read(file).with(verifier, pair);
 * System.out.println(result); // identical
 * }</pre>
 *
 * <p>What differs is told by name: the model's digest, the pictures, settings, versions, runtime,
 * provider and Java platform. Those are told for identical results too, since they say what a
 * result does not depend on.
 *
 * <p>Settings are rebuilt from the record. A mask generator or a fill of the caller, a picture as
 * fill and another method than CorrRISE cannot be: then {@link #with(FaceVerifier, FacePair)}
 * throws {@link UnknownSettingsException}, and {@link #with(SaliencyExplainer, FacePair)} takes the
 * explainer from the caller. A {@linkplain #withProfile profile} is the caller's too. A run that
 * its time budget ended is replayed with as many masks as it took.
 *
 * <p>Cost: one explanation; none where the pictures are others. Immutable; safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class Replay {
    /** Largest difference of scores and map values that counts as equal. */
    public static final double TOLERANCE = 1e-5;

    private static final int MOST_MASKS = 100_000;

    /** An explanation whose faces may still be to be found. */
    private interface Recorded {
        boolean isOf(FacePair pair);

        Explanation with(FacePair pair);
    }

    private final Recorded recorded;
    private final Provenance provenance;
    private final Optional<Threshold> threshold;
    private final Optional<ModelProfile> profile;
    private final int mostMasks;

    private Replay(
            Recorded recorded,
            Provenance provenance,
            Optional<Threshold> threshold,
            Optional<ModelProfile> profile,
            int mostMasks) {
        this.recorded = recorded;
        this.provenance = provenance;
        this.threshold = threshold;
        this.profile = profile;
        this.mostMasks = mostMasks;
    }

    /** Of an explanation in memory. */
    public static Replay of(Explanation explanation) {
        Recorded recorded =
                new Recorded() {
                    @Override
                    public boolean isOf(FacePair pair) {
                        return explanation.pair().equals(pair);
                    }

                    @Override
                    public Explanation with(FacePair pair) {
                        return explanation;
                    }
                };
        return new Replay(
                recorded,
                explanation.provenance(),
                explanation.threshold(),
                Optional.empty(),
                MOST_MASKS);
    }

    /** Of an explanation that was written as JSON, with its faces or without. */
    public static Replay of(ExplanationJson.Stored stored) {
        Recorded recorded =
                new Recorded() {
                    @Override
                    public boolean isOf(FacePair pair) {
                        return stored.isOf(pair);
                    }

                    @Override
                    public Explanation with(FacePair pair) {
                        return stored.with(pair);
                    }
                };
        return new Replay(
                recorded, stored.provenance(), stored.threshold(), Optional.empty(), MOST_MASKS);
    }

    /**
     * Of a file that {@link ExplanationJson} wrote, with its faces or without.
     *
     * @throws java.io.UncheckedIOException as {@link ExplanationJson#readStored}
     */
    public static Replay read(Path file) {
        return of(ExplanationJson.readStored(file));
    }

    /**
     * Of text that {@link ExplanationJson} wrote, with its faces or without.
     *
     * @throws IllegalArgumentException as {@link ExplanationJson#storedFromJson}
     */
    public static Replay fromJson(String json) {
        return of(ExplanationJson.storedFromJson(json));
    }

    /**
     * The same with a profile of the model, for explanations that were made with it. It is used
     * where the record names its digest.
     */
    public Replay withProfile(ModelProfile newProfile) {
        return new Replay(recorded, provenance, threshold, Optional.of(newProfile), mostMasks);
    }

    /**
     * The same with another limit: a record of more masks per face, or of shares by more coalitions
     * of parts, is refused before the verifier is asked, for whoever wrote the record decides how
     * long its replay takes. 100,000 where none is set. Does not concern an explainer of the
     * caller.
     *
     * @param newMostMasks at least 1
     */
    public Replay withMostMasks(int newMostMasks) {
        Checks.atLeast(1, newMostMasks, "mostMasks");
        return new Replay(recorded, provenance, threshold, profile, newMostMasks);
    }

    /**
     * Makes the explanation again, with the settings of the record, in batches of 16 in the calling
     * thread.
     *
     * @param verifier compares; it stays open
     * @param pair the pictures that are said to have been explained
     * @throws UnknownSettingsException where the record does not tell all settings
     * @throws IllegalArgumentException where a face has another size than the verifier takes, the
     *     record has more masks than {@linkplain #withMostMasks allowed}, or it is damaged
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result with(FaceVerifier verifier, FacePair pair) {
        Objects.requireNonNull(verifier, "verifier");
        if (!recorded.isOf(pair)) {
            return otherPictures(verifier, pair);
        }
        Explanation kept = recorded.with(pair);
        try (Explainer explainer =
                RebuiltSettings.explainer(
                        provenance,
                        verifier,
                        kept.parts().map(PartEffects::parts),
                        profile,
                        mostMasks)) {
            return Result.of(kept, again(explainer, pair), List.of());
        }
    }

    /**
     * Makes the explanation again by an explainer of the caller, whose settings are compared with
     * the record's.
     *
     * @param explainer makes the maps; its verifier compares
     * @param pair the pictures that are said to have been explained
     * @throws IllegalArgumentException where a face has another size than the verifier takes, or
     *     the record is damaged
     * @throws io.github.corrrise.verify.VerifierException where the verifier fails
     */
    public Result with(SaliencyExplainer explainer, FacePair pair) {
        if (!recorded.isOf(pair)) {
            return otherPictures(explainer.verifier(), pair);
        }
        Explanation again = again(explainer, pair);
        return Result.of(
                recorded.with(pair), again, Differences.ofSettings(provenance, again.provenance()));
    }

    private Explanation again(SaliencyExplainer explainer, FacePair pair) {
        return explainer instanceof Explainer own && RebuiltSettings.isOfGallery(provenance)
                ? own.explain(pair.probe(), List.of(pair.reference())).get(0)
                : explainer.explain(pair);
    }

    private Result otherPictures(FaceVerifier verifier, FacePair pair) {
        return new Result(
                Verdict.DIFFERENT,
                OptionalDouble.empty(),
                Differences.ofPictures(provenance, threshold, verifier, pair),
                Optional.empty());
    }

    /**
     * What a replay says.
     *
     * @since 0.1.0
     */
    public enum Verdict {
        /** Score and maps, and what else was measured, are the same bit by bit. */
        IDENTICAL("identical"),
        /** They differ by at most {@link #TOLERANCE}, and the decision is the same. */
        EQUAL("equal within 1e-5 (another batch or thread count)"),
        /** They differ by more, or the pictures are others. */
        DIFFERENT("different");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /**
     * What differs between the record and now.
     *
     * @param what for example "model", "Java" or "map of the probe"
     * @param recorded what the record has; never a digest of a face
     * @param now what was found
     * @since 0.1.0
     */
    public record Difference(String what, String recorded, String now) {
        /** Checks that none is null. */
        public Difference {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(recorded, "recorded");
            Objects.requireNonNull(now, "now");
        }

        /** For example {@code Java: Java 17.0.15 recorded, Java 21.0.7 now}. */
        @Override
        public String toString() {
            return what + ": " + recorded + " recorded, " + now + " now";
        }
    }

    /**
     * The answer of a replay.
     *
     * @param verdict whether the results are the same
     * @param largestDifference of scores, map values and errors, each relative where it is above 1;
     *     infinite where what was measured has another shape; empty where nothing was computed
     * @param differences all that is not as the record has it, whatever the verdict
     * @param again what was made now; empty where the pictures are others
     * @since 0.1.0
     */
    public record Result(
            Verdict verdict,
            OptionalDouble largestDifference,
            List<Difference> differences,
            Optional<Explanation> again) {
        /** Copies the list. */
        public Result {
            Objects.requireNonNull(verdict, "verdict");
            Objects.requireNonNull(largestDifference, "largestDifference");
            differences = List.copyOf(differences);
            Objects.requireNonNull(again, "again");
        }

        static Result of(Explanation kept, Explanation again, List<Difference> ofSettings) {
            Differences.Measured measured = Differences.ofResults(kept, again);
            Verdict verdict =
                    measured.identical()
                            ? Verdict.IDENTICAL
                            : measured.differences().isEmpty() ? Verdict.EQUAL : Verdict.DIFFERENT;
            List<Difference> all =
                    Differences.joined(
                            ofSettings,
                            Differences.ofCircumstances(kept, again),
                            measured.differences());
            return new Result(
                    verdict, OptionalDouble.of(measured.largest()), all, Optional.of(again));
        }

        /** True unless the verdict is {@link Verdict#DIFFERENT}. */
        public boolean isSame() {
            return verdict != Verdict.DIFFERENT;
        }

        /** The verdict in words, and a line for each difference. */
        @Override
        public String toString() {
            String by =
                    verdict == Verdict.IDENTICAL || largestDifference.isEmpty()
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ", by up to %.3g",
                                    largestDifference.getAsDouble());
            return differences.stream()
                    .map(each -> "\n  " + each)
                    .collect(Collectors.joining("", verdict.words + by, ""));
        }
    }

    /**
     * A record does not tell all settings of its explainer; the message names what is missing.
     *
     * @since 0.1.0
     */
    public static final class UnknownSettingsException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnknownSettingsException(String message) {
            super(message);
        }
    }
}
