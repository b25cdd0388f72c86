package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Direct buffers between runs: as many as one run uses at once, none after close. */
final class BatchPool {
    private final Deque<FaceBatch> idle = new ArrayDeque<>();
    private boolean closed;

    synchronized FaceBatch take(Supplier<FaceBatch> allocate) {
        FaceBatch batch = idle.poll();
        return batch != null ? batch : allocate.get();
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
