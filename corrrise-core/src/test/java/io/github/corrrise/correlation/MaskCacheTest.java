package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.MaskScores;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MaskCacheTest {
    private static final FaceSize SIZE = new FaceSize(16, 20);
    private static final ScoreCorrelation ADJUSTED =
            ScoreCorrelation.defaults().withEstimator(Estimator.ADJUSTED);

    @Test
    void whatIsKeptIsUsedAgain() {
        try (MaskCache cache = MaskCache.ofBytes(100)) {
            List<String> made = new ArrayList<>();
            for (String key : List.of("a", "b", "a", "b")) {
                String value =
                        cache.get(
                                String.class,
                                key,
                                () -> {
                                    made.add(key);
                                    return key + key;
                                },
                                any -> 40);
                assertThat(value).isEqualTo(key + key);
            }
            assertThat(made).containsExactly("a", "b");
            assertThat(cache.byteCount()).isEqualTo(80);
        }
    }

    @Test
    void whatWasNotUsedForLongestIsDroppedWhereBytesRunOut() {
        MaskCache cache = MaskCache.ofBytes(100);
        List<String> made = new ArrayList<>();
        for (String key : List.of("a", "b", "a", "c", "a", "b", "huge", "b")) {
            cache.get(
                    String.class,
                    key,
                    () -> {
                        made.add(key);
                        return key;
                    },
                    any -> key.equals("huge") ? 101 : 40);
            assertThat(cache.byteCount()).isLessThanOrEqualTo(100);
        }
        assertThat(made).containsExactly("a", "b", "c", "b", "huge");
    }

    @Test
    void aFullCacheIsNotTooFull() {
        MaskCache cache = MaskCache.ofBytes(100);
        cache.get(String.class, "a", () -> "a", any -> 60);
        cache.get(String.class, "b", () -> "b", any -> 40);
        assertThat(cache.byteCount()).isEqualTo(100);
        cache.get(String.class, "whole", () -> "whole", any -> 100);
        assertThat(cache.byteCount()).isEqualTo(100);
        assertThat(cache.get(String.class, "whole", () -> "made again", any -> 1))
                .isEqualTo("whole");
    }

    /** As where two threads miss it at once. */
    @Test
    void whatIsMadeTwiceCountsOnce() {
        MaskCache cache = MaskCache.ofBytes(100);
        String outer =
                cache.get(
                        String.class,
                        "a",
                        () -> cache.get(String.class, "a", () -> "inner", any -> 30) + " outer",
                        any -> 40);
        assertThat(outer).isEqualTo("inner outer");
        assertThat(cache.byteCount()).isEqualTo(40);
    }

    @Test
    void theTextTellsMebibytes() {
        MaskCache cache = MaskCache.ofBytes(5 << 20);
        cache.get(String.class, "a", () -> "a", any -> 3 << 20);
        assertThat(cache).hasToString("MaskCache[3 of 5 MiB]");
        long quarter = Runtime.getRuntime().maxMemory() / 4;
        assertThat(MaskCache.ofQuarterHeap())
                .hasToString("MaskCache[0 of " + (quarter >> 20) + " MiB]");
    }

    @Test
    void closingDropsAllAndKeepsNothingMore() {
        MaskCache cache = MaskCache.ofBytes(100);
        cache.get(String.class, "a", () -> "a", any -> 40);
        cache.close();
        assertThat(cache.byteCount()).isZero();
        assertThat(cache.get(String.class, "a", () -> "other", any -> 40)).isEqualTo("other");
        assertThat(cache.byteCount()).isZero();
    }

    @Tag("slow")
    @Test
    void mapsAreTheSameWithAnyCache() {
        for (MaskGenerator masks : List.of(new PatchMasks(3, 0.25), new GridMasks(4, 0.5))) {
            MaskScores scores = scores(masks, 200);
            List<SaliencyMap> alone = ADJUSTED.maps(scores);
            for (long bytes : new long[] {0, 2 << 20, 1L << 30}) {
                try (MaskCache cache = MaskCache.ofBytes(bytes)) {
                    assertThat(ADJUSTED.maps(scores, cache)).isEqualTo(alone);
                    assertThat(ADJUSTED.maps(scores, cache)).isEqualTo(alone);
                    assertThat(cache.byteCount()).isLessThanOrEqualTo(bytes);
                }
            }
        }
    }

    /** Models refer to their moments, so moments that are dropped first would only seem to be. */
    @Test
    void modelsAreDroppedBeforeTheirMoments() {
        MaskGenerator masks = new PatchMasks(3, 0.25);
        long momentsOnly;
        try (MaskCache probe = MaskCache.ofBytes(1L << 30)) {
            MaskMoments.of(masks, SIZE, probe);
            momentsOnly = probe.byteCount();
        }
        MaskCache cache = MaskCache.ofBytes(momentsOnly + (5 << 20));
        MaskMoments first = MaskMoments.of(masks, SIZE, cache);
        for (int count = 100; count < 120; count++) {
            MaskModel.of(
                    DrawnMasks.of(scores(masks, count)),
                    ScoreCorrelation.Kernel.HIDDEN_RUNS,
                    Optional.empty(),
                    cache);
            assertThat(MaskMoments.of(masks, SIZE, cache)).isSameAs(first);
        }
    }

    /** Three generators at 512 x 512 once left 1.3 GB behind their closed explainers. */
    @Test
    void aClosedExplainerLeavesNothingOfItsMasksBehind() throws InterruptedException {
        WeakReference<MaskGenerator> masks = explainedAndClosed();
        for (int attempt = 0; attempt < 100 && masks.get() != null; attempt++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(masks.get()).isNull();
    }

    private static WeakReference<MaskGenerator> explainedAndClosed() {
        // An object of its own: a record would equal what another test has used.
        MaskGenerator masks =
                new MaskGenerator() {
                    @Override
                    public MaskBatch generate(
                            long firstIndex, int count, FaceSize size, long seed) {
                        return new PatchMasks(2, 0.3).generate(firstIndex, count, size, seed);
                    }
                };
        FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> probe.mean(0));
        FaceImage face = FaceImage.filled(SIZE, 90, 120, 150);
        try (Explainer explainer = Explainer.builder(verifier).masks(masks).maskCount(50).build()) {
            explainer.explain(FacePair.of(face, face));
        }
        return new WeakReference<>(masks);
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskCache.ofBytes(-1))
                .withMessage("mostBytes must be at least 0, was -1");
    }

    private static MaskScores scores(MaskGenerator masks, int maskCount) {
        Random random = new Random(maskCount);
        double[] line = new double[maskCount];
        for (int i = 0; i < maskCount; i++) {
            line[i] = masks.generate(i, 1, SIZE, 5).at(0, 8, 10) + 0.3 * random.nextGaussian();
        }
        return MaskScores.of(masks, SIZE, 5, line);
    }

    /** A cache that was passed in outlives the explainers that share it. */
    @Test
    void aSharedCacheStaysOpen() {
        FaceSize size = new FaceSize(24, 24);
        FacePair pair =
                FacePair.of(FaceImage.filled(size, 1, 2, 3), FaceImage.filled(size, 9, 8, 7));
        FaceVerifier verifier =
                FaceVerifier.of(size, (probe, reference) -> probe.at(5, 5, 0) - reference.mean(1));
        try (MaskCache shared = MaskCache.ofQuarterHeap()) {
            Explanation first = null;
            long kept = 0;
            for (int run = 0; run < 2; run++) {
                try (Explainer explainer =
                        Explainer.builder(verifier).maskCount(60).cache(shared).build()) {
                    Explanation why = explainer.explain(pair);
                    first = first == null ? why : first;
                    assertThat(why).isEqualTo(first);
                }
                kept = kept == 0 ? shared.byteCount() : kept;
                assertThat(shared.byteCount()).isEqualTo(kept).isPositive();
            }
        }
    }
}
