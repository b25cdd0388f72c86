package io.github.corrrise.profiling;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Drawn persons with two pictures each, and a verifier that knows them apart. */
final class ProfiledPersons {
    static final FaceSize SIZE = new FaceSize(32, 40);
    static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE).withThreshold(0.5);

    private ProfiledPersons() {}

    static FaceImage picture(int person, int picture) {
        Random shape = new Random(100 + person);
        double down = 0.3 + shape.nextDouble() * 0.5;
        double right = 0.3 + shape.nextDouble() * 0.5;
        double phase = shape.nextDouble() * 6;
        Random noise = new Random(31L * person + picture);
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            double wave = Math.sin(row * down + phase) * Math.cos(column * right);
            rgb[i] = (float) (120 + 80 * wave + 12 * noise.nextDouble());
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    static ModelProfiler.Pair pair(int probe, int reference) {
        return new ModelProfiler.Pair(
                "p" + probe + " against p" + reference,
                "p" + probe,
                "p" + reference,
                () -> FacePair.of(picture(probe, 0), picture(reference, 1)));
    }

    /** As many genuine pairs as persons, and as many impostor ones within the halves. */
    static List<ModelProfiler.Pair> pairs(int personCount) {
        List<ModelProfiler.Pair> pairs = new ArrayList<>();
        for (int person = 0; person < personCount; person++) {
            pairs.add(pair(person, person));
        }
        for (int person = 0; person < personCount; person++) {
            pairs.add(pair(person, (person + 2) % personCount));
        }
        return pairs;
    }
}
