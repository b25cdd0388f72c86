package io.github.corrrise.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.corrrise.verify.Truth;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelledScoresTest {
    @Nested
    class Properties {
        @Test
        void theOrderOfThePairsDoesNotMatter() {
            LabelledScores one = LabelledScores.of("X", new double[] {1, 2}, new double[] {3});
            LabelledScores other =
                    LabelledScores.builder("X")
                            .add(2, Truth.GENUINE)
                            .add(3, Truth.IMPOSTOR)
                            .add(1, Truth.GENUINE)
                            .build();
            assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
            assertThat(other.digest()).isEqualTo(one.digest()).hasSize(64);
            assertThat(other.toArray(Truth.GENUINE)).containsExactly(1, 2);
        }

        @Test
        void otherPairsHaveAnotherDigest() {
            String digest = LabelledScores.of("X", new double[] {1, 2}, new double[] {3}).digest();
            assertThat(LabelledScores.of("Y", new double[] {1, 2}, new double[] {3}).digest())
                    .isEqualTo(digest);
            assertThat(LabelledScores.of("X", new double[] {1}, new double[] {2, 3}).digest())
                    .isNotEqualTo(digest);
            assertThat(LabelledScores.of("X", new double[] {1, 2}, new double[] {4}).digest())
                    .isNotEqualTo(digest);
            LabelledScores.Builder grouped = LabelledScores.builder("X");
            grouped.add(1, Truth.GENUINE, "a").add(2, Truth.GENUINE, "a");
            assertThat(grouped.add(3, Truth.IMPOSTOR, "a").build().digest()).isNotEqualTo(digest);
        }

        @Test
        void bothZerosAreOneScore() {
            assertThat(LabelledScores.of("X", new double[] {-0.0}, new double[] {0.0}))
                    .isEqualTo(LabelledScores.of("X", new double[] {0.0}, new double[] {-0.0}));
        }

        /** More than the list begins with; and a set stays as it was when pairs are added. */
        @Test
        void aBuilderGoesOn() {
            LabelledScores.Builder builder = LabelledScores.builder("X");
            for (int pair = 0; pair < 100; pair++) {
                builder.add(pair, Truth.IMPOSTOR);
            }
            LabelledScores before = builder.build();
            assertThat(builder.add(100, Truth.IMPOSTOR).build().count(Truth.IMPOSTOR))
                    .isEqualTo(101);
            assertThat(before.toArray(Truth.IMPOSTOR)).isEqualTo(Samples.steps(0, 1, 100));
        }

        @Test
        void arraysAreCopiedInAndOut() {
            double[] genuine = {1, 2};
            LabelledScores scores = LabelledScores.of("X", genuine, new double[] {3});
            genuine[0] = 9;
            scores.toArray(Truth.GENUINE)[1] = 9;
            assertThat(scores.toArray(Truth.GENUINE)).containsExactly(1, 2);
        }

        @Test
        void groupsAreSetsOfTheirOwn() {
            LabelledScores scores =
                    LabelledScores.builder("X")
                            .verifier("model 1")
                            .add(0.9, Truth.GENUINE, "b")
                            .add(0.5, Truth.IMPOSTOR, "a")
                            .add(0.1, Truth.IMPOSTOR, "b")
                            .build();
            assertThat(scores.groups()).containsExactly("a", "b");
            assertThat(scores.count(Truth.IMPOSTOR)).isEqualTo(2);
            assertThat(scores.toArray(Truth.IMPOSTOR)).containsExactly(0.1, 0.5);
            LabelledScores group = scores.ofGroup("b");
            assertThat(group.name()).isEqualTo("X, group b");
            assertThat(group.verifier()).contains("model 1");
            assertThat(group.groups()).isEmpty();
            assertThat(group.toArray(Truth.IMPOSTOR)).containsExactly(0.1);
            assertThat(group.digest())
                    .isEqualTo(
                            LabelledScores.of("Y", new double[] {0.9}, new double[] {0.1})
                                    .digest());
        }

        @Test
        void theTextHasNoScore() {
            assertThat(LabelledScores.of("X", new double[] {0.123}, new double[] {3}))
                    .hasToString("LabelledScores[X, 1 genuine and 1 impostor pairs, groups []]");
        }
    }

    @Nested
    class Rejects {
        @ParameterizedTest
        @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void aScoreThatIsNone(double score) {
            LabelledScores.Builder builder = LabelledScores.builder("X").add(1, Truth.GENUINE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.add(score, Truth.IMPOSTOR))
                    .withMessage("score of pair 2 must be finite, was " + score);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LabelledScores.of("X", new double[1], new double[] {score}))
                    .withMessage("score of pair 2 must be finite, was " + score);
        }

        /** What was refused leaves the builder as it was. */
        @Test
        void anUnlabelledRow() {
            LabelledScores.Builder builder = LabelledScores.builder("X");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.add(1, null, "a"))
                    .withMessage("truth of pair 1");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.add(1, null))
                    .withMessage("truth of pair 1");
            assertThat(builder.add(1, Truth.GENUINE).build().count(Truth.GENUINE)).isEqualTo(1);
        }

        @Test
        void pairsWithAndWithoutGroups() {
            LabelledScores.Builder grouped = LabelledScores.builder("X").add(1, Truth.GENUINE, "a");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> grouped.add(1, Truth.GENUINE))
                    .withMessage("group of pair 2 must be given, as of the pairs before, was none");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> grouped.add(1, Truth.GENUINE, " "))
                    .withMessage("group of pair 2 must be not blank, was \" \"");
            LabelledScores.Builder plain = LabelledScores.builder("X").add(1, Truth.GENUINE);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plain.add(1, Truth.GENUINE, "a"))
                    .withMessage("group of pair 2 must be none, as of the pairs before, was a");
        }

        @Test
        void noPairNoNameNoGroup() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LabelledScores.builder("X").build())
                    .withMessage("pairs of X must be at least 1, was 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LabelledScores.builder(" "))
                    .withMessage("name must be not blank, was \" \"");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Samples.overlapping().ofGroup("a"))
                    .withMessage("group must be one of [], was a");
        }
    }
}
