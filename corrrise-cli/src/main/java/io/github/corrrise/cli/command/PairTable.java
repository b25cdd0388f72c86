package io.github.corrrise.cli.command;

import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.Utf8Text;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of pictures from a CSV file with the columns {@code probe}, {@code reference} and, if
 * known, {@code truth} (GENUINE or IMPOSTOR), {@code probePerson} and {@code referencePerson} (any
 * names), {@code group} (any name), {@code probeMap} and {@code referenceMap} (files), in any order
 * and among others. The text is UTF-8, with or without a byte order mark; cells are separated by
 * commas, semicolons or tabs, as the header shows, and may be quoted. Case and surrounding spaces
 * do not count in the header and in truths. Columns without a name, as the index of a data frame,
 * are ignored, and so are empty rows.
 *
 * <p>Rows have the numbers that a spreadsheet shows: the header is row 1. A row that is wrong is
 * kept apart with the reason, and the others are read. The same row again is kept apart too.
 * Immutable.
 */
public final class PairTable {
    private static final String PROBE = "probe";
    private static final String REFERENCE = "reference";
    private static final String TRUTH = "truth";

    /** In lower case, as all of the header is read. */
    private static final String PROBE_PERSON = "probeperson";

    private static final String REFERENCE_PERSON = "referenceperson";
    private static final String GROUP = "group";
    private static final String PROBE_MAP = "probemap";
    private static final String REFERENCE_MAP = "referencemap";
    private static final String SEPARATORS = ",;\t";

    /** What some spreadsheets write above the header to name the separator. */
    private static final String SEPARATOR_LINE = "sep=";

    private static final String ZIP = "PK\u0003\u0004";

    /** So many wrong rows are told in one message. */
    private static final int TOLD_ROWS = 10;

    private final Path file;
    private final Columns columns;
    private final List<Row> rows = new ArrayList<>();
    private final List<BadRow> badRows = new ArrayList<>();
    private final List<Repeat> repeats = new ArrayList<>();

    /**
     * A pair.
     *
     * @param number its row
     * @param probe the probe's file as the cell names it
     * @param reference the reference's file as the cell names it
     * @param probeFile the probe's absolute path
     * @param referenceFile the reference's absolute path
     * @param truth what the pair really is, if known
     * @param probePerson whose face the probe is, if known
     * @param referencePerson whose face the reference is, if known
     * @param group of which pairs are to be told apart, if any
     * @param probeMap absolute path of a file with a map of the probe, if any
     * @param referenceMap absolute path of a file with a map of the reference, if any
     */
    public record Row(
            long number,
            String probe,
            String reference,
            Path probeFile,
            Path referenceFile,
            Optional<Truth> truth,
            Optional<String> probePerson,
            Optional<String> referencePerson,
            Optional<String> group,
            Optional<Path> probeMap,
            Optional<Path> referenceMap) {
        /** What results call the pair. */
        public String name() {
            return probe + " " + reference;
        }
    }

    /**
     * A row that is no pair.
     *
     * @param number the row
     * @param reason what is wrong, with the column
     */
    public record BadRow(long number, String reason) {}

    /**
     * A row that says what another has said before.
     *
     * @param number the row
     * @param first the row that it repeats
     */
    public record Repeat(long number, long first) {}

    private PairTable(Path file, Columns columns) {
        this.file = file;
        this.columns = columns;
    }

