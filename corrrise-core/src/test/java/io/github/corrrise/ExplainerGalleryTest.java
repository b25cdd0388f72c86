package io.github.corrrise;

import static io.github.corrrise.ExplainerSamples.VERIFIER;
import static io.github.corrrise.ExplainerSamples.face;
import static io.github.corrrise.ExplainerSamples.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One probe against several references, and streams of pairs. */
class ExplainerGalleryTest {
    @Nested
    class Properties {
        @Test
        void aGalleryGivesTheMapsOfItsPairs() {
            FacePair pair = pair();
            List<FaceImage> gallery = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                gallery.add(face(100 + j));
            }
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(80).bothHidden(0).build();
            List<Explanation> all = explainer.explain(pair.probe(), gallery);
            assertThat(all).hasSize(10);
            for (int j = 0; j < 10; j++) {
                Explanation alone = explainer.explain(FacePair.of(pair.probe(), gallery.get(j)));
                assertThat(all.get(j).probe()).isEqualTo(alone.probe());
                assertThat(all.get(j).similarity()).isEqualTo(alone.similarity());
                assertThat(all.get(j).reference()).isEmpty();
                assertThat(all.get(j).provenance().passCount()).isEqualTo(80 + 10 + 1);
            }
        }

        @Test
        void aStreamIsExplainedInOrderAndLazily() {
            AtomicInteger taken = new AtomicInteger();
            Explainer explainer = Explainer.builder(VERIFIER).maskCount(20).build();
            Stream<FacePair> pairs =
                    Stream.iterate(0L, i -> i + 1)
                            .peek(i -> taken.incrementAndGet())
                            .map(i -> FacePair.of(face(i), face(i + 1)));
            List<Explanation> some = explainer.explainAll(pairs).limit(3).toList();
            assertThat(taken).hasValue(3);
            for (int i = 0; i < 3; i++) {
                assertThat(some.get(i).pair().probe()).isEqualTo(face(i));
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void anEmptyGallery() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Explainer.of(VERIFIER).explain(face(1), List.of()))
                    .withMessage("references.size() must be at least 1, was 0");
        }

        @Test
        void aReferenceOfAnotherSizeByItsPlace() {
            FaceImage large = FaceImage.filled(new FaceSize(40, 40), 0, 0, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Explainer.of(VERIFIER).explain(face(1), List.of(face(2), large)))
                    .withMessageStartingWith("reference 1 must be 32x40");
        }
    }
}
