package io.github.corrrise.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.baseline.Baseline;
import io.github.corrrise.contract.FaceEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchwiseVerifierTest implements FaceEmbedderContract {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final int ROWS = 4;
    private static final int COLUMNS = 5;
    private static final int SIDE = 8;

    private final LocalDescriptorVerifier model =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);
    private final PatchwiseVerifier verifier = PatchwiseVerifier.of(model, ROWS, COLUMNS);

    @Override
    public FaceEmbedder openVerifier() {
        return verifier;
    }

    private static FaceImage face(long seed) {
        return Fill.noise(seed).behind(FaceImage.filled(SIZE, 0, 0, 0));
    }

    private final FacePair pair = FacePair.of(face(1), face(2));

    private double similarity(FaceImage probe) {
        float[] a = verifier.embed(FaceBatch.of(verifier.layout(), probe))[0];
        float[] b = verifier.embed(FaceBatch.of(verifier.layout(), pair.reference()))[0];
        return verifier.similarity(a, b);
    }

    /** The probe with these patches from another face. */
    private FaceImage with(BitSet patches, FaceImage other) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            int patch = row / SIDE * COLUMNS + column / SIDE;
            FaceImage from = patches.get(patch) ? other : pair.probe();
            rgb[i] = from.at(row, column, i % 3);
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }

    @Test
    void theScoreIsTheSumOfTheContributions() {
        double sum = 0;
        for (double[] row : verifier.contributions(pair)) {
            assertThat(row).hasSize(COLUMNS);
            for (double each : row) {
                sum += each;
            }
        }
        assertThat(sum).isCloseTo(similarity(pair.probe()), within(1e-12));
    }

    @Test
    void aContributionIsTheModelsSimilarityOfTheEnlargedPatch() {
        FaceSize patch = new FaceSize(SIDE, SIDE);
        FaceImage[] cut = new FaceImage[2];
        for (int face = 0; face < 2; face++) {
            float[] rgb = new float[3 * patch.pixelCount()];
            for (int i = 0; i < rgb.length; i++) {
                FaceImage from = face == 0 ? pair.probe() : pair.reference();
                rgb[i] = from.at(2 * SIDE + i / 3 / SIDE, 3 * SIDE + i / 3 % SIDE, i % 3);
            }
            cut[face] = FaceImage.ofFloats(patch, rgb).resizedTo(SIZE);
        }
        float similarity = model.similarities(FaceBatch.of(model.layout(), cut[0]), cut[1])[0];
        assertThat(verifier.contributions(pair)[2][3])
                .isCloseTo(similarity / (ROWS * COLUMNS), within(1e-7));
    }

    @Test
    void aChangedPatchChangesItsOwnContributionOnly() {
        BitSet one = new BitSet();
        one.set(7);
        double[][] before = verifier.contributions(pair);
        double[][] after =
                verifier.contributions(FacePair.of(with(one, face(3)), pair.reference()));
        for (int patch = 0; patch < ROWS * COLUMNS; patch++) {
            double difference =
                    after[patch / COLUMNS][patch % COLUMNS]
                            - before[patch / COLUMNS][patch % COLUMNS];
            assertThat(difference != 0).as("patch " + patch).isEqualTo(patch == 7);
        }
    }

    @Test
    void effectsOfAnyPatchesAddUpToWhatTheirHidingCosts() {
        Fill fill = Fill.blur(0.2);
        float[] effects = verifier.effects(pair, fill).toArray();
        Random random = new Random(5);
        for (int draw = 0; draw < 10; draw++) {
            BitSet hidden = new BitSet();
            for (int patch = 0; patch < ROWS * COLUMNS; patch++) {
                hidden.set(patch, draw == 0 || random.nextBoolean());
            }
            double sum = 0;
            for (int pixel = 0; pixel < effects.length; pixel++) {
                int row = pixel / SIZE.width() / SIDE;
                int column = pixel % SIZE.width() / SIDE;
                sum += hidden.get(row * COLUMNS + column) ? effects[pixel] : 0;
            }
            double cost =
                    similarity(pair.probe()) - similarity(with(hidden, fill.behind(pair.probe())));
            // The map is of floats.
            assertThat(sum).as(hidden.toString()).isCloseTo(cost, within(1e-6));
        }
    }

    /** A window that is a patch, moved by a patch: occlusion finds the truth, but for its unit. */
    @Test
    void aMethodThatHidesThePatchesFindsTheEffects() {
        FaceSize square = new FaceSize(32, 32);
        PatchwiseVerifier four =
                PatchwiseVerifier.of(
                        LocalDescriptorVerifier.defaults().withInputSize(square), 4, 4);
        FacePair faces = FacePair.of(face(1).resizedTo(square), face(2).resizedTo(square));
        SaliencyMap found = Baseline.occlusion(0.25, 0.25).on(four).explain(faces).probe();
        SaliencyMap truth = four.effects(faces, Fill.black());
        for (int pixel = 0; pixel < square.pixelCount(); pixel++) {
            int row = pixel / 32;
            int column = pixel % 32;
            assertThat(found.at(row, column)).isCloseTo(64 * truth.at(row, column), within(1e-5f));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchwiseVerifier.of(model, 5, 5))
                .withMessage("rows and columns must be a grid that divides 32x40, was 5x5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PatchwiseVerifier.of(model, 0, 5))
                .withMessage("rows must be at least 1, was 0");
        FaceImage large = FaceImage.filled(new FaceSize(33, 40), 1, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verifier.contributions(FacePair.of(face(1), large)))
                .withMessage("reference must be 32x40, was 33x40");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> verifier.similarity(new float[20], new float[21]))
                .withMessageContaining("a multiple of 20, were 20 and 21");
    }

    @Test
    void theDescriptionTellsGridAndModel() {
        assertThat(verifier.description())
                .isEqualTo("PatchwiseVerifier 4x5 patches of " + model.description());
        assertThat(verifier.threshold()).isEmpty();
    }
}
