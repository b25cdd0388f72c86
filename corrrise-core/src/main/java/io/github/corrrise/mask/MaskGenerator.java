package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;

/**
 * Draws masks. Mask {@code i} is a pure function of (seed, i, size): whatever the order, the batch
 * and the number of threads, the same masks. Implementations are immutable and safe for use by
 * several threads.
 *
 * <p>The {@code toString} of a generator stands in the provenance of an explanation and in the
 * description of an explainer: it names the generator and its settings, differs where these differ,
 * and is the same in every process. Records have such a text. That of a lambda changes with every
 * process, so an evaluation kept in a file is refused when another process takes it up again.
 *
 * <p>An explainer keeps what depends on masks alone, under generators that are {@code equals},
 * until it is closed: a generator must not hold faces.
 *
 * <p>The contract is published as tests: {@code io.github.corrrise.contract.MaskGeneratorContract}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MaskGenerator {
    /**
     * Masks {@code firstIndex} to {@code firstIndex + count - 1}.
     *
     * @param firstIndex index of the first mask, at least 0
     * @param count masks to draw, at least 1
     * @param size height and width of the masks
     * @param seed any value; other seeds give independent masks
     * @return a batch of {@code count} masks of {@code size}
     * @throws IllegalArgumentException where an argument is out of range or the masks do not fit
     *     the size
     */
    MaskBatch generate(long firstIndex, int count, FaceSize size, long seed);
}
