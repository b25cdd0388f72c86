package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Objects;

/** The control that {@link Baseline#fixed} describes. */
record Fixed(SaliencyMap probe, SaliencyMap reference) implements Baseline {
    Fixed {
        Objects.requireNonNull(probe, "probe");
        if (!reference.size().equals(probe.size())) {
            throw Checks.rejected("reference", "of size " + probe.size(), reference.size());
        }
    }

    @Override
    public int maskCount(FaceSize size) {
        return 0;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new Control(
                "fixed map",
                this,
                verifier,
                run,
                (pair, side, seed) -> side == Side.PROBE ? probe : reference);
    }

    /** Digests of the maps' values stand for them. */
    @Override
    public String toString() {
        return "Fixed[" + digest(probe) + ", " + digest(reference) + "]";
    }

    private static String digest(SaliencyMap map) {
        return new Sha256().add(map.toArray()).hex().substring(0, 16);
    }
}
