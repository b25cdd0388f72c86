package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.LaidOutFace;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.saliency.Side;
import java.util.List;

/**
 * One face to be masked, with what stands behind its hidden pixels.
 *
 * @param side which of the two
 * @param behind one face per fill, in their order
 */
record MaskedFace(Side side, LaidOutFace face, Fills fills, List<LaidOutFace> behind) {
    static MaskedFace of(Side side, FaceImage face, Fills fills, PixelLayout layout) {
        return new MaskedFace(
                side,
                LaidOutFace.of(face, layout),
                fills,
                fills.behind(face).stream().map(fill -> LaidOutFace.of(fill, layout)).toList());
    }

    /** Writes one copy per mask into a batch. */
    void writeCopies(MaskBatch masks, FaceBatch batch) {
        batch.resize(masks.count());
        for (int i = 0; i < masks.count(); i++) {
            int turn = fills.turn(masks.firstIndex() + i);
            masks.apply(i, face, behind.get(turn), batch, i);
        }
    }
}
