package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.cli.fixture.DrawnFaces;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class AuditsTest {
    private static final FaceSize SIZE = new FaceSize(28, 28);
    private static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE).withThreshold(1.1);

    private static Stream<Audit.Pair> pairs() {
        return IntStream.range(0, 4)
                .mapToObj(
                        i ->
                                Audit.Pair.of(
                                                LabelledPair.of(
                                                        "pair " + i,
                                                        Truth.GENUINE,
                                                        FacePair.of(
                                                                DrawnFaces.draw(SIZE, i),
                                                                DrawnFaces.draw(SIZE, i + 9))))
                                        .withGroup(i < 2 ? "a" : "b"));
    }

    @Test
    void theExamplesDoWhatThePageSays(@TempDir Path folder) {
        Path page = folder.resolve("audit.html");
        Audit.Result result = Audits.audit(VERIFIER, pairs(), folder.resolve("audit.jsonl"), page);
        assertThat(page).content().contains("4 pairs of set X");
        assertThat(result.pairs())
                .extracting(Audit.Scored::outcome)
                .containsOnly(Outcome.FALSE_NON_MATCH);
        assertThat(Audits.ask(result.statistics(), "a", "b").pairCount()).isEqualTo(4);
        Finding same = Audits.compare(result.statistics(), result.statistics());
        assertThat(same.mean().largestMagnitude()).isZero();
        FacePair faces = FacePair.of(DrawnFaces.draw(SIZE, 1), DrawnFaces.draw(SIZE, 2));
        assertThat(Audits.pair(faces).persons()).containsExactly("person 17", "person 44");
    }
}
