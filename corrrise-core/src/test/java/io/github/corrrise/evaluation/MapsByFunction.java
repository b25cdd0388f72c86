package io.github.corrrise.evaluation;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An explainer whose maps are given: what it says of a pair is known beforehand. */
record MapsByFunction(
        FaceVerifier verifier,
        String description,
        Function<FacePair, SaliencyMap> probe,
        Optional<Function<FacePair, SaliencyMap>> reference)
        implements SaliencyExplainer {
    static MapsByFunction of(
            FaceVerifier verifier,
            Function<FacePair, SaliencyMap> probe,
            Optional<Function<FacePair, SaliencyMap>> reference) {
        return new MapsByFunction(verifier, "given maps", probe, reference);
    }

    /** The same maps of another verifier's comparisons. */
    MapsByFunction on(FaceVerifier other) {
        return new MapsByFunction(other, description, probe, reference);
    }

    @Override
    public Explanation explain(FacePair pair) {
        return Explanation.of(
                pair,
                0,
                Optional.empty(),
                probe.apply(pair),
                reference.map(maps -> maps.apply(pair)),
                new Provenance(
                        "given",
                        verifier.description(),
                        Provenance.Inputs.of(
                                pair, verifier.description(), Optional.empty(), description),
                        Map.of(),
                        0,
                        0,
                        0,
                        7,
                        StopReason.MASK_COUNT,
                        LibraryVersion.VALUE,
                        new Provenance.Timing(Duration.ZERO, Duration.ZERO)));
    }
}
