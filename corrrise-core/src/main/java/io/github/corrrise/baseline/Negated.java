package io.github.corrrise.baseline;

import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.BitSet;

/** A method with the sign of its maps reversed. */
record Negated(Baseline method) implements Baseline {
    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new NegatedExplainer(method.on(verifier, run));
    }

    private record NegatedExplainer(SaliencyExplainer explainer) implements SaliencyExplainer {
        @Override
        public Explanation explain(FacePair pair) {
            Explanation why = explainer.explain(pair);
            String verifier = why.provenance().verifier();
            return negated(
                    why, Provenance.Inputs.of(pair, verifier, why.threshold(), description()));
        }

        @Override
        public FaceVerifier verifier() {
            return explainer.verifier();
        }

        @Override
        public String description() {
            return explainer.description() + ", negated";
        }
    }

    @Override
    public int maskCount(FaceSize size) {
        return method.maskCount(size);
    }

    @Override
    public Baseline negated() {
        return method;
    }

    private static Explanation negated(Explanation why, Provenance.Inputs inputs) {
        Provenance from = why.provenance();
        return Explanation.of(
                why.pair(),
                why.similarity(),
                why.threshold(),
                negated(why.probe()),
                why.reference().map(Negated::negated),
                new Provenance(
                        from.method() + ", negated",
                        from.verifier(),
                        inputs,
                        from.settings(),
                        from.seed(),
                        from.maskCount(),
                        from.failedCount(),
                        from.passCount(),
                        from.stopReason(),
                        from.libraryVersion(),
                        from.environment(),
                        from.timing()));
    }

    private static SaliencyMap negated(SaliencyMap map) {
        float[] values = map.toArray();
        BitSet undefined = new BitSet();
        for (int pixel = 0; pixel < values.length; pixel++) {
            values[pixel] = 0f - values[pixel];
            undefined.set(
                    pixel, !map.isDefined(pixel / map.size().width(), pixel % map.size().width()));
        }
        SaliencyMap.Scale scale = map.scale();
        SaliencyMap.Scale turned =
                new SaliencyMap.Scale(scale.quantity(), 0 - scale.maximum(), 0 - scale.minimum());
        return SaliencyMap.of(map.size(), turned, values).withUndefined(undefined);
    }
}
