package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.MapScale;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.Arrays;
import java.util.Objects;

/**
 * FV-RISE: RISE's masks in two groups, those that lower the similarity and those that raise it; the
 * first make a similarity heat map, the second a dissimilarity heat map.
 *
 * <pre>
 * S(y, x) = (1 / n-) sum over s_i &lt; s of (s - s_i) h_i(y, x) - (1 / n+) sum over s_i &gt; s of (s_i - s) h_i(y, x)
 * h_i(y, x) = m(y, x) - M_i(y, x)</pre>
 *
 * <p>s is the similarity of the whole faces, s_i that under mask i; M_i(y, x) in [0, 1] what the
 * mask leaves visible and m its mean over the masks, so that h tells by how much the mask hides
 * more of the pixel than masks do on average; n- and n+ are the sizes of the groups. The first term
 * is the similarity heat map, the one subtracted from it the dissimilarity heat map; an empty group
 * adds nothing. S has the unit of the similarity. A pixel whose visibility never varied counts as
 * defined, its value 0 but for rounding.
 *
 * <p>Source: N. Bousnina, J. Ascenso, P. Correia, F. Pereira, A RISE-Based Explainability Method
 * for Genuine and Impostor Face Verification, BIOSIG 2023, read together with the authors' code:
 * there a mask's group is told by the similarity of the whole faces, not by the threshold. Theirs
 * are two heat maps, each scaled to [0, 1], one shown for accepted and one for rejected pairs. Here
 * their difference is the signed map. Taking m off moves each heat map by a constant (the masks'
 * mean visibility is the same for all pixels but for chance), which changes no order and gives the
 * sign a meaning. The authors' masks are meant to show a tenth of the cells, but draw a normal
 * number below 0.1, which shows 54 %: the default is what they ran. Cost: N passes per side.
 *
 * @param masks draws the masks
 * @param maskCount N, at least 2; a run takes at most 1,000,000
 * @since 0.1.0
 */
public record FvRise(MaskGenerator masks, int maskCount) implements Baseline {
    /** The chance that a standard normal number is below 0.1. */
    private static final double SHOWN = 0.5398;

    private static final MapScale SCALE = Maps.signed("deviation of similarity");

    /** Checks the ranges. */
    public FvRise {
        Objects.requireNonNull(masks, "masks");
        Checks.atLeast(2, maskCount, "maskCount");
    }

    /** The authors' setting: 10,000 masks of 5 x 5 cells, each node visible with chance 0.54. */
    public static FvRise defaults() {
        return new FvRise(new GridMasks(5, SHOWN), 10_000);
    }

    /** The same with other masks. */
    public FvRise withMasks(MaskGenerator newMasks) {
        return new FvRise(newMasks, maskCount);
    }

    /** The same with another number of masks. */
    public FvRise withMaskCount(int newMaskCount) {
        return new FvRise(masks, newMaskCount);
    }

    @Override
    public int maskCount(FaceSize size) {
        return maskCount;
    }

    @Override
    public SaliencyExplainer on(FaceVerifier verifier, RunSettings run) {
        return new MaskedMethod("FV-RISE", this, verifier, run, masks, FvRise::map);
    }

    private static SaliencyMap map(SideScores scores) {
        int[] scored = scores.scored();
        double lowering = Arrays.stream(scored).filter(i -> scores.loss(i) > 0).count();
        double raising = Arrays.stream(scored).filter(i -> scores.loss(i) < 0).count();
        double[] deviations =
                scores.weights(
                        i -> {
                            double loss = scores.loss(i);
                            return loss > 0 ? loss / lowering : loss < 0 ? loss / raising : 0;
                        });
        double[][] sums = scores.visibleSums(deviations, scores.weights(i -> 1));
        double total = Arrays.stream(deviations).sum();
        double[] map = new double[sums[0].length];
        Arrays.setAll(map, pixel -> total * sums[1][pixel] / scored.length - sums[0][pixel]);
        return Maps.of(scores.size(), SCALE, map);
    }
}
