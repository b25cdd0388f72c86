package io.github.corrrise.saliency;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskGenerator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The maxima that shuffled normal scores reach over the masks of a run, in the shuffles' order.
 * They do not depend on any score, so the last few are kept: a few kilobytes each.
 */
final class NormalMaxima {
    private static final int KEPT = 16;

    private static final Map<Key, double[]> CACHE = new LinkedHashMap<>(KEPT, 1, true);

    private record Key(
            MaskGenerator masks,
            FaceSize size,
            long seed,
            int maskCount,
            List<Integer> strata,
            Object maps,
            int shuffleCount) {}

    private NormalMaxima() {}

    /**
     * Over the masks of a line, none of them left out; not to be written to.
     *
     * @param line any over these masks
     * @param maps what makes the line's maps of weights: equal where these are equal
     * @param shuffleCount how many
     */
    static double[] of(ShuffledScores line, Object maps, int shuffleCount) {
        MaskScores masks = line.masks();
        Key key =
                new Key(
                        masks.masks(),
                        masks.size(),
                        masks.seed(),
                        masks.maskCount(),
                        Arrays.stream(masks.strata()).boxed().toList(),
                        maps,
                        shuffleCount);
        synchronized (CACHE) {
            double[] known = CACHE.get(key);
            if (known != null) {
                return known;
            }
        }
        double[] maxima = line.ofNormalScores().maxima(0, shuffleCount);
        synchronized (CACHE) {
            CACHE.put(key, maxima);
            if (CACHE.size() > KEPT) {
                CACHE.remove(CACHE.keySet().iterator().next());
            }
        }
        return maxima;
    }
}
