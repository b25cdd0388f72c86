package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import java.util.BitSet;
import java.util.List;

/**
 * Patches of several designs in turn: mask i is drawn by part i modulo the number of parts, so that
 * any run of masks is balanced over them. Each part is a stratum of its own: how much of a face can
 * be seen drives the score, so masks are compared with their like only.
 *
 * <p>Small patches find small differences, large ones what takes a whole feature to hide.
 *
 * @param parts at least one design; copied
 * @since 0.1.0
 */
public record MixedMasks(List<PatchMasks> parts) implements MaskGenerator {
    /** Copies the list and checks that it holds a part. */
    public MixedMasks {
        parts = List.copyOf(parts);
        Checks.atLeast(1, parts.size(), "parts.size()");
    }

    /**
     * What an explainer draws unless told otherwise: 8 patches of 14 pixels and 24 of 10 in turn,
     * on a face of 112. They hide an eighth and a sixth of the face; why not more is told in
     * decision record 18.
     */
    public static MixedMasks defaults() {
        return of(new PatchMasks(8, 14.0 / 112.0), new PatchMasks(24, 10.0 / 112.0));
    }

    /** These designs in turn. */
    public static MixedMasks of(PatchMasks... parts) {
        return new MixedMasks(List.of(parts));
    }

    /** The same designs, each with a Poisson number of patches. */
    public MixedMasks withPoissonCount() {
        return new MixedMasks(parts.stream().map(PatchMasks::withPoissonCount).toList());
    }

    @Override
    public MaskBatch generate(long firstIndex, int count, FaceSize size, long seed) {
        Checks.firstIndex(firstIndex, count);
        BitSet[] hidden = new BitSet[count];
        int[] strata = new int[count];
        for (int i = 0; i < count; i++) {
            strata[i] = (int) ((firstIndex + i) % parts.size());
            hidden[i] = parts.get(strata[i]).hidden(firstIndex + i, size, seed);
        }
        return MaskBatch.ofHidden(firstIndex, size, hidden).withStrata(strata);
    }
}
