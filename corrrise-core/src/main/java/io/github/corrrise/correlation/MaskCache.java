package io.github.corrrise.correlation;

import io.github.corrrise.internal.check.Checks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Keeps what depends on masks alone, and on no score, for further runs over the same masks: the
 * moments of a mask distribution, the model of a run's masks, bounds of shuffled normal scores.
 * What was not used for longest is dropped where all together need more bytes than allowed. Results
 * are the same with any cache.
 *
 * <p>Keys hold the mask generator, compared by {@code equals}. The owner closes the cache, which
 * drops everything; it may be used after that and keeps nothing. Sizes are estimates of the arrays
 * held, good to some percent. Safe for use by several threads: two that miss the same value at once
 * both make it.
 *
 * @since 0.1.0
 */
public final class MaskCache implements AutoCloseable {
    private final long mostBytes;
    private final Map<Object, Entry> entries =
            new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
    private long byteCount;
    private boolean closed;

    private record Entry(Object value, long byteCount) {}

    private MaskCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A cache of at most a quarter of the heap. */
    public static MaskCache ofQuarterHeap() {
        return ofBytes(Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * A cache of bounded size.
     *
     * @param mostBytes at least 0; 0 keeps nothing
     */
    public static MaskCache ofBytes(long mostBytes) {
        return new MaskCache(Checks.atLeast(0, mostBytes, "mostBytes"));
    }

    /** The value of a key, made without holding up other threads where it is not kept. */
    <V> V get(Class<V> type, Object key, Supplier<V> maker, ToLongFunction<V> bytesOf) {
        synchronized (entries) {
            Entry known = entries.get(key);
            if (known != null) {
                return type.cast(known.value());
            }
        }
        V made = maker.get();
        put(key, new Entry(made, bytesOf.applyAsLong(made)));
        return made;
    }

    /** Marks a key as used, if it is kept. */
    void touch(Object key) {
        synchronized (entries) {
            entries.get(key);
        }
    }

    private void put(Object key, Entry entry) {
        synchronized (entries) {
            if (closed || entry.byteCount() > mostBytes) {
                return;
            }
            remove(key);
            entries.put(key, entry);
            byteCount += entry.byteCount();
            while (byteCount > mostBytes) {
                remove(entries.keySet().iterator().next());
            }
        }
    }

    private void remove(Object key) {
        Entry removed = entries.remove(key);
        if (removed != null) {
            byteCount -= removed.byteCount();
        }
    }

    /** Bytes held now. */
    public long byteCount() {
        synchronized (entries) {
            return byteCount;
        }
    }

    /** Drops everything; nothing is kept from now on. */
    @Override
    public void close() {
        synchronized (entries) {
            closed = true;
            entries.clear();
            byteCount = 0;
        }
    }

    /** For example {@code MaskCache[13 of 512 MiB]}. */
    @Override
    public String toString() {
        return "MaskCache[" + (byteCount() >> 20) + " of " + (mostBytes >> 20) + " MiB]";
    }
}
