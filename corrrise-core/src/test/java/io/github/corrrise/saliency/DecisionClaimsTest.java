package io.github.corrrise.saliency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.saliency.DecisionClaims.Claim;
import io.github.corrrise.saliency.DecisionClaims.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionClaimsTest {
    private static Claim claim(Side side, Kind kind) {
        return claim(side, kind, 0.25, 0.5, 19, 0);
    }

    private static Claim claim(
            Side side, Kind kind, double share, double similarity, int tried, int likewise) {
        return new Claim(side, kind, OptionalDouble.of(share), similarity, tried, likewise);
    }

    private static Claim none(int tried, int likewise) {
        return new Claim(
                Side.PROBE, Kind.HIDING_TURNS, OptionalDouble.empty(), 0.5, tried, likewise);
    }

    @Nested
    class KnownValues {
        @Test
        void aClaimIsFoundByFaceAndKind() {
            Claim turns = claim(Side.PROBE, Kind.HIDING_TURNS);
            Claim keeps = claim(Side.PROBE, Kind.SHOWING_KEEPS);
            DecisionClaims claims = new DecisionClaims(List.of(turns, keeps), 51);
            assertThat(claims.of(Side.PROBE, Kind.HIDING_TURNS)).contains(turns);
            assertThat(claims.of(Side.PROBE, Kind.SHOWING_KEEPS)).contains(keeps);
            assertThat(claims.of(Side.REFERENCE, Kind.HIDING_TURNS)).isEmpty();
        }

        @Test
        void chanceIsBeatenWhereNoRandomRegionDoesTheSame() {
            assertThat(claim(Side.PROBE, Kind.HIDING_TURNS, 1, 0.5, 19, 0).beatsChance()).isTrue();
            assertThat(claim(Side.PROBE, Kind.HIDING_TURNS, 1, 0.5, 19, 1).beatsChance()).isFalse();
            assertThat(claim(Side.PROBE, Kind.HIDING_TURNS, 1, 0.5, 0, 0).beatsChance()).isFalse();
            assertThat(none(0, 0).beatsChance()).isFalse();
        }
    }

    @Nested
    class Properties {
        @Test
        void theListIsCopied() {
            List<Claim> list = new ArrayList<>(List.of(claim(Side.PROBE, Kind.HIDING_TURNS)));
            DecisionClaims claims = new DecisionClaims(list, 51);
            list.clear();
            assertThat(claims.claims()).hasSize(1).isUnmodifiable();
        }
    }

    @Nested
    class Rejects {
        @Test
        void twoClaimsOfOneKindAboutAFace() {
            Claim one = claim(Side.PROBE, Kind.HIDING_TURNS);
            Claim other = claim(Side.PROBE, Kind.HIDING_TURNS, 0.5, 0.5, 19, 2);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DecisionClaims(List.of(one, other), 51))
                    .withMessageContaining("claims, one of each kind per face");
        }

        @Test
        void aNegativeCost() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DecisionClaims(List.of(), -1))
                    .withMessage("passCount must be at least 0, was -1");
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, -0.5, 1.001, Double.NaN})
        void aShareThatIsNone(double share) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim(Side.PROBE, Kind.HIDING_TURNS, share, 0.5, 19, 0))
                    .withMessage("share must be in (0.0, 1.0], was " + share);
        }

        @Test
        void aSimilarityThatIsNotFinite() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim(Side.PROBE, Kind.HIDING_TURNS, 0.5, Double.NaN, 19, 0))
                    .withMessageStartingWith("similarity must be ");
        }

        @Test
        void moreRegionsAlikeThanTried() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim(Side.PROBE, Kind.HIDING_TURNS, 0.5, 0.5, 19, 20))
                    .withMessage("randomLikewise must be in [0, 19], was 20");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> claim(Side.PROBE, Kind.HIDING_TURNS, 0.5, 0.5, -1, 0))
                    .withMessage("randomCount must be at least 0, was -1");
        }

        @Test
        void randomRegionsBesideNone() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none(19, 0))
                    .withMessage("randomCount without a share must be in [0, 0], was 19");
        }

        @Test
        void nothingInPlaceOfAFaceOrKind() {
            assertThatNullPointerException()
                    .isThrownBy(() -> claim(null, Kind.HIDING_TURNS))
                    .withMessage("side");
            assertThatNullPointerException()
                    .isThrownBy(() -> claim(Side.PROBE, null))
                    .withMessage("kind");
        }
    }
}
