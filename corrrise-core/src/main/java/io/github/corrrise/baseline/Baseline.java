package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;
import java.util.List;

/**
 * A method that CorrRISE is compared with: its own settings, ready to be bound to a verifier. The
 * static factories make the methods of this library, each with its defaults or with settings of the
 * caller's; a method of one's own implements this interface.
 *
 * <pre>{@code
 * SaliencyExplainer lime = Baseline.lime().on(verifier);
 * }</pre>
 *
 * <p>Immutable; so are the explainers it makes, which are safe for use by several threads as far as
 * the verifier is. Equal settings and bit-identical scores give bit-identical maps, whatever the
 * batch size and the number of threads, as long as no time budget ends the run. Maps are raw,
 * neither clipped nor rescaled, in the unit that the map's scale names. Those of a method with a
 * sign are positive where seeing a pixel raises the similarity; those of S-RISE, Sobol, HSIC, the
 * gradient, SmoothGrad and the controls are not signed in this sense, as their factories say.
 * Standard errors, coverage and significance are empty.
 *
 * @since 0.1.0
 */
public interface Baseline {
    /** Binds the method to a verifier, with {@link RunSettings#defaults()}. */
    default SaliencyExplainer on(FaceVerifier verifier) {
        return on(verifier, RunSettings.defaults());
    }

    /**
     * Binds the method to a verifier. Masks of the caller's own choice ({@link
     * #sRise(MaskGenerator, int)}) are drawn only when a pair is explained; where they do not fit
     * the size, {@code explain} throws the {@link IllegalArgumentException}.
     *
     * @param verifier whose comparisons are explained; stays the caller's
     * @param run fill, seed, sides and passes, the same for all methods
     * @throws IllegalArgumentException where the settings do not fit the verifier's input size, or
     *     give fewer than 2 or more than 1,000,000 masks on it (a control has none), or where a
     *     method needs derivatives and the verifier gives none
     */
    SaliencyExplainer on(FaceVerifier verifier, RunSettings run);

    /**
     * How many masks are drawn, the same for each explained side. A pair costs this many passes per
     * side, and one comparison of the whole faces besides: 2 passes with an embedder, 1 otherwise.
     * Methods that take derivatives draw none; their factories tell their cost. Budgets and a stop
     * rule may end a run earlier.
     *
     * @param size height and width of the face
     */
    int maskCount(FaceSize size);

    /**
     * The same method with the sign of its maps reversed. A method without a sign (Sobol, HSIC, the
     * centre prior) then points by its dissimilarity map at the pixels that it finds important.
     */
    default Baseline negated() {
        return new Negated(this);
    }

    /**
     * Sliding occlusion: hide one window after another and see how much similarity each costs. A
     * window of an eighth of the face is moved by half of it.
     *
     * <pre>S(y, x) = mean of s - s_i over the windows i that hide (y, x)</pre>
     *
     * <p>s is the similarity of the whole faces, s_i that with window i hidden; S has the unit of
     * the similarity. A pixel that no scored window hides is undefined: at the lower and right rim
     * where the grid does not end there, and between windows where the step is longer than their
     * side.
     *
     * <p>Source: M. Zeiler, R. Fergus, Visualizing and Understanding Convolutional Networks, ECCV
     * 2014, arXiv:1311.2901. The paper slides a grey square and gives neither its side nor its
     * step; those here, a window of 14 pixels every 7 on a face of 112, are this library's. Cost:
     * one pass per window and side, 225 a side on a face of 112.
     */
    static Baseline occlusion() {
        return occlusion(1 / 8.0, 1 / 16.0);
    }

    /**
     * {@linkplain #occlusion() Sliding occlusion} with another window and step. Side and step are
     * rounded to whole pixels, at least one.
     *
     * @param windowFraction side of the window as a fraction of the face's shorter side, in (0, 1]
     * @param strideFraction step from window to window, as the same fraction, in (0, 1]
     * @throws IllegalArgumentException where a fraction is outside its range
     */
    static Baseline occlusion(double windowFraction, double strideFraction) {
        return new Occlusion(windowFraction, strideFraction);
    }

