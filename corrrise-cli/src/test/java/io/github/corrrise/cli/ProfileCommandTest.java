package io.github.corrrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.cli.fixture.TinyModel;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.profile.ModelProfile;
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
import picocli.CommandLine;

@Tag("slow")
class ProfileCommandTest {
    private static final int PERSONS = 6;

    private final StringWriter printed = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir Path folder;

    private Path pairs;

    private Path model;

    /** Two pictures of each person; every person beside himself and beside the next. */
    @BeforeEach
    void drawPersons() throws IOException {
        model = TinyModel.write(folder.resolve("tiny.onnx"));
        StringBuilder csv = new StringBuilder("probe,reference,probePerson,referencePerson\n");
        for (int person = 0; person < PERSONS; person++) {
            int next = (person + 1) % PERSONS;
            DrawnFaces.write(
                    DrawnFaces.draw(FaceSize.ARCFACE, person), folder.resolve(person + "a.png"));
            DrawnFaces.write(
                    DrawnFaces.draw(FaceSize.ARCFACE, 50 + person),
                    folder.resolve(person + "b.png"));
            csv.append(row(person, person)).append(row(person, next));
        }
        pairs = Files.writeString(folder.resolve("pairs.csv"), csv);
    }

    private static String row(int probe, int reference) {
        return probe + "a.png," + reference + "b.png,p" + probe + ",p" + reference + "\n";
    }

    private Path out() {
        return folder.resolve("new/model.profile.json");
    }

    private int run(CommandLine command, String... arguments) {
        printed.getBuffer().setLength(0);
        complaints.getBuffer().setLength(0);
        return command.setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(complaints))
                .execute(arguments);
    }

    private int profile(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--model", model.toString()));
        arguments.addAll(List.of("--masks", "12"));
        if (!List.of(more).contains("--out")) {
            arguments.addAll(List.of("--out", out().toString()));
        }
        arguments.addAll(List.of(more));
        arguments.add(pairs.toString());
        arguments.add(0, "profile");
        return run(Corrrise.commandLine(), arguments.toArray(String[]::new));
    }

    @Test
    void theProfileIsWrittenTheRunDeletedAndTheFindingsTold() {
        assertThat(profile()).as(complaints.toString()).isZero();
        ModelProfile made = ModelProfile.read(out());
        assertThat(printed.toString().lines())
                .contains("pairs: 12 of 6 persons, 6 of them genuine")
                .contains("passes: " + made.origin().passCount())
                .contains("left out: nothing", "not read: 0", "written: " + out())
                .anyMatch(line -> line.startsWith("design: " + made.design() + "; "))
                .anyMatch(line -> line.startsWith("  PUBLISHED over the default: "))
                .anyMatch(line -> line.startsWith("prior: "))
                .anyMatch(line -> line.startsWith("seed stability: maps by other masks correlate"))
                .anyMatch(line -> line.startsWith("randomised comparison: "))
                .anyMatch(line -> line.startsWith("gain over the typical map: "));
        assertThat(folder.resolve("new/model.profile.json.run")).doesNotExist();
    }

    /** The budget pays for all but the designs and what comes last. */
    @Test
    void whatTheBudgetLeavesOutIsToldAndARunFileThatWasNamedStays() throws IOException {
        Path run = folder.resolve("kept.run");
        assertThat(profile("--passes", "4000", "--run", run.toString()))
                .as(complaints.toString())
                .isZero();
        assertThat(printed.toString())
                .contains("design: DEFAULT; no other was tried")
                .contains("left out: other designs", "the budget of 4000 passes")
                .contains("kept, personal data: " + run);
        long length = Files.size(run);
        ModelProfile made = ModelProfile.read(out());
        assertThat(profile("--passes", "4000", "--run", run.toString())).isZero();
        assertThat(Files.size(run)).isEqualTo(length);
        assertThat(ModelProfile.read(out())).isEqualTo(made);
        assertThat(profile("--passes", "10")).isEqualTo(2);
        assertThat(complaints.toString())
                .contains("passBudget must be at least ", "--passes COUNT");
    }

    @Test
    void aListWithoutPersonsIsRefused() throws IOException {
        Files.writeString(pairs, "probe,reference,truth\n0a.png,0b.png,GENUINE\n");
        assertThat(profile()).isEqualTo(1);
        assertThat(complaints.toString())
                .contains("must have the columns probePerson and referencePerson");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void tooFewPairsAreRefusedAndPicturesThatCannotBeReadAreTold() throws IOException {
        Files.writeString(folder.resolve("0a.png"), "no picture");
        Files.writeString(folder.resolve("2b.png"), "no picture");
        assertThat(profile("--passes", "4000")).isEqualTo(1);
        assertThat(complaints.toString()).contains("pairs must be at least 10, was 8");
    }

    @Test
    void aFolderIsNoProfile() {
        assertThat(profile("--out", folder.toString())).isEqualTo(2);
        assertThat(complaints.toString()).contains("--out must be a file, was a folder");
    }

    @Test
    void explainsByTheProfileAndNoOtherModel() {
        profile("--passes", "4000");
        assertThat(explain("--model", model.toString())).as(complaints + "").isZero();
        assertThat(printed.toString()).contains("unusual: the profile has too few pairs to tell");
        assertThat(explain("--threshold", "0.4")).isEqualTo(2);
        assertThat(complaints.toString()).contains("profile must be of ", "--profile FILE");
    }

    private int explain(String... comparison) {
        List<String> arguments = new ArrayList<>(List.of(comparison));
        arguments.addAll(List.of("--masks", "12", "--profile", out().toString()));
        arguments.addAll(List.of("--out", folder.resolve("why").toString()));
        arguments.add(folder.resolve("1a.png").toString());
        arguments.add(folder.resolve("1b.png").toString());
        arguments.add(0, "explain");
        return run(Corrrise.commandLine(), arguments.toArray(String[]::new));
    }
}
