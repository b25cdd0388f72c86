package io.github.corrrise.correlation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** Values that several threads miss at once, and a cache that is closed meanwhile. */
final class MaskCacheStress {
    private MaskCacheStress() {}

    private static int get(MaskCache cache, int key) {
        return cache.get(Integer.class, key, () -> 10 * key, value -> 8);
    }

    /** Room for one of two values. */
    @JCStressTest
    @Outcome(id = "10, 20, 8", expect = Expect.ACCEPTABLE, desc = "both right, one kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another value, or a count that is off")
    @State
    public static class TwoKeys {
        private final MaskCache cache = MaskCache.ofBytes(8);

        @Actor
        public void first(III_Result result) {
            result.r1 = get(cache, 1);
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = get(cache, 2);
        }

        @Arbiter
        public void count(III_Result result) {
            result.r3 = (int) cache.byteCount();
        }
    }

    /** A value that is being made when the cache is closed is not kept. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing is kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a value outlives close")
    @State
    public static class GetOrClose {
        private final MaskCache cache = MaskCache.ofBytes(100);

        @Actor
        public void get() {
            MaskCacheStress.get(cache, 1);
        }

        @Actor
        public void close() {
            cache.close();
        }

        @Arbiter
        public void count(J_Result result) {
            result.r1 = cache.byteCount();
        }
    }
}
