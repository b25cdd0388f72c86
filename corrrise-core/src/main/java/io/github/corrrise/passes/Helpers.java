package io.github.corrrise.passes;

import org.jspecify.annotations.Nullable;

/**
 * Runs the same work in the calling thread and in helpers of an executor. The caller never waits
 * for a helper that has not started: an executor with no free thread slows a run down, it cannot
 * stop it. What one thread throws, checked exceptions too, stops the others and comes out of {@link
 * #run} as it is.
 */
final class Helpers {
    private final Runnable work;
    private final Runnable stop;
    private int running;
    private boolean over;
    private @Nullable Throwable failure;

    /**
     * Work that several threads share.
     *
     * @param work takes pieces until none is left
     * @param stop makes the work take no further piece
     */
    Helpers(Runnable work, Runnable stop) {
        this.work = work;
        this.stop = stop;
    }

    void run(PassSettings settings) {
        try {
            for (int i = 0; i < settings.helperCount(); i++) {
                settings.executor().execute(this::help);
            }
            work.run();
        } catch (Throwable e) {
            fail(e);
        }
        awaitHelpers();
        Throwable thrown = failure();
        if (thrown != null) {
            Helpers.<RuntimeException>rethrow(thrown);
        }
    }

    /**
     * Throws anything without declaring it: code in other languages throws so in the first place.
     */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private void help() {
        synchronized (this) {
            if (over) {
                return;
            }
            running++;
        }
        try {
            work.run();
        } catch (Throwable e) {
            fail(e);
        } finally {
            synchronized (this) {
                running--;
                notifyAll();
            }
        }
    }

    private synchronized void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
        stop.run();
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Helpers still hold the batch they work on, so they are waited for even when interrupted. */
    private synchronized void awaitHelpers() {
        over = true;
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
                stop.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
