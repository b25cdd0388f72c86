package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.face.FaceSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir Path folder;

    @BeforeEach
    void drawFaces() {
        for (int seed = 1; seed <= 3; seed++) {
            DrawnFaces.write(
                    DrawnFaces.draw(FaceSize.ARCFACE, seed), folder.resolve("f" + seed + ".png"));
        }
    }

    private int run(String csv, String... more) throws IOException {
        Path list = Files.writeString(folder.resolve("pairs.csv"), csv);
        List<String> arguments =
                new ArrayList<>(
                        List.of("--masks", "20", "--out", folder.resolve("out").toString()));
        arguments.addAll(List.of(more));
        arguments.add(list.toString());
        arguments.add(0, "audit");
        printed.getBuffer().setLength(0);
        return Corrrise.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complaints))
                .execute(arguments.toArray(String[]::new));
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("out/audit.html"));
    }

    /** The first pair is one picture; no threshold of a cosine is above 1. */
    private static final String PAIRS =
            """
            probe,reference,truth,group,probePerson,referencePerson
            f1.png,f1.png,IMPOSTOR,young,a,b
            f1.png,f2.png,GENUINE,old,a,a
            f2.png,f3.png,IMPOSTOR,,,
            """;

    @Tag("slow")
    @Test
    void aPageIsWrittenAndErrorsLinkToTheirReports() throws IOException {
        int code = run(PAIRS, "--threshold", "0.999", "--name", "set X");
        assertThat(complaints.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(printed.toString()).contains("audited: 3", "errors: 2", "not read: 0");
        assertThat(page())
                .contains("3 pairs of set X", "<th scope=\"row\">young</th>")
                .contains("href=\"reports/row-2/explanation.html\"");
        assertThat(folder.resolve("out/reports/row-3/explanation.html")).exists();
        assertThat(folder.resolve("out/reports/row-4")).doesNotExist();
        String first = page();
        assertThat(run(PAIRS, "--threshold", "0.999", "--name", "set X")).isZero();
        assertThat(page()).isEqualTo(first);
    }

    @Test
    void aPictureThatIsNotThereIsListed() throws IOException {
        int code =
                run(
                        "probe,reference,truth\nf1.png,f2.png,GENUINE\nf1.png,x.png,IMPOSTOR\n",
                        "--threshold",
                        "0.5");
        assertThat(code).isEqualTo(3);
        assertThat(printed.toString()).contains("audited: 1", "not read: 1", "x.png");
        assertThat(page()).contains("Pairs that could not be read (1)");
    }

    @Test
    void withoutTruthsNothingIsWritten() throws IOException {
        assertThat(run("probe,reference\nf1.png,f2.png\n", "--threshold", "0.5")).isNotZero();
        assertThat(complaints.toString()).contains("must have the column truth");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
