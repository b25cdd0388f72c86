package io.github.corrrise.verify.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class EmbeddingRowsTest {
    @Test
    void rowsStandFromTheBuffersPositionOn() {
        FloatBuffer values = FloatBuffer.wrap(new float[] {9, 1, 2, 3, 4, 5, 6}).position(1);
        EmbeddingRows rows = new EmbeddingRows(new long[] {2, 3}, values);
        float[] second = new float[3];
        rows.copyRow(1, second);
        assertThat(second).containsExactly(4, 5, 6);
        assertThat(rows.embeddingLength(2)).isEqualTo(3);
        assertThat(rows.embeddingLength(3)).isZero();
    }

    @Test
    void refusesAsManyValuesAsTheShapeDoesNotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbeddingRows(new long[] {2, 3}, FloatBuffer.allocate(5)))
                .withMessage("values must be 6 for the shape [2,3], was 5");
    }
}
