package io.github.corrrise.correlation;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.passes.MaskScores;
import java.util.List;

/**
 * Which masks a run has, and no score of theirs: runs over equal sets share what depends on masks
 * alone.
 *
 * @param strata the stratum of each mask, numbered from 0 without gaps
 */
record MaskSet(MaskGenerator masks, FaceSize size, long seed, List<Integer> strata) {
    /** A reference in the list and a small shared Integer; an int each in {@link MaskScores}. */
    static final int BYTES_PER_MASK = 8;

    MaskSet {
        strata = List.copyOf(strata);
    }
}
