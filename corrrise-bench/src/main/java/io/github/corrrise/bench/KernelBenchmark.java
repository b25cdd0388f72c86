package io.github.corrrise.bench;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernel;
import io.github.corrrise.internal.kernel.DenseKernels;
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
 * Milliseconds for the weighted sums of masks alone, by each kernel, see {@link KernelCase}: one
 * vector of weights (a matrix-vector product where masks are dense) and 128 (a matrix product).
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * OMP_NUM_THREADS=1 java -cp corrrise-bench/target/corrrise-figures.jar org.openjdk.jmh.Main KernelBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    /** Masks summed. */
    @Param({"500", "5000"})
    int maskCount;

    /** Vectors of weights. */
    @Param({"1", "128"})
    int vectorCount;

    private KernelCase sums = new KernelCase(1, 1);
    private DenseKernel nd4j = DenseKernels.plainJava(1);
    private DenseKernel plainJava = DenseKernels.plainJava(1);

    /** Draws the masks and fills the tiles. */
    @Setup(Level.Trial)
    public void prepare() {
        int pixelCount = FaceSize.ARCFACE.pixelCount();
        sums = new KernelCase(maskCount, vectorCount);
        nd4j = KernelCase.filled(DenseKernels.nd4j(pixelCount));
        plainJava = KernelCase.filled(DenseKernels.plainJava(pixelCount));
    }

    /** Frees the tiles. */
    @TearDown(Level.Trial)
    public void close() {
        nd4j.close();
        plainJava.close();
    }

    /** Corners of hidden regions, of patches. */
    @Benchmark
    public double[][] hiddenCorners() {
        return sums.hiddenCorners();
    }

    /** Nodes, of grids. */
    @Benchmark
    public double[][] gridNodes() {
        return sums.gridNodes();
    }

    /** Dense products in ND4J. */
    @Benchmark
    public double[][] nd4j() {
        return sums.dense(nd4j);
    }

    /** Dense products in plain Java: what runs where there is no back end. */
    @Benchmark
    public double[][] plainJava() {
        return sums.dense(plainJava);
    }
}
