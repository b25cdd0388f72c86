package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * Some faces in the memory a model reads: one direct buffer in native byte order, allocated once
 * and written again for every batch. Slot {@code i} starts at float {@code i * 3 * height * width},
 * in the batch's {@link PixelLayout}.
 *
 * <p>A verifier reads it during the call it was passed to and never after: the owner writes it
 * again. Not safe for use by several threads at once.
 *
 * @since 0.1.0
 */
public final class FaceBatch {
    private final int capacity;
    private final FaceSize size;
    private final PixelLayout layout;
    private final FloatBuffer values;

    /** One face on the heap: many short copies are fast there and slow into direct memory. */
    private final float[] staged;

    private final boolean readOnly;
    private int count;

    private FaceBatch(int capacity, FaceSize size, PixelLayout layout) {
        this.capacity = capacity;
        this.size = size;
        this.layout = layout;
        this.staged = new float[faceLength()];
        this.values =
                ByteBuffer.allocateDirect(capacity * faceLength() * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
        this.readOnly = false;
    }

    private FaceBatch(FaceBatch source) {
        this.capacity = source.capacity;
        this.size = source.size;
        this.layout = source.layout;
        this.staged = source.staged;
        this.values = source.values;
        this.readOnly = true;
        this.count = source.count;
    }

    /**
     * Reserves memory for {@code capacity} faces; the batch starts empty.
     *
     * @param capacity faces at most, at least 1; capacity x 3 x height x width x 4 bytes must stay
     *     under 2 GiB
     * @param size height and width of every face
     * @param layout what the faces are written in
     */
    public static FaceBatch allocate(int capacity, FaceSize size, PixelLayout layout) {
        Checks.atLeast(1, capacity, "capacity");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(layout, "layout");
        long bytes = 3L * Float.BYTES * capacity * size.pixelCount();
        if (bytes > Integer.MAX_VALUE) {
            throw Checks.rejected(
                    "capacity x face size",
                    "under 2 GiB",
                    capacity + " faces of " + size + " = " + bytes + " bytes");
        }
        return new FaceBatch(capacity, size, layout);
    }

    /** A batch of exactly these faces, all of the same size. */
    public static FaceBatch of(PixelLayout layout, FaceImage... faces) {
        Checks.atLeast(1, faces.length, "faces.length");
        FaceBatch batch = allocate(faces.length, faces[0].size(), layout);
        batch.resize(faces.length);
        for (int slot = 0; slot < faces.length; slot++) {
            batch.set(slot, LaidOutFace.of(faces[slot], layout));
        }
        return batch;
    }

    /**
     * The same faces, in the same memory, as a batch that can be read only: what a verifier is
     * given. It holds as many faces as this batch holds now. Costs no copy.
     */
    public FaceBatch asReadOnly() {
        return new FaceBatch(this);
    }

    /** Faces it can hold. */
    public int capacity() {
        return capacity;
    }

    /** Faces it holds now. */
    public int count() {
        return count;
    }

    /** Height and width of every face. */
    public FaceSize size() {
        return size;
    }

    /** What the faces are written in. */
    public PixelLayout layout() {
        return layout;
    }

    /** Floats a face takes: 3 x height x width. */
    public int faceLength() {
        return 3 * size.pixelCount();
    }

    /**
     * The values of all faces as a read-only view of the direct memory: position 0, limit {@code
     * count * faceLength}, native byte order. Costs no copy.
     */
    public FloatBuffer values() {
        return values.asReadOnlyBuffer().position(0).limit(count * faceLength());
    }

    /**
     * The values of the whole capacity, for models of a fixed batch size; what stands behind the
     * last face is left over from earlier batches and means nothing.
     */
    public FloatBuffer valuesToCapacity() {
        return values.asReadOnlyBuffer().clear();
    }

    /** Face {@code slot} as a plain image: a copy, the layout undone, clamped to 0..255. */
    public FaceImage face(int slot) {
        int start = startOf(slot);
        int pixelCount = size.pixelCount();
        float[] planes = new float[3 * pixelCount];
        for (int colour = 0; colour < 3; colour++) {
            float mean = layout.mean(colour);
            float deviation = layout.deviation(colour);
            int channel = layout.channelOf(colour);
            int step = layout.isPlanar() ? 1 : 3;
            int first = start + (layout.isPlanar() ? channel * pixelCount : channel);
            for (int pixel = 0; pixel < pixelCount; pixel++) {
                float value = values.get(first + pixel * step) * deviation + mean;
                planes[colour * pixelCount + pixel] = Math.min(255f, Math.max(0f, value));
            }
        }
        return FaceImage.ofPlanes(size, planes);
    }

    /** Whether two slots, each in [0, count), hold the same values. */
    public boolean sameFace(int slot, int otherSlot) {
        FloatBuffer one = values.slice(startOf(slot), faceLength());
        return one.equals(values.slice(startOf(otherSlot), faceLength()));
    }

    /**
     * Says how many faces the batch holds from now on; their slots are to be written next.
     *
     * @throws IllegalStateException where the batch is read only, as in a verifier
     */
    public void resize(int newCount) {
        requireWritable();
        this.count = Checks.inside(0, capacity, newCount, "count");
    }

    /**
     * Writes a face into a slot.
     *
     * @throws IllegalStateException where the batch is read only, as in a verifier
     */
    public void set(int slot, LaidOutFace face) {
        requireSameShape(face);
        values.put(startOf(slot), face.values(), 0, faceLength());
    }

    /**
     * Writes a face with hidden runs into a slot.
     *
     * @param slot in [0, count)
     * @param face what is visible
     * @param fill what stands in hidden pixels
     * @param runs pairs (first, end) of row-major pixel indices, disjoint, end exclusive
     * @param from first index into {@code runs} that belongs to this face
     * @param to index behind the last one
     * @throws IndexOutOfBoundsException where a run leaves the face
     * @throws IllegalStateException where the batch is read only, as in a verifier
     */
    public void setHidden(
            int slot, LaidOutFace face, LaidOutFace fill, int[] runs, int from, int to) {
        requireSameShape(face);
        requireSameShape(fill);
        int start = startOf(slot);
        float[] hidden = fill.values();
        int pixelCount = size.pixelCount();
        System.arraycopy(face.values(), 0, staged, 0, staged.length);
        for (int run = from; run < to; run += 2) {
            // A run behind the face would spill into the next plane.
            int first = Objects.checkFromToIndex(runs[run], runs[run + 1], pixelCount);
            int length = runs[run + 1] - first;
            if (layout.isPlanar()) {
                for (int plane = first; plane < hidden.length; plane += pixelCount) {
                    System.arraycopy(hidden, plane, staged, plane, length);
                }
            } else {
                System.arraycopy(hidden, 3 * first, staged, 3 * first, 3 * length);
            }
        }
        values.put(start, staged);
    }

    /**
     * Writes a face blended with the fill into a slot: {@code visible * face + (1 - visible) *
     * fill}. The layout is affine, so blending after it equals blending before.
     *
     * @param slot in [0, count)
     * @param visible visibility per pixel, row-major, in [0, 1]
     * @param from index of the first pixel's visibility
     * @throws IllegalStateException where the batch is read only, as in a verifier
     */
    public void setBlended(
            int slot, LaidOutFace face, LaidOutFace fill, float[] visible, int from) {
        requireSameShape(face);
        requireSameShape(fill);
        int start = startOf(slot);
        float[] shown = face.values();
        float[] hidden = fill.values();
        int pixelStep = layout.isPlanar() ? 1 : 3;
        int channelStep = layout.isPlanar() ? size.pixelCount() : 1;
        for (int pixel = 0; pixel < size.pixelCount(); pixel++) {
            float share = visible[from + pixel];
            for (int channel = 0; channel < 3; channel++) {
                int i = pixel * pixelStep + channel * channelStep;
                staged[i] = share * shown[i] + (1 - share) * hidden[i];
            }
        }
        values.put(start, staged);
    }

    private int startOf(int slot) {
        return Objects.checkIndex(slot, count) * faceLength();
    }

    private void requireWritable() {
        if (readOnly) {
            throw new IllegalStateException(
                    "a batch that a verifier was given must be read only, was written to");
        }
    }

    /** Of a face that is about to be written. */
    private void requireSameShape(LaidOutFace face) {
        requireWritable();
        if (!face.size().equals(size) || !face.layout().equals(layout)) {
            throw Checks.rejected(
                    "face", size + " in " + layout, face.size() + " in " + face.layout());
        }
    }

    /** Count, capacity, size and layout; never pixels. */
    @Override
    public String toString() {
        return "FaceBatch[" + count + " of " + capacity + " faces, " + size + ", " + layout + "]";
    }
}
