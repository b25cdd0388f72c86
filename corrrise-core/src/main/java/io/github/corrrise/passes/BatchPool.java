package io.github.corrrise.passes;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** Direct buffers between runs: as many as one run uses at once, none after close. */
final class BatchPool {
    private final Deque<FloatBuffer> idle = new ArrayDeque<>();
    private boolean closed;

    /** Memory for at least so many faces of a size. What is too small is dropped. */
    FloatBuffer take(int capacity, FaceSize size) {
        long floats = 3L * capacity * size.pixelCount();
        synchronized (this) {
            for (FloatBuffer memory = idle.poll(); memory != null; memory = idle.poll()) {
                if (memory.capacity() >= floats) {
                    return memory;
                }
            }
        }
        return FaceBatch.memory(capacity, size);
    }

    synchronized void giveBack(FloatBuffer memory, int mostIdle) {
        if (!closed && idle.size() < mostIdle) {
            idle.push(memory);
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
