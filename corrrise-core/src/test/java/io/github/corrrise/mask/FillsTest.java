package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FillsTest {
    @Test
    void oneFillIsThatOfAllMasks() {
        Fills one = Fills.of(Fill.mean());
        assertThat(IntStream.range(0, 9).map(one::turn)).containsOnly(0);
        assertThat(one).hasToString(Fill.mean().toString());
    }

    @Test
    void severalAreTakenInTurnAndSaySo() {
        Fills two = Fills.of(Fill.black(), Fill.mean());
        assertThat(IntStream.range(0, 8).map(two::turn)).containsExactly(0, 1, 1, 0, 0, 1, 1, 0);
        assertThat(two).hasToString(Fill.black() + ", " + Fill.mean() + " in turn");
    }

    /** Strata of masks are divided further by fill, without gaps. */
    @Test
    void threeMoveOnByOneEachRound() {
        Fills three = Fills.of(Fill.black(), Fill.mean(), Fill.noise(1));
        assertThat(IntStream.range(0, 9).map(three::turn))
                .containsExactly(0, 1, 2, 1, 2, 0, 2, 0, 1);
        assertThat(three.count()).isEqualTo(3);
        assertThat(IntStream.range(0, 4).map(mask -> three.stratum(mask % 2, mask)))
                .containsExactly(0, 4, 2, 4);
    }

    /** Every fill meets both halves of a run and every part of a mixture equally often. */
    @Test
    void turnsDoNotFollowHalvesOrParts() {
        for (int count = 2; count <= 4; count++) {
            Fills fills =
                    Fills.of(IntStream.range(0, count).mapToObj(Fill::noise).toArray(Fill[]::new));
            for (int parts = 2; parts <= 3; parts++) {
                int[][] met = new int[parts][count];
                int round = 36 * count;
                for (int mask = 0; mask < round; mask++) {
                    met[mask % parts][fills.turn(mask)]++;
                }
                for (int[] ofPart : met) {
                    assertThat(ofPart).containsOnly(round / parts / count);
                }
            }
        }
    }

    @Test
    void noFillIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(Fills::of)
                .withMessageContaining("inTurn.size()");
    }
}
