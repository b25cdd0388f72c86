package io.github.corrrise.bench;

import io.github.corrrise.cli.command.FaceSource;
import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.cli.command.PairsFile;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Some pairs of the development set, spread evenly over it, half of them genuine. */
final class SampledPairs {
    @Option(
            names = "--pairs-sampled",
            defaultValue = "12",
            description = "Pairs of the development set; default ${DEFAULT-VALUE}.")
    private int count = 12;

    /** The pairs, genuine ones first. */
    List<LabelledPair> of(Path shared) {
        return sample(shared, count);
    }

    /** So many pairs, half of them genuine; one genuine more where the count is odd. */
    static List<LabelledPair> sample(Path shared, int count) {
        List<LabelledPair> all = all(shared);
        List<LabelledPair> sample = new ArrayList<>();
        for (Truth truth : Truth.values()) {
            List<LabelledPair> some = all.stream().filter(pair -> pair.truth() == truth).toList();
            int wanted = truth == Truth.GENUINE ? (count + 1) / 2 : count / 2;
            for (int i = 0; i < wanted; i++) {
                sample.add(some.get((int) ((long) i * some.size() / wanted)));
            }
        }
        return sample;
    }

    /** The whole development set. */
    static List<LabelledPair> all(Path shared) {
        PairTable table =
                PairTable.read(
                        shared.resolve("faces/pairs-dev.csv"), shared.resolve("faces/aligned"));
        return PairsFile.labelled(
                table.requireLabelled().rows(),
                FaceSource.crops(FaceSize.ARCFACE, FaceImage.MAX_PIXELS));
    }
}
