package io.github.corrrise.saliency;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps what was used last, so many values at most. Two threads that miss the same value at once
 * both make it, and one of the two is kept: values must be equal in effect. Safe for use by several
 * threads.
 */
final class RecentlyUsed<K, V> {
    private final int most;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    RecentlyUsed(int most) {
        this.most = most;
    }

    /** The value of a key, made without holding up other threads where it is not kept. */
    V get(K key, Supplier<V> maker) {
        synchronized (values) {
            V known = values.get(key);
            if (known != null) {
                return known;
            }
        }
        V made = maker.get();
        synchronized (values) {
            values.put(key, made);
            if (values.size() > most) {
                values.remove(values.keySet().iterator().next());
            }
        }
        return made;
    }
}
