package io.github.corrrise.audit;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.digest.Sha256;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Sums over pairs, from which the mean of every quantity, its error and the distribution of the
 * largest deviation can be told: the quantities themselves, and {@value #DRAWS} sums of them under
 * random signs that belong to persons. Equal persons have equal signs in all sums, wherever they
 * were made, so that sums of other pairs, outcomes or models can be added and compared. For one
 * thread.
 */
final class Sums {
    /** Sign draws. */
    static final int DRAWS = 199;

    private final int quantityCount;
    private final double[] totals;
    private final double[] signed;
    private final long[] signs = new long[DRAWS];
    private long count;
    private long shown;
    private long names;

    Sums(int quantityCount) {
        this.quantityCount = quantityCount;
        this.totals = new double[quantityCount];
        this.signed = new double[DRAWS * quantityCount];
    }

    /**
     * Adds a pair.
     *
     * @param name of the pair, whose own the signs are where no person is known
     * @param persons none, one or two
     * @param values one per quantity
     */
    void add(String name, List<String> persons, double[] values) {
        byte[] digest = digest("pair", name);
        count++;
        shown += Math.max(1, persons.size());
        names += leading(digest);
        for (int k = 0; k < quantityCount; k++) {
            totals[k] += values[k];
        }
        byte[][] bits =
                persons.isEmpty()
                        ? new byte[][] {digest}
                        : persons.stream()
                                .map(person -> digest("person", person))
                                .toArray(byte[][]::new);
        for (int draw = 0; draw < DRAWS; draw++) {
            int sign = 0;
            for (byte[] each : bits) {
                sign += (each[draw >> 3] >> (draw & 7) & 1) == 0 ? -1 : 1;
            }
            signs[draw] += sign;
            if (sign != 0) {
                int from = draw * quantityCount;
                for (int k = 0; k < quantityCount; k++) {
                    signed[from + k] += sign * values[k];
                }
            }
        }
    }

    /** Adds what others summed up. */
    void add(Sums other) {
        count += other.count;
        shown += other.shown;
        names += other.names;
        plus(totals, other.totals);
        plus(signed, other.signed);
        for (int draw = 0; draw < DRAWS; draw++) {
            signs[draw] += other.signs[draw];
        }
    }

    private static void plus(double[] sums, double[] others) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += others[k];
        }
    }

    /** Pairs added. */
    long count() {
        return count;
    }

    /** Equal for sums over the same names, in any order. */
    long names() {
        return names;
    }

    int quantityCount() {
        return quantityCount;
    }

    double mean(int quantity) {
        return totals[quantity] / count;
    }

    /** The mean of the centred quantities under the signs of a draw. */
    double deviation(int draw, int quantity) {
        double under = signed[draw * quantityCount + quantity];
        return (under - mean(quantity) * signs[draw]) / count;
    }

    /**
     * About how many persons there are, if each had as many pairs: (sum of d)^2 / sum of d^2 over
     * the pairs d of each person, its denominator told by the draws. Of pairs whose persons are not
     * known each counts as a person.
     */
    double personCount() {
        double squared = 0;
        for (long sign : signs) {
            squared += (double) sign * sign / DRAWS;
        }
        return (double) shown * shown / Math.max(1, squared);
    }

    private static byte[] digest(String kind, String name) {
        return HexFormat.of().parseHex(new Sha256().add(kind).add(name).hex());
    }

    /** Bits that no sign uses. */
    private static long leading(byte[] digest) {
        long bits = 0;
        for (int i = digest.length - Long.BYTES + 1; i < digest.length; i++) {
            bits = (bits << 8) | (digest[i] & 0xff);
        }
        return bits;
    }

    void write(DataOutput output) throws IOException {
        output.writeLong(count);
        output.writeLong(shown);
        output.writeLong(names);
        for (long sign : signs) {
            output.writeLong(sign);
        }
        for (double[] sums : List.of(totals, signed)) {
            for (double sum : sums) {
                output.writeDouble(sum);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException where a number cannot be one of sums
     */
    static Sums read(int quantityCount, DataInput input) throws IOException {
        Sums sums = new Sums(quantityCount);
        sums.count = Checks.atLeast(1L, input.readLong(), "count of pairs");
        sums.shown = input.readLong();
        if (sums.shown < sums.count || sums.shown - sums.count > sums.count) {
            throw Checks.rejected(
                    "count of persons shown",
                    "one or two for each of " + sums.count + " pairs",
                    sums.shown);
        }
        sums.names = input.readLong();
        for (int draw = 0; draw < DRAWS; draw++) {
            sums.signs[draw] = input.readLong();
        }
        for (double[] each : List.of(sums.totals, sums.signed)) {
            for (int k = 0; k < each.length; k++) {
                each[k] = Checks.finite(input.readDouble(), "sum");
            }
        }
        return sums;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sums that
                && count == that.count
                && shown == that.shown
                && names == that.names
                && Arrays.equals(signs, that.signs)
                && Arrays.equals(totals, that.totals)
                && Arrays.equals(signed, that.signed);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(names);
    }
}
