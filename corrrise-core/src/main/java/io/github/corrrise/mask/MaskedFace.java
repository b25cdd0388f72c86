package io.github.corrrise.mask;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.Checks;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A face to be masked, with what stands behind its hidden pixels, both written once in the layout
 * that a verifier reads: 3 x height x width floats for the face and for every fill. Immutable; safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class MaskedFace {
    private final PixelLayout layout;
    private final LaidOutFace face;
    private final Fills fills;

    /** One per fill, in their order. */
    private final List<LaidOutFace> behind;

    private MaskedFace(
            PixelLayout layout, LaidOutFace face, Fills fills, List<LaidOutFace> behind) {
        this.layout = layout;
        this.face = face;
        this.fills = fills;
        this.behind = behind;
    }

    /**
     * Lays out a face and its fills.
     *
     * @throws IllegalStateException where a fill gives null or a picture of another size
     */
    public static MaskedFace of(FaceImage face, Fills fills, PixelLayout layout) {
        return new MaskedFace(
                layout,
                LaidOutFace.of(face, layout),
                fills,
                fills.behind(face).stream().map(fill -> LaidOutFace.of(fill, layout)).toList());
    }

    /**
     * Writes one copy of the face per mask.
     *
     * @param masks of the face's size; mask {@code i} takes the fill of its index
     * @param memory from {@link FaceBatch#memory}, with room for a face per mask; written from its
     *     first float on
     * @return the copies, a view of the memory
     */
    public FaceBatch under(MaskBatch masks, FloatBuffer memory) {
        if (!masks.size().equals(face.size())) {
            throw Checks.rejected("masks", "of " + face.size(), "of " + masks.size());
        }
        FaceBatch copies = FaceBatch.over(memory, masks.count(), face.size(), layout);
        // Many short copies are fast on the heap and slow into direct memory.
        float[] staged = new float[face.length()];
        for (int i = 0; i < masks.count(); i++) {
            int turn = fills.turn(masks.firstIndex() + i);
            masks.writeCopy(i, face, behind.get(turn), staged);
            memory.put(i * staged.length, staged);
        }
        return copies;
    }
}