    /**
     * xFace: systematic occlusion by square patches of several sides; the deviation of the score,
     * divided by the patch's area, is added to every pixel that the patch hides. The published
     * setting: patches of 7, 14 and 28 pixels every 5 pixels on a face of 112.
     *
     * <pre>
     * S(y, x) = mean over sides w of (1 / n_w) sum over patches i of side w that hide (y, x) of (s - s_i) / w^2
     * </pre>
     *
     * <p>n_w patches of side w in pixels; s is the similarity of the whole faces, s_i that with
     * patch i hidden. The sum is divided by the number of all patches of a side, not of those that
     * hide the pixel, so pixels near the rim, which fewer patches hide, get less: the method is
     * defined so. The map is then blurred over one step of the grid, which takes the grid's own
     * pattern out of it: by a Gaussian of standard deviation sqrt((step^2 - 1) / 12), that of a row
     * of step pixels. A pixel that no scored patch hides is undefined; the blur takes it as 0.
     *
     * <p>Source: M. Knoche, T. Teepe, S. H&ouml;rmann, G. Rigoll, Explainable Model-Agnostic
     * Similarity and Confidence in Face Verification, WACV Workshops 2023, arXiv:2211.13735, in its
     * variant that compares each hidden face with the other face whole; the variant that averages
     * over all pairs of hidden faces needs embeddings. Their blur has a kernel as wide as the step
     * and all but flat. Left out: the scaling to [0, 1]. Patches have the side they are said to
     * have (in the authors' code they are a pixel wider), and the last place is used where it fits.
     * Cost: one pass per patch and side, 1,173 a side on a face of 112 (the authors' grid, which
     * leaves out a last place that just fits, has 1,130).
     */
    static Baseline xFace() {
        return xFace(List.of(1 / 16.0, 1 / 8.0, 1 / 4.0), 5 / 112.0);
    }

    /**
     * {@linkplain #xFace() xFace} with other patches and another step. Sides and step are rounded
     * to whole pixels, at least one.
     *
     * @param patchFractions sides of the patches as fractions of the face's shorter side, at least
     *     one, each in (0, 1]; copied
     * @param strideFraction step from patch to patch, as the same fraction, in (0, 1]
     * @throws IllegalArgumentException where there is no patch or a fraction is outside its range
     */
    static Baseline xFace(List<Double> patchFractions, double strideFraction) {
        return new XFace(patchFractions, strideFraction);
    }

    /**
     * MinPlus in one step: the similarity that is lost when a soft spot is removed from the whole
     * face ("minus"), and the similarity that is gained when the spot alone is shown ("plus"),
     * averaged. 14 x 14 spots, every 8 pixels on a face of 112, their standard deviation a tenth of
     * the face.
     *
     * <pre>
     * S(k) = ((s - s_k-) + (s_k+ - s_0)) / 2
     * minus: M(y, x) = 1 - g_k(y, x),   plus: M(y, x) = g_k(y, x),   g_k = Gaussian of height 1 about centre k
     * </pre>
     *
     * <p>s is the similarity of the whole faces, s_k- that with spot k removed, s_k+ that of spot k
     * alone, s_0 that of the hidden face. The values S(k) on the grid of centres are enlarged
     * bilinearly. S has the unit of the similarity. Where one of the two has no score the other
     * stands alone; without s_0 no spot has a plus. Where neither has one, the pixels nearest to k
     * are undefined, and the enlargement takes S(k) as 0, which pulls the values around them
     * towards 0.
     *
     * <p>Source: D. Mery, True Black-Box Explanation in Facial Analysis, CVPR Workshops 2022. What
     * is here are the paper's one-step maps (S0- and S0+) and their average (AVG). Left out: the
     * iteration that goes on removing (or adding) the best spot until the score crosses a threshold
     * (S1), which cannot be run in batches; the scaling of the two maps to [0, 1] before they are
     * averaged, which would lose the sign. The width of the spot and the step of the grid could not
     * be confirmed; the defaults are this library's. Cost: 2 n^2 + 1 passes per side for n centres
     * along each side, 393 by default.
     */
    static Baseline minPlus() {
        return minPlus(14, 0.1);
    }

