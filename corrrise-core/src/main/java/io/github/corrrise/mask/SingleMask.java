package io.github.corrrise.mask;

import io.github.corrrise.face.FaceSize;
import java.nio.BufferOverflowException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** One mask of a batch, in one of three forms. Immutable. */
sealed interface SingleMask {
    MaskBatch.Form form();

    float at(FaceSize size, int row, int column);

    /** Sum of visibility over the pixels. */
    double visibleCount(FaceSize size);

    /** Writes the visibility of all pixels, row-major, from {@code start} on. */
    void write(FaceSize size, float[] to, int start);

    /** Writes the visibility of all pixels at the buffer's position. */
    default void write(FaceSize size, FloatBuffer to) {
        int pixelCount = size.pixelCount();
        if (!to.hasArray()) {
            float[] visibility = new float[pixelCount];
            write(size, visibility, 0);
            to.put(visibility);
            return;
        }
        if (to.remaining() < pixelCount) {
            throw new BufferOverflowException();
        }
        write(size, to.array(), to.arrayOffset() + to.position());
        to.position(to.position() + pixelCount);
    }

    /** Writes a copy of a face under this mask. */
    default void writeCopy(LaidOutFace face, LaidOutFace fill, float[] to) {
        float[] visibility = new float[face.size().pixelCount()];
        write(face.size(), visibility, 0);
        face.writeBlended(fill, visibility, 0, to);
    }

    /** Pairs (first, end) of hidden pixels, ascending and disjoint. */
    final class Runs implements SingleMask {
        private final int[] runs;

        Runs(BitSet hidden) {
            int[] found = new int[64];
            int length = 0;
            int first = hidden.nextSetBit(0);
            while (first >= 0) {
                int end = hidden.nextClearBit(first);
                if (length == found.length) {
                    found = Arrays.copyOf(found, 2 * length);
                }
                found[length++] = first;
                found[length++] = end;
                first = hidden.nextSetBit(end);
            }
            this.runs = Arrays.copyOf(found, length);
        }

        int[] toArray() {
            return runs.clone();
        }

        @Override
        public MaskBatch.Form form() {
            return MaskBatch.Form.BINARY;
        }

        @Override
        public float at(FaceSize size, int row, int column) {
            int pixel = row * size.width() + column;
            for (int run = 0; run < runs.length; run += 2) {
                if (pixel >= runs[run] && pixel < runs[run + 1]) {
                    return 0f;
                }
            }
            return 1f;
        }

        @Override
        public double visibleCount(FaceSize size) {
            int visible = size.pixelCount();
            for (int run = 0; run < runs.length; run += 2) {
                visible -= runs[run + 1] - runs[run];
            }
            return visible;
        }

        @Override
        public void write(FaceSize size, float[] to, int start) {
            Arrays.fill(to, start, start + size.pixelCount(), 1f);
            for (int run = 0; run < runs.length; run += 2) {
                Arrays.fill(to, start + runs[run], start + runs[run + 1], 0f);
            }
        }

        @Override
        public void writeCopy(LaidOutFace face, LaidOutFace fill, float[] to) {
            face.writeHidden(fill, runs, to);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Runs that && Arrays.equals(runs, that.runs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(runs);
        }
    }

    /** An enlarged grid, drawn when asked for. */
    record Grid(MaskBatch.Grid grid) implements SingleMask {
        @Override
        public MaskBatch.Form form() {
            return MaskBatch.Form.GRID;
        }

        @Override
        public float at(FaceSize size, int row, int column) {
            int above = (row + grid.above()) / grid.cellHeight();
            int left = (column + grid.left()) / grid.cellWidth();
            float further = (float) ((column + grid.left()) % grid.cellWidth()) / grid.cellWidth();
            float top = mix(grid.node(above, left), grid.node(above, left + 1), further);
            float bottom = mix(grid.node(above + 1, left), grid.node(above + 1, left + 1), further);
            return mix(top, bottom, shareDown(row));
        }

        @Override
        public double visibleCount(FaceSize size) {
            float[] visibility = new float[size.pixelCount()];
            write(size, visibility, 0);
            return sum(visibility, 0, visibility.length);
        }

        private float shareDown(int row) {
            return (float) ((row + grid.above()) % grid.cellHeight()) / grid.cellHeight();
        }

        /** Nodes are enlarged along a row of the grid once for all rows of pixels beside it. */
        @Override
        public void write(FaceSize size, float[] to, int start) {
            float[] top = new float[size.width()];
            float[] bottom = new float[size.width()];
            float[] between = new float[size.width()];
            enlargeAlong(0, bottom);
            int above = -1;
            for (int row = 0; row < size.height(); row++) {
                if ((row + grid.above()) / grid.cellHeight() > above) {
                    above++;
                    float[] swap = top;
                    top = bottom;
                    bottom = swap;
                    enlargeAlong(above + 1, bottom);
                }
                mix(top, bottom, shareDown(row), between);
                System.arraycopy(between, 0, to, start + row * between.length, between.length);
            }
        }

        private void enlargeAlong(int nodeRow, float[] columns) {
            int cellWidth = grid.cellWidth();
            int column = -grid.left();
            for (int left = 0; column < columns.length; left++) {
                float before = grid.node(nodeRow, left);
                float behind = grid.node(nodeRow, left + 1);
                int end = Math.min(cellWidth, columns.length - column);
                for (int inCell = Math.max(0, -column); inCell < end; inCell++) {
                    columns[column + inCell] = mix(before, behind, (float) inCell / cellWidth);
                }
                column += cellWidth;
            }
        }

        private static void mix(float[] top, float[] bottom, float share, float[] between) {
            for (int column = 0; column < between.length; column++) {
                between[column] = mix(top[column], bottom[column], share);
            }
        }

        private static float mix(float a, float b, float share) {
            return a + share * (b - a);
        }
    }

    /** One float per pixel, among those of the other masks of a batch. */
    final class Dense implements SingleMask {
        private final float[] visibility;
        private final int from;
        private final int pixelCount;

        Dense(float[] visibility, int from, int pixelCount) {
            this.visibility = visibility;
            this.from = from;
            this.pixelCount = pixelCount;
        }

        @Override
        public MaskBatch.Form form() {
            return MaskBatch.Form.SOFT;
        }

        @Override
        public float at(FaceSize size, int row, int column) {
            return visibility[from + row * size.width() + column];
        }

        @Override
        public double visibleCount(FaceSize size) {
            return sum(visibility, from, pixelCount);
        }

        @Override
        public void write(FaceSize size, float[] to, int start) {
            System.arraycopy(visibility, from, to, start, pixelCount);
        }

        @Override
        public void write(FaceSize size, FloatBuffer to) {
            to.put(visibility, from, pixelCount);
        }

        @Override
        public void writeCopy(LaidOutFace face, LaidOutFace fill, float[] to) {
            face.writeBlended(fill, visibility, from, to);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Dense that
                    && Arrays.equals(
                            visibility,
                            from,
                            from + pixelCount,
                            that.visibility,
                            that.from,
                            that.from + that.pixelCount);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(Arrays.copyOfRange(visibility, from, from + pixelCount));
        }
    }

    private static double sum(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        return sum;
    }
}
