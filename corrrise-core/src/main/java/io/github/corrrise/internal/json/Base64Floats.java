package io.github.corrrise.internal.json;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** 32-bit floats as base64 of their little-endian bytes: exact, and a third of their decimals. */
public final class Base64Floats {
    private Base64Floats() {}

    /** The text of values. */
    public static String encoded(float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /**
     * The way back.
     *
     * @throws IllegalArgumentException where it is not base64 of whole floats
     */
    public static float[] decoded(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole floats");
        }
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
