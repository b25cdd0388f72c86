package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an explanation was made from. Its {@link #digest} is compared whenever a result is kept,
 * taken up again or read: a result of other faces, another model, other settings or another version
 * of the library has another digest.
 *
 * <pre>{@code
 * boolean stillHolds =
 *         Inputs.of(pair, explainer).digest().equals(kept.provenance().inputs().digest());
 * }</pre>
 *
 * @param probe how the pixels of the probe came about
 * @param reference how the pixels of the reference came about
 * @param explainer the explainer's description
 * @param digest SHA-256 of the library's version, the descriptions of verifier and explainer, the
 *     threshold, and size, pixels and origin of both faces; 64 hexadecimal digits in lower case. It
 *     depends on two faces: treat it as personal data
 * @since 0.1.0
 */
public record Inputs(FaceOrigin probe, FaceOrigin reference, String explainer, String digest) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /** Checks the digest's form. */
    public Inputs {
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(reference, "reference");
        Objects.requireNonNull(explainer, "explainer");
        if (!SHA_256.matcher(digest).matches()) {
            throw Checks.rejected("digest", "64 hexadecimal digits in lower case", digest);
        }
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

    /** Whether a result that states these inputs was made from these faces and circumstances. */
    boolean agreesWith(
            FacePair pair, String verifier, Optional<Threshold> threshold, String libraryVersion) {
        return digest.equals(
                digest(pair, verifier, threshold, libraryVersion, probe, reference, explainer));
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

    /** The faces' origins and the explainer; not the digest. */
    @Override
    public String toString() {
        return "Inputs[" + probe + ", " + reference + ", " + explainer + "]";
    }
}