    /**
     * {@linkplain #minPlus() MinPlus} with other spots.
     *
     * @param spotsPerSide centres along each side, at least 1 and at most the face's shorter side
     * @param sigmaFraction standard deviation of a spot as a fraction of the face's shorter side,
     *     in (0, 1]
     * @throws IllegalArgumentException where an argument is outside its range, as far as that is
     *     known without a face
     */
    static Baseline minPlus(int spotsPerSide, double sigmaFraction) {
        return new MinPlus(spotsPerSide, sigmaFraction);
    }

    /**
     * S-RISE: RISE's weighted mean of masks, weighted by the similarity. 1,000 of RISE's own masks.
     *
     * <pre>S(y, x) = 1 / (N m) sum_i s_i M_i(y, x)</pre>
     *
     * <p>s_i is the similarity under mask i, M_i(y, x) in [0, 1] what the mask leaves visible of
     * the pixel, m the mean visibility over all masks and pixels. S has the unit of the similarity:
     * it is about the mean score of the masks that show the pixel. It is not centred, so its zero
     * means nothing, only its order does; where all similarities are positive its dissimilarity map
     * is 0 everywhere. S is 0 everywhere where no scored mask shows anything.
     *
     * <p>Source: Y. Lu, T. Ebrahimi, Explanation of Face Recognition via Saliency Maps, 2023,
     * arXiv:2304.06118; masks as in V. Petsiuk, A. Das, K. Saenko, RISE, BMVC 2018,
     * arXiv:1806.07421. How many masks the paper draws, and on which grid, could not be confirmed:
     * the default has RISE's grid and 1,000 masks. Left out: the scaling of the finished map to [0,
     * 1]. Cost: N passes per side.
     */
    static Baseline sRise() {
        return sRise(GridMasks.defaults(), 1000);
    }

    /**
     * {@linkplain #sRise() S-RISE} with other masks, or another number of them.
     *
     * @param masks draws the masks; {@link GridMasks#defaults()} are RISE's
     * @param maskCount N, at least 2; a run takes at most 1,000,000
     * @throws IllegalArgumentException where the count is below its range
     */
    static Baseline sRise(MaskGenerator masks, int maskCount) {
        return new SRise(masks, maskCount);
    }

    /**
     * FV-RISE: RISE's masks in two groups, those that lower the similarity and those that raise it;
     * the first make a similarity heat map, the second a dissimilarity heat map. The authors'
     * setting: 10,000 masks of 5 x 5 cells, each node visible with chance 0.54.
     *
     * <pre>
     * S(y, x) = (1 / n-) sum over s_i &lt; s of (s - s_i) h_i(y, x) - (1 / n+) sum over s_i &gt; s of (s_i - s) h_i(y, x)
     * h_i(y, x) = m(y, x) - M_i(y, x)</pre>
     *
     * <p>s is the similarity of the whole faces, s_i that under mask i; M_i(y, x) in [0, 1] what
     * the mask leaves visible and m its mean over the masks, so that h tells by how much the mask
     * hides more of the pixel than masks do on average; n- and n+ are the sizes of the groups. The
     * first term is the similarity heat map, the one subtracted from it the dissimilarity heat map;
     * an empty group adds nothing. S has the unit of the similarity. A pixel whose visibility never
     * varied counts as defined, its value 0 but for rounding.
     *
     * <p>Source: N. Bousnina, J. Ascenso, P. Correia, F. Pereira, A RISE-Based Explainability
     * Method for Genuine and Impostor Face Verification, BIOSIG 2023, read together with the
     * authors' code: there a mask's group is told by the similarity of the whole faces, not by the
     * threshold. Theirs are two heat maps, each scaled to [0, 1], one shown for accepted and one
     * for rejected pairs. Here their difference is the signed map. Taking m off moves each heat map
     * by a constant (the masks' mean visibility is the same for all pixels but for chance), which
     * changes no order and gives the sign a meaning. The authors' masks are meant to show a tenth
     * of the cells, but draw a normal number below 0.1, which shows 54 %: the default is what they
     * ran. Cost: N passes per side.
     */
    static Baseline fvRise() {
        return fvRise(10_000);
    }

