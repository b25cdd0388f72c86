package io.github.corrrise.internal.check;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which calls of a verifier are looked at closely, and what counts as the same answer. Safe for use
 * by several threads.
 */
public final class CallSample {
    /** Short runs are not looked at twice: they count their passes. */
    private static final long FIRST_REPEATED = 32;

    private static final long EVERY = 1024;

    /** Of an embedding's length: ten times what half precision does. */
    private static final double EMBEDDING_TOLERANCE = 0.01;

    /** Of the range of scores. */
    private static final double SCORE_TOLERANCE = 0.05;

    /** Of a score, of 1 where it is smaller, as scores of whole faces are compared elsewhere. */
    private static final double ROUNDING = 1e-4;

    private final AtomicLong calls = new AtomicLong();
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    /** How closely a call is looked at. */
    public enum Turn {
        /** Its answer is checked. */
        PLAIN,
        /** What it did to its batch is checked too. */
        WATCHED,
        /** One face is asked for again besides. */
        REPEATED
    }

    /** Counts a call and tells how closely to look at it. */
    public Turn next() {
        long call = calls.incrementAndGet();
        boolean sampled = call < EVERY ? Long.bitCount(call) == 1 : call % EVERY == 0;
        if (!sampled) {
            return Turn.PLAIN;
        }
        return call < FIRST_REPEATED ? Turn.WATCHED : Turn.REPEATED;
    }

    /** Learns the range of scores. */
    public synchronized void saw(float[] scores) {
        for (float score : scores) {
            if (Float.isFinite(score)) {
                lowest = Math.min(lowest, score);
                highest = Math.max(highest, score);
            }
        }
    }

    /**
     * Whether two scores of the same faces are the same, in the range of those seen. A face that
     * was not found once is not held against the verifier.
     */
    public synchronized boolean sameScore(float score, float again) {
        if (Float.isNaN(score) || Float.isNaN(again)) {
            return true;
        }
        double range = Math.max(0, highest - lowest);
        double tolerated =
                Math.max(SCORE_TOLERANCE * range, ROUNDING * Math.max(1, Math.abs((double) score)));
        return Math.abs((double) score - again) <= tolerated;
    }

    /** Whether two embeddings of the same face are the same. */
    public static boolean sameEmbedding(float[] row, float[] again) {
        if (row.length != again.length) {
            return false;
        }
        double square = 0;
        double apart = 0;
        for (int d = 0; d < row.length; d++) {
            double difference = (double) row[d] - again[d];
            square += (double) row[d] * row[d];
            apart += difference * difference;
        }
        // What is not finite is told where it is compared.
        return !(apart > EMBEDDING_TOLERANCE * EMBEDDING_TOLERANCE * square);
    }

    /** Of the values up to the limit, to tell whether they were written to. */
    public static long checksum(FloatBuffer values) {
        long sum = 0;
        for (int i = 0; i < values.limit(); i++) {
            sum = 31 * sum + Float.floatToRawIntBits(values.get(i));
        }
        return sum;
    }
}
