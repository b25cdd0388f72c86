package io.github.corrrise.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Gives a reader damaged files, and collects what it must not do: throw what it does not document,
 * or allocate more than it may. A case depends on seed and index alone, so that a finding can be
 * made again; a slice runs with the tests, and {@code -Dfuzz.cases=1000000} runs longer.
 */
public final class Fuzz {
    private static final int MOST_FINDINGS = 20;
    private static final int SHOWN_BYTES = 600;
    private static final int NUMBER_BYTES = 200;

    private final String name;
    private final List<byte[]> seeds;
    private final Consumer<byte[]> reader;
    private final Predicate<Throwable> documented;
    private final long mostBytes;
    private final List<String> words;

    /**
     * Without words of the format.
     *
     * @param name of what is read
     * @param seeds whole files, one of which must be read
     * @param reader reads bytes
     * @param documented exceptions that it may throw
     * @param mostBytes that it may allocate
     */
    public Fuzz(
            String name,
            List<byte[]> seeds,
            Consumer<byte[]> reader,
            Predicate<Throwable> documented,
            long mostBytes) {
        this(name, seeds, reader, documented, mostBytes, List.of());
    }

    private Fuzz(
            String name,
            List<byte[]> seeds,
            Consumer<byte[]> reader,
            Predicate<Throwable> documented,
            long mostBytes,
            List<String> words) {
        this.name = name;
        this.seeds = List.copyOf(seeds);
        this.reader = reader;
        this.documented = documented;
        this.mostBytes = mostBytes;
        this.words = words;
    }

    /** Text whose damage is often one of these words, between or in place of its own. */
    public Fuzz withWords(String... some) {
        return new Fuzz(name, seeds, reader, documented, mostBytes, List.of(some));
    }

    /** Bytes that a reader takes for numbers: any of them, instead of damaged files. */
    public static Fuzz ofNumbers(
            String name, Consumer<byte[]> reader, Predicate<Throwable> documented, long mostBytes) {
        return new Fuzz(name, List.of(), reader, documented, mostBytes);
    }

    /** How many cases to run: few with the tests, or as many as were asked for. */
    public static int cases(int few) {
        return Integer.getInteger("fuzz.cases", few);
    }

