package io.github.corrrise.baseline;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.BitSet;

/** Makes maps of what a rule computed. */
final class Maps {
    private Maps() {}

    /** A scale without bounds, for values of either sign. */
    static SaliencyMap.Scale signed(String quantity) {
        return new SaliencyMap.Scale(quantity, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** A scale of values from 0 upwards. */
    static SaliencyMap.Scale unsigned(String quantity) {
        return new SaliencyMap.Scale(quantity, 0, Double.POSITIVE_INFINITY);
    }

    /** A map of one value per pixel, row-major; a pixel of value NaN is undefined. */
    static SaliencyMap of(FaceSize size, SaliencyMap.Scale scale, double[] values) {
        float[] known = new float[values.length];
        BitSet undefined = new BitSet();
        for (int pixel = 0; pixel < values.length; pixel++) {
            if (Double.isNaN(values[pixel])) {
                undefined.set(pixel);
            } else {
                known[pixel] = (float) values[pixel];
            }
        }
        return SaliencyMap.of(size, scale, known).withUndefined(undefined);
    }
}
