package io.github.corrrise.bench;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MaskedFace;
import io.github.corrrise.mask.PatchMasks;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds for a batch of 16 masks of 112 x 112: drawing them, and writing a face under them
 * into the memory that a model reads; the floor of the latter copies the face whole.
 *
 * <pre>mvn -q -B -pl corrrise-bench -am -DskipTests package
 * java -cp corrrise-bench/target/corrrise-figures.jar org.openjdk.jmh.Main MaskBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskBenchmark {
    private static final FaceSize SIZE = FaceSize.ARCFACE;
    private static final int BATCH = 16;

    /** Binary patches, or grids. */
    @Param({"patches", "grid"})
    String design = "patches";

    private MaskGenerator generator = PatchMasks.published();
    private MaskBatch masks = generator.generate(0, BATCH, SIZE, 1);
    private final FaceImage image = FaceImage.filled(SIZE, 120, 110, 100);
    private final PixelLayout layout = PixelLayout.RGB_PLANAR_0_255;
    private final MaskedFace face = MaskedFace.of(image, Fills.of(Fill.black()), layout);
    private final float[] whole = image.laidOut(layout);
    private final FloatBuffer memory = FaceBatch.memory(BATCH, SIZE);
    private long next;

    /** Draws the masks to be written under. */
    @Setup
    public void prepare() {
        generator = design.equals("grid") ? GridMasks.defaults() : PatchMasks.published();
        masks = generator.generate(0, BATCH, SIZE, 1);
    }

    /** Draws other masks each time. */
    @Benchmark
    public MaskBatch draw() {
        next += BATCH;
        return generator.generate(next, BATCH, SIZE, 1);
    }

    /** Writes the face under each mask. */
    @Benchmark
    public FaceBatch fill() {
        return face.under(masks, memory);
    }

    /** Copies the face whole: the floor. */
    @Benchmark
    public FloatBuffer floor() {
        for (int i = 0; i < BATCH; i++) {
            memory.put(i * whole.length, whole);
        }
        return memory;
    }
}
