package io.github.corrrise.passes;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A pair is scored while its passes are closed: well or not at all, and never after. */
@JCStressTest
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "begun before close, it ends well")
@Outcome(id = "2, 2", expect = Expect.ACCEPTABLE, desc = "refused after close")
@Outcome(expect = Expect.FORBIDDEN, desc = "another failure, or a run after close")
@State
public class CloseStress {
    private static final FaceSize SIZE = new FaceSize(1, 1);
    private static final FaceVerifier VERIFIER = FaceVerifier.of(SIZE, (probe, reference) -> 0.5);
    private static final FacePair PAIR =
            FacePair.of(FaceImage.filled(SIZE, 1, 2, 3), FaceImage.filled(SIZE, 3, 2, 1));

    private final MaskedPasses passes = new MaskedPasses(VERIFIER, PassSettings.defaults());

    private int score() {
        try {
            return passes.whole(PAIR).similarity() == 0.5 ? 1 : 0;
        } catch (IllegalStateException e) {
            return 2;
        }
    }

    @Actor
    public void run(II_Result result) {
        result.r1 = score();
    }

    @Actor
    public void close() {
        passes.close();
    }

    @Arbiter
    public void after(II_Result result) {
        result.r2 = score();
    }
}
