package io.github.corrrise.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.passes.MaskedPasses;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.DecisionClaims.Kind;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.VerifierException;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClaimPassesTest {
    /** A 64th of it is 64 pixels, and a square of 16 is four of these. */
    private static final FaceSize SIZE = new FaceSize(64, 64);

    private static final int FIRST = 20;
    private static final int SIDE = 16;
    private static final FaceImage WHITE = FaceImage.filled(SIZE, 255, 255, 255);
    private static final FacePair PAIR = FacePair.of(WHITE, WHITE);

    private static FaceVerifier verifier(
            double threshold, ToDoubleBiFunction<FaceImage, FaceImage> similarity) {
        return FaceVerifier.of("known", SIZE, Threshold.of(threshold), similarity);
    }

    /** How much of the square is visible, in [0, 1]. */
    private static double seen(FaceImage face) {
        double sum = 0;
        for (int row = FIRST; row < FIRST + SIDE; row++) {
            for (int column = FIRST; column < FIRST + SIDE; column++) {
                sum += face.at(row, column, 0) / 255;
            }
        }
        return sum / (SIDE * SIDE);
    }

    /** The square alone, most where it begins. */
    private static SaliencyMap square(float sign) {
        float[] values = new float[SIZE.pixelCount()];
        for (int row = FIRST; row < FIRST + SIDE; row++) {
            for (int column = FIRST; column < FIRST + SIDE; column++) {
                int pixel = row * SIZE.width() + column;
                values[pixel] = sign * (1 - pixel / 8192f);
            }
        }
        return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
    }

    private static DecisionClaims claims(
            FaceVerifier verifier,
            FacePair pair,
            Map<Side, SaliencyMap> maps,
            Fill fill,
            long seed) {
        try (MaskedPasses passes = new MaskedPasses(verifier, PassSettings.defaults())) {
            return ClaimPasses.of(
                    passes.ofEveryMask(Progress.NONE).whole(pair),
                    verifier.threshold().orElseThrow(),
                    maps,
                    fill,
                    seed);
        }
    }

    private static Claim claim(FaceVerifier verifier, SaliencyMap map, Kind kind) {
        return claims(verifier, PAIR, Map.of(Side.PROBE, map), Fill.black(), 0)
                .of(Side.PROBE, kind)
                .orElseThrow();
    }

    @Nested
    class KnownValues {
        @Test
        void theSmallestRegionsOfAMatch() {
            FaceVerifier verifier = verifier(0.4, (probe, reference) -> seen(probe));
            Claim turns = claim(verifier, square(1), Kind.HIDING_TURNS);
            assertThat(turns.share()).hasValue(3 / 64.0);
            assertThat(turns.similarity()).isCloseTo(0.25, within(1e-6));
            assertThat(turns.randomCount()).isEqualTo(19);
            assertThat(turns.beatsChance()).isTrue();
            Claim keeps = claim(verifier, square(1), Kind.SHOWING_KEEPS);
            assertThat(keeps.share()).hasValue(2 / 64.0);
            assertThat(keeps.similarity()).isCloseTo(0.5, within(1e-6));
            assertThat(keeps.beatsChance()).isTrue();
        }

        @Test
        void theSmallestRegionsOfANonMatch() {
            FaceVerifier verifier = verifier(0.4, (probe, reference) -> 1 - seen(probe));
            Claim turns = claim(verifier, square(-1), Kind.HIDING_TURNS);
            assertThat(turns.share()).hasValue(2 / 64.0);
            assertThat(turns.similarity()).isCloseTo(0.5, within(1e-6));
            Claim keeps = claim(verifier, square(-1), Kind.SHOWING_KEEPS);
            assertThat(keeps.share()).hasValue(3 / 64.0);
            assertThat(keeps.similarity()).isCloseTo(0.25, within(1e-6));
        }

        /** The face is seen as a whole: only all of it turns, or a border that lies anywhere. */
        @Test
        void theFirstAndTheLastStep() {
            FaceVerifier all = verifier(0.01, (probe, reference) -> probe.mean(0) / 255);
            assertThat(claim(all, square(1), Kind.HIDING_TURNS).share()).hasValue(1);
            assertThat(claim(all, square(1), Kind.SHOWING_KEEPS).share()).hasValue(1 / 64.0);
            FaceVerifier each = verifier(0.99, (probe, reference) -> probe.mean(0) / 255);
            assertThat(claim(each, square(1), Kind.HIDING_TURNS).share()).hasValue(1 / 64.0);
            assertThat(claim(each, square(1), Kind.SHOWING_KEEPS).share()).hasValue(1);
        }

        /** Every region of the same area does the same: the map is no better than chance. */
        @Test
        void whatAnyRegionDoesIsNoClaim() {
            FaceVerifier area = verifier(0.7, (probe, reference) -> probe.mean(0) / 255);
            for (Kind kind : Kind.values()) {
                Claim claim = claim(area, square(1), kind);
                assertThat(claim.randomLikewise()).isEqualTo(19);
                assertThat(claim.beatsChance()).isFalse();
            }
        }

        @Test
        void aDecisionThatNothingTurns() {
            FaceVerifier steady = verifier(0.4, (probe, reference) -> 0.75);
            DecisionClaims claims =
                    claims(steady, PAIR, Map.of(Side.PROBE, square(1)), Fill.black(), 0);
            assertThat(claims.claims())
                    .hasSize(2)
                    .allSatisfy(
                            claim -> {
                                assertThat(claim.share()).isEmpty();
                                assertThat(claim.similarity()).isEqualTo(0.75);
                                assertThat(claim.randomCount()).isZero();
                                assertThat(claim.beatsChance()).isFalse();
                            });
            assertThat(claims.passCount()).isEqualTo(3);
        }

        @Test
        void theCostIsCountedExactly() {
            AtomicInteger asked = new AtomicInteger();
            FaceVerifier verifier =
                    verifier(
                            0.4,
                            (probe, reference) -> {
                                asked.incrementAndGet();
                                return seen(probe) * seen(reference);
                            });
            Map<Side, SaliencyMap> both = Map.of(Side.PROBE, square(1), Side.REFERENCE, square(1));
            DecisionClaims claims = claims(verifier, PAIR, both, Fill.black(), 0);
            assertThat(claims.passCount()).isEqualTo(2 * 51);
            assertThat(asked).hasValue(1 + 2 * 51);
            assertThat(claims.claims())
                    .extracting(Claim::side)
                    .containsExactly(Side.PROBE, Side.PROBE, Side.REFERENCE, Side.REFERENCE);
        }

        /** Grey of half the light hides half of what black does. */
        @Test
        void hiddenPixelsHaveTheFill() {
            FaceVerifier verifier = verifier(0.7, (probe, reference) -> seen(probe));
            DecisionClaims claims =
                    claims(
                            verifier,
                            PAIR,
                            Map.of(Side.PROBE, square(1)),
                            Fill.colour(127.5f, 127.5f, 127.5f),
                            0);
            Claim turns = claims.of(Side.PROBE, Kind.HIDING_TURNS).orElseThrow();
            assertThat(turns.share()).hasValue(3 / 64.0);
            assertThat(turns.similarity()).isCloseTo(0.625, within(1e-6));
        }
    }

    @Nested
    class Properties {
        private final LocalDescriptorVerifier embedder =
                LocalDescriptorVerifier.defaults().withInputSize(SIZE);
        private final FacePair pair = FacePair.of(noise(1), noise(2));
        private final SaliencyMap map = smooth();

        /** Stripes alike in both, and some noise of their own. */
        private static FaceImage noise(long seed) {
            Random random = new Random(seed);
            float[] rgb = new float[3 * SIZE.pixelCount()];
            for (int i = 0; i < rgb.length; i++) {
                int row = i / 3 / SIZE.width();
                int column = i / 3 % SIZE.width();
                double wave = Math.sin(row * 0.5) * Math.cos(column * 0.4);
                rgb[i] = (float) (120 + 60 * wave + 60 * random.nextDouble());
            }
            return FaceImage.ofFloats(SIZE, rgb);
        }

        private static SaliencyMap smooth() {
            float[] values = new float[SIZE.pixelCount()];
            for (int i = 0; i < values.length; i++) {
                int row = i / SIZE.width();
                int column = i % SIZE.width();
                values[i] = (float) (Math.sin(row * 0.13) * Math.cos(column * 0.09 + 1));
            }
            return SaliencyMap.of(SIZE, SaliencyMap.Scale.CORRELATION, values);
        }

        private static FaceImage under(FaceImage face, BitSet hidden) {
            float[] planes = face.toPlanes();
            float[] rgb = new float[planes.length];
            for (int pixel = 0; pixel < SIZE.pixelCount(); pixel++) {
                for (int colour = 0; colour < 3; colour++) {
                    rgb[3 * pixel + colour] =
                            hidden.get(pixel) ? 0 : planes[colour * SIZE.pixelCount() + pixel];
                }
            }
            return FaceImage.ofFloats(SIZE, rgb);
        }

        private double similarity(Side side, Kind kind, BitSet region) {
            BitSet hidden = (BitSet) region.clone();
            if (kind == Kind.SHOWING_KEEPS) {
                hidden.flip(0, SIZE.pixelCount());
            }
            FaceImage probe = side == Side.PROBE ? under(pair.probe(), hidden) : pair.probe();
            FaceImage reference =
                    side == Side.REFERENCE ? under(pair.reference(), hidden) : pair.reference();
            return embedder.similarities(FaceBatch.of(embedder.layout(), probe), reference)[0];
        }

        private DecisionClaims claims(double threshold, long seed, int batchSize) {
            PassSettings settings = PassSettings.builder().batchSize(batchSize).build();
            try (MaskedPasses passes = new MaskedPasses(embedder, settings)) {
                return ClaimPasses.of(
                        passes.ofEveryMask(Progress.NONE).whole(pair),
                        Threshold.of(threshold),
                        Map.of(Side.PROBE, map, Side.REFERENCE, map),
                        Fill.black(),
                        seed);
            }
        }

        /** Painted pixel by pixel, without any mask: the border, and each random region. */
        @ParameterizedTest
        @EnumSource(Decision.class)
        void everyClaimIsTrueOfThePaintedFaces(Decision decision) {
            double whole = similarity(Side.PROBE, Kind.HIDING_TURNS, new BitSet(SIZE.pixelCount()));
            BitSet all = new BitSet();
            all.set(0, SIZE.pixelCount());
            double gone = similarity(Side.PROBE, Kind.HIDING_TURNS, all);
            assertThat(gone).isLessThan(whole);
            boolean match = decision == Decision.MATCH;
            Threshold at = Threshold.of(match ? (whole + gone) / 2 : whole + 1e-3);
            DecisionClaims claims = claims(at.value(), 4, 16);
            PixelOrder order = PixelOrder.of(map, decision);
            assertThat(claims.claims()).hasSize(4);
            for (Claim claim : claims.claims()) {
                assertThat(claim.share().isPresent()).isEqualTo(match);
                if (claim.share().isEmpty()) {
                    continue;
                }
                boolean turns = claim.kind() == Kind.HIDING_TURNS;
                int area = (int) Math.round(claim.share().getAsDouble() * SIZE.pixelCount());
                double found = similarity(claim.side(), claim.kind(), order.first(area));
                assertThat(claim.similarity()).isCloseTo(found, within(1e-6));
                assertThat(at.decide(found) == decision).isNotEqualTo(turns);
                int step = SIZE.pixelCount() / 64;
                double before = similarity(claim.side(), claim.kind(), order.first(area - step));
                assertThat(at.decide(before) == decision).isEqualTo(turns);
                int likewise = 0;
                for (int i = 0; i < 19; i++) {
                    BitSet region = order.moved(4, i).first(area);
                    double score = similarity(claim.side(), claim.kind(), region);
                    likewise += (at.decide(score) == decision) != turns ? 1 : 0;
                }
                assertThat(claim.randomLikewise()).isEqualTo(likewise);
            }
        }

        @Test
        void equalSeedsGiveEqualClaimsWhateverTheBatch() {
            DecisionClaims claims = claims(0.5, 7, 16);
            assertThat(claims(0.5, 7, 16)).isEqualTo(claims).hasSameHashCodeAs(claims);
            assertThat(claims(0.5, 7, 1).passCount()).isEqualTo(claims.passCount());
        }

        /** The regions are the map's; the seed draws the random ones alone. */
        @Test
        void anotherSeedFindsTheSameRegions() {
            DecisionClaims one = claims(0.5, 7, 16);
            DecisionClaims other = claims(0.5, 8, 16);
            assertThat(other.claims())
                    .extracting(Claim::share)
                    .isEqualTo(one.claims().stream().map(Claim::share).toList());
        }

        @Test
        void aFaceCostsFiftyOnePassesAtMost() {
            for (double threshold : new double[] {-1.5, 0.1, 0.3, 0.5, 0.7, 0.9, 1.5}) {
                assertThat(claims(threshold, 0, 16).passCount()).isIn(6L, 54L, 102L);
            }
        }

        /** Smaller than there are steps: a region has a pixel at least. */
        @Test
        void aFaceOfFewPixels() {
            FaceSize small = new FaceSize(4, 5);
            FaceVerifier verifier =
                    FaceVerifier.of(
                            "red", small, Threshold.of(100), (probe, other) -> probe.mean(0));
            FaceImage face = FaceImage.filled(small, 200, 0, 0);
            SaliencyMap flat = SaliencyMap.of(small, SaliencyMap.Scale.CORRELATION, new float[20]);
            DecisionClaims claims =
                    ClaimPassesTest.claims(
                            verifier,
                            FacePair.of(face, face),
                            Map.of(Side.PROBE, flat),
                            Fill.black(),
                            0);
            assertThat(claims.of(Side.PROBE, Kind.HIDING_TURNS).orElseThrow().share())
                    .hasValue(11 / 20.0);
            assertThat(claims.of(Side.PROBE, Kind.SHOWING_KEEPS).orElseThrow().share())
                    .hasValue(10 / 20.0);
        }
    }

    @Nested
    class Rejects {
        @Test
        void aMapOfAnotherSizeByName() {
            FaceVerifier verifier = verifier(0.4, (probe, reference) -> seen(probe));
            FaceSize other = new FaceSize(32, 64);
            SaliencyMap map =
                    SaliencyMap.of(other, SaliencyMap.Scale.CORRELATION, new float[32 * 64]);
            for (Side side : Side.values()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () -> claims(verifier, PAIR, Map.of(side, map), Fill.black(), 0))
                        .withMessage("map of the " + side + " must be of 64x64, was 32x64");
            }
        }

        @Test
        void noMapAtAll() {
            FaceVerifier verifier = verifier(0.4, (probe, reference) -> seen(probe));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claims(verifier, PAIR, Map.of(), Fill.black(), 0))
                    .withMessage("maps.size() must be at least 1, was 0");
        }

        @Test
        void aVerifierThatFindsNoFaceWhereAllIsHidden() {
            FaceVerifier blind =
                    verifier(
                            0.4,
                            (probe, reference) -> probe.mean(0) == 0 ? Double.NaN : seen(probe));
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(
                            () ->
                                    claims(
                                            blind,
                                            PAIR,
                                            Map.of(Side.PROBE, square(1)),
                                            Fill.black(),
                                            0))
                    .withMessageContaining("gave NaN for mask 0");
        }
    }
}
