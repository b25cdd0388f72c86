package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.MixedMasks;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SanityChecksTest {
    private static final FaceSize SIZE = new FaceSize(32, 32);
    private static final LocalDescriptorVerifier EMBEDDER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    /** What all explainers of these tests make of the masks alone. */
    private static final MaskCache KEPT = MaskCache.ofBytes(128 << 20);

    /** Waves, the lower half of the reference in another phase. */
    private static FacePair pair(long seed) {
        Random random = new Random(seed);
        double phase = 6 * random.nextDouble();
        float[] probe = new float[3 * SIZE.pixelCount()];
        float[] reference = new float[probe.length];
        for (int i = 0; i < probe.length; i++) {
            int row = i / 3 / 32;
            int column = i / 3 % 32;
            double wave = 90 * Math.sin(row * 0.5 + phase) * Math.cos(column * 0.4 + phase);
            probe[i] = (float) (120 + wave + 10 * random.nextDouble());
            reference[i] = (float) (120 + (row < 16 ? wave : -wave) + 10 * random.nextDouble());
        }
        return FacePair.of(FaceImage.ofFloats(SIZE, probe), FaceImage.ofFloats(SIZE, reference));
    }

    private static Explainer explainer(FaceVerifier verifier, long seed, int maskCount) {
        return Explainer.builder(verifier)
                .masks(new PatchMasks(3, 0.25))
                .maskCount(maskCount)
                .seed(seed)
                .withoutSignificance()
                .cache(KEPT)
                .build();
    }

    private static SaliencyMap map(FaceVerifier verifier, FacePair pair, int maskCount) {
        try (Explainer explainer = explainer(verifier, 0, maskCount)) {
            return explainer.explain(pair).probe();
        }
    }

    @Nested
    class Properties {
        /** Pairs of three maps correlate by 1, -1 and -1. */
        @Test
        void theStabilityIsTheMeanOverAllPairsOfSeeds() {
            FaceSize size = new FaceSize(1, 3);
            float[][] maps = {{1, 2, 3}, {2, 4, 6}, {3, 2, 1}};
            SaliencyMap.Scale any = new SaliencyMap.Scale("any", 0, 9);
            assertThat(
                            SanityChecks.seedStability(
                                    seed -> SaliencyMap.of(size, any, maps[(int) seed]), 3))
                    .isCloseTo(-1 / 3.0, within(1e-12));
        }

        @Tag("slow")
        @Test
        void moreMasksMakeMapsOfOtherSeedsMoreAlike() {
            double few = stability(50);
            double many = stability(800);
            assertThat(few).isLessThan(many - 0.1);
            assertThat(many).isGreaterThan(0.9);
        }

        private static double stability(int maskCount) {
            FacePair pair = pair(1);
            return SanityChecks.seedStability(
                    seed -> {
                        try (Explainer explainer = explainer(EMBEDDER, seed, maskCount)) {
                            return explainer.explain(pair).probe();
                        }
                    },
                    4);
        }

        /** One value scatters; the mean over pairs and scramblings is near 0. */
        @Tag("slow")
        @Test
        void aRandomisedComparisonHasOtherMaps() {
            double sum = 0;
            for (long seed = 0; seed < 12; seed++) {
                FacePair pair = pair(seed);
                sum +=
                        SanityChecks.randomisedCorrelation(
                                EMBEDDER, verifier -> map(verifier, pair, 400), seed);
            }
            assertThat(sum / 12).isBetween(-0.25, 0.25);
        }

        /** What the check is for: a map of the probe alone is found out. */
        @Test
        void aMapThatIgnoresTheReferenceSurvivesTheRandomisation() {
            FacePair pair = pair(1);
            double correlation =
                    SanityChecks.randomisedCorrelation(
                            EMBEDDER,
                            verifier ->
                                    map(
                                            FaceVerifier.of(SIZE, (probe, ref) -> probe.mean(0)),
                                            pair,
                                            100),
                            1);
            assertThat(correlation).isCloseTo(1, within(1e-12));
        }

        @Test
        void swappingProbeAndReferenceSwapsTheMaps() {
            try (Explainer explainer = explainer(EMBEDDER, 3, 100)) {
                assertThat(SanityChecks.swapDifference(explainer, pair(2))).isZero();
            }
        }

        @Test
        void aVerifierThatTellsProbeAndReferenceApartIsNoticed() {
            FaceVerifier probeOnly = FaceVerifier.of(SIZE, (probe, ref) -> probe.mean(0));
            try (Explainer explainer = explainer(probeOnly, 3, 50)) {
                assertThat(SanityChecks.swapDifference(explainer, pair(2))).isGreaterThan(0.1);
            }
        }

        /** Embeddings are rescaled in double; scores are floats and keep about 7 digits. */
        @Test
        void theUnitOfTheScoresDoesNotMatter() {
            FacePair pair = pair(3);
            assertThat(
                            SanityChecks.rescalingDifference(
                                    EMBEDDER, verifier -> map(verifier, pair, 100), 250, -40))
                    .isLessThan(1e-6);
            FaceVerifier scorer = KnownExplainers.meanDifference(SIZE);
            assertThat(
                            SanityChecks.rescalingDifference(
                                    scorer, verifier -> map(verifier, pair, 100), 0.5, 0.25))
                    .isLessThan(1e-4);
        }

        @Test
        void aMethodInTheUnitOfTheScoreIsNoticed() {
            FacePair pair = pair(3);
            assertThat(
                            SanityChecks.rescalingDifference(
                                    EMBEDDER,
                                    verifier -> {
                                        double score = GameRounds.clean(verifier, pair, "pair");
                                        float[] values = new float[SIZE.pixelCount()];
                                        values[0] = (float) score;
                                        return SaliencyMap.of(
                                                SIZE, SaliencyMap.Scale.CORRELATION, values);
                                    },
                                    2,
                                    0))
                    .isGreaterThan(0.01);
        }
    }

    @Nested
    class Correlation {
        private static SaliencyMap of(float... values) {
            return SaliencyMap.of(
                    new FaceSize(1, values.length),
                    new SaliencyMap.Scale("any", -1e9, 1e9),
                    values);
        }

        @Test
        void isOneForAnAffineCopyAndMinusOneForItsNegative() {
            SaliencyMap map = of(1, 5, -2, 7);
            assertThat(map.correlationWith(of(12, 20, 6, 24))).isCloseTo(1, within(1e-12));
            assertThat(map.correlationWith(of(-1, -5, 2, -7))).isCloseTo(-1, within(1e-12));
        }

        /** (1, 2, 3) and (1, 3, 2): 0.5. */
        @Test
        void leavesOutWhatEitherMapDoesNotDefine() {
            BitSet last = new BitSet();
            last.set(3);
            SaliencyMap one = of(1, 2, 3, 1000).withUndefined(last);
            assertThat(one.correlationWith(of(1, 3, 2, -7))).isCloseTo(0.5, within(1e-12));
            assertThat(of(1, 3, 2, -7).correlationWith(one)).isCloseTo(0.5, within(1e-12));
        }

        @Test
        void isZeroWhereAMapIsConstant() {
            assertThat(of(2, 2, 2).correlationWith(of(1, 2, 3))).isZero();
        }

        @Test
        void rejectsMapsOfOtherSizes() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of(1, 2).correlationWith(of(1, 2, 3)))
                    .withMessage("other map must be of size 1x2, was 1x3");
        }
    }

    @Nested
    class KnownContribution {
        private final AdditiveVerifier quarters =
                AdditiveVerifier.of(new FaceSize(8, 6), new double[][] {{1, 0}, {-2, 3}});

        @Test
        void theTruthIsTheExactMapUnderTheMasks() {
            PatchMasks patches = new PatchMasks(3, 0.4);
            MixedMasks mixture = MixedMasks.of(patches, new PatchMasks(1, 0.6));
            GridMasks grids = new GridMasks(2, 0.6);
            KnownContributionGame game = KnownContributionGame.of(quarters, patches);
            assertThat(game.exactMap()).isEqualTo(quarters.populationMap(patches));
            assertThat(KnownContributionGame.of(quarters, mixture).exactMap())
                    .isEqualTo(quarters.populationMap(mixture))
                    .isNotEqualTo(game.exactMap());
            assertThat(KnownContributionGame.of(quarters, grids).exactMap())
                    .isEqualTo(quarters.populationMap(grids))
                    .isNotEqualTo(game.exactMap());
            assertThat(game.verifier()).isSameAs(quarters);
            assertThat(game.pair().probe()).isEqualTo(quarters.whiteFace());
            assertThat(game.pair().reference()).isEqualTo(quarters.whiteFace());
        }

        @Test
        void theTruthAsAMapScoresOneAndItsNegativeMinusOne() {
            KnownContributionGame game = KnownContributionGame.of(quarters, new PatchMasks(3, 0.4));
            float[] values = game.exactMap().toArray();
            SaliencyExplainer exact = KnownExplainers.of(quarters, pair -> game.exactMap());
            SaliencyExplainer wrong = KnownExplainers.constant(quarters, pixel -> -values[pixel]);
            assertThat(game.play(exact)).isCloseTo(1, within(1e-12));
            assertThat(game.play(wrong)).isCloseTo(-1, within(1e-12));
        }

        @Test
        void anExplainerOfAnotherVerifierIsRefused() {
            KnownContributionGame game = KnownContributionGame.of(quarters, new PatchMasks(3, 0.4));
            AdditiveVerifier other = AdditiveVerifier.of(new FaceSize(8, 6), new double[][] {{1}});
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> game.play(KnownExplainers.constant(other, pixel -> 1)))
                    .withMessageContaining("explainer must be bound to the verifier of this game");
        }

        @Tag("slow")
        @Test
        void anEstimateComesCloseAndMoreMasksCloser() {
            AdditiveVerifier verifier =
                    AdditiveVerifier.of(SIZE, new double[][] {{1, 0, -1, 2}, {0, 3, 0, -1}});
            PatchMasks masks = new PatchMasks(3, 0.25);
            KnownContributionGame game = KnownContributionGame.of(verifier, masks);
            double few = play(game, masks, 100);
            double many = play(game, masks, 3000);
            assertThat(few).isBetween(0.5, many);
            assertThat(many).isGreaterThan(0.98);
            SaliencyExplainer exact = KnownExplainers.of(game.verifier(), pair -> game.exactMap());
            assertThat(game.play(exact)).isCloseTo(1, within(1e-12));
        }

        @Tag("slow")
        @Test
        void mixturesAndGridsHaveGamesOfTheirOwn() {
            AdditiveVerifier verifier =
                    AdditiveVerifier.of(SIZE, new double[][] {{1, 0, -1, 2}, {0, 3, 0, -1}});
            MixedMasks mixture = MixedMasks.of(new PatchMasks(3, 0.25), new PatchMasks(1, 0.4));
            GridMasks grids = new GridMasks(5, 0.6);
            assertThat(play(KnownContributionGame.of(verifier, mixture), mixture, 3000))
                    .isGreaterThan(0.98);
            assertThat(play(KnownContributionGame.of(verifier, grids), grids, 3000))
                    .isGreaterThan(0.98);
        }

        private static double play(KnownContributionGame game, MaskGenerator masks, int maskCount) {
            try (Explainer explainer =
                    Explainer.builder(game.verifier())
                            .masks(masks)
                            .maskCount(maskCount)
                            .sides(Side.PROBE)
                            .withoutSignificance()
                            .build()) {
                return game.play(explainer);
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void anExplainerOfTheProbeAloneCannotBeSwapped() {
            try (Explainer explainer =
                    Explainer.builder(EMBEDDER).maskCount(10).sides(Side.PROBE).build()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> SanityChecks.swapDifference(explainer, pair(1)))
                        .withMessageContaining("explainer must be one that explains both sides");
            }
        }

        @Test
        void tooFewSeedsAndNoScale() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> SanityChecks.seedStability(seed -> map(EMBEDDER, pair(1), 10), 1))
                    .withMessage("seedCount must be at least 2, was 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () ->
                                    SanityChecks.rescalingDifference(
                                            EMBEDDER, v -> map(v, pair(1), 10), 0, 1));
        }
    }
}
