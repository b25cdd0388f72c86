package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.evaluation.AdditiveVerifier;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.SaliencyMap;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class XFaceTest implements BaselineContract.OfScores {
    @Override
    public Baseline published() {
        return Baseline.xFace();
    }

    @Override
    public int documentedMaskCount() {
        return 1173;
    }

    @Override
    public Baseline small() {
        return Baseline.xFace(List.of(0.25, 0.5), 0.25);
    }

    @Override
    public Baseline thorough() {
        return Baseline.xFace();
    }

    @Override
    public double leastRankCorrelation() {
        return 0.9;
    }

    @Nested
    class KnownValues {
        /** Patches of one pixel (16 places) and of 2 x 2 (9 places) on a face of 4 x 4. */
        @Test
        void deviationsByAreaAreAveragedOverAllPatchesOfASide() {
            double[][] weights = {{1, 2, 3, 4}, {5, 6, 7, 8}, {-1, -2, -3, -4}, {0, 0, 0, 1}};
            AdditiveVerifier verifier = AdditiveVerifier.of(new FaceSize(4, 4), weights);
            FacePair white = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
            SaliencyMap map =
                    Baseline.xFace(List.of(0.25, 0.5), 0.25).on(verifier).explain(white).probe();
            double corner = (1 / 16.0 + (14 / 4.0) / 9) / 2;
            double inner = (6 / 16.0 + (14 + 18 + 8 + 8) / 4.0 / 9) / 2;
            assertThat((double) map.at(0, 0)).isCloseTo(corner, within(1e-6));
            assertThat((double) map.at(1, 1)).isCloseTo(inner, within(1e-6));
        }
    }

    @Nested
    class Properties {
        /**
         * Every pixel counts alike, so a map inside the rim is flat but for the blur's remainder.
         */
        @Tag("slow")
        @Test
        void theGridLeavesNoPatternOfItsOwn() {
            FaceSize size = new FaceSize(112, 112);
            AdditiveVerifier verifier = AdditiveVerifier.of(size, new double[][] {{1}});
            FacePair white = FacePair.of(verifier.whiteFace(), verifier.whiteFace());
            SaliencyMap map = Baseline.xFace().on(verifier).explain(white).probe();
            float least = Float.POSITIVE_INFINITY;
            float most = 0;
            for (int row = 32; row < 80; row++) {
                for (int column = 32; column < 80; column++) {
                    least = Math.min(least, map.at(row, column));
                    most = Math.max(most, map.at(row, column));
                }
            }
            assertThat(most / least).isLessThan(1.2f);
        }
    }

    @Nested
    class Rejects {
        @Test
        void noPatches() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Baseline.xFace(List.of(), 5 / 112.0))
                    .withMessage("sideFractions.size() must be at least 1, was 0");
        }
    }
}
