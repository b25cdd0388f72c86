package io.github.corrrise.profiling;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.LineFile;
import io.github.corrrise.internal.json.JsonFields;
import io.github.corrrise.internal.json.JsonLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a profile is made of, measured once: numbers by name. With a file, each is added as one line
 * of JSON as soon as it is measured, and a run that was killed goes on where it ended. For one
 * thread.
 */
final class Measurements implements AutoCloseable {
    private static final String FORMAT = "corrrise-profile-run";
    private static final int FORMAT_VERSION = 1;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Optional<LineFile> file;
    private final Map<String, Measured> known = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private long passCount;

    private Measurements(Optional<LineFile> file) {
        this.file = file;
    }

    /** Numbers and what they cost. */
    static final class Measured {
        private final double[] values;
        private final long passCount;

        /**
         * @param values taken over
         * @param passCount images sent through the verifier
         */
        Measured(double[] values, long passCount) {
            this.values = values;
            this.passCount = passCount;
        }

        /** Not to be written to. */
        double[] values() {
            return values;
        }

        /** Images sent through the verifier. */
        long passCount() {
            return passCount;
        }
    }

    /** Kept in memory alone. */
    static Measurements inMemory() {
        return new Measurements(Optional.empty());
    }

    /**
     * Opens or creates a file.
     *
     * @param settings all that the numbers depend on, besides the faces
     * @throws IllegalArgumentException where the file is of other settings, or none of a run
     * @throws UncheckedIOException where it cannot be read or written, or another run is writing it
     */
    static Measurements in(Path path, String settings) {
        LineFile file = null;
        try {
            file = LineFile.open(path);
            Measurements measurements = new Measurements(Optional.of(file));
            int[] lines = new int[1];
            byte[] torn =
                    file.read(
                            (number, line) -> {
                                lines[0] = number;
                                measurements.read(
                                        number, new String(line, StandardCharsets.UTF_8), settings);
                            });
            file.dropTorn(torn);
            if (lines[0] == 0) {
                file.add(header(settings));
            }
            return measurements;
        } catch (IOException | RuntimeException e) {
            if (file != null) {
                try {
                    file.close();
                } catch (IOException suppressed) {
                    e.addSuppressed(suppressed);
                }
            }
            if (e instanceof IOException failure) {
                throw new UncheckedIOException(
                        "cannot use " + path + ": " + FileFailures.reason(failure), failure);
            }
            throw e instanceof IllegalArgumentException
                    ? new IllegalArgumentException(path.getFileName() + ": " + e.getMessage(), e)
                    : (RuntimeException) e;
        }
    }

    /** The numbers of a name, measured where they are not known. */
    double[] get(String name, Supplier<Measured> measure) {
        Measured measured = known.get(name);
        if (measured == null) {
            measured = measure.get();
            if (file.isPresent()) {
                try {
                    file.get().add(line(name, measured));
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "cannot write the measurements: " + FileFailures.reason(e), e);
                }
            }
            known.put(name, measured);
        }
        if (used.add(name)) {
            passCount += measured.passCount();
        }
        return measured.values();
    }

    /** True where the numbers of a name need not be measured. */
    boolean knows(String name) {
        return known.containsKey(name);
    }

    /** Passes of all that was asked for, in this run or before. */
    long passCount() {
        return passCount;
    }

    @Override
    public void close() {
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot close the measurements: " + FileFailures.reason(e), e);
            }
        }
    }

    private void read(int number, String line, String settings) throws IOException {
        try (JsonParser parser = FACTORY.createParser(line)) {
            JsonFields json = JsonFields.read(parser);
            if (number == 1) {
                if (!json.text("format").equals(FORMAT)) {
                    throw Checks.rejected("format", FORMAT, json.text("format"));
                }
                Checks.exactly(FORMAT_VERSION, json.count("formatVersion"), "formatVersion");
                if (!json.text("settings").equals(settings)) {
                    throw Checks.rejected(
                            "settings of the run in the file", settings, json.text("settings"));
                }
                return;
            }
            known.put(
                    json.text("name"),
                    new Measured(decoded(json.text("values")), json.whole("passCount")));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "line " + number + " is damaged or of another run: " + e.getMessage(), e);
        }
    }

    private static String header(String settings) {
        return JsonLine.of(
                json -> {
                    json.writeStringField("format", FORMAT);
                    json.writeNumberField("formatVersion", FORMAT_VERSION);
                    json.writeStringField("settings", settings);
                });
    }

    private static String line(String name, Measured measured) {
        return JsonLine.of(
                json -> {
                    json.writeStringField("name", name);
                    json.writeNumberField("passCount", measured.passCount());
                    json.writeStringField("values", encoded(measured.values()));
                });
    }

    private static String encoded(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        Arrays.stream(values).forEach(bytes::putDouble);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static double[] decoded(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        double[] values = new double[bytes.capacity() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }
}
