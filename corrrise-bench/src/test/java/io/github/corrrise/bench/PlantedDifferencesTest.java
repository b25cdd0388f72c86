package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.bench.PlantedDifferences.Result;
import io.github.corrrise.bench.PlantedDifferences.Trial;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.evaluation.RegionSwapGame;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlantedDifferencesTest {
    private static final FaceSize SIZE = FaceSize.ARCFACE;
    private static final FaceParts PARTS = FaceParts.ofTemplate(SIZE);

    /** Every difference counts alike; a part of a face costs more than a tenth. */
    private static final FaceVerifier VERIFIER =
            FaceVerifier.of(
                    SIZE,
                    (probe, reference) -> {
                        float[] a = probe.toPlanes();
                        float[] b = reference.toPlanes();
                        double sum = 0;
                        for (int i = 0; i < a.length; i++) {
                            sum += Math.abs(a[i] - b[i]);
                        }
                        return 1 - 20 * sum / (255.0 * a.length);
                    });

    /** Dark and bright persons in turn; any two pictures differ most outside the face. */
    private static FaceImage picture(int person, int picture) {
        Random random = new Random(31L * person + picture);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int part = 0; part < PARTS.count(); part++) {
            boolean isOutside = PARTS.names().get(part).equals(FaceParts.OUTSIDE);
            float level =
                    (person % 2 == 0 ? 50 : 180)
                            + (isOutside ? 60 * picture : 0)
                            + 4 * random.nextFloat();
            PARTS.pixels(part).stream()
                    .forEach(
                            p -> {
                                for (int channel = 0; channel < 3; channel++) {
                                    rgb[3 * p + channel] = level;
                                }
                            });
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    private static List<LabelledPair> persons(int from, int count) {
        List<LabelledPair> persons = new ArrayList<>();
        for (int person = from; person < from + count; person++) {
            persons.add(
                    LabelledPair.of(
                            "p" + person,
                            Truth.GENUINE,
                            FacePair.of(picture(person, 0), picture(person, 1))));
        }
        return persons;
    }

    /** What always differs has the most negative effect, and is never unusual. */
    @Tag("slow")
    @Test
    void theDeviationTellsWhatWasSwappedWhereTheEffectTellsWhatAlwaysDiffers() {
        ModelProfile profile =
                ModelProfiler.builder(VERIFIER)
                        .maskCount(10)
                        .passBudget(4_000)
                        .build()
                        .profile(ProfileFigures.pairs(persons(0, 6)));
        List<FacePair> judges =
                persons(10, 6).stream().map(person -> person.faces().get()).toList();
        RegionSwapGame swaps = RegionSwapGame.defaults().withTrialCount(12);
        Result result =
                PlantedDifferences.play(
                        VERIFIER,
                        profile,
                        judges,
                        swaps::swapped,
                        IntStream.range(0, 12).boxed().toList());
        // Donors of the second round are as dark or as bright as the probe, and cost nothing.
        assertThat(result.trials()).hasSize(6);
        assertThat(result.share(Trial::byProfile, Trial::most).orElseThrow().value()).isEqualTo(1);
        assertThat(result.share(Trial::byEffect, Trial::most).orElseThrow().value()).isZero();
        assertThat(result.trials())
                .allSatisfy(trial -> assertThat(trial.altered()).containsAll(trial.most()));
    }

    @Test
    void answersAreCountedBesideTheBestFixedOne() {
        Trial eyes = new Trial(Set.of("left eye", "right eye"), Set.of("left eye"), "nose", "nose");
        Trial nose = new Trial(Set.of("nose"), Set.of("nose", "mouth"), "nose", "mouth");
        Result result = new Result(List.of(eyes)).and(new Result(List.of(nose)));
        assertThat(result.share(Trial::byProfile, Trial::most).orElseThrow().value())
                .isEqualTo(0.5);
        assertThat(result.share(Trial::byEffect, Trial::most).orElseThrow().value()).isZero();
        assertThat(result.share(Trial::byEffect, Trial::altered).orElseThrow().value())
                .isEqualTo(0.5);
        assertThat(result.bestFixed(Trial::most)).isEqualTo(0.5);
        Result none = new Result(List.of());
        assertThat(none.share(Trial::byEffect, Trial::most)).isEmpty();
        assertThat(none.bestFixed(Trial::most)).isZero();
    }

    @Test
    void noDonorIsTheAlteredPersonAndNoneComesTwiceBeforeAllHave() {
        for (int pair = 0; pair < 4; pair++) {
            Set<Integer> donors =
                    Set.of(
                            PlantedDifferences.donor(pair, 4),
                            PlantedDifferences.donor(pair + 4, 4),
                            PlantedDifferences.donor(pair + 8, 4));
            assertThat(donors).hasSize(3).doesNotContain(pair);
        }
    }
}