    /** Findings, each once by what was thrown and where; the file follows in Base64. */
    public List<String> run(long seed, int cases) {
        Map<String, String> findings = new LinkedHashMap<>();
        long slowest = 0;
        long largest = 0;
        int read = 0;
        if (!seeds.isEmpty() && seeds.stream().allMatch(whole -> readCatching(whole) != null)) {
            Throwable thrown = readCatching(seeds.get(0));
            findings.put("seeds", told(-1, "no seed is read: " + thrown, seeds.get(0)));
        }
        for (int i = 0; i < cases && findings.size() < MOST_FINDINGS; i++) {
            byte[] file = file(seed, i);
            long from = System.nanoTime();
            Throwable[] thrown = new Throwable[1];
            long allocated = Damage.allocatedBy(() -> thrown[0] = readCatching(file));
            slowest = Math.max(slowest, System.nanoTime() - from);
            largest = Math.max(largest, allocated);
            read += thrown[0] == null ? 1 : 0;
            if (thrown[0] != null && !documented.test(thrown[0])) {
                findings.putIfAbsent(place(thrown[0]), told(i, thrown[0].toString(), file));
            }
            if (allocated > mostBytes) {
                findings.putIfAbsent("memory", told(i, allocated + " bytes allocated", file));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "fuzz %s: %d cases, %d read, %d findings, at most %d ms and %d kB%n",
                name,
                cases,
                read,
                findings.size(),
                slowest / 1_000_000,
                largest >> 10);
        return new ArrayList<>(findings.values());
    }

    private Throwable readCatching(byte[] file) {
        try {
            reader.accept(file);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private byte[] file(long seed, int index) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        if (seeds.isEmpty()) {
            byte[] numbers = new byte[NUMBER_BYTES];
            random.nextBytes(numbers);
            return numbers;
        }
        byte[] file = seeds.get(random.nextInt(seeds.size()));
        // Text that is damaged once is often still a file, of other values.
        boolean isOnce = !words.isEmpty() && random.nextBoolean();
        for (int i = isOnce ? 1 : random.nextInt(1, 4); i > 0; i--) {
            file = damaged(file, random);
        }
        return file;
    }

    private byte[] damaged(byte[] file, SplittableRandom random) {
        if (!words.isEmpty() && random.nextInt(3) > 0) {
            return worded(file, random);
        }
        // Text begins with a bracket here, and its numbers and names are what readers trip over.
        if (file.length > 0 && file[0] == '{' && random.nextInt(4) > 0) {
            return Damage.ofText(new String(file, StandardCharsets.UTF_8), random);
        }
        if (file.length < 8) {
            return Damage.ofBytes(file, random);
        }
        int from = random.nextInt(file.length);
        int to = Math.min(file.length, from + 1 + random.nextInt(32));
        return switch (random.nextInt(6)) {
            case 0 -> joined(file, 0, from, file, to, file.length);
            case 1 -> joined(file, 0, to, file, from, file.length);
            case 2 -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int start = random.nextInt(other.length);
                yield joined(file, 0, from, other, start, other.length);
            }
            case 3 -> {
                byte[] edged = file.clone();
                byte[] edge = edge(random);
                System.arraycopy(
                        edge, 0, edged, Math.min(from, file.length - edge.length), edge.length);
                yield edged;
            }
            default -> Damage.ofBytes(file, random);
        };
    }

    /** A word in some place, or instead of a word or a number of the text. */
    private byte[] worded(byte[] file, SplittableRandom random) {
        int from = random.nextInt(file.length + 1);
        int to = from;
        if (random.nextInt(4) > 0) {
            while (from < file.length && !isOfWord(file[from])) {
                from++;
            }
            to = from;
            while (from > 0 && isOfWord(file[from - 1])) {
                from--;
            }
            while (to < file.length && isOfWord(file[to])) {
                to++;
            }
        }
        boolean isNumber = from < to && isDigit(file[to - 1]);
        List<String> fit =
                words.stream().filter(word -> isDigit((byte) word.charAt(0)) == isNumber).toList();
        List<String> some = fit.isEmpty() || random.nextInt(4) == 0 ? words : fit;
        byte[] word = some.get(random.nextInt(some.size())).getBytes(StandardCharsets.UTF_8);
        return joined(joined(file, 0, from, word, 0, word.length), file, to);
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isOfWord(byte octet) {
        return octet < 0 || Character.isLetterOrDigit(octet) || octet == '.' || octet == '-';
    }

    private static byte[] joined(byte[] head, byte[] second, int start) {
        return joined(head, 0, head.length, second, start, second.length);
    }

    /** A number that lengths and counts go wrong by, of one to eight bytes. */
    private static byte[] edge(SplittableRandom random) {
        long[] numbers = {0, 1, -1, 127, 128, 255, 256, 32_767, 65_535, Integer.MAX_VALUE};
        long number = numbers[random.nextInt(numbers.length)] + random.nextInt(-1, 2);
        byte[] bytes = new byte[1 << random.nextInt(4)];
        boolean isLittle = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[isLittle ? i : bytes.length - 1 - i] = (byte) (number >> (8 * i));
        }
        return bytes;
    }

    private static byte[] joined(
            byte[] first, int from, int to, byte[] second, int start, int end) {
        byte[] head = Arrays.copyOfRange(first, from, to);
        byte[] tail = Arrays.copyOfRange(second, start, end);
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static String place(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return thrown.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
    }

    private String told(int index, String what, byte[] file) {
        String bytes = Base64.getEncoder().encodeToString(file);
        return name
                + " case "
                + index
                + ": "
                + what
                + " "
                + bytes.substring(0, Math.min(SHOWN_BYTES, bytes.length()));
    }
}
