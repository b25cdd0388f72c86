package io.github.corrrise.spark;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What this process has open: one matcher per key, shared by all tasks, because a model takes more
 * memory than all else, and what depends on the masks alone is computed once. The last one stays
 * open between tasks and stages; it is closed when another is opened while no task uses it.
 */
final class OpenMatchers {
    private static final Map<String, Shared> OPEN = new LinkedHashMap<>();

    private static final class Shared {
        final OpenMatcher matcher;
        int taskCount;

        Shared(OpenMatcher matcher) {
            this.matcher = matcher;
        }
    }

    private OpenMatchers() {}

    /**
     * Opens what the task needs, or finds it open; each call is followed by one of {@link
     * #release}. Tasks that ask meanwhile wait.
     *
     * @throws IllegalStateException where it cannot be opened; nothing stays open then
     */
    static synchronized OpenMatcher acquire(PairTask task) {
        Shared shared = OPEN.get(task.key());
        if (shared == null) {
            closeIdle();
            shared = new Shared(OpenMatcher.open(task));
            OPEN.put(task.key(), shared);
        }
        shared.taskCount++;
        return shared.matcher;
    }

    /** A task that had acquired it is over. */
    static synchronized void release(String key) {
        Shared shared = OPEN.get(key);
        if (shared == null || shared.taskCount == 0) {
            throw new IllegalStateException("released what was not acquired: " + key);
        }
        shared.taskCount--;
    }

    /** Closes what no task uses. */
    static synchronized void closeIdle() {
        for (Iterator<Shared> all = OPEN.values().iterator(); all.hasNext(); ) {
            Shared shared = all.next();
            if (shared.taskCount == 0) {
                all.remove();
                shared.matcher.close();
            }
        }
    }

    /** How many are open. */
    static synchronized int count() {
        return OPEN.size();
    }
}
