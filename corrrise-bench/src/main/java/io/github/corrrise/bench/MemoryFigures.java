package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.TimeBudget;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Live memory of an explanation: heap after a collection, direct buffers and what JavaCPP holds for
 * ND4J. Read within the last 192 passes of a run, the least of the readings, or after it, with a
 * verifier that reads one value per face.
 */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Live memory at 500 and at 50,000 masks.")
final class MemoryFigures implements Callable<Integer> {
    private static final int FEW = 500;
    private static final int MIDDLE = 20_000;
    private static final int MANY = 50_000;

    /** Readings once a run is over. */
    private static final int AFTERWARDS = 5;

    private static final double MEGABYTE = 1e6;

    /** Read by none of these figures; taken so that every figure takes the same. */
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private SharedModel shared = new SharedModel();

    @Mixin private TimeBudget budget = FigureTime.budget();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec, "spec");
        FigureLines lines = FigureLines.of(command);
        PatchMasks patches = PatchMasks.published();
        // What is kept between runs does not depend on their length: it is there from here on.
        afterRun(patches, FEW);
        double few = duringRun(patches, FEW);
        List<Runnable> runs =
                List.of(
                        () -> {
                            double many = duringRun(patches, MANY);
                            lines.line("growthMb", many - few);
                            lines.line("live500Mb", few);
                            lines.line("live50000Mb", many);
                        },
                        () -> {
                            double middle = duringRun(patches, MIDDLE);
                            lines.line("growth20000Mb", middle - few);
                            lines.line("live20000Mb", middle);
                        },
                        () -> lines.line("afterwardsMb", afterRun(patches, FEW)),
                        () -> lines.line("gridGrowthMb", growthAfterRun(GridMasks.defaults())),
                        () -> lines.line("softGrowthMb", growthAfterRun(MemoryFigures::softGrids)));
        for (Runnable run : budget.over(runs, "runs", command.commandLine().getErr())) {
            run.run();
        }
        return 0;
    }

    private static double growthAfterRun(MaskGenerator masks) {
        double few = afterRun(masks, FEW);
        return afterRun(masks, 5_000) - few;
    }

    /** Grids as one float per pixel. */
    private static MaskBatch softGrids(long firstIndex, int count, FaceSize size, long seed) {
        MaskBatch grids = GridMasks.defaults().generate(firstIndex, count, size, seed);
        FloatBuffer visibility = FloatBuffer.allocate(count * size.pixelCount());
        for (int i = 0; i < count; i++) {
            grids.writeVisibility(i, visibility);
        }
        return MaskBatch.ofVisibility(firstIndex, size, visibility.array());
    }

    private static double duringRun(MaskGenerator masks, int maskCount) {
        Probe verifier = new Probe();
        FaceImage face = FaceImage.filled(FaceSize.ARCFACE, 120, 110, 100);
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .masks(masks)
                        .maskCount(maskCount)
                        .withoutSignificance()
                        .progress(
                                (done, total) -> {
                                    if (total - done <= 192) {
                                        verifier.liveMegabytes =
                                                Math.min(verifier.liveMegabytes, live());
                                    }
                                })
                        .build()) {
            explainer.explain(FacePair.of(face, face));
        }
        return verifier.liveMegabytes;
    }

    /** What stays once the maps are made, the explanation still held. */
    private static double afterRun(MaskGenerator masks, int maskCount) {
        FaceImage face = FaceImage.filled(FaceSize.ARCFACE, 120, 110, 100);
        Explanation why =
                Explainer.builder(new Probe())
                        .masks(masks)
                        .maskCount(maskCount)
                        .build()
                        .explain(FacePair.of(face, face));
        double live = Double.POSITIVE_INFINITY;
        for (int reading = 0; reading < AFTERWARDS; reading++) {
            live = Math.min(live, live());
        }
        if (why.provenance().maskCount() != maskCount) {
            throw new IllegalStateException("expected " + maskCount + " masks: " + why);
        }
        return live;
    }

    /** One reading: garbage only adds to it, so the least of some is nearest. */
    private static double live() {
        System.gc();
        System.gc();
        double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        double direct =
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
        return (heap + direct + Pointer.totalBytes()) / MEGABYTE;
    }

    /** Costs next to nothing a pass and gives scores that vary. */
    private static final class Probe implements FaceVerifier {
        private double liveMegabytes = Double.POSITIVE_INFINITY;

        @Override
        public FaceSize inputSize() {
            return FaceSize.ARCFACE;
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            float[] scores = new float[probes.count()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = probes.values().get(i * probes.faceLength() + 56 * 112 + 56);
            }
            return scores;
        }
    }
}
