package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Masks of any numbers, by the library's generators and by a caller's own: refused by the
 * documented exception, or within their size and range, and fit to explain with.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MaskFuzzTest {
    private static final int FEW = 600;
    private static final long MOST_BYTES = 8L << 20;
    private static final long MOST_BYTES_EXPLAINED = 256L << 20;

    /** More pixels and patches than these are right, and slow. */
    private static final int MOST_PIXELS = 600;

    private static final int MOST_PATCHES = 300;

    /** Numbers out of bytes, small ones and edges more often than they would be. */
    private static final class Numbers {
        private static final long[] EDGES = {
            0, 1, -1, 2, 7, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
        };

        private final ByteBuffer bytes;

        Numbers(byte[] file) {
            bytes = ByteBuffer.wrap(file);
        }

        int octet() {
            return bytes.hasRemaining() ? bytes.get() & 0xFF : 0;
        }

        boolean choice() {
            return octet() % 2 == 0;
        }

        long edge() {
            return EDGES[octet() % EDGES.length];
        }

        long any() {
            int kind = octet();
            if (kind < 200) {
                return kind % 40;
            }
            return kind < 245 || bytes.remaining() < Long.BYTES ? edge() : bytes.getLong();
        }

        int whole() {
            return (int) any();
        }

        /** A number that is right more often than not. */
        int count(int most) {
            return octet() < 230 ? 1 + octet() % most : whole();
        }

        double share() {
            int kind = octet();
            if (kind < 200 || bytes.remaining() < Long.BYTES) {
                return kind / 199.0;
            }
            return kind < 230
                    ? edge() * Double.MIN_VALUE
                    : Double.longBitsToDouble(bytes.getLong());
        }

        FaceSize size() {
            FaceSize size = new FaceSize(count(25), count(25));
            if (size.pixelCount() > MOST_PIXELS) {
                throw new IllegalArgumentException("more pixels than are tried");
            }
            return size;
        }

        PatchMasks patches() {
            int count = count(30);
            PatchMasks patches = new PatchMasks(count, share(), choice());
            if (count > MOST_PATCHES) {
                throw new IllegalArgumentException("more patches than are tried");
            }
            return patches;
        }

        MixedMasks mixed() {
            PatchMasks[] parts = new PatchMasks[Math.floorMod(count(3), 4)];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = patches();
            }
            return MixedMasks.of(parts);
        }

        MaskGenerator generator() {
            return switch (octet() % 4) {
                case 0 -> patches();
                case 1 -> mixed();
                case 2 -> new GridMasks(count(8), share());
                default -> new SplitMasks(patches(), mixed(), share(), count(5));
            };
        }

        BitSet bits(int length) {
            BitSet bits = new BitSet();
            for (int i = octet() % 30; i > 0; i--) {
                int at = Math.floorMod(whole(), length + 2);
                bits.set(at, at + octet() % 20);
            }
            return bits;
        }

        /** One that a caller draws, all masks equal. */
        MaskBatch own(long firstIndex, int count, FaceSize size, int form) {
            if (form == 0) {
                BitSet[] hidden = new BitSet[count];
                Arrays.fill(hidden, bits(size.pixelCount()));
                return MaskBatch.ofHidden(firstIndex, size, hidden);
            }
            if (form == 1) {
                MaskBatch.Grid[] grids = new MaskBatch.Grid[count];
                Arrays.fill(
                        grids,
                        new MaskBatch.Grid(
                                count(9),
                                count(9),
                                count(9) - 1,
                                count(9) - 1,
                                count(size.width() + 2),
                                bits(size.pixelCount())));
                return MaskBatch.ofGrids(firstIndex, size, grids);
            }
            float[] visibility = new float[count * size.pixelCount() + octet() / 230];
            float value = (float) share();
            for (int i = 0; i < visibility.length; i++) {
                visibility[i] = i % size.pixelCount() % 3 == 0 ? value : 1 - value;
            }
            return MaskBatch.ofVisibility(firstIndex, size, visibility);
        }
    }

    private static void requireWithin(MaskBatch batch, FaceSize size, int count, long firstIndex) {
        assertThat(batch.count()).isEqualTo(count);
        assertThat(batch.firstIndex()).isEqualTo(firstIndex);
        assertThat(batch.size()).isEqualTo(size);
        for (int i = 0; i < count; i++) {
            FloatBuffer written = FloatBuffer.allocate(size.pixelCount());
            batch.writeVisibility(i, written);
            assertThat(written.hasRemaining()).isFalse();
            double sum = 0;
            for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
                float value = batch.at(i, pixel / size.width(), pixel % size.width());
                assertThat(value >= 0 && value <= 1).isTrue();
                assertThat(value).isEqualTo(written.get(pixel));
                sum += value;
            }
            assertThat(batch.visibleShare(i))
                    .isBetween(0.0, 1.0)
                    .isCloseTo(sum / size.pixelCount(), within(1e-5));
        }
    }

    private static Fuzz fuzz(String name, long mostBytes, Consumer<Numbers> reader) {
        return Fuzz.ofNumbers(
                name,
                file -> reader.accept(new Numbers(file)),
                IllegalArgumentException.class::isInstance,
                mostBytes);
    }

    @Test
    void generatorsOfAnyNumbersDrawOrRefuse() {
        Fuzz fuzz =
                fuzz(
                        "masks",
                        MOST_BYTES,
                        numbers -> {
                            FaceSize size = numbers.size();
                            MaskGenerator masks = numbers.generator();
                            long firstIndex =
                                    numbers.octet() < 220 ? numbers.octet() : numbers.any();
                            int count = numbers.octet() % 5;
                            long seed = numbers.any();
                            MaskBatch batch = masks.generate(firstIndex, count, size, seed);
                            requireWithin(batch, size, count, firstIndex);
                            batch.requireDrawnAgain(masks, seed);
                        });
        assertThat(fuzz.run(10, Fuzz.cases(FEW))).isEmpty();
    }

    @Test
    void masksOfACallerAreWithinTheirRangeOrRefused() {
        Fuzz fuzz =
                fuzz(
                        "masks of a caller",
                        MOST_BYTES,
                        numbers -> {
                            FaceSize size = numbers.size();
                            long firstIndex =
                                    numbers.octet() < 220 ? numbers.octet() : numbers.any();
                            int count = numbers.octet() % 5;
                            MaskBatch batch =
                                    numbers.own(firstIndex, count, size, numbers.octet() % 3);
                            requireWithin(batch, size, count, firstIndex);
                        });
        assertThat(fuzz.run(11, Fuzz.cases(FEW))).isEmpty();
    }

    /** An explanation by any masks of either kind has finite maps. */
    @Test
    void anyMasksExplainOrAreRefused() {
        Fuzz fuzz =
                fuzz(
                        "explanations by masks",
                        MOST_BYTES_EXPLAINED,
                        numbers -> {
                            FaceSize size = numbers.size();
                            boolean isOwn = numbers.choice();
                            int form = numbers.octet() % 3;
                            byte[] rest = new byte[60];
                            numbers.bytes.get(
                                    rest, 0, Math.min(rest.length, numbers.bytes.remaining()));
                            MaskGenerator masks =
                                    isOwn
                                            ? (first, count, of, seed) ->
                                                    new Numbers(rest).own(first, count, of, form)
                                            : new Numbers(rest).generator();
                            explain(masks, size, numbers.choice());
                        });
        assertThat(fuzz.run(12, Fuzz.cases(FEW / 10))).isEmpty();
    }

    /** What multiplies soft masks is loaded when it is first needed. */
    @BeforeAll
    static void loadTheBackEnd() {
        FaceSize size = new FaceSize(4, 4);
        explain(
                (first, count, of, seed) ->
                        MaskBatch.ofVisibility(first, size, new float[count * 16]),
                size,
                false);
    }

    private static void explain(MaskGenerator masks, FaceSize size, boolean isAdjusted) {
        FaceVerifier verifier =
                FaceVerifier.of(size, (probe, reference) -> probe.mean(0) - reference.mean(1));
        FacePair pair =
                FacePair.of(FaceImage.filled(size, 90, 10, 0), FaceImage.filled(size, 0, 90, 200));
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .masks(masks)
                        .estimator(isAdjusted ? Estimator.ADJUSTED : Estimator.PLAIN)
                        .maskCount(6)
                        .build()) {
            Explanation why = explainer.explain(pair);
            for (float value : why.probe().toArray()) {
                assertThat(value).isFinite();
            }
        }
    }
}