    /**
     * {@linkplain #fvRise() FV-RISE} with another number of the authors' masks.
     *
     * @param maskCount N, at least 2; a run takes at most 1,000,000
     * @throws IllegalArgumentException where the count is below its range
     */
    static Baseline fvRise(int maskCount) {
        return new FvRise(new GridMasks(5, FvRise.SHOWN), maskCount);
    }

    /**
     * LIME for pairs: show or hide superpixels of one face at random, and fit the similarity by a
     * weighted linear model of which are shown. 49 superpixels, 1,000 masks, width 0.25, ridge 1.
     *
     * <pre>
     * (b, beta) = argmin sum_i pi_i (s_i - b - beta . z_i)^2 + ridge |beta|^2
     * pi_i = exp(-d_i^2 / (2 width^2)),   d_i = 1 - sqrt(share of z_i shown)</pre>
     *
     * <p>z_i(c) is 1 where mask i shows superpixel c, 0 where it hides it, each with chance 1/2;
     * s_i is the similarity under it; d_i the cosine distance of z_i to the whole face, which
     * itself is one of the rows. The value of a pixel is the beta of its superpixel: what showing
     * it adds to the similarity, in its unit. Where every mask scores as the whole faces do, the
     * map is 0 everywhere; a superpixel that no scored mask hides counts as defined, its value 0.
     *
     * <p>Source: M. Ribeiro, S. Singh, C. Guestrin, "Why Should I Trust You?", KDD 2016,
     * arXiv:1602.04938, with the settings of the authors' code for images: 1,000 masks, width 0.25,
     * ridge 1. Superpixels here are the cells of a regular grid, the same for both faces, where
     * that code segments by colour: faces are aligned, and maps of two faces can be compared cell
     * by cell. Its fill is the mean colour of each superpixel; here it is the fill of the run, the
     * same for all methods. Cost: N passes per side, and N d^2 + d^3 steps for d superpixels.
     */
    static Baseline lime() {
        return lime(7, 1000, 0.25, 1.0);
    }

    /**
     * {@linkplain #lime() LIME} with other superpixels, masks or fit.
     *
     * @param cellsPerSide superpixels along each side, at least 1 and at most the face's shorter
     *     side
     * @param maskCount N, at least 2; a run takes at most 1,000,000
     * @param kernelWidth width of the weighting, above 0
     * @param ridge penalty of the coefficients, above 0
     * @throws IllegalArgumentException where an argument is outside its range, as far as that is
     *     known without a face
     */
    static Baseline lime(int cellsPerSide, int maskCount, double kernelWidth, double ridge) {
        return new Lime(cellsPerSide, maskCount, kernelWidth, ridge);
    }

    /**
     * Total Sobol indices of the cells of a grid: the share of the score's variance that is due to
     * how visible a cell is, alone or together with others. The published setting: 8 x 8 cells, n =
     * 32.
     *
     * <pre>
     * S(c) = (1 / (2 n)) sum_r (f(A_r) - f(A_r with cell c of B_r))^2 / V
     * V = variance of the f(A_r) and f(B_r)</pre>
     *
     * <p>A_r and B_r give every cell a visibility in [0, 1], uniform and independent; f is the
     * similarity of the face so masked. For a score that is additive over the cells S(c) tends to
     * w_c^2 / sum w^2; with interactions the indices add up to more than 1 in the limit. It has no
     * sign, and no dissimilarity map of its own ({@link #negated()} gives one of the same
     * importance). Equal scores give 0. n counts the designs of which both scores are known; a cell
     * that has none is undefined.
     *
     * <p>Source: T. Fel, R. Cad&egrave;ne, M. Chalvidal, M. Cord, D. Vigouroux, T. Serre, Look at
     * the Variance!, NeurIPS 2021, arXiv:2111.04138; estimator of M. Jansen, Computer Physics
     * Communications 117 (1999) 35-43, doi:10.1016/S0010-4655(98)00154-4. The paper draws A and B
     * from Sobol's sequence; here they are a Latin hypercube, which the authors' code offers too:
     * even in each cell, and free of tables. V pools A and B. Left out: the smooth enlargement of
     * the finished map. Cost: n (d + 2) passes per side for d cells, 2,112 by default.
     */
    static Baseline sobol() {
        return sobol(8, 32);
    }

