package io.github.corrrise.docs;

import io.github.corrrise.contract.FaceVerifierContract;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.util.OptionalDouble;

class MatcherVerifierTest implements FaceVerifierContract {
    @Override
    public FaceVerifier openVerifier() {
        return new OwnVerifiers.MatcherVerifier(MatcherVerifierTest::compare, new FaceSize(40, 32));
    }

    static OptionalDouble compare(FaceImage probe, FaceImage reference) {
        double difference = 0;
        float[] a = probe.toPlanes();
        float[] b = reference.toPlanes();
        for (int i = 0; i < a.length; i++) {
            difference += Math.abs(a[i] - b[i]);
        }
        return OptionalDouble.of(1 - difference / a.length / 255);
    }
}
