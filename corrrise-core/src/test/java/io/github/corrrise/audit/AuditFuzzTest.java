package io.github.corrrise.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of audits: taken up again, or refused by the documented exceptions. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class AuditFuzzTest {
    private static final int FEW = 300;
    private static final long MOST_BYTES = 16L << 20;

    private static final AuditFile.Header HEADER =
            new AuditFile.Header(
                    AuditSamples.RUN.libraryVersion(),
                    AuditSamples.RUN.verifier(),
                    AuditSamples.RUN.explainer(),
                    AuditSamples.RUN.threshold());

    @TempDir private Path folder;

    private static AuditFile.Line line(String name, Truth truth) {
        return new AuditFile.Line(
                AuditSamples.random(name, truth, new Random(1), 0)
                        .withGroup("old")
                        .withPersons("p", truth == Truth.GENUINE ? "p" : "q"),
                "ab12");
    }

    private static byte[] file(Path path) throws IOException {
        try (AuditFile file = AuditFile.open(path, HEADER)) {
            file.append(line("a", Truth.GENUINE));
            file.append(line("b", Truth.IMPOSTOR));
        }
        return Files.readAllBytes(path);
    }

    /** What a run takes up it leaves whole: the file is opened again with one pair more. */
    @Test
    void damagedAuditsAreTakenUpAgainOrRefused() throws IOException {
        Path path = folder.resolve("audit.jsonl");
        AuditFile.Line last = line("last", Truth.GENUINE);
        Fuzz fuzz =
                new Fuzz(
                                "audit",
                                List.of(file(folder.resolve("whole.jsonl"))),
                                file -> {
                                    write(path, file);
                                    int count;
                                    try (AuditFile audit = AuditFile.open(path, HEADER)) {
                                        count = audit.pairs().size();
                                        if (!audit.pairs().containsKey("last")) {
                                            audit.append(last);
                                            count++;
                                        }
                                    }
                                    try (AuditFile audit = AuditFile.open(path, HEADER)) {
                                        assertThat(audit.pairs()).hasSize(count);
                                    }
                                },
                                thrown ->
                                        thrown instanceof UncheckedIOException
                                                || thrown instanceof IllegalArgumentException,
                                MOST_BYTES)
                        .withWords("\n", "\r\n", "GENUINE", "null", "\"\"", "2147483647", "[]");
        assertThat(fuzz.run(7, Fuzz.cases(FEW))).isEmpty();
    }

    private static void write(Path path, byte[] file) {
        try {
            Files.write(path, file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
