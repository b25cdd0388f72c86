package io.github.corrrise.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What is computed from a pair. Its text is part of the key of what an executor has open, so every
 * component belongs to it.
 *
 * @param threshold the model's operating point, if any
 * @param maskCount masks per face
 * @param seed of the masks
 * @param maps whether maps are made
 * @param parts whether the effects of the parts of the face are measured
 */
record RunSettings(
        @Nullable Double threshold, int maskCount, long seed, boolean maps, boolean parts)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static RunSettings defaults() {
        return new RunSettings(null, 500, 0, true, false);
    }

    RunSettings withThreshold(double similarity) {
        return new RunSettings(similarity, maskCount, seed, maps, parts);
    }

    RunSettings withMaskCount(int count) {
        return new RunSettings(threshold, count, seed, maps, parts);
    }

    RunSettings withSeed(long newSeed) {
        return new RunSettings(threshold, maskCount, newSeed, maps, parts);
    }

    RunSettings withMaps(boolean on) {
        return new RunSettings(threshold, maskCount, seed, on, parts);
    }

    RunSettings withParts(boolean on) {
        return new RunSettings(threshold, maskCount, seed, maps, on);
    }
}
