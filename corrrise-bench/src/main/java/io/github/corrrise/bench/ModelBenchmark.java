package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.saliency.Explanation;
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

/**
 * Milliseconds on a real model, one thread: a batch of faces through the session, the floor, and an
 * explanation of 100 masks per side by each estimator. The model and the pair are those of the
 * folder {@code ../shared}.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * java -cp corrrise-bench/target/corrrise-figures.jar org.openjdk.jmh.Main ModelBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ModelBenchmark {
    /** Faces a call. */
    @Param({"1", "8", "16", "32"})
    int batchSize;

    private final SharedModel shared = new SharedModel();
    private final OnnxFaceVerifier verifier = shared.openVerifier();
    private final FacePair pair = shared.pair(verifier.inputSize());
    private Explainer plain = Explainer.of(verifier);
    private Explainer adjusted = plain;
    private FaceBatch batch = batch(1);

    /** Opens explainers of the batch size. */
    @Setup(Level.Trial)
    public void prepare() {
        Explainer.Builder builder = Explainer.builder(verifier).maskCount(100).batchSize(batchSize);
        plain = builder.estimator(Estimator.PLAIN).build();
        adjusted = builder.estimator(Estimator.ADJUSTED).build();
        batch = batch(batchSize);
    }

    private FaceBatch batch(int count) {
        FaceSize size = verifier.inputSize();
        return FaceBatch.over(FaceBatch.memory(count, size), count, size, verifier.layout());
    }

    /** Closes what was opened. */
    @TearDown(Level.Trial)
    public void close() {
        plain.close();
        adjusted.close();
        verifier.close();
    }

    /** One batch through the session. */
    @Benchmark
    public float[][] session() {
        return verifier.embed(batch);
    }

    /** 202 passes and the maps. */
    @Benchmark
    public Explanation explainPlain() {
        return plain.explain(pair);
    }

    /** The same by the adjusted estimator. */
    @Benchmark
    public Explanation explainAdjusted() {
        return adjusted.explain(pair);
    }
}