    /**
     * {@linkplain #sobol() Total Sobol indices} of other cells, or from another number of designs.
     *
     * @param cellsPerSide cells along each side, at least 1 and at most the face's shorter side
     * @param designCount n, at least 2; n (d + 2) is at most 1,000,000
     * @throws IllegalArgumentException where an argument is outside its range, as far as that is
     *     known without a face
     */
    static Baseline sobol(int cellsPerSide, int designCount) {
        return new Sobol(cellsPerSide, designCount);
    }

    /**
     * Kernel dependence of the score on each cell of a grid (Hilbert-Schmidt independence
     * criterion). The published setting: 7 x 7 cells, 1,500 masks.
     *
     * <pre>
     * S(c) = tr(K_c H L H) / (N - 1)^2
     * K_c(i, j) = 1/2 - [z_i(c) differs from z_j(c)],   L(i, j) = exp(-(s_i - s_j)^2 / (2 sd^2))
     * </pre>
     *
     * <p>z_i(c) is 1 where mask i shows cell c and 0 where it hides it; s_i is the similarity under
     * it, sd the standard deviation of the similarities, H = 1 - 1/N the centring. S is at least 0,
     * and 0 in the limit just where score and cell are independent; with N masks chance leaves it a
     * little above. S does not change with the unit of the score. It has no sign, and no
     * dissimilarity map of its own ({@link #negated()} gives one of the same importance). Equal
     * scores give 0; a cell that is always shown or always hidden is undefined.
     *
     * <p>Source: P. Novello, T. Fel, D. Vigouroux, Making Sense of Dependence, NeurIPS 2022,
     * arXiv:2206.06219: grid of 7 x 7, masks from a Latin hypercube, 1,500 of them (750 on a
     * smaller budget). The authors' code sets the width of L to the median of the scores, which for
     * similarities about 0 is no width; the standard deviation takes its place. Left out: the
     * smooth enlargement of the finished map. Cost: N passes per side, and about N^2 d steps for d
     * cells; memory 16 N d bytes.
     */
    static Baseline hsic() {
        return hsic(7, 1500);
    }

    /**
     * {@linkplain #hsic() HSIC} of other cells, or with another number of masks.
     *
     * @param cellsPerSide cells along each side, at least 1 and at most the face's shorter side
     * @param maskCount N, at least 2; a run takes at most 1,000,000
     * @throws IllegalArgumentException where an argument is outside its range, as far as that is
     *     known without a face
     */
    static Baseline hsic(int cellsPerSide, int maskCount) {
        return new Hsic(cellsPerSide, maskCount);
    }

    /**
     * The gradient: how much the similarity changes with each pixel's colour.
     *
     * <pre>S(y, x) = max over colours c of |&part;s / &part;p_c(y, x)|</pre>
     *
     * <p>s is the cosine, the other face's embedding held; p in levels of 0 to 255. The sign of a
     * derivative says whether a brighter pixel would raise the similarity, not whether seeing it
     * does, so the map has none; {@link #negated()} points by its dissimilarity map.
     *
     * <p>Like the five methods below it needs a {@link
     * io.github.corrrise.verify.DifferentiableEmbedder} that compares by the cosine: {@code on}
     * refuses any other verifier with an {@link IllegalArgumentException}, and an explanation one
     * of another similarity with a {@link io.github.corrrise.verify.VerifierException}. They draw
     * no masks; budgets, stop rule, failure policy, progress and further threads have no bearing. A
     * derivative counts as one pass and takes the time of three or four.
     *
     * <p>Source: K. Simonyan, A. Vedaldi, A. Zisserman, Deep Inside Convolutional Networks, 2013,
     * arXiv:1312.6034, of the cosine instead of a class's score. Cost: one derivative per side.
     */
    static Baseline gradient() {
        return new GradientMap(false);
    }

