package io.github.corrrise.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MaskGridTest {
    private static BitSet nodes(int... visible) {
        BitSet nodes = new BitSet();
        for (int node : visible) {
            nodes.set(node);
        }
        return nodes;
    }

    @Test
    void visibleNodesStandACellApart() {
        MaskBatch.Grid grid = new MaskBatch.Grid(4, 3, 2, 1, 3, nodes(0, 2, 4));
        assertThat(grid.visiblePlaces()).containsExactly(-2, -1, -2, 5, 2, 2);
    }

    @Test
    void sharesItsNodesWithNobody() {
        BitSet nodes = nodes(1);
        MaskBatch.Grid grid = new MaskBatch.Grid(2, 2, 0, 0, 2, nodes);
        nodes.set(0);
        grid.visible().set(3);
        assertThat(grid).isEqualTo(new MaskBatch.Grid(2, 2, 0, 0, 2, nodes(1)));
    }

    @Test
    void rejectsShiftsOfACellAndMore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskBatch.Grid(4, 3, 4, 0, 3, nodes()))
                .withMessage("above must be in [0, 3], was 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskBatch.Grid(4, 3, 0, -1, 3, nodes()))
                .withMessage("left must be in [0, 2], was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaskBatch.Grid(0, 3, 0, 0, 3, nodes()))
                .withMessage("cellHeight must be at least 1, was 0");
    }
}
