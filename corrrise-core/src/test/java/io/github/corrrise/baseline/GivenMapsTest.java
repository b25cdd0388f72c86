package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenMapsTest {
    private static final FaceSize SIZE = BaselineContract.SIZE;
    private static final RunSettings PROBE_ALONE = RunSettings.defaults().withSides(Side.PROBE);

    @TempDir private Path folder;

    private final LocalDescriptorVerifier verifier =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    private final FacePair one = BaselineContract.noise(1);
    private final FacePair two = BaselineContract.noise(2);

    private Path array(String name, FaceSize size, float value) {
        float[] values = new float[size.pixelCount()];
        values[3] = value;
        Path file = folder.resolve(name);
        NpyFormat.write(NpyFormat.Plane.of(size, values), file);
        return file;
    }

    /** What NumPy writes of an array of another kind: the header is all that is looked at. */
    private Path arrayOf(String description) throws IOException {
        Path file = array("other-kind.npy", SIZE, 1);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("<f4", description);
        return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Nested
    class RoundTrip {
        @Test
        void mapsThatWereKeptComeBack() {
            SaliencyExplainer occlusion = Baseline.occlusion().on(verifier);
            GivenMaps.Builder kept = GivenMaps.builder();
            for (FacePair pair : List.of(one, two)) {
                Explanation why = occlusion.explain(pair);
                String name = pair.equals(one) ? "one" : "two";
                NpyFormat.write(why.probe(), folder.resolve(name + ".probe.npy"));
                NpyFormat.write(
                        why.reference().orElseThrow(), folder.resolve(name + ".reference.npy"));
                kept.addFrom(folder, name, pair);
            }
            SaliencyExplainer given = kept.build().on(verifier);
            for (FacePair pair : List.of(two, one)) {
                Explanation expected = occlusion.explain(pair);
                Explanation why = given.explain(pair);
                assertThat(why.probe().toArray()).isEqualTo(expected.probe().toArray());
                assertThat(why.reference().orElseThrow().toArray())
                        .isEqualTo(expected.reference().orElseThrow().toArray());
                assertThat(why.similarity()).isEqualTo(expected.similarity());
                assertThat(why.provenance().passCount()).isEqualTo(2);
                assertThat(why.provenance().method()).isEqualTo("given maps");
            }
        }

        @Test
        void anExplanationGivesItsMapsWhole() {
            Explanation lime = Baseline.lime(4, 20, 0.25, 1).on(verifier).explain(one);
            ExplanationJson.write(lime, folder.resolve("one.json"));
            GivenMaps given = GivenMaps.builder().addFrom(folder, "one", one).build();
            Explanation why = given.on(verifier).explain(one);
            assertThat(why.probe()).isEqualTo(lime.probe());
            assertThat(why.reference()).isEqualTo(lime.reference());
        }

        @Test
        void theScoreIsTheVerifiers() {
            Path file = array("a.npy", SIZE, 0.5f);
            Explanation why =
                    GivenMaps.builder()
                            .add(one, file)
                            .build()
                            .on(verifier, PROBE_ALONE)
                            .explain(one);
            assertThat((float) why.similarity())
                    .isEqualTo(
                            verifier.similarities(
                                            FaceBatch.of(verifier.layout(), one.probe()),
                                            one.reference())[0]);
            assertThat(why.probe().at(0, 3)).isEqualTo(0.5f);
            assertThat(why.reference()).isEmpty();
        }
    }

    @Nested
    class Description {
        @Test
        void tellsMapsAndWhoseTheyAreButNoOrderAndNoName() {
            Path a = array("a.npy", SIZE, 1);
            Path same = array("same.npy", SIZE, 1);
            Path b = array("b.npy", SIZE, 2);
            String told = GivenMaps.builder().add(one, a).add(two, b).build().toString();
            assertThat(told).matches("GivenMaps\\[2 pairs, [0-9a-f]{16}]");
            assertThat(GivenMaps.builder().add(two, b).add(one, same).build()).hasToString(told);
            assertThat(GivenMaps.builder().add(one, b).add(two, a).build().toString())
                    .isNotEqualTo(told);
            assertThat(GivenMaps.builder().add(one, a, b).add(two, b).build().toString())
                    .isNotEqualTo(told);
            SaliencyExplainer explainer =
                    GivenMaps.builder().add(one, a).build().on(verifier, PROBE_ALONE);
            assertThat(explainer.description()).startsWith("GivenMaps[1 pairs, ");
            assertThat(explainer.explain(one).provenance().inputs().explainer())
                    .isEqualTo(explainer.description());
        }
    }

    @Nested
    class BadInput {
        private void refuses(Path file, String... told) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> GivenMaps.builder().add(one, file))
                    .isInstanceOfAny(IllegalArgumentException.class, UncheckedIOException.class)
                    .withMessageContaining(file.toString())
                    .satisfies(e -> assertThat(e.getMessage()).contains(told));
        }

        @Test
        void aMapOfAnotherSize() {
            refuses(array("small.npy", new FaceSize(16, 16), 1), "of size 32x40, was 16x16");
        }

        @Test
        void aMapOfAnotherKind() throws IOException {
            refuses(arrayOf("<f8"), "descr must be <f4, was <f8");
            refuses(arrayOf("|u1"), "descr must be <f4, was |u1");
            refuses(Files.writeString(folder.resolve("text.npy"), "1,2,3,4,5"), "not an .npy file");
            refuses(
                    Files.writeString(folder.resolve("map.csv"), "1,2,3"),
                    "a file ending in .npy or .json");
        }

        @Test
        void aMapThatIsNotFinite() {
            refuses(array("nan.npy", SIZE, Float.NaN), "values must be finite, was NaN");
            refuses(
                    array("infinite.npy", SIZE, Float.NEGATIVE_INFINITY),
                    "values must be finite, was -Infinity");
        }

        @Test
        void aMapThatIsMissing() {
            refuses(folder.resolve("none.npy"), "cannot read", "no such file");
            refuses(folder, "cannot read", "a folder");
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> GivenMaps.builder().addFrom(folder, "none", one))
                    .withMessage(
                            "cannot read %s: no such file, nor none.json",
                            folder.resolve("none.probe.npy"));
        }

        @Test
        void anExplanationOfOtherFaces() {
            Explanation why = Baseline.centrePrior().on(verifier).explain(two);
            Path file = folder.resolve("two.json");
            ExplanationJson.write(why, file);
            refuses(file, "pair must be the faces");
        }

        @Test
        void aReferenceThatHasNoMap() {
            GivenMaps given = GivenMaps.builder().add(one, array("a.npy", SIZE, 1)).build();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> given.on(verifier))
                    .withMessageContaining("sides must be PROBE alone")
                    .withMessageContaining("a.npy");
            Explanation alone = Baseline.centrePrior().on(verifier, PROBE_ALONE).explain(one);
            Path file = folder.resolve("alone.json");
            ExplanationJson.write(alone, file);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GivenMaps.builder().add(one, file, file))
                    .withMessageContaining("reference must be a file with a map of it");
        }

        @Test
        void aPairThatWasNotAdded() {
            GivenMaps given = GivenMaps.builder().add(one, array("a.npy", SIZE, 1)).build();
            SaliencyExplainer explainer = given.on(verifier, PROBE_ALONE);
            for (FacePair other : List.of(two, one.swapped())) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> explainer.explain(other))
                        .withMessageContaining("pair must be of two faces whose maps were added");
            }
            FaceImage large = FaceImage.filled(new FaceSize(33, 40), 1, 2, 3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> explainer.explain(FacePair.of(large, one.reference())))
                    .withMessageContaining("probe")
                    .withMessageContaining("33x40");
        }

        @Test
        void aPairThatIsAddedAgainWithOtherMaps() {
            Path a = array("a.npy", SIZE, 1);
            Path same = array("same.npy", SIZE, 1);
            Path b = array("b.npy", SIZE, 2);
            assertThat(GivenMaps.builder().add(one, a).add(one, same).build().toString())
                    .startsWith("GivenMaps[1 pairs");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GivenMaps.builder().add(one, a).add(one, b))
                    .withMessageContaining("a.npy")
                    .withMessageContaining("b.npy");
        }

        @Test
        void aFileThatChangedSinceItWasAdded() throws IOException {
            Path file = array("a.npy", SIZE, 1);
            SaliencyExplainer explainer =
                    GivenMaps.builder().add(one, file).build().on(verifier, PROBE_ALONE);
            array("a.npy", SIZE, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> explainer.explain(one))
                    .withMessageContaining("changed in " + file);
            Files.delete(file);
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> explainer.explain(one))
                    .withMessageContaining(file.toString());
        }

        @Test
        void noMapsAtAll() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GivenMaps.builder().build())
                    .withMessage("pairs with maps must be at least 1, was 0");
        }
    }
}
