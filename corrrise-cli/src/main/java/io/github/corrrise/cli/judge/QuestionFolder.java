package io.github.corrrise.cli.judge;

import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.file.FileFailures;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.render.NpyFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;

/**
 * The questions of games as files for another tool: altered probes and references as PNG, {@code
 * NAME.planted.npy} with 1 where pixels were planted, and {@code trials.csv}, which says what
 * belongs together and what the map that is asked for is called.
 */
final class QuestionFolder {
    /** What the list is called. */
    static final String LIST = "trials.csv";

    private static final String TRIAL = "trial";
    private static final String FACES = "faces";

    private final OutputFolder folder;
    private final StringWriter text = new StringWriter();
    private final Map<String, String> references = new HashMap<>();

    QuestionFolder(OutputFolder folder) {
        this.folder = folder;
        print(TRIAL, "probe", "reference", "probeMap", "planted", "pair", FACES);
    }

    /** Writes a question; the faces only where no question before asked about them. */
    void add(Questions.Question asked) {
        String probe = asked.name() + ".png";
        String planted = asked.name() + ".planted.npy";
        FaceImage face = asked.faces().reference();
        String known = references.get(face.digest());
        String reference = known == null ? "reference-" + references.size() + ".png" : known;
        if (known == null) {
            references.put(face.digest(), reference);
            write(face, folder.file(reference));
        }
        if (!asked.isRepeat()) {
            write(asked.faces().probe(), folder.file(probe));
            NpyFormat.write(asked.planted(), folder.file(planted));
        }
        print(
                asked.trial(),
                probe,
                reference,
                MapFiles.probe(asked.name()),
                planted,
                asked.pair(),
                asked.told());
    }

    /** Writes the list: a folder that has one is complete. */
    void finish() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(folder.file(LIST), output -> output.write(bytes));
    }

    /**
     * Refuses a folder whose trials are about other faces: another seed or list gives files of the
     * same names.
     */
    static Consumer<Questions.Question> check(Path folder) {
        Path list = folder.resolve(LIST);
        Map<String, String> faces = new HashMap<>();
        try (CSVParser csv =
                CSVParser.parse(
                        list,
                        StandardCharsets.UTF_8,
                        CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get())) {
            csv.forEach(row -> faces.put(row.get(TRIAL), row.get(FACES)));
        } catch (IOException e) {
            throw unreadable(list, e);
        } catch (UncheckedIOException e) {
            throw unreadable(list, Objects.requireNonNull(e.getCause()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    list + " must be as --write wrote it, was not: " + e.getMessage(), e);
        }
        return asked -> {
            if (!asked.told().equals(faces.get(asked.trial()))) {
                throw new IllegalArgumentException(
                        list
                                + " must be of the same pairs, sides, counts and seed as this run,"
                                + " was of others: "
                                + asked.trial());
            }
        };
    }

    private static UncheckedIOException unreadable(Path list, IOException cause) {
        return new UncheckedIOException(
                "cannot read " + list + ": " + FileFailures.reason(cause), cause);
    }

    private void print(Object... cells) {
        try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.DEFAULT)) {
            csv.printRecord(cells);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
    }

    private static void write(FaceImage face, Path file) {
        WholeFile.write(
                file,
                output -> {
                    if (!ImageIO.write(face.toBufferedImage(), "png", output)) {
                        throw new IOException("this Java platform writes no PNG");
                    }
                });
    }
}
