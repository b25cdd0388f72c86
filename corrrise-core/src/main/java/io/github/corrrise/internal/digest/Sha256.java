package io.github.corrrise.internal.digest;

import io.github.corrrise.internal.check.Checks;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest of a sequence of parts. Texts and arrays are preceded by their length, so that
 * sequences whose parts have the same types share their bytes only where they are equal. Types are
 * not part of the digest. For one thread.
 */
public final class Sha256 {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private static final int NUMBERS_PER_BLOCK = 4096;

    private final MessageDigest digest;

    /** Starts without a part. */
    public Sha256() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256", e);
        }
    }

    /** Adds a text, as UTF-8. */
    public Sha256 add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes. */
    public Sha256 add(byte[] bytes) {
        addLength(bytes.length);
        digest.update(bytes);
        return this;
    }

    /** Adds an integer, big-endian. */
    public Sha256 add(int value) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    /** Adds floats, big-endian. */
    public Sha256 add(float[] values) {
        addLength(values.length);
        ByteBuffer block = ByteBuffer.allocate(Float.BYTES * NUMBERS_PER_BLOCK);
        for (int from = 0; from < values.length; from += NUMBERS_PER_BLOCK) {
            int count = Math.min(NUMBERS_PER_BLOCK, values.length - from);
            block.clear();
            block.asFloatBuffer().put(values, from, count);
            block.limit(Float.BYTES * count);
            digest.update(block);
        }
        return this;
    }

    /** Adds doubles, big-endian. */
    public Sha256 add(double[] values) {
        addLength(values.length);
        ByteBuffer block = ByteBuffer.allocate(Double.BYTES * NUMBERS_PER_BLOCK);
        for (int from = 0; from < values.length; from += NUMBERS_PER_BLOCK) {
            int count = Math.min(NUMBERS_PER_BLOCK, values.length - from);
            block.clear();
            block.asDoubleBuffer().put(values, from, count);
            block.limit(Double.BYTES * count);
            digest.update(block);
        }
        return this;
    }

    /** The digest of all parts as 64 hexadecimal digits in lower case; to be called once, last. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void addLength(int length) {
        add(length);
    }

    /**
     * Refuses what is no digest.
     *
     * @param name of the argument
     * @throws IllegalArgumentException unless it is 64 hexadecimal digits in lower case
     */
    public static String requireHex(String name, String digest) {
        if (!FORM.matcher(digest).matches()) {
            throw Checks.rejected(name, "64 hexadecimal digits in lower case", digest);
        }
        return digest;
    }
}
