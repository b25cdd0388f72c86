package io.github.corrrise.verify.adapter;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The guard of an engine's session, which crashes when it is closed under a pass or twice. */
@JCStressTest
@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the pass came first")
@Outcome(id = "2, 0, 1", expect = Expect.ACCEPTABLE, desc = "refused after close")
@Outcome(expect = Expect.FORBIDDEN, desc = "released under a pass, twice or never")
@State
public class SessionGuardStress {
    private static final FaceSize SIZE = new FaceSize(1, 1);

    private final AtomicInteger releases = new AtomicInteger();
    private final AtomicInteger misuses = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Session session = new Session(new Builder());
    private final FaceBatch face = FaceBatch.of(session.layout(), FaceImage.filled(SIZE, 1, 2, 3));

    private static final class Builder extends EmbedderBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }

    private final class Session extends ModelEmbedder {
        Session(Builder builder) {
            super(
                    builder.settings(),
                    new Model(
                            "session",
                            "",
                            SIZE,
                            EmbedderBuilder.TensorOrder.NCHW,
                            0,
                            "",
                            "Java",
                            Origin.UNKNOWN));
            measure();
        }

        @Override
        protected EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount) {
            underWay.incrementAndGet();
            misuses.addAndGet(releases.get());
            float[] rows = new float[2 * rowCount];
            Arrays.fill(rows, 1);
            misuses.addAndGet(releases.get());
            underWay.decrementAndGet();
            return new EmbeddingRows(new long[] {rowCount, 2}, FloatBuffer.wrap(rows));
        }

        @Override
        protected void release() {
            misuses.addAndGet(underWay.get());
            releases.incrementAndGet();
        }
    }

    @Actor
    public void pass(III_Result result) {
        try {
            result.r1 = session.embed(face)[0].length == 2 ? 1 : 0;
        } catch (IllegalStateException e) {
            result.r1 = 2;
        }
    }

    @Actor
    public void close() {
        session.close();
    }

    @Arbiter
    public void count(III_Result result) {
        session.close();
        result.r2 = misuses.get();
        result.r3 = releases.get();
    }
}