    /**
     * Reads a file.
     *
     * @param csv the file
     * @param folder what relative names of pictures start from; null: the folder of the file
     * @throws UncheckedIOException where the file cannot be read or is no such list; the message
     *     names it and says why
     */
    public static PairTable read(Path csv, @Nullable Path folder) {
        Path file = FileNames.absolute(csv);
        Path start = folder == null ? file.getParent() : FileNames.absolute(folder);
        try {
            String text = text(file);
            IOException misfit = null;
            for (char separator : separators(text)) {
                try (CSVParser parser = parser(text, separator)) {
                    Iterator<CSVRecord> records = parser.iterator();
                    List<String> header = header(records);
                    if (header.contains(PROBE) && header.contains(REFERENCE)) {
                        Columns columns = Columns.of(header);
                        PairTable table = new PairTable(file, columns);
                        table.addAll(records, Objects.requireNonNull(start));
                        return table;
                    }
                    misfit = misfit == null || header.size() > 1 ? noHeader(header) : misfit;
                } catch (BadHeader e) {
                    misfit = misfit == null ? e : misfit;
                }
            }
            throw Objects.requireNonNull(misfit);
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException cause) {
        return new UncheckedIOException(
                "cannot read " + file + ": " + FileFailures.reason(cause), cause);
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it must be a CSV file, was a folder");
        }
        String text = Utf8Text.decoded(start(Files.readAllBytes(file)));
        if (text.indexOf('\0') >= 0) {
            throw new IOException(
                    "it must be UTF-8 text, held zero bytes as UTF-16 does; save it as UTF-8");
        }
        if (text.isBlank()) {
            throw new IOException(
                    "it must have a header with the columns probe, reference and, if known,"
                            + " truth, was empty");
        }
        return text;
    }

    /** The bytes, unless they are those of a spreadsheet's own format. */
    private static byte[] start(byte[] bytes) throws IOException {
        for (int i = 0; i < ZIP.length(); i++) {
            if (i >= bytes.length || bytes[i] != ZIP.charAt(i)) {
                return bytes;
            }
        }
        throw new IOException("it must be CSV text, was a spreadsheet or a ZIP; save it as CSV");
    }

    private static char[] separators(String text) {
        String line = text.substring(0, Math.min(text.length(), SEPARATOR_LINE.length() + 1));
        boolean isNamed =
                line.toLowerCase(Locale.ROOT).startsWith(SEPARATOR_LINE)
                        && SEPARATORS.indexOf(line.charAt(line.length() - 1)) >= 0;
        return isNamed ? new char[] {line.charAt(line.length() - 1)} : SEPARATORS.toCharArray();
    }

