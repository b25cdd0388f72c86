package io.github.corrrise.evaluation;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.saliency.Contrast;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.FaceVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Verifiers, explainers and faces whose truth is known. */
final class KnownExplainers {
    private static final int TEXTURE_AMPLITUDE = 20;

    private KnownExplainers() {}

    /** Says dissimilar where the probe's red is brighter than the reference's by more than this. */
    static SaliencyExplainer brighterBy(float least, FaceVerifier verifier) {
        return of(
                verifier,
                pair -> {
                    FaceSize size = pair.probe().size();
                    float[] values = new float[size.pixelCount()];
                    for (int p = 0; p < values.length; p++) {
                        int row = p / size.width();
                        int column = p % size.width();
                        float gap =
                                pair.probe().at(row, column, 0)
                                        - pair.reference().at(row, column, 0);
                        values[p] = gap > least ? -1 : 0.2f;
                    }
                    return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values);
                });
    }

    /** An explainer that makes maps by a function and asks no verifier but for the similarity. */
    static SaliencyExplainer of(FaceVerifier verifier, Function<FacePair, SaliencyMap> map) {
        return new SaliencyExplainer() {
            @Override
            public FaceVerifier verifier() {
                return verifier;
            }

            @Override
            public Explanation explain(FacePair pair) {
                return Explanation.of(
                        pair,
                        GameRounds.clean(verifier, pair, "the pair"),
                        verifier.threshold(),
                        map.apply(pair),
                        Optional.empty(),
                        new Provenance(
                                "known",
                                verifier.description(),
                                Provenance.Inputs.of(
                                        pair,
                                        verifier.description(),
                                        verifier.threshold(),
                                        "known"),
                                Map.of(),
                                0,
                                0,
                                0,
                                1,
                                StopReason.MASK_COUNT,
                                LibraryVersion.VALUE,
                                new Provenance.Timing(Duration.ZERO, Duration.ZERO)));
            }
        };
    }

    /** One that contrasts two faces by a function of both. */
    static SaliencyExplainer.Contrasting contrasting(
            FaceVerifier verifier, BiFunction<FaceImage, FaceImage, SaliencyMap> map) {
        SaliencyExplainer ofPairs = constant(verifier, pixel -> 0);
        return new SaliencyExplainer.Contrasting() {
            @Override
            public FaceVerifier verifier() {
                return verifier;
            }

            @Override
            public Explanation explain(FacePair pair) {
                return ofPairs.explain(pair);
            }

            @Override
            public Contrast explain(FaceImage probe, FaceImage mate, FaceImage other) {
                return new Contrast(
                        explain(FacePair.of(probe, mate)),
                        explain(FacePair.of(probe, other)),
                        map.apply(mate, other),
                        Optional.empty());
            }
        };
    }

    /** The same map for every pair: the value of each pixel by its row-major index. */
    static SaliencyExplainer constant(FaceVerifier verifier, ToDoubleFunction<Integer> value) {
        float[] values = new float[verifier.inputSize().pixelCount()];
        for (int pixel = 0; pixel < values.length; pixel++) {
            values[pixel] = (float) value.applyAsDouble(pixel);
        }
        SaliencyMap map =
                SaliencyMap.of(verifier.inputSize(), SaliencyMap.Scale.CORRELATION, values);
        return of(verifier, pair -> map);
    }

    /** Noise that is another one for every pair of faces. */
    static SaliencyExplainer random(FaceVerifier verifier) {
        return of(
                verifier,
                pair -> {
                    Random random = new Random(pair.hashCode());
                    float[] values = new float[verifier.inputSize().pixelCount()];
                    for (int pixel = 0; pixel < values.length; pixel++) {
                        values[pixel] = (float) random.nextGaussian() / 10;
                    }
                    return SaliencyMap.of(
                            verifier.inputSize(), SaliencyMap.Scale.CORRELATION, values);
                });
    }

    /** 1 less the mean absolute difference of the two faces, as a share of the full range. */
    static FaceVerifier meanDifference(FaceSize size) {
        return FaceVerifier.of(
                size,
                (probe, reference) -> {
                    float[] a = probe.toPlanes();
                    float[] b = reference.toPlanes();
                    double sum = 0;
                    for (int i = 0; i < a.length; i++) {
                        sum += Math.abs(a[i] - b[i]);
                    }
                    return 1 - sum / (255.0 * a.length);
                });
    }

    /** A textured face around one brightness. */
    static FaceImage textured(FaceSize size, int brightness, long seed) {
        Random random = new Random(seed);
        float[] rgb = new float[3 * size.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = brightness + random.nextInt(TEXTURE_AMPLITUDE);
        }
        return FaceImage.ofFloats(size, rgb);
    }

    /** Dark genuine pairs and bright donors: a pasted pixel differs more than a hidden one. */
    static GameCase darkCase(FaceSize size, int number) {
        return GameCase.of(
                "case " + number,
                FacePair.of(textured(size, 60, 3L * number), textured(size, 60, 3L * number + 1)),
                textured(size, 220, 3L * number + 2));
    }
}
