package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * Some faces in the memory a model reads: a view of a direct buffer in native byte order, which
 * nobody can write to through it. Slot {@code i} starts at float {@code i * 3 * height * width}, in
 * the batch's {@link PixelLayout}.
 *
 * <p>A verifier reads it during the call it was passed to and never after: the owner of the memory
 * writes it again. Safe for use by several threads while the memory is not written.
 *
 * @since 0.1.0
 */
public final class FaceBatch {
    private final FloatBuffer values;
    private final int count;
    private final FaceSize size;
    private final PixelLayout layout;

    private FaceBatch(FloatBuffer values, int count, FaceSize size, PixelLayout layout) {
        this.values = values;
        this.count = count;
        this.size = size;
        this.layout = layout;
    }

    /**
     * A batch of exactly these faces, in memory of its own.
     *
     * @param layout what the faces are written in
     * @param faces at least one, all of the same size
     */
    public static FaceBatch of(PixelLayout layout, FaceImage... faces) {
        Objects.requireNonNull(layout, "layout");
        Checks.atLeast(1, faces.length, "faces.length");
        FaceSize size = faces[0].size();
        FloatBuffer memory = memory(faces.length, size);
        for (FaceImage face : faces) {
            if (!face.size().equals(size)) {
                throw Checks.rejected("face", size.toString(), face.size());
            }
            memory.put(face.laidOut(layout));
        }
        return over(memory.clear(), faces.length, size, layout);
    }

    /**
     * A view of the first faces in a caller's memory. Costs no copy; shows what is written there
     * later.
     *
     * @param memory direct, in native byte order, from float 0 to its capacity; its position and
     *     limit are not read
     * @param count faces in the batch, in [0, floats of the memory / floats per face]
     * @param size height and width of every face
     * @param layout what the faces are written in
     */
    public static FaceBatch over(FloatBuffer memory, int count, FaceSize size, PixelLayout layout) {
        Objects.requireNonNull(layout, "layout");
        if (!memory.isDirect() || memory.order() != ByteOrder.nativeOrder()) {
            throw Checks.rejected(
                    "memory",
                    "direct, " + ByteOrder.nativeOrder(),
                    (memory.isDirect() ? "direct, " : "on the heap, ") + memory.order());
        }
        Checks.inside(0, memory.capacity() / faceLength(size), count, "count");
        return new FaceBatch(memory.asReadOnlyBuffer().clear(), count, size, layout);
    }

    /**
     * Reserves memory for {@code capacity} faces, all 0.
     *
     * @param capacity faces at most, at least 1; capacity x 3 x height x width x 4 bytes must stay
     *     under 2 GiB
     * @param size height and width of every face
     * @return direct, in native byte order
     */
    public static FloatBuffer memory(int capacity, FaceSize size) {
        Checks.atLeast(1, capacity, "capacity");
        Objects.requireNonNull(size, "size");
        long bytes = 3L * Float.BYTES * capacity * size.pixelCount();
        if (bytes > Integer.MAX_VALUE) {
            throw Checks.rejected(
                    "capacity x face size",
                    "under 2 GiB",
                    capacity + " faces of " + size + " = " + bytes + " bytes");
        }
        return ByteBuffer.allocateDirect((int) bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static int faceLength(FaceSize size) {
        return 3 * size.pixelCount();
    }

    /** Faces that its memory can hold. */
    public int capacity() {
        return values.capacity() / faceLength();
    }

    /** Faces it holds. */
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
        return faceLength(size);
    }

    /**
     * The values of all faces as a read-only view of the direct memory: position 0, limit {@code
     * count * faceLength}, native byte order. Costs no copy.
     */
    public FloatBuffer values() {
        return values.duplicate().position(0).limit(count * faceLength());
    }

    /**
     * The values of the whole capacity, for models of a fixed batch size; what stands behind the
     * last face is left over from earlier batches and means nothing.
     */
    public FloatBuffer valuesToCapacity() {
        return values.duplicate().limit(capacity() * faceLength());
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

    /** Face {@code slot} in a batch of its own: a copy of its values as they are. */
    public FaceBatch alone(int slot) {
        FloatBuffer memory = memory(1, size);
        memory.put(values.slice(startOf(slot), faceLength()));
        return over(memory, 1, size, layout);
    }

    /** Whether two slots, each in [0, count), hold the same values. */
    public boolean sameFace(int slot, int otherSlot) {
        FloatBuffer one = values.slice(startOf(slot), faceLength());
        return one.equals(values.slice(startOf(otherSlot), faceLength()));
    }

    private int startOf(int slot) {
        return Objects.checkIndex(slot, count) * faceLength();
    }

    /** Count, capacity, size and layout; never pixels. */
    @Override
    public String toString() {
        return "FaceBatch[" + count + " of " + capacity() + " faces, " + size + ", " + layout + "]";
    }
}
