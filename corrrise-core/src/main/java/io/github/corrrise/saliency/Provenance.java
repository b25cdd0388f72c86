package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.version.JavaPlatform;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a result came about: enough to make it again, and to know what it cost.
 *
 * @param method for example "CorrRISE"
 * @param verifier the verifier's own description
 * @param inputs what it was made from, with the digest by which a kept result is known
 * @param settings name to value in a fixed order: masks, fill, correlation and so on; the kernel
 *     that ran is among them
 * @param seed of masks and shuffles
 * @param maskCount masks sent through the verifier a side (or, for a gallery, once for all)
 * @param failedCount scores the verifier could not give, over all lines of the run; the setting
 *     {@code failurePolicy} tells what became of them
 * @param passCount images sent through the verifier in the whole run
 * @param stopReason why no more masks were taken
 * @param libraryVersion version of this library
 * @param environment what the scores and the maps were computed by
 * @param timing where the time went
 * @since 0.1.0
 */
public record Provenance(
        String method,
        String verifier,
        Inputs inputs,
        Map<String, String> settings,
        long seed,
        int maskCount,
        int failedCount,
        long passCount,
        StopReason stopReason,
        String libraryVersion,
        Environment environment,
        Timing timing) {
    /** Copies the settings and checks the ranges. */
    public Provenance {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(verifier, "verifier");
        Objects.requireNonNull(inputs, "inputs");
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        Checks.atLeast(0, maskCount, "maskCount");
        Checks.atLeast(0, failedCount, "failedCount");
        Checks.atLeast(0, passCount, "passCount");
        Objects.requireNonNull(stopReason, "stopReason");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(timing, "timing");
    }

    /** Of a run on this Java platform, by a verifier that does not tell where scores come from. */
    public Provenance(
            String method,
            String verifier,
            Inputs inputs,
            Map<String, String> settings,
            long seed,
            int maskCount,
            int failedCount,
            long passCount,
            StopReason stopReason,
            String libraryVersion,
            Timing timing) {
        this(
                method,
                verifier,
                inputs,
                settings,
                seed,
                maskCount,
                failedCount,
                passCount,
                stopReason,
                libraryVersion,
                Environment.of(FaceVerifier.Origin.UNKNOWN),
                timing);
    }

    /**
     * True where all but the timing, the environment, the library's version and digests of crops
     * agree. The inputs' digest depends on that version, so their other components are compared.
     */
    public boolean describesSameRunAs(Provenance other) {
        return method.equals(other.method)
                && verifier.equals(other.verifier)
                && inputs.probe().equals(other.inputs.probe())
                && inputs.reference().equals(other.inputs.reference())
                && inputs.explainer().equals(other.inputs.explainer())
                && settings.equals(other.settings)
                && seed == other.seed
                && maskCount == other.maskCount
                && failedCount == other.failedCount
                && passCount == other.passCount
                && stopReason == other.stopReason;
    }

    /** The same run, of another of its comparisons. */
    public Provenance withInputs(Inputs newInputs) {
        return new Provenance(
                method,
                verifier,
                newInputs,
                settings,
                seed,
                maskCount,
                failedCount,
                passCount,
                stopReason,
                libraryVersion,
                environment,
                timing);
    }

    /** The same run, computed by something else. */
    public Provenance withEnvironment(Environment newEnvironment) {
        return new Provenance(
                method,
                verifier,
                inputs,
                settings,
                seed,
                maskCount,
                failedCount,
                passCount,
                stopReason,
                libraryVersion,
                newEnvironment,
                timing);
    }

    /**
     * What a result was computed by. A result is not known by it: the same faces and settings are
     * the same run on another machine, and {@code Replay} tells whether they give the same maps.
     *
     * @param verifier where scores and threshold come from
     * @param java the Java platform: version, virtual machine, operating system and processor
     * @since 0.1.0
     */
    public record Environment(FaceVerifier.Origin verifier, String java) {
        /** Checks that neither is null. */
        public Environment {
            Objects.requireNonNull(verifier, "verifier");
            Objects.requireNonNull(java, "java");
        }

        /** That of a run on this Java platform. */
        public static Environment of(FaceVerifier.Origin verifier) {
            return new Environment(verifier, JavaPlatform.NAME);
        }
    }

    /**
     * Where the time went.
     *
     * @param total from the call to the result
     * @param verifier inside the verifier, added up over threads
     * @since 0.1.0
     */
    public record Timing(Duration total, Duration verifier) {
        /** Checks that neither is null. */
        public Timing {
            Objects.requireNonNull(total, "total");
            Objects.requireNonNull(verifier, "verifier");
        }
    }

    /**
     * What an explanation was made from. Its {@link #digest} is compared whenever a result is kept,
     * taken up again or read: a result of other faces, another model, other settings or another
     * version of the library has another digest.
     *
     * <pre>{@code
     * boolean stillHolds =
     *         Inputs.of(pair, explainer).digest().equals(kept.provenance().inputs().digest());
     * }</pre>
     *
     * @param probe how the pixels of the probe came about
     * @param reference how the pixels of the reference came about
     * @param explainer the explainer's description
     * @param digest SHA-256 of the library's version, the descriptions of verifier and explainer,
     *     the threshold, and size, pixels and origin of both faces; 64 hexadecimal digits in lower
     *     case. It depends on two faces: treat it as personal data
     * @param crops a digest of each face, where it was asked for
     * @since 0.1.0
     */
    public record Inputs(
            FaceOrigin probe,
            FaceOrigin reference,
            String explainer,
            String digest,
            Optional<Crops> crops) {
        /** Checks the digest's form. */
        public Inputs {
            Objects.requireNonNull(probe, "probe");
            Objects.requireNonNull(reference, "reference");
            Objects.requireNonNull(explainer, "explainer");
            Sha256.requireHex("digest", digest);
            Objects.requireNonNull(crops, "crops");
        }

        /** Without digests of the crops. */
        public Inputs(FaceOrigin probe, FaceOrigin reference, String explainer, String digest) {
            this(probe, reference, explainer, digest, Optional.empty());
        }

        /** The same with a digest of each face, {@link Crops} says for what price. */
        public Inputs withCrops(FacePair pair) {
            return new Inputs(probe, reference, explainer, digest, Optional.of(Crops.of(pair)));
        }

        /**
         * What an explainer makes its explanation of a pair from.
         *
         * @param pair the faces
         * @param explainer what makes the maps
         */
        public static Inputs of(FacePair pair, SaliencyExplainer explainer) {
            FaceVerifier verifier = explainer.verifier();
            return of(pair, verifier.description(), verifier.threshold(), explainer.description());
        }

        /**
         * The same from descriptions, for an explainer's own use.
         *
         * @param pair the faces
         * @param verifier the description of the verifier whose comparison is explained
         * @param threshold the verifier's operating point, if any
         * @param explainer the description of what makes the maps
         */
        public static Inputs of(
                FacePair pair, String verifier, Optional<Threshold> threshold, String explainer) {
            FaceOrigin probe = pair.probe().origin();
            FaceOrigin reference = pair.reference().origin();
            String digest =
                    digest(
                            pair,
                            verifier,
                            threshold,
                            LibraryVersion.VALUE,
                            probe,
                            reference,
                            explainer);
            return new Inputs(probe, reference, explainer, digest);
        }

        /**
         * Whether a result that states these inputs was made from these faces and circumstances.
         *
         * @param pair whose pixels are compared; how they came about is read from these inputs
         * @param verifier the description that the result states
         * @param threshold the operating point that the result states
         * @param libraryVersion the version that the result states
         */
        public boolean agreesWith(
                FacePair pair,
                String verifier,
                Optional<Threshold> threshold,
                String libraryVersion) {
            return digest.equals(
                            digest(
                                    pair,
                                    verifier,
                                    threshold,
                                    libraryVersion,
                                    probe,
                                    reference,
                                    explainer))
                    && crops.map(each -> each.equals(Crops.of(pair))).orElse(true);
        }

        private static String digest(
                FacePair pair,
                String verifier,
                Optional<Threshold> threshold,
                String libraryVersion,
                FaceOrigin probe,
                FaceOrigin reference,
                String explainer) {
            Sha256 all = new Sha256().add(libraryVersion).add(verifier).add(explainer);
            all.add(threshold.map(value -> Double.toString(value.value())).orElse("none"));
            add(probe, all.add(pair.probe().digest()));
            add(reference, all.add(pair.reference().digest()));
            return all.hex();
        }

        private static void add(FaceOrigin origin, Sha256 all) {
            all.add(origin.conversions().toString()).add(origin.alignment().orElse("none"));
        }

        /**
         * Digests of the two faces by themselves. <b>The digest of a face is personal data</b>: by
         * it one person's pictures are found again in any number of results, without any picture.
         * They are kept only where {@code Explainer.Builder.cropDigests()} asks for them.
         *
         * @param probe {@link io.github.corrrise.face.FaceImage#digest()} of the probe
         * @param reference that of the reference
         * @since 0.1.0
         */
        public record Crops(String probe, String reference) {
            /** Checks the digests' form. */
            public Crops {
                Sha256.requireHex("probe", probe);
                Sha256.requireHex("reference", reference);
            }

            static Crops of(FacePair pair) {
                return new Crops(pair.probe().digest(), pair.reference().digest());
            }

            /** That there are two; no digest. */
            @Override
            public String toString() {
                return "Crops[2 digests]";
            }
        }

        /** The faces' origins and the explainer; no digest. */
        @Override
        public String toString() {
            return "Inputs[" + probe + ", " + reference + ", " + explainer + "]";
        }
    }
}
