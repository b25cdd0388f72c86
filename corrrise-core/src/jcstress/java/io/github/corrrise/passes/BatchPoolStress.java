package io.github.corrrise.passes;

import io.github.corrrise.face.FaceSize;
import java.nio.FloatBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Memory between runs: of one run at a time, and of none after close. */
final class BatchPoolStress {
    private static final FaceSize SIZE = new FaceSize(1, 1);

    private BatchPoolStress() {}

    /** Two runs begin while one buffer is idle. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first has the idle one")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the second has the idle one")
    @Outcome(expect = Expect.FORBIDDEN, desc = "two runs write to one buffer, or it is lost")
    @State
    public static class TwoTakers {
        private final BatchPool pool = new BatchPool();
        private final FloatBuffer idle = pool.take(1, SIZE);

        public TwoTakers() {
            pool.giveBack(idle, 1);
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = pool.take(1, SIZE) == idle ? 1 : 0;
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = pool.take(1, SIZE) == idle ? 1 : 0;
        }
    }

    /** Two runs give back to a pool that keeps one. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "one is kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "more than the most, or none, are kept")
    @State
    public static class TwoGivers {
        private final BatchPool pool = new BatchPool();
        private final FloatBuffer one = pool.take(1, SIZE);
        private final FloatBuffer other = pool.take(1, SIZE);

        @Actor
        public void first() {
            pool.giveBack(one, 1);
        }

        @Actor
        public void second() {
            pool.giveBack(other, 1);
        }

        @Arbiter
        public void count(I_Result result) {
            for (int i = 0; i < 2; i++) {
                FloatBuffer taken = pool.take(1, SIZE);
                result.r1 += taken == one || taken == other ? 1 : 0;
            }
        }
    }

    /** A run ends while the explainer is closed. */
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "nothing is kept")
    @Outcome(expect = Expect.FORBIDDEN, desc = "memory outlives close")
    @State
    public static class GiveBackOrClose {
        private final BatchPool pool = new BatchPool();
        private final FloatBuffer lent = pool.take(1, SIZE);

        @Actor
        public void giveBack() {
            pool.giveBack(lent, 1);
        }

        @Actor
        public void close() {
            pool.close();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = pool.take(1, SIZE) == lent ? 1 : 0;
        }
    }
}