    /**
     * Gradient times input: the derivative times what hiding takes away.
     *
     * <pre>S(y, x) = sum over colours c of &part;s / &part;p_c(y, x) (p_c(y, x) - f_c(y, x))</pre>
     *
     * <p>f is the fill of the run; with the black one this is the published product with the pixel
     * itself, for a model that is not shifted by its normalisation. To first order S is what seeing
     * the pixel adds to the similarity, in its unit. Needs what {@link #gradient()} needs.
     *
     * <p>Source: A. Shrikumar, P. Greenside, A. Shcherbina, A. Kundaje, Not Just a Black Box, 2016,
     * arXiv:1605.01713. Cost: one derivative per side.
     */
    static Baseline gradientTimesInput() {
        return new GradientMap(true);
    }

    /**
     * Integrated gradients: the derivative, averaged on the straight way from the fill to the face,
     * times what hiding takes away. 32 steps.
     *
     * <pre>
     * S(y, x) = sum over colours c of (p_c - f_c) (1 / n) sum_j &part;s / &part;p_c at f + (j - 1/2) / n (p - f)
     * </pre>
     *
     * <p>Complete: but for the error of n steps the values of a map add up to the similarity of the
     * whole face less that of the hidden one. S has the unit of the similarity. Needs what {@link
     * #gradient()} needs.
     *
     * <p>Source: M. Sundararajan, A. Taly, Q. Yan, Axiomatic Attribution for Deep Networks, ICML
     * 2017, arXiv:1703.01365. The paper sums at the ends of the steps and takes 20 to 300; here
     * they are taken in their middle, which needs fewer. Cost: n derivatives and n passes per side.
     */
    static Baseline integratedGradients() {
        return integratedGradients(32);
    }

    /**
     * {@linkplain #integratedGradients() Integrated gradients} with other steps.
     *
     * @param steps n, in [1, 10,000]
     * @throws IllegalArgumentException where it is outside its range
     */
    static Baseline integratedGradients(int steps) {
        return new IntegratedGradients(steps);
    }

    /**
     * SmoothGrad: the gradient, averaged over noisy copies of the face. 50 copies, noise of
     * standard deviation 0.15 of the face's range.
     *
     * <pre>S(y, x) = max over colours c of |(1 / n) sum_i &part;s / &part;p_c(y, x) at p + noise_i|
     * </pre>
     *
     * <p>Noise is normal, independent for each value, and not cut to [0, 255]. Without a sign, as
     * {@link #gradient()}, whose needs are the same. A noise of 0 gives its map.
     *
     * <p>Source: D. Smilkov, N. Thorat, B. Kim, F. Viegas, M. Wattenberg, SmoothGrad, 2017,
     * arXiv:1706.03825, which advises noise of 0.1 to 0.2 and about 50 copies. Cost: n derivatives
     * and n passes per side.
     */
    static Baseline smoothGrad() {
        return smoothGrad(50, 0.15);
    }

    /**
     * {@linkplain #smoothGrad() SmoothGrad} with other noise.
     *
     * @param sampleCount n, in [1, 10,000]
     * @param noiseFraction standard deviation of the noise as a fraction of the face's range, from
     *     its darkest value to its brightest, in [0, 1]
     * @throws IllegalArgumentException where an argument is outside its range
     */
    static Baseline smoothGrad(int sampleCount, double noiseFraction) {
        return new SmoothGrad(sampleCount, noiseFraction);
    }

    /**
     * FGGB: the gradient of every feature, normalised and weighted by what the feature adds to the
     * cosine beyond its share of the threshold.
     *
     * <pre>
     * S(y, x) = sum_k g_k(y, x) / max g_k (u_k v_k - t / D)
     * g_k(y, x) = mean over colours c of |&part;e_k / &part;p_c(y, x)|</pre>
     *
     * <p>e is the face's embedding of D features, u and v the two embeddings at unit length, t the
     * verifier's threshold, 0 where it has none. A feature whose gradient is 0 everywhere adds
     * nothing. S has no unit. Needs what {@link #gradient()} needs.
     *
     * <p>Source: Y. Lu, Z. Xu, T. Ebrahimi, Explainable Face Verification via Feature-Guided
     * Gradient Backpropagation, FG 2024, arXiv:2403.04549. The weights are the paper's. How a
     * gradient is normalised, and how its colours become one value, could not be confirmed; both
     * are this library's. Code of the authors could not be found. Cost: D derivatives per side, 256
     * to 512.
     */
    static Baseline fggb() {
        return new Fggb();
    }

