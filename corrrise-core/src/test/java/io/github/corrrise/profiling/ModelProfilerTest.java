package io.github.corrrise.profiling;

import static io.github.corrrise.profiling.ProfiledPersons.VERIFIER;
import static io.github.corrrise.profiling.ProfiledPersons.pair;
import static io.github.corrrise.profiling.ProfiledPersons.pairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.correlation.Correlation;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ModelProfilerTest {
    private static final int MASKS = 60;

    private static ModelProfile made;

    @TempDir Path folder;

    private static ModelProfiler.Builder profiler() {
        return ModelProfiler.builder(VERIFIER).maskCount(MASKS);
    }

    @BeforeAll
    static void make() {
        made = profiler().build().profile(pairs(12));
    }

    @Test
    void tellsWhatItWasMadeOf() {
        assertThat(made.origin().verifier()).isEqualTo(VERIFIER.description());
        assertThat(made.origin().pairCount()).isEqualTo(24);
        assertThat(made.origin().genuineCount()).isEqualTo(12);
        assertThat(made.origin().personCount()).isEqualTo(12);
        assertThat(made.origin().passCount()).isPositive();
        assertThat(made.designChecks())
                .extracting(ModelProfile.DesignCheck::design)
                .containsExactly(
                        ModelProfile.Design.ALTERNATING,
                        ModelProfile.Design.MEAN,
                        ModelProfile.Design.BLUR,
                        ModelProfile.Design.PUBLISHED);
        assertThat(made.trust().seedStability().value()).isBetween(0.05, 0.99);
        assertThat(made.trust().randomised()).isPresent();
        assertThat(made.trust().gainOverTypical()).isPresent();
    }

    /** Only a rival whose interval for all of them together is above 0 is chosen. */
    @Test
    void theDefaultStaysUnlessAnotherIsBetterBeyondChance() {
        boolean beaten =
                made.designChecks().stream().anyMatch(check -> check.chosenBy().lower() > 0);
        assertThat(made.design() != ModelProfile.Design.DEFAULT).isEqualTo(beaten);
    }

    @Test
    void isTheSameAgain() {
        assertThat(profiler().build().profile(pairs(12))).isEqualTo(made);
        assertThat(profiler().seed(5).build().profile(pairs(12))).isNotEqualTo(made);
    }

    @Test
    void aFileGivesItBack() {
        Path file = folder.resolve("model.profile.json");
        made.write(file);
        ModelProfile read = ModelProfile.read(file);
        assertThat(read).isEqualTo(made);
        assertThat(read.digest()).isEqualTo(made.digest());
        assertThat(read.prior()).isEqualTo(made.prior());
        Explanation why = explained(read, pair(3, 3));
        assertThat(read.unusual(why)).isEqualTo(made.unusual(why));
    }

    @Test
    void holdsNoNameOfAPairOrPerson() throws IOException {
        Path file = folder.resolve("model.profile.json");
        made.write(file);
        assertThat(Files.readString(file)).doesNotContain("against", "\"p3\"");
    }

    private static Explanation explained(ModelProfile profile, ModelProfiler.Pair pair) {
        return explained(profile, pair.faces().get());
    }

    private static Explanation explained(ModelProfile profile, FacePair pair) {
        try (Explainer explainer =
                Explainer.builder(VERIFIER)
                        .profile(profile)
                        .maskCount(MASKS)
                        .parts(FaceParts.ofTemplate(ProfiledPersons.SIZE))
                        .build()) {
            return explainer.explain(pair);
        }
    }

    @Nested
    class InAnExplainer {
        @Test
        void whatIsUnusualComesWithEveryExplanation() {
            Unusual unusual = explained(made, pair(20, 20)).unusual().orElseThrow();
            assertThat(unusual.profile()).isEqualTo(made.digest());
            assertThat(unusual.pairCount()).isEqualTo(24);
            assertThat(unusual.parts())
                    .extracting(Unusual.Part::part)
                    .containsExactlyElementsOf(made.parts());
            assertThat(unusual.partBound()).isPresent();
            assertThat(unusual.probe().significance()).isPresent();
            assertThat(unusual.reference()).isPresent();
        }

        @Test
        void theProvenanceNamesTheProfile() {
            assertThat(explained(made, pair(20, 20)).provenance().settings())
                    .containsEntry("profile", made.digest());
        }

        /** Another person's mouth in a picture of one person, against twelve persons' pairs. */
        @Test
        void whatWasAlteredIsTheMostUnusual() {
            FaceParts parts = FaceParts.ofTemplate(ProfiledPersons.SIZE);
            int right = 0;
            for (int person = 20; person < 30; person++) {
                FaceImage probe = ProfiledPersons.picture(person, 0);
                FaceImage donor = ProfiledPersons.picture(person + 50, 0);
                float[] rgb = rgb(probe);
                float[] other = rgb(donor);
                parts.pixels(parts.indexOf(FaceParts.MOUTH)).stream()
                        .forEach(
                                p -> {
                                    for (int c = 0; c < 3; c++) {
                                        rgb[3 * p + c] = other[3 * p + c];
                                    }
                                });
                FacePair altered =
                        FacePair.of(
                                FaceImage.ofFloats(ProfiledPersons.SIZE, rgb),
                                ProfiledPersons.picture(person, 1));
                Unusual unusual = explained(made, altered).unusual().orElseThrow();
                Unusual.Part least =
                        unusual.parts().stream()
                                .min((a, b) -> Double.compare(a.deviation(), b.deviation()))
                                .orElseThrow();
                right += least.part().equals(FaceParts.MOUTH) ? 1 : 0;
            }
            // One part in eleven would be right by chance.
            assertThat(right).isGreaterThanOrEqualTo(7);
        }

        private static float[] rgb(FaceImage face) {
            float[] rgb = new float[3 * face.size().pixelCount()];
            for (int p = 0; p < face.size().pixelCount(); p++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * p + c] = face.at(p / face.size().width(), p % face.size().width(), c);
                }
            }
            return rgb;
        }

        @Test
        void settingsThatItFixesMayNotChange() {
            Explainer.Builder builder =
                    Explainer.builder(VERIFIER).profile(made).fill(Fill.noise(3));
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("fills must be")
                    .withMessageContaining("as the profile has it");
        }

        @Test
        void ranksAreRefused() {
            Explainer.Builder builder =
                    Explainer.builder(VERIFIER)
                            .profile(made)
                            .correlation(Correlation.RANKED_SCORES);
            assertThatIllegalArgumentException()
                    .isThrownBy(builder::build)
                    .withMessageContaining("correlation must be PEARSON");
        }

        /** Its maps are of another prior, if of any. */
        @Test
        void anExplanationWithoutTheProfileIsRefused() {
            try (Explainer without = Explainer.builder(VERIFIER).maskCount(MASKS).build()) {
                Explanation why = without.explain(pair(3, 3).faces().get());
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> made.unusual(why))
                        .withMessage(
                                "profile of the explanation must be "
                                        + made.digest()
                                        + ", was none");
            }
        }

        @Test
        void theLastProfileIsTheOneThatCounts() {
            ModelProfile bare =
                    ModelProfile.of(
                            made.origin(),
                            ModelProfile.Design.DEFAULT,
                            Optional.empty(),
                            flat(),
                            List.of(),
                            made.trust());
            FacePair pair = pair(3, 3).faces().get();
            try (Explainer first =
                            Explainer.builder(VERIFIER).profile(bare).maskCount(MASKS).build();
                    Explainer later =
                            Explainer.builder(VERIFIER)
                                    .profile(withPrior())
                                    .profile(bare)
                                    .maskCount(MASKS)
                                    .build()) {
                Explanation expected = first.explain(pair);
                Explanation why = later.explain(pair);
                assertThat(why.probe()).isEqualTo(expected.probe());
                assertThat(why.unusual()).isEqualTo(expected.unusual());
                assertThat(why.provenance().settings()).isEqualTo(expected.provenance().settings());
            }
        }

        private ModelProfile withPrior() {
            float[] spreads = new float[4];
            Arrays.fill(spreads, 1);
            spreads[0] = 9;
            return ModelProfile.of(
                    made.origin(),
                    ModelProfile.Design.DEFAULT,
                    Optional.of(ContributionPrior.of(2, 2, spreads, List.of())),
                    flat(),
                    List.of(),
                    made.trust());
        }

        private List<ModelProfile.Observed> flat() {
            SaliencyMap map =
                    SaliencyMap.of(
                            ProfiledPersons.SIZE,
                            SaliencyMap.Scale.CORRELATION_ESTIMATE,
                            new float[ProfiledPersons.SIZE.pixelCount()]);
            return Collections.nCopies(
                    3, new ModelProfile.Observed(0.5, map, map, Optional.empty()));
        }

        @Test
        void anotherModelIsRefused() {
            LocalDescriptorVerifier other =
                    VERIFIER.withThreshold(0.5).withInputSize(new FaceSize(40, 40));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.builder(other).profile(made))
                    .withMessageContaining("profile must be of faces of 40x40");
        }
    }

    @Nested
    class AFileOfTheRun {
        @Test
        void aKilledRunGoesOn() throws IOException {
            Path run = folder.resolve("run.jsonl");
            AtomicLong batches = new AtomicLong();
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(
                            () ->
                                    profiler()
                                            .cancelWhen(() -> batches.incrementAndGet() > 900)
                                            .build()
                                            .profile(pairs(12), run));
            int killedAt = Files.readAllLines(run).size();
            assertThat(profiler().build().profile(pairs(12), run)).isEqualTo(made);
            int all = Files.readAllLines(run).size();
            assertThat(all).isGreaterThan(killedAt);
            assertThat(killedAt).isGreaterThan(1);
            assertThat(profiler().build().profile(pairs(12), run)).isEqualTo(made);
            assertThat(Files.readAllLines(run).size()).as("all is known").isEqualTo(all);
        }

        @Test
        void anotherRunIsRefused() {
            Path run = folder.resolve("run.jsonl");
            profiler().passBudget(100_000).build().profile(pairs(12), run);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> profiler().seed(9).build().profile(pairs(12), run))
                    .withMessageContaining("settings of the run");
        }

        /** Measurements of another version, or of other designs, are other measurements. */
        @Test
        void theFirstLineTellsVersionAndDesigns() throws IOException {
            Path run = folder.resolve("run.jsonl");
            profiler().passBudget(15_000).build().profile(pairs(12), run);
            String first = Files.readAllLines(run).get(0);
            assertThat(first).contains("by corrrise " + made.origin().libraryVersion());
            for (ModelProfile.Design design : ModelProfile.Design.values()) {
                assertThat(first)
                        .contains(
                                design
                                        + ": "
                                        + design.masks()
                                        + ", "
                                        + design.fills()
                                        + ", both hidden "
                                        + design.bothHidden());
            }
        }

        @Test
        void aDamagedFileIsRefused() throws IOException {
            Path run = folder.resolve("run.jsonl");
            Files.writeString(run, "{\"format\":\"something\"}\n", StandardCharsets.UTF_8);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> profiler().build().profile(pairs(12), run))
                    .withMessageContaining("run.jsonl: line 1");
        }
    }

    @Test
    void progressEndsAtThePassesOfTheProfile() {
        List<Long> done = new ArrayList<>();
        ModelProfile again =
                profiler().progress((passes, total) -> done.add(passes)).build().profile(pairs(12));
        assertThat(done).isSorted().last().isEqualTo(again.origin().passCount());
    }

    @Nested
    class ABudget {
        @Test
        void whatItDoesNotReachForIsLeftOut() {
            ModelProfile small = profiler().passBudget(15_000).build().profile(pairs(12));
            assertThat(small.origin().passCount()).isLessThanOrEqualTo(15_000);
            assertThat(small.designChecks()).isEmpty();
            assertThat(small.design()).isEqualTo(ModelProfile.Design.DEFAULT);
        }

        /** What is known costs nothing, and another list's measurements are none of this one's. */
        @Test
        void aRunWithABudgetIsTheSameWhenItIsResumed() {
            Path run = folder.resolve("run.jsonl");
            profiler().passBudget(11_000).build().profile(pairs(14), run);
            ModelProfile first = profiler().passBudget(11_000).build().profile(pairs(12), run);
            assertThat(first.trust().gainOverTypical()).isPresent();
            assertThat(first.trust().gainOverTypical())
                    .isNotEqualTo(made.trust().gainOverTypical());
            assertThat(profiler().passBudget(11_000).build().profile(pairs(12), run))
                    .isEqualTo(first);
            assertThat(profiler().passBudget(11_000).build().profile(pairs(12))).isEqualTo(first);
        }

        @Test
        void aBudgetTooSmallIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> profiler().passBudget(1000).build().profile(pairs(12)))
                    .withMessageMatching("passBudget must be at least \\d+ for 24 pairs, was 1000");
        }
    }

    @Nested
    class BadPairs {
        private void refused(List<ModelProfiler.Pair> pairs, String message) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> profiler().build().profile(pairs))
                    .withMessageContaining(message);
        }

        @Test
        void tooFew() {
            refused(pairs(4), "pairs must be at least 10, was 8");
        }

        @Test
        void ofTooFewPersons() {
            List<ModelProfiler.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int number = i;
                pairs.add(
                        new ModelProfiler.Pair(
                                "pair " + i,
                                "a" + i % 3,
                                "a" + i % 2,
                                () -> pair(number, 1).faces().get()));
            }
            refused(pairs, "persons must be at least 5, was 3");
        }

        @Test
        void onePictureAPerson() {
            List<ModelProfiler.Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                pairs.add(pair(i, i + 1));
            }
            refused(pairs, "two pictures of a person");
        }

        @Test
        void aNameTwice() {
            List<ModelProfiler.Pair> pairs = new ArrayList<>(pairs(12));
            pairs.add(pairs.get(0));
            refused(pairs, "names of pairs must be distinct, was p0 against p0 twice");
        }

        @Test
        void ofAnotherSize() {
            List<ModelProfiler.Pair> pairs = new ArrayList<>(pairs(12));
            FaceImage small = FaceImage.filled(new FaceSize(8, 8), 1, 2, 3);
            pairs.set(
                    4,
                    new ModelProfiler.Pair("small", "p4", "p4", () -> FacePair.of(small, small)));
            refused(pairs, "faces of pair small must be of 32x40, was 8x8");
        }

        @Test
        void aVerifierThatMatchesEverybody() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    ModelProfiler.builder(VERIFIER.withThreshold(-1))
                                            .maskCount(MASKS)
                                            .passBudget(40_000)
                                            .build()
                                            .profile(pairs(12)))
                    .withMessageContaining("by which all 24 are MATCH");
        }
    }

    @Nested
    class BadProfiles {
        private void refused(String from, String to, String message) throws IOException {
            Path file = folder.resolve("model.profile.json");
            made.write(file);
            String text = Files.readString(file);
            assertThat(text).contains(from);
            Files.writeString(file, text.replace(from, to));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ModelProfile.read(file))
                    .withMessageContaining("model.profile.json")
                    .withMessageContaining(message);
        }

        @Test
        void oneThatWasChanged() throws IOException {
            refused("\"pairCount\": 24", "\"pairCount\": 25", "digest must be that of the content");
        }

        @Test
        void oneOfAnotherVersion() throws IOException {
            refused(
                    "\"libraryVersion\": \"" + made.origin().libraryVersion(),
                    "\"libraryVersion\": \"9.9.9",
                    "libraryVersion of the profile must be");
        }

        @Test
        void oneThatIsCut() throws IOException {
            Path file = folder.resolve("model.profile.json");
            made.write(file);
            String text = Files.readString(file);
            for (int length : new int[] {0, 10, text.length() / 2, text.length() - 5}) {
                Files.writeString(file, text.substring(0, length));
                assertThatIllegalArgumentException().isThrownBy(() -> ModelProfile.read(file));
            }
        }

        @Test
        void noFile() {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> ModelProfile.read(folder.resolve("none.json")))
                    .withMessageContaining("none.json");
        }
    }
}
