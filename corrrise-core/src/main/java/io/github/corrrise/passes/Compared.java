package io.github.corrrise.passes;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.Side;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The whole faces of a run and the lines of scores that are made of their masked copies.
 *
 * @param probe of the verifier's input size
 * @param references one for a pair; any number, at least one, for a gallery
 * @param gallery true where messages number the references
 * @param lines which comparisons, in the order of their scores; may be empty
 * @param bothHidden weight of the comparison in which the same mask hides both faces, in [0, 1]; 0
 *     for a gallery
 */
record Compared(
        FaceImage probe,
        List<FaceImage> references,
        boolean gallery,
        List<MaskScores.Line> lines,
        double bothHidden) {
    /** A line for each masked side of a pair. */
    static Compared pair(FacePair pair, List<Side> sides, double bothHidden) {
        return new Compared(
                pair.probe(),
                List.of(pair.reference()),
                false,
                sides.stream().map(MaskScores.Line::of).toList(),
                bothHidden);
    }

    /** A line for each reference, the probe masked. */
    static Compared gallery(FaceImage probe, List<FaceImage> references) {
        Checks.atLeast(1, references.size(), "references.size()");
        return new Compared(
                probe,
                references,
                true,
                IntStream.range(0, references.size())
                        .mapToObj(MaskScores.Line::ofReference)
                        .toList(),
                0);
    }

    /** The faces whose masked copies are needed, the probe first. */
    List<Side> masked() {
        return blends()
                ? List.of(Side.PROBE, Side.REFERENCE)
                : lines.stream().map(MaskScores.Line::masked).distinct().sorted().toList();
    }

    /** True where masked copies are compared with masked copies too. */
    boolean blends() {
        return bothHidden > 0;
    }

    /** The face of a side; of a gallery the probe only is masked. */
    FaceImage face(Side side) {
        return side == Side.PROBE ? probe : references.get(0);
    }

    /** How messages call a reference. */
    String nameOf(int reference) {
        return gallery ? "reference " + reference : "reference";
    }

    /** Puts the comparison of masked copies with each other into every line. */
    void blend(double[][] scores, double[] both) {
        for (double[] line : scores) {
            for (int i = 0; i < line.length; i++) {
                line[i] = (1 - bothHidden) * line[i] + bothHidden * both[i];
            }
        }
    }
}
