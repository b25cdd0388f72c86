package io.github.corrrise.passes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** A caller and a helper that an executor may start at any time, before and after the run. */
final class HelpersStress {
    private HelpersStress() {}

    /** An executor whose only thread is the other actor. */
    private static final class Hand {
        private final AtomicReference<Runnable> handed = new AtomicReference<>();
        private final PassSettings settings =
                PassSettings.builder().executor(handed::set, 2).build();

        void help() {
            for (int look = 0; look < 200; look++) {
                Runnable help = handed.get();
                if (help != null) {
                    help.run();
                    return;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Work of three pieces, and a run that returns only when none is under way. */
    @JCStressTest
    @Outcome(id = "3, 0, 3", expect = Expect.ACCEPTABLE, desc = "each piece once, all finished")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a piece is lost, doubled or still under way")
    @State
    public static class Claiming {
        private final Hand hand = new Hand();
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();

        /** Plain: whoever returns from a run sees what its helpers wrote. */
        private final int[] done = new int[3];

        private final Helpers helpers = new Helpers(this::work, () -> claimed.set(3));

        private void work() {
            while (true) {
                int piece = claimed.getAndIncrement();
                if (piece >= done.length) {
                    return;
                }
                underWay.incrementAndGet();
                done[piece]++;
                underWay.decrementAndGet();
            }
        }

        @Actor
        public void caller(III_Result result) {
            helpers.run(hand.settings);
            result.r2 = underWay.get();
            for (int times : done) {
                result.r1 += times;
                result.r3 += times == 1 ? 1 : 0;
            }
        }

        @Actor
        public void helper() {
            hand.help();
        }
    }

    /** The helper's piece fails: the caller throws it, whenever the helper took it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the helper came too late")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "its failure is the run's")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a failure is lost or invented")
    @State
    public static class Failing {
        private final Hand hand = new Hand();
        private final AtomicInteger failed = new AtomicInteger();
        private volatile Thread caller = Thread.currentThread();
        private final Helpers helpers = new Helpers(this::work, () -> {});

        private void work() {
            if (Thread.currentThread() != caller) {
                failed.set(1);
                throw new IllegalArgumentException("expected");
            }
        }

        @Actor
        public void caller(II_Result result) {
            caller = Thread.currentThread();
            try {
                helpers.run(hand.settings);
            } catch (IllegalArgumentException e) {
                result.r1 = 1;
            }
            result.r2 = failed.get();
        }

        @Actor
        public void helper() {
            hand.help();
        }
    }
}
