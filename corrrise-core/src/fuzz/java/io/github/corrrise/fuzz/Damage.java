package io.github.corrrise.fuzz;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Random damage to text and bytes, and what reading it may cost. */
public final class Damage {
    private static final Pattern VALUE =
            Pattern.compile("(?<=[:\\[,] ?)(-?[0-9][-+.0-9eE]*|\"[^\"]*\"|null|true|\\[ ?])");

    private static final List<String> ODD_VALUES =
            List.of(
                    "2147483647",
                    "-2147483648",
                    "2147483648",
                    "9223372036854775807",
                    "1e999",
                    "-1e999",
                    "1e-999",
                    "-0",
                    "0",
                    "NaN",
                    "0x10",
                    "\"\"",
                    "\"2147483647\"",
                    "\"\\ud800\"",
                    "null",
                    "true",
                    "{}",
                    "[]",
                    "[2147483647]",
                    "[-1]",
                    "[[]]",
                    "9".repeat(900),
                    "9".repeat(2000),
                    "[".repeat(1001) + "]".repeat(1001),
                    "{\"a\":".repeat(1001) + "1" + "}".repeat(1001));

    private Damage() {}

    /** The text, damaged in one to three places. */
    public static byte[] ofText(String text, SplittableRandom random) {
        String damaged = text;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            damaged = once(damaged, random);
        }
        byte[] bytes = damaged.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(4) == 0 ? ofBytes(bytes, random) : bytes;
    }

    private static String once(String text, SplittableRandom random) {
        if (text.length() < 2) {
            return text;
        }
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from);
            case 1 -> text.substring(0, from) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(from);
            case 3 ->
                    text.substring(0, from)
                            + text.substring(from, to).repeat(20)
                            + text.substring(to);
            default -> {
                List<MatchResult> values = VALUE.matcher(text).results().toList();
                if (values.isEmpty()) {
                    yield text;
                }
                MatchResult value = values.get(random.nextInt(values.size()));
                yield text.substring(0, value.start())
                        + ODD_VALUES.get(random.nextInt(ODD_VALUES.size()))
                        + text.substring(value.end());
            }
        };
    }

    /** The bytes, some of them changed, or cut off. */
    public static byte[] ofBytes(byte[] bytes, SplittableRandom random) {
        byte[] damaged = Arrays.copyOf(bytes, bytes.length);
        if (damaged.length == 0) {
            return damaged;
        }
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(3) == 0) {
            ByteBuffer buffer = ByteBuffer.wrap(damaged);
            if (damaged.length >= 4) {
                buffer.putInt(random.nextInt(damaged.length - 3), random.nextInt());
            }
        }
        return random.nextInt(4) == 0
                ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
                : damaged;
    }

    /** Bytes that this thread allocates while it runs something. */
    public static long allocatedBy(Runnable action) {
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