    private static CSVParser parser(String text, char separator) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(separator)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get()
                .parse(new StringReader(text));
    }

    /** The names of the columns, in lower case. */
    private static List<String> header(Iterator<CSVRecord> records) throws BadHeader {
        try {
            while (records.hasNext()) {
                List<String> cells = records.next().stream().map(String::strip).toList();
                boolean isSeparator =
                        cells.get(0).toLowerCase(Locale.ROOT).startsWith(SEPARATOR_LINE);
                if (!isSeparator && cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                    return cells.stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
                }
            }
        } catch (UncheckedIOException e) {
            // Perhaps of quotes, which another separator makes whole.
            throw new BadHeader(e);
        }
        return List.of();
    }

    private static final class BadHeader extends IOException {
        BadHeader(UncheckedIOException cause) {
            super("its header is broken: " + cause.getMessage(), cause);
        }
    }

    private static IOException noHeader(List<String> header) {
        return new IOException(
                "its columns must be probe, reference and, if known, truth, separated by commas,"
                        + " semicolons or tabs, were "
                        + header);
    }

    /** Where the columns stand; negative where there is none. */
    private record Columns(
            int count,
            int probe,
            int reference,
            int truth,
            int probePerson,
            int referencePerson,
            int group,
            int probeMap,
            int referenceMap) {
        static Columns of(List<String> header) throws IOException {
            for (String name :
                    List.of(
                            PROBE,
                            REFERENCE,
                            TRUTH,
                            PROBE_PERSON,
                            REFERENCE_PERSON,
                            GROUP,
                            PROBE_MAP,
                            REFERENCE_MAP)) {
                long count = header.stream().filter(name::equals).count();
                if (count > 1) {
                    throw new IOException(
                            "column "
                                    + name
                                    + " must be there once, was there "
                                    + count
                                    + " times");
                }
            }
            return new Columns(
                    header.size(),
                    header.indexOf(PROBE),
                    header.indexOf(REFERENCE),
                    header.indexOf(TRUTH),
                    header.indexOf(PROBE_PERSON),
                    header.indexOf(REFERENCE_PERSON),
                    header.indexOf(GROUP),
                    header.indexOf(PROBE_MAP),
                    header.indexOf(REFERENCE_MAP));
        }
    }

    private void addAll(Iterator<CSVRecord> records, Path folder) throws IOException {
        Map<List<Path>, List<Row>> seen = new HashMap<>();
        while (records.hasNext()) {
            CSVRecord record = records.next();
            List<String> cells = record.stream().map(String::strip).toList();
            if (cells.stream().allMatch(String::isEmpty)) {
                continue;
            }
            try {
                Row row = row(record.getRecordNumber(), cells, folder);
                List<Path> pair = List.of(row.probeFile(), row.referenceFile());
                add(row, seen.computeIfAbsent(pair, key -> new ArrayList<>()));
            } catch (IllegalArgumentException e) {
                badRows.add(new BadRow(record.getRecordNumber(), "" + e.getMessage()));
            }
        }
        if (rows.isEmpty() && badRows.isEmpty()) {
            throw new IOException("it must hold at least 1 pair, held 0");
        }
    }

    private void add(Row row, List<Row> before) {
        for (Row other : before) {
            if (!other.probeMap().equals(row.probeMap())
                    || !other.referenceMap().equals(row.referenceMap())) {
                throw new IllegalArgumentException(
                        "maps must be those of the same pair in row "
                                + other.number()
                                + ", were others");
            }
            if (other.truth().equals(row.truth())) {
                repeats.add(new Repeat(row.number(), other.number()));
                return;
            }
            if (other.truth().isPresent() && row.truth().isPresent()) {
                throw new IllegalArgumentException(
                        "truth must be "
                                + other.truth().get()
                                + ", as of the same pair in row "
                                + other.number()
                                + ", was "
                                + row.truth().get());
            }
        }
        before.add(row);
        rows.add(row);
    }

    private Row row(long number, List<String> cells, Path folder) {
        boolean hasMore =
                IntStream.range(columns.count(), cells.size())
                        .anyMatch(i -> !cells.get(i).isEmpty());
        if (hasMore) {
            throw new IllegalArgumentException(
                    "the row must have at most "
                            + columns.count()
                            + " cells, as the header (quote names that hold a separator), had "
                            + cells.size());
        }
        String probe = name(PROBE, cells, columns.probe());
        String reference = name(REFERENCE, cells, columns.reference());
        return new Row(
                number,
                probe,
                reference,
                file(PROBE, probe, folder),
                file(REFERENCE, reference, folder),
                truth(cell(cells, columns.truth())),
                named(cell(cells, columns.probePerson())),
                named(cell(cells, columns.referencePerson())),
                named(cell(cells, columns.group())),
                map("probeMap", cell(cells, columns.probeMap()), folder),
                map("referenceMap", cell(cells, columns.referenceMap()), folder));
    }

    private static String cell(List<String> cells, int index) {
        return index >= 0 && index < cells.size() ? cells.get(index) : "";
    }

    private static String name(String column, List<String> cells, int index) {
        String name = cell(cells, index);
        if (name.isEmpty()) {
            throw new IllegalArgumentException(column + " must be a file, was empty");
        }
        return name;
    }

    private static Path file(String column, String name, Path folder) {
        try {
            return folder.resolve(FileNames.path(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Path> map(String column, String name, Path folder) {
        return named(name).map(each -> file(column, each, folder));
    }

    private static Optional<String> named(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static Optional<Truth> truth(String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        for (Truth truth : Truth.values()) {
            if (truth.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(truth);
            }
        }
        throw new IllegalArgumentException("truth must be GENUINE, IMPOSTOR or empty, was " + word);
    }

    /** The pairs, in the order of the file, each once. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The rows that are no pairs, in the order of the file. */
    public List<BadRow> badRows() {
        return List.copyOf(badRows);
    }

    /** The rows that repeat others, in the order of the file. */
    public List<Repeat> repeats() {
        return List.copyOf(repeats);
    }

    /** Lists the rows that repeat others, a line for each. */
    public void printRepeats(PrintWriter out) {
        repeats.forEach(
                repeat ->
                        out.printf(
                                Locale.ROOT,
                                "  row %d: the same as row %d%n",
                                repeat.number(),
                                repeat.first()));
    }

    /**
     * This table, where every row is a pair.
     *
     * @throws IllegalArgumentException where a row is wrong; the message names the file, the rows
     *     and the columns
     */
    public PairTable requireRight() {
        return requireRight(row -> Optional.empty());
    }

    /**
     * This table, where every row is a pair of known truth: what is measured over a list must be
     * measured over the list that was meant.
     *
     * @throws IllegalArgumentException where the truth is missing or a row is wrong; the message
     *     names the file, the rows and the columns
     */
    public PairTable requireLabelled() {
        if (columns.truth() < 0) {
            throw new IllegalArgumentException(
                    file + " must have the column truth (GENUINE or IMPOSTOR), had none");
        }
        return requireRight(
                row ->
                        row.truth().isEmpty()
                                ? Optional.of("truth must be GENUINE or IMPOSTOR, was empty")
                                : Optional.empty());
    }

    /**
     * This table, where every row is a pair of known persons; a truth, where there is one, agrees.
     *
     * @throws IllegalArgumentException where persons are missing or a row is wrong; the message
     *     names the file, the rows and the columns
     */
    public PairTable requirePersons() {
        if (columns.probePerson() < 0 || columns.referencePerson() < 0) {
            throw new IllegalArgumentException(
                    file
                            + " must have the columns probePerson and referencePerson (any names,"
                            + " the same for all pictures of a person), had not both");
        }
        return requireRight(PairTable::wrongPersons);
    }

    /**
     * This table, where every row names the file of a map.
     *
     * @throws IllegalArgumentException where one is missing or a row is wrong; the message names
     *     the file, the rows and the columns
     */
    public PairTable requireMaps() {
        if (columns.probeMap() < 0) {
            throw new IllegalArgumentException(
                    file + " must have the column probeMap (a file for every pair), had none");
        }
        return requireRight(
                row ->
                        row.probeMap().isEmpty()
                                ? Optional.of("probeMap must be a file, was empty")
                                : Optional.empty());
    }

    private static Optional<String> wrongPersons(Row row) {
        if (row.probePerson().isEmpty() || row.referencePerson().isEmpty()) {
            String column = row.probePerson().isEmpty() ? "probePerson" : "referencePerson";
            return Optional.of(column + " must be a name, was empty");
        }
        Truth truth =
                row.probePerson().equals(row.referencePerson()) ? Truth.GENUINE : Truth.IMPOSTOR;
        return row.truth().isEmpty() || row.truth().get() == truth
                ? Optional.empty()
                : Optional.of(
                        "truth must be " + truth + " by the persons, was " + row.truth().get());
    }

    private PairTable requireRight(Function<Row, Optional<String>> wrongIn) {
        List<BadRow> wrong = new ArrayList<>(badRows);
        for (Row row : rows) {
            wrongIn.apply(row).ifPresent(reason -> wrong.add(new BadRow(row.number(), reason)));
        }
        if (!wrong.isEmpty()) {
            StringBuilder message =
                    new StringBuilder(file + " must be right in every row, was wrong in ");
            message.append(wrong.size()).append(':');
            wrong.stream()
                    .limit(TOLD_ROWS)
                    .forEach(
                            bad ->
                                    message.append("\n  row ")
                                            .append(bad.number())
                                            .append(": ")
                                            .append(bad.reason()));
            if (wrong.size() > TOLD_ROWS) {
                message.append("\n  and ").append(wrong.size() - TOLD_ROWS).append(" more");
            }
            throw new IllegalArgumentException(message.toString());
        }
        return this;
    }
}
