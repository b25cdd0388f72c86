package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every {@link MaskGenerator} must do. */
public interface MaskGeneratorContract {
    /** The generator under test. */
    MaskGenerator masks();

    /** A size it can draw; not square, so that rows and columns cannot be exchanged unseen. */
    default FaceSize maskSize() {
        return new FaceSize(40, 32);
    }

    @Test
    default void givesTheBatchItWasAskedFor() {
        Law.holds(
                "as many masks as were asked for, of the size and from the index asked for",
                () -> {
                    MaskBatch batch = masks().generate(5, 7, maskSize(), 3);
                    assertThat(batch.count()).isEqualTo(7);
                    assertThat(batch.size()).isEqualTo(maskSize());
                    assertThat(batch.firstIndex()).isEqualTo(5);
                });
    }

    @Test
    default void aMaskDependsOnSeedIndexAndSizeAlone() {
        Law.holds(
                "a mask and its stratum depend on seed, index and size alone, not on the batch",
                () -> {
                    MaskBatch together = masks().generate(0, 50, maskSize(), 11);
                    for (int i : new int[] {49, 0, 17, 16, 31}) {
                        MaskBatch alone = masks().generate(i, 1, maskSize(), 11);
                        assertThat(visibility(alone, 0)).isEqualTo(visibility(together, i));
                        assertThat(alone.stratum(0)).isEqualTo(together.stratum(i));
                    }
                });
    }

    @Test
    default void severalThreadsDrawTheSameMasks() {
        Law.holds(
                "several threads draw the masks that one thread draws",
                () -> {
                    MaskBatch expected = masks().generate(100, 20, maskSize(), 4);
                    CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
                    Arrays.setAll(
                            threads,
                            t ->
                                    CompletableFuture.runAsync(
                                            () ->
                                                    assertThat(
                                                                    masks().generate(
                                                                                    100,
                                                                                    20,
                                                                                    maskSize(),
                                                                                    4))
                                                            .isEqualTo(expected)));
                    CompletableFuture.allOf(threads).join();
                });
    }

    @Test
    default void anotherSeedGivesOtherMasks() {
        Law.holds(
                "another seed gives other masks",
                () -> {
                    assertThat(masks().generate(0, 20, maskSize(), 1))
                            .isNotEqualTo(masks().generate(0, 20, maskSize(), 2));
                });
    }

    @Test
    default void visibilityLiesBetweenHiddenAndVisible() {
        Law.holds(
                "visibility lies in [0, 1], and masks hide something and show something",
                () -> {
                    MaskBatch batch = masks().generate(0, 200, maskSize(), 9);
                    double sum = 0;
                    for (int i = 0; i < batch.count(); i++) {
                        for (float value : visibility(batch, i)) {
                            assertThat(value).isBetween(0f, 1f);
                            sum += value;
                        }
                    }
                    double mean = sum / batch.count() / maskSize().pixelCount();
                    assertThat(mean)
                            .as("a run must hide something and show something")
                            .isBetween(0.01, 0.99);
                });
    }

    @Test
    default void allWaysToReadAMaskAgree() {
        Law.holds(
                "at(...), writeVisibility(...) and visibleShare(...) tell the same mask",
                () -> {
                    MaskBatch batch = masks().generate(3, 4, maskSize(), 2);
                    for (int i = 0; i < batch.count(); i++) {
                        float[] written = visibility(batch, i);
                        double sum = 0;
                        for (int row = 0; row < maskSize().height(); row++) {
                            for (int column = 0; column < maskSize().width(); column++) {
                                float value = written[row * maskSize().width() + column];
                                assertThat(batch.at(i, row, column)).isEqualTo(value);
                                sum += value;
                            }
                        }
                        assertThat(batch.visibleShare(i) * maskSize().pixelCount())
                                .isCloseTo(sum, within(1e-6));
                    }
                });
    }

    /** A default {@code toString} tells no setting and is another one in every process. */
    @Test
    default void tellsItsSettingsAsText() {
        Law.holds(
                "toString() tells the settings and is the same in every process",
                () -> {
                    assertThat(masks().toString())
                            .isNotBlank()
                            .doesNotContain(
                                    "@" + Integer.toHexString(System.identityHashCode(masks())))
                            .doesNotContain("$$Lambda")
                            .isEqualTo(masks().toString());
                });
    }

    @Test
    default void rejectsAnImpossibleRange() {
        Law.holds(
                "a first index under 0 or a count under 1 is refused by name",
                () -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> masks().generate(-1, 1, maskSize(), 0))
                            .withMessageContaining("firstIndex")
                            .withMessageContaining("-1");
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> masks().generate(0, 0, maskSize(), 0))
                            .withMessageContaining("count")
                            .withMessageContaining("0");
                });
    }

    private static float[] visibility(MaskBatch batch, int i) {
        FloatBuffer buffer = FloatBuffer.allocate(batch.size().pixelCount());
        batch.writeVisibility(i, buffer);
        return buffer.array();
    }
}
