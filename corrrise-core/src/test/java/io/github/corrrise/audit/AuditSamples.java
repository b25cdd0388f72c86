package io.github.corrrise.audit;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Pairs as an audit keeps them, with known numbers. */
final class AuditSamples {
    static final FaceSize SIZE = new FaceSize(8, 6);
    static final AuditedPair.Run RUN = run("model a");

    private AuditSamples() {}

    static AuditedPair.Run run(String verifier) {
        return new AuditedPair.Run(
                verifier, "toy maps", "1", 0.3, SIZE, "correlation", List.of("eye", "nose"));
    }

    /** Of a map that is the same everywhere, and effects of it. */
    static AuditedPair flat(String name, Truth truth, double similarity, float value) {
        float[] nodes = new float[SIZE.pixelCount()];
        Arrays.fill(nodes, value);
        return of(RUN, name, truth, similarity, nodes, value);
    }

    static AuditedPair of(
            AuditedPair.Run run,
            String name,
            Truth truth,
            double similarity,
            float[] nodes,
            double effect) {
        return AuditedPair.ofNodes(
                run,
                name,
                truth,
                similarity,
                nodes,
                List.of(
                        new AuditedPair.PartEffect("eye", effect, -effect),
                        new AuditedPair.PartEffect("nose", effect / 2, 0)));
    }

    /** Normal numbers that neighbours share, with a value added in the upper half. */
    static AuditedPair random(String name, Truth truth, Random random, double upper) {
        float[] nodes = new float[SIZE.pixelCount()];
        double scale = 0.1 * Math.exp(0.3 * random.nextGaussian());
        double all = random.nextGaussian();
        for (int node = 0; node < nodes.length; node++) {
            double own = 0.5 * all + random.nextGaussian();
            nodes[node] = (float) (scale * own + (node < nodes.length / 2 ? upper : 0));
        }
        return of(
                RUN,
                name,
                truth,
                truth == Truth.GENUINE ? 0.6 : 0.1,
                nodes,
                scale * random.nextGaussian() + upper);
    }
}
