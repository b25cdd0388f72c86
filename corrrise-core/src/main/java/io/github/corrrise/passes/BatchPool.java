package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/** Direct buffers between runs: as many as one run uses at once, none after close. */
final class BatchPool {
    private final Deque<FaceBatch> idle = new ArrayDeque<>();
    private boolean closed;

    /** A batch of this shape for at least so many faces. One that does not fit is dropped. */
    FaceBatch take(int capacity, FaceSize size, PixelLayout layout) {
        synchronized (this) {
            for (FaceBatch batch = idle.poll(); batch != null; batch = idle.poll()) {
                if (batch.capacity() >= capacity
                        && batch.size().equals(size)
                        && batch.layout().equals(layout)) {
                    return batch;
                }
            }
        }
        return FaceBatch.allocate(capacity, size, layout);
    }

    synchronized void giveBack(FaceBatch batch, int mostIdle) {
        if (!closed && idle.size() < mostIdle) {
            idle.push(batch);
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        idle.clear();
    }
}
