package io.github.corrrise.passes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.FaceSize;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class BatchPoolTest {
    private static final FaceSize SIZE = new FaceSize(4, 5);

    private final BatchPool pool = new BatchPool();

    @Test
    void memoryIsUsedAgainWhereItIsLargeEnough() {
        FloatBuffer memory = pool.take(3, SIZE);
        assertThat(memory.capacity()).isEqualTo(3 * 3 * 20);
        pool.giveBack(memory, 1);
        assertThat(pool.take(3, SIZE)).isSameAs(memory);
        assertThat(pool.take(3, SIZE)).as("taken already").isNotSameAs(memory);
        pool.giveBack(memory, 1);
        assertThat(pool.take(4, SIZE).capacity()).isEqualTo(4 * 3 * 20);
        assertThat(pool.take(3, SIZE)).as("dropped as too small").isNotSameAs(memory);
    }

    @Test
    void noMoreIsKeptThanOneRunUses() {
        FloatBuffer one = pool.take(1, SIZE);
        FloatBuffer other = pool.take(1, SIZE);
        FloatBuffer third = pool.take(1, SIZE);
        pool.giveBack(one, 2);
        pool.giveBack(other, 2);
        pool.giveBack(third, 2);
        assertThat(pool.take(1, SIZE)).isSameAs(other);
        assertThat(pool.take(1, SIZE)).isSameAs(one);
        assertThat(pool.take(1, SIZE)).isNotSameAs(third);
    }

    @Test
    void afterCloseNothingIsKept() {
        FloatBuffer kept = pool.take(1, SIZE);
        FloatBuffer late = pool.take(1, SIZE);
        pool.giveBack(kept, 2);
        assertThat(pool.isClosed()).isFalse();
        pool.close();
        assertThat(pool.isClosed()).isTrue();
        pool.giveBack(late, 2);
        assertThat(pool.take(1, SIZE)).isNotSameAs(kept).isNotSameAs(late);
    }
}
