package io.github.corrrise.bench;

import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.saliency.SaliencyMap;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Milliseconds for one map of the published masks on 112 x 112, drawing the masks again included,
 * by each kernel, and of RISE's grids by theirs; beside it the textbook double loop and the floor
 * of a dense kernel, both over a matrix that is there already.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * OMP_NUM_THREADS=1 java -cp corrrise-bench/target/corrrise-figures.jar org.openjdk.jmh.Main CorrelationBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CorrelationBenchmark {
    /** Masks correlated. */
    @Param({"500", "5000"})
    int maskCount;

    private CorrelationCase correlation = new CorrelationCase(2);
    private CorrelationCase grids = new CorrelationCase(GridMasks.defaults(), 2);

    /** Draws the masks and makes the scores. */
    @Setup(Level.Trial)
    public void prepare() {
        correlation = new CorrelationCase(maskCount);
        grids = new CorrelationCase(GridMasks.defaults(), maskCount);
    }

    /** Hidden runs, what the published masks take. */
    @Benchmark
    public SaliencyMap hiddenRuns() {
        return correlation.map(ScoreCorrelation.Kernel.HIDDEN_RUNS);
    }

    /** Hidden runs and the bound of significance. */
    @Benchmark
    public SaliencyMap hiddenRunsWithSignificance() {
        return correlation.mapWithSignificance(ScoreCorrelation.Kernel.HIDDEN_RUNS);
    }

    /** Nodes of grids. */
    @Benchmark
    public SaliencyMap gridNodes() {
        return grids.map(ScoreCorrelation.Kernel.GRID_NODES);
    }

    /** Nodes of grids and the bound of significance. */
    @Benchmark
    public SaliencyMap gridNodesWithSignificance() {
        return grids.mapWithSignificance(ScoreCorrelation.Kernel.GRID_NODES);
    }

    /** Dense tiles in ND4J. */
    @Benchmark
    public SaliencyMap nd4j() {
        return correlation.map(ScoreCorrelation.Kernel.ND4J);
    }

    /** Dense tiles in plain Java. */
    @Benchmark
    public SaliencyMap plainJava() {
        return correlation.map(ScoreCorrelation.Kernel.PLAIN_JAVA);
    }

    /** The textbook double loop. */
    @Benchmark
    public float[] textbook() {
        return correlation.textbook();
    }

    /** Every mask value read once. */
    @Benchmark
    public int floor() {
        return correlation.floor();
    }
}
