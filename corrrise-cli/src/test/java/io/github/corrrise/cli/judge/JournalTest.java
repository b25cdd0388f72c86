package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.cli.command.FigureTable;
import io.github.corrrise.cli.command.OutputFolder;
import io.github.corrrise.correlation.Estimator;
import io.github.corrrise.evaluation.EditedPairGame;
import io.github.corrrise.evaluation.PatchGame;
import io.github.corrrise.evaluation.Pointing;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.Fills;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the games write: journals, trials as lines, tables, and the names of mask designs. */
class JournalTest {
    @TempDir Path folder;

    @Nested
    class Journals {
        @Test
        void aRunGoesOnBehindTheLastWholeLine() throws IOException {
            Path file = folder.resolve("a.trials");
            try (Journal journal = Journal.open(file, "settings")) {
                journal.add("one");
                journal.add("zwölf");
            }
            Files.writeString(file, "tor", StandardOpenOption.APPEND);
            try (Journal journal = Journal.open(file, "settings")) {
                assertThat(journal.read(line -> line)).containsExactly("one", "zwölf");
                journal.add("three");
            }
            assertThat(file).hasContent("settings\none\nzwölf\nthree\n");
        }

        @Test
        void aHeaderThatWasTornIsWrittenAgain() throws IOException {
            Path file = Files.writeString(folder.resolve("a.trials"), "sett");
            try (Journal journal = Journal.open(file, "settings")) {
                assertThat(journal.read(line -> line)).isEmpty();
            }
            assertThat(file).hasContent("settings\n");
        }

        @Test
        void theJournalOfAnotherRunIsRefusedAndLeftAsItIs() throws IOException {
            Path file = Files.writeString(folder.resolve("a.trials"), "seed 1\none\n");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Journal.open(file, "seed 2"))
                    .withMessageContaining("seed 1")
                    .withMessageContaining("seed 2");
            assertThat(file).hasContent("seed 1\none\n");
        }

