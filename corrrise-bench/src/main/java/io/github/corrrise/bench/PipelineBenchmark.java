package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Milliseconds of a whole explanation, both sides, errors and significance on, with a verifier that
 * adds up every hundredth value of a face: without tokens nearly all of it is the library's own
 * time.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * java -cp corrrise-bench/target/corrrise-figures.jar org.openjdk.jmh.Main PipelineBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PipelineBenchmark {
    /** Masks a side. */
    @Param({"160", "500"})
    int maskCount;

    /** How maps are estimated. */
    @Param({"PLAIN", "ADJUSTED"})
    Estimator estimator = Estimator.PLAIN;

    /** Work of a pass in Blackhole tokens, about a nanosecond or two each. */
    @Param({"0", "100000"})
    long passTokens;

    private final FaceImage face = FaceImage.filled(FaceSize.ARCFACE, 120, 110, 100);
    private Explainer explainer = Explainer.of(new Stub(0));

    /** Makes the explainer. */
    @Setup(Level.Trial)
    public void prepare() {
        explainer =
                Explainer.builder(new Stub(passTokens))
                        .maskCount(maskCount)
                        .estimator(estimator)
                        .build();
    }

    /** Gives the buffers back. */
    @TearDown(Level.Trial)
    public void close() {
        explainer.close();
    }

    /** One pair. */
    @Benchmark
    public Explanation explain() {
        return explainer.explain(FacePair.of(face, face));
    }

    /** The score is the sum of every hundredth value. */
    private record Stub(long passTokens) implements FaceVerifier {
        @Override
        public FaceSize inputSize() {
            return FaceSize.ARCFACE;
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            float[] scores = new float[probes.count()];
            for (int i = 0; i < scores.length; i++) {
                Blackhole.consumeCPU(passTokens);
                int from = i * probes.faceLength();
                for (int j = 0; j < probes.faceLength(); j += 100) {
                    scores[i] += probes.values().get(from + j);
                }
            }
            return scores;
        }
    }
}
