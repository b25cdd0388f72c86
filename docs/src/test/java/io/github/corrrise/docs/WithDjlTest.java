package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.corrrise.cli.DrawnPortraits;
import io.github.corrrise.djl.DjlFaceVerifier;
import io.github.corrrise.djl.DjlImages;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the examples with DJL on the small TorchScript module of its adapter's tests. */
class WithDjlTest {
    private static final Path MODEL =
            Repository.ROOT.resolve("corrrise-djl/src/test/resources/embedder.pt");

    private final FacePair pair = DrawnPortraits.pair();

    @Test
    void aLocalTorchScriptFileExplainsAPair() {
        Explanation why = WithDjl.explain(MODEL, pair);
        assertThat(why.probe().size()).isEqualTo(FaceSize.ARCFACE);
        assertThat(why.probe().largestMagnitude()).isPositive();
        assertThat(why.provenance().verifier()).startsWith("embedder").contains("ARCFACE, 112x112");
    }

    @Test
    void aLoadedModelAndImagesOfDjlGiveTheSameSimilarity() throws Exception {
        Criteria<NDList, NDList> criteria =
                Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(MODEL).build();
        PrintStream own = System.out;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        System.setOut(new PrintStream(console, true, StandardCharsets.UTF_8));
        try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
            FaceVerifier verifier = WithDjl.around(model);
            Explanation why =
                    WithDjl.explainImages(
                            verifier, DjlImages.to(pair.probe()), DjlImages.to(pair.reference()));
            assertThat(why.similarity())
                    .isCloseTo(WithDjl.explain(MODEL, pair).similarity(), within(1e-5));
            ((DjlFaceVerifier) verifier).close();
        } finally {
            System.setOut(own);
        }
        assertThat(console.toString(StandardCharsets.UTF_8)).contains("Explaining", "100%");
    }
}
