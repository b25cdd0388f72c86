package io.github.corrrise.docs;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import java.util.Optional;

/** The words of the glossary in one place. */
public final class Words {
    private Words() {}

    /** From a pair to the two signs of a map. */
    public static SaliencyMap dissimilarityMap(
            SaliencyExplainer explainer, FaceImage probe, FaceImage reference) {
        // region: words
        FacePair pair = FacePair.of(probe, reference);
        Explanation why = explainer.explain(pair);
        double similarity = why.similarity();
        Optional<Decision> decision = why.decision(); // MATCH or NON_MATCH, by the threshold
        SaliencyMap saliencyMap = why.probe();
        SaliencyMap similarityMap = saliencyMap.similar();
        SaliencyMap dissimilarityMap = saliencyMap.dissimilar();
        // endregion
        if (decision.isPresent() && similarity > 0 && similarityMap.largestMagnitude() > 0) {
            return dissimilarityMap;
        }
        return saliencyMap;
    }
}
