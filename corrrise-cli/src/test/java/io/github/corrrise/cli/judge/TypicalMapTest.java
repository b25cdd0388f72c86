package io.github.corrrise.cli.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.baseline.RunSettings;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TypicalMapTest {
    private final LocalDescriptorVerifier verifier = LocalDescriptorVerifier.defaults();

    private FaceImage face(long seed) {
        FaceSize size = verifier.inputSize();
        return Fill.noise(seed).behind(FaceImage.filled(size, 0, 0, 0));
    }

    private LabelledPair pair(int probe, int reference, Truth truth) {
        return LabelledPair.of(
                probe + " " + reference, truth, FacePair.of(face(probe), face(reference)));
    }

    private TypicalMap control(List<LabelledPair> set, Side... sides) {
        return new TypicalMap(verifier, set, RunSettings.defaults().withSeed(3).withSides(sides));
    }

    private float[] own(LabelledPair pair) {
        try (Explainer explainer =
                Explainer.builder(verifier).maskCount(200).seed(3).sides(Side.PROBE).build()) {
            return explainer.explain(pair.faces().get()).probe().toArray();
        }
    }

    /** Persons A (faces 1, 2, 3), B (4, 5), C (6, 7). */
    private List<LabelledPair> set() {
        return List.of(
                pair(1, 2, Truth.GENUINE),
                pair(4, 5, Truth.GENUINE),
                pair(3, 2, Truth.GENUINE),
                pair(6, 7, Truth.GENUINE),
                pair(1, 4, Truth.IMPOSTOR));
    }

    @Tag("slow")
    @Test
    void isTheMeanOfOnePairOfEachOtherPerson() {
        List<LabelledPair> set = set();
        try (TypicalMap control = control(set, Side.PROBE)) {
            float[] ofA = control.explain(set.get(2).faces().get()).probe().toArray();
            float[] b = own(set.get(1));
            float[] c = own(set.get(3));
            float[] expected = new float[b.length];
            for (int pixel = 0; pixel < b.length; pixel++) {
                expected[pixel] = (float) (((double) b[pixel] + c[pixel]) / 2);
            }
            assertThat(ofA).containsExactly(expected);
            assertThat(control.explain(set.get(0).faces().get()).probe().toArray())
                    .as("another pair of the same person")
                    .containsExactly(expected);
            assertThat(control.explain(set.get(4).faces().get()).probe().toArray())
                    .as("an impostor pair leaves out both persons")
                    .containsExactly(c);
        }
    }

    /** In a game the probe is altered: its reference tells who it is. */
    @Tag("slow")
    @Test
    void anAlteredProbeIsToldByItsReference() {
        List<LabelledPair> set = set();
        try (TypicalMap control = control(set, Side.PROBE)) {
            SaliencyMap clean = control.explain(set.get(1).faces().get()).probe();
            SaliencyMap altered = control.explain(FacePair.of(face(99), face(5))).probe();
            assertThat(altered).isEqualTo(clean);
        }
    }

    /** A third pair may join two that had no picture in common. */
    @Tag("slow")
    @Test
    void personsAreJoinedByWayOfAThirdPair() {
        List<LabelledPair> set =
                List.of(
                        pair(1, 2, Truth.GENUINE),
                        pair(3, 4, Truth.GENUINE),
                        pair(2, 3, Truth.GENUINE),
                        pair(6, 7, Truth.GENUINE));
        try (TypicalMap control = control(set, Side.PROBE)) {
            assertThat(control.explain(set.get(0).faces().get()).probe().toArray())
                    .containsExactly(own(set.get(3)));
        }
    }

    @Tag("slow")
    @Test
    void bothSidesHaveTheirOwnMean() {
        List<LabelledPair> set = set();
        try (TypicalMap control = control(set, Side.values())) {
            Explanation why = control.explain(set.get(0).faces().get());
            assertThat(why.reference().orElseThrow()).isNotEqualTo(why.probe());
            assertThat(why.provenance().passCount()).isEqualTo(2);
        }
    }

    @Tag("slow")
    @Test
    void pairsThatCannotBeReadAreLeftOut() {
        List<LabelledPair> set = new ArrayList<>(set());
        set.add(
                0,
                new LabelledPair(
                        "lost",
                        Truth.GENUINE,
                        () -> {
                            throw new UncheckedIOException(new IOException("lost.png"));
                        }));
        try (TypicalMap with = control(set, Side.PROBE);
                TypicalMap without = control(set(), Side.PROBE)) {
            FacePair faces = set.get(2).faces().get();
            assertThat(with.explain(faces).probe()).isEqualTo(without.explain(faces).probe());
        }
    }

    @Test
    void aSetOfOnePersonIsRefused() {
        LabelledPair only = pair(1, 2, Truth.GENUINE);
        try (TypicalMap control = control(List.of(only), Side.PROBE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> control.explain(only.faces().get()))
                    .withMessageContaining("another person");
        }
    }

    @Test
    void itsDescriptionTellsOneSetFromAnother() {
        try (TypicalMap all = control(set(), Side.PROBE);
                TypicalMap fewer = control(set().subList(0, 3), Side.PROBE);
                TypicalMap again = control(set(), Side.PROBE)) {
            assertThat(all.description())
                    .isEqualTo(again.description())
                    .isNotEqualTo(fewer.description())
                    .startsWith("typical map of up to 10 other persons");
        }
    }

    @Test
    void isAMethodByItsName() throws Exception {
        try (TypicalMap control =
                (TypicalMap)
                        Methods.of(false)
                                .named("typical-map")
                                .bind(verifier, set(), 3, Side.PROBE)) {
            assertThat(control.verifier()).isSameAs(verifier);
        }
    }
}