        @Test
        void aFolderThatIsMissingIsNamed() {
            Path file = folder.resolve("missing/a.trials");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> Journal.open(file, "settings"))
                    .withMessageContaining(file.toString());
        }
    }

    /** Another program: opens the folder and a journal in it, and says what came of it. */
    static final class OtherProgram {
        private OtherProgram() {}

        public static void main(String[] arguments) {
            for (Runnable attempt :
                    List.<Runnable>of(
                            () -> OutputFolder.open(Path.of(arguments[0])).close(),
                            () -> Journal.open(Path.of(arguments[1]), "settings").close())) {
                try {
                    attempt.run();
                    System.out.println("opened");
                } catch (UncheckedIOException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    private List<String> saidByAnotherProgram(Path journal) throws Exception {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProgram.class.getName(),
                                folder.toString(),
                                journal.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader said = other.inputReader(StandardCharsets.UTF_8)) {
            return said.lines().toList();
        } finally {
            other.waitFor();
        }
    }

    /** A second attempt in this program used to close a descriptor, and the lock was gone. */
    @Tag("slow")
    @Test
    void aSecondProgramIsToldThatAnotherWrites() throws Exception {
        Path file = folder.resolve("a.trials");
        try (OutputFolder out = OutputFolder.open(folder);
                Journal journal = Journal.open(out.file("a.trials"), "settings")) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> OutputFolder.open(folder))
                    .withMessageContaining("another run of this program is writing it");
            journal.add("one");
            assertThat(saidByAnotherProgram(file))
                    .containsExactly(
                            "cannot write to " + folder + ": another program is writing it",
                            "cannot write " + file + ": another program is writing it");
        }
        assertThat(saidByAnotherProgram(file)).containsExactly("opened", "opened");
        assertThat(file).hasContent("settings\none\n");
    }

    @Tag("slow")
    @Test
    void tablesAndTrialsAreTheSameInEveryLocale() throws IOException {
        Locale usual = Locale.getDefault();
        try (OutputFolder out = OutputFolder.open(folder)) {
            Locale.setDefault(Locale.ROOT);
            List<String> expected = written(out);
            for (Locale locale : Locale.getAvailableLocales()) {
                Locale.setDefault(locale);
                assertThat(written(out)).as(locale.toLanguageTag()).isEqualTo(expected);
            }
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(written(out)).isEqualTo(expected);
        } finally {
            Locale.setDefault(usual);
        }
    }

    private static List<String> written(OutputFolder out) throws IOException {
        FigureTable table = new FigureTable();
        table.add(new FigureTable.Row().text("I", "i").count("n", 12345).number("x", -1234.5));
        table.write(out, "table");
        PatchGame.Placement trial =
                new PatchGame.Placement(
                        7, "a b", 1, 2, 28, 0.5, -1e-9, new Pointing(3, 4, true, 0.25));
        return List.of(
                Files.readString(out.file("table.csv")),
                Files.readString(out.file("table.json")),
                TrialLines.line(trial));
    }

    @Nested
    class Lines {
        private final Pointing pointing = new Pointing(3, 4, true, 1 / 3.0);

        @Test
        void aTrialReadBackIsTheSameToTheBit() {
            PatchGame.Placement placement =
                    new PatchGame.Placement(7, "a.png b.png", 1, 2, 28, 0.1 + 0.2, -1e-9, pointing);
            assertThat(TrialLines.placement(TrialLines.line(placement))).isEqualTo(placement);
            RegionSwapGame.Swap swap =
                    new RegionSwapGame.Swap(
                            8,
                            "a.png b.png",
                            RegionSwapGame.Region.BROWS,
                            Math.PI,
                            0.25,
                            pointing,
                            OptionalDouble.empty(),
                            OptionalDouble.of(0.07),
                            OptionalDouble.of(1 / 3.0));
            assertThat(TrialLines.swap(TrialLines.line(swap))).isEqualTo(swap);
            BitSet pixels = new BitSet();
            pixels.set(5);
            pixels.set(9_000, 9_003);
            EditedPairGame.Edit edit =
                    new EditedPairGame.Edit(
                            9,
                            "a.png b.png",
                            pixels,
                            1,
                            1 / 3.0,
                            pointing,
                            OptionalDouble.of(0.01));
            assertThat(TrialLines.edit(TrialLines.line(edit))).isEqualTo(edit);
        }

        /** A quoted cell of a list may hold them. */
        @Test
        void aNameMayHoldCommasAndLineEnds() throws IOException {
            PatchGame.Placement placement =
                    new PatchGame.Placement(0, "a,\r\n%2C.png b.png", 1, 2, 3, 0.5, 0.25, pointing);
            String line = TrialLines.line(placement);
            assertThat(TrialLines.placement(line)).isEqualTo(placement);
            Path file = folder.resolve("names.trials");
            try (Journal journal = Journal.open(file, "pairs a\n,b")) {
                journal.add(line);
            }
            try (Journal journal = Journal.open(file, "pairs a\n,b")) {
                assertThat(journal.read(TrialLines::placement)).containsExactly(placement);
            }
        }

        @Test
        void aDamagedLineIsRefusedByFileAndNumber() throws IOException {
            Path file = folder.resolve("damaged.trials");
            Files.writeString(file, "settings\n1,2,3\n");
            try (Journal journal = Journal.open(file, "settings")) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> journal.read(TrialLines::placement))
                        .withMessage(
                                file
                                        + ", line 2, must be as it was written: a trial must have"
                                        + " 11 cells, was 1,2,3");
            }
        }

        @Test
        void aLineOfAnotherShapeIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrialLines.placement("1,2,3"))
                    .withMessage("a trial must have 11 cells, was 1,2,3");
        }
    }

    @Nested
    class Tables {
        @Test
        void aCommaWithinACellIsQuoted() {
            FigureTable table = new FigureTable();
            table.add(new FigureTable.Row().text("work", "a, b").count("n", 1));
            try (OutputFolder out = OutputFolder.open(folder)) {
                table.write(out, "quoted");
            }
            assertThat(folder.resolve("quoted.csv")).hasContent("work,n\n\"a, b\",1\n");
        }

        @Test
        void theSameRowsStandOnTheConsoleInCsvAndInJson() throws IOException {
            FigureTable table = new FigureTable();
            table.add(
                    new FigureTable.Row()
                            .text("method", "published")
                            .count("trials", 3)
                            .number("rate", 2 / 3.0)
                            .number("flippedAt", OptionalDouble.empty()));
            StringWriter console = new StringWriter();
            table.print(new PrintWriter(console));
            assertThat(console.toString().lines())
                    .containsExactly(
                            "method     trials  rate   flippedAt", "published  3       0.667");
            try (OutputFolder out = OutputFolder.open(folder)) {
                table.write(out, "games");
            }
            assertThat(folder.resolve("games.csv"))
                    .hasContent("method,trials,rate,flippedAt\npublished,3,0.666667,\n");
            assertThat(Files.readString(folder.resolve("games.json")))
                    .contains("\"rate\" : 0.666666", "\"flippedAt\" : null", "\"trials\" : 3");
        }
    }

    @Nested
    class Names {
        @Test
        void aDesignIsReadFromItsName() {
            assertThat(MaskDesign.of("published").masks())
                    .isEqualTo(MixedMasks.of(PatchMasks.published()));
            assertThat(MaskDesign.of("published@100").maskCount()).isEqualTo(100);
            MaskDesign design = MaskDesign.of("3x20");
            assertThat(design.masks()).isEqualTo(MixedMasks.of(new PatchMasks(3, 20 / 112.0)));
            assertThat(design.maskCount()).isEqualTo(500);
            assertThat(design.estimator()).isEqualTo(Estimator.PLAIN);
        }

        @Test
        void theDefaultIsTheExplainersOwn() {
            LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults();
            assertThat(MaskDesign.of("default").on(verifier).build().description())
                    .isEqualTo(Explainer.of(verifier).description());
            assertThat(MaskDesign.of("default@70").maskCount()).isEqualTo(70);
            assertThat(MaskDesign.of("published").on(verifier).build().description())
                    .isEqualTo(Explainer.builder(verifier).published().build().description());
        }

        @Test
        void howMuchBothAreHiddenIsReadFromTheName() {
            MaskDesign design = MaskDesign.of("8x14-adjusted-both0.25@70");
            assertThat(design.bothHidden()).hasValue(0.25);
            assertThat(design.maskCount()).isEqualTo(70);
            assertThat(MaskDesign.of("8x14-both1").bothHidden()).hasValue(1);
            assertThat(MaskDesign.of("published").bothHidden()).isEmpty();
        }

        @Test
        void fillsAreReadFromTheName() {
            assertThat(MaskDesign.of("default-black+mean@70").fills())
                    .hasValue(Fills.of(Fill.black(), Fill.mean()));
            assertThat(MaskDesign.of("published-adjusted-both1-noise").fills())
                    .hasValue(Fills.of(Fill.noise(0)));
            assertThat(MaskDesign.of("default-noise+noise+mean").fills())
                    .hasValue(Fills.of(Fill.noise(0), Fill.noise(1), Fill.mean()));
            assertThat(MaskDesign.of("3x20").fills()).isEmpty();
        }

        @Test
        void aMixtureIsReadFromItsName() {
            MaskDesign design = MaskDesign.of("1x20+4x14-adjusted@300");
            assertThat(design.masks())
                    .isEqualTo(
                            MixedMasks.of(
                                    new PatchMasks(1, 20 / 112.0), new PatchMasks(4, 14 / 112.0)));
            assertThat(design.maskCount()).isEqualTo(300);
            assertThat(design.estimator()).isEqualTo(Estimator.ADJUSTED);
        }

        @Test
        void aNameThatIsNoneIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskDesign.of("3by20"))
                    .withMessageContaining("was 3by20");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Methods.of(false).named("nonsense"))
                    .withMessageContaining("was nonsense");
            assertThatIllegalArgumentException().isThrownBy(() -> Methods.of(false).named("0x20"));
        }
    }
}