    /**
     * xSSAB: the features that support a match and those that oppose it are followed back
     * separately.
     *
     * <pre>
     * S(y, x) = g+(y, x) - g-(y, x)
     * g+ = mean over colours c of |&part; / &part;p_c(y, x) of sum over u_k v_k &gt;= t / D of u_k v_k|
     * </pre>
     *
     * <p>u and v are the embeddings of the face and of the other at unit length, D features each; t
     * is the verifier's threshold, 0 where it has none; g- is of the features below t / D. Needs
     * what {@link #gradient()} needs.
     *
     * <p>Source: M. Huber, A. Luu, P. Terh&ouml;rst, N. Damer, Efficient Explainable Face
     * Verification based on Similarity Score Argument Backpropagation, WACV 2024, arXiv:2304.13409,
     * read together with the authors' abridged code: the split, the mean of magnitudes and the
     * difference are as there. Left out: the scaling for display. Cost: two derivatives per side.
     */
    static Baseline xSsab() {
        return new XSsab();
    }

    /**
     * A control: a random map, as smooth as published CorrRISE maps of a face model are, half of
     * whose autocorrelation is left after about a fifth of the face. The honest control: a map of
     * the same autocorrelation hides regions of the same kind as the method does, and differs from
     * it in nothing but where they are.
     *
     * <pre>autocorrelation at distance d: exp(-d^2 / (4 sigma^2))</pre>
     *
     * <p>Uniform noise, blurred by a Gaussian of standard deviation sigma; drawn wider than the
     * face and cut to it, so that the rim is no more and no less extreme than the middle. Other
     * seeds, other pairs and the two sides get independent maps; scores play no part. Values are in
     * [-1, 1], without a unit. Cost: no masks.
     */
    static Baseline randomSmooth() {
        return randomSmooth(RandomMap.PUBLISHED_SIGMA);
    }

    /**
     * {@linkplain #randomSmooth() A random map} of another smoothness.
     *
     * @param sigmaFraction standard deviation of the blur as a fraction of the face's shorter side,
     *     in [0, 1]; 0 is {@linkplain #randomWhite() white noise}
     * @throws IllegalArgumentException where the fraction is outside its range
     */
    static Baseline randomSmooth(double sigmaFraction) {
        return new RandomMap(sigmaFraction);
    }

    /**
     * A control: white noise, every pixel independent of the others. The weaker control: hiding
     * pixels one by one in random order disturbs a network as no face does, so it wins deletion
     * without pointing at anything; {@link #randomSmooth()} is the one to beat. Other seeds, other
     * pairs and the two sides get independent maps; scores play no part. Values are in [-1, 1],
     * without a unit. Cost: no masks.
     */
    static Baseline randomWhite() {
        return new RandomMap(0);
    }

    /**
     * A control: the same two maps whatever the pair, such as the mean map of other pairs of the
     * model. Most of a map belongs to the model; what a method gains over it is of the pair.
     *
     * @param probe map of every probe
     * @param reference map of every reference, of the same size
     */
    static Baseline fixed(SaliencyMap probe, SaliencyMap reference) {
        return new Fixed(probe, reference);
    }

    /**
     * A control: the middle of the picture, whatever is in it. The standard deviation is a quarter
     * of the face's shorter side.
     *
     * <pre>S(y, x) = exp(-r^2 / (2 sigma^2)),   r = distance from the centre</pre>
     *
     * <p>The same for every pair; scores play no part. Values are in [0, 1], without a unit. A face
     * model looks at the middle of an aligned face, so a method that does no better than this has
     * shown nothing. {@link #negated()} points at the middle by its dissimilarity map. Cost: no
     * masks.
     */
    static Baseline centrePrior() {
        return centrePrior(0.25);
    }

    /**
     * {@linkplain #centrePrior() The centre prior} of another width.
     *
     * @param sigmaFraction standard deviation as a fraction of the face's shorter side, in (0, 1]
     * @throws IllegalArgumentException where the fraction is outside its range
     */
    static Baseline centrePrior(double sigmaFraction) {
        return new CentrePrior(sigmaFraction);
    }
}
