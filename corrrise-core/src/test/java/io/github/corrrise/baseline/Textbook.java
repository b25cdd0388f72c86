package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceVerifier;

/**
 * A run whose masks and scores are all at hand, for a rule to be written out over them: a white
 * face and a black fill, scored by a curved function of what the mask shows.
 */
final class Textbook {
    private static final FaceSize SIZE = BaselineContract.SIZE;

    private final SaliencyMap map;
    private final double whole;
    private final double[] scores;
    private final double[][] masks;

    private Textbook(SaliencyMap map, double whole, double[] scores, double[][] masks) {
        this.map = map;
        this.whole = whole;
        this.scores = scores;
        this.masks = masks;
    }

    SaliencyMap map() {
        return map;
    }

    double whole() {
        return whole;
    }

    double[] scores() {
        return scores;
    }

    /** [mask][pixel]. */
    double[][] masks() {
        return masks;
    }

    static Textbook run(Baseline method, MaskGenerator masks, int maskCount) {
        FaceVerifier verifier = FaceVerifier.of(SIZE, (probe, reference) -> score(shown(probe)));
        FaceImage white = FaceImage.filled(SIZE, 255, 255, 255);
        RunSettings run = RunSettings.defaults().withSeed(3);
        SaliencyMap map = method.on(verifier, run).explain(FacePair.of(white, white)).probe();
        double[] scores = new double[maskCount];
        double[][] shown = new double[maskCount][SIZE.pixelCount()];
        MaskBatch batch = masks.generate(0, maskCount, SIZE, 3);
        for (int i = 0; i < maskCount; i++) {
            for (int pixel = 0; pixel < SIZE.pixelCount(); pixel++) {
                shown[i][pixel] = batch.at(i, pixel / SIZE.width(), pixel % SIZE.width());
            }
            scores[i] = (float) score(shown[i]);
        }
        return new Textbook(map, (float) score(shown(white)), scores, shown);
    }

    private static double[] shown(FaceImage face) {
        double[] shown = new double[SIZE.pixelCount()];
        for (int pixel = 0; pixel < shown.length; pixel++) {
            shown[pixel] = face.at(pixel / SIZE.width(), pixel % SIZE.width(), 0) / 255;
        }
        return shown;
    }

    /** Up with the upper left, down with the lower right, in the middle of its range for a face. */
    private static double score(double[] shown) {
        double left = 0;
        double right = 0;
        for (int pixel = 0; pixel < shown.length; pixel++) {
            int row = pixel / SIZE.width();
            int column = pixel % SIZE.width();
            left += row < 16 && column < 20 ? shown[pixel] / 320 : 0;
            right += row >= 16 && column >= 20 ? shown[pixel] / 320 : 0;
        }
        return left * left - right + 0.3 * left * right;
    }
}
