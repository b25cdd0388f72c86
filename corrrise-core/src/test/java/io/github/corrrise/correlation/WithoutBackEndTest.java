package io.github.corrrise.correlation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.corrrise.Explainer;
import io.github.corrrise.contract.CorrelationContract;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.kernel.DenseKernels;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskBatch;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs without nd4j-native on the class path, as for a consumer who excludes it. */
@Tag("without-back-end")
class WithoutBackEndTest implements CorrelationContract {
    @Override
    public ScoreCorrelation.Kernel kernel() {
        return ScoreCorrelation.Kernel.AUTO;
    }

    @Override
    public boolean takesSoftMasks() {
        return true;
    }

    @Test
    void thereIsNoBackEnd() {
        assertThat(DenseKernels.nd4jAvailable()).isFalse();
    }

    @Test
    void softMasksAreCorrelatedInPlainJava() {
        LocalDescriptorVerifier verifier =
                LocalDescriptorVerifier.defaults().withInputSize(new FaceSize(40, 40));
        FaceImage face = FaceImage.filled(verifier.inputSize(), 90, 80, 70);
        MaskGenerator soft = SoftMasks.of(GridMasks.defaults());
        Explanation why =
                Explainer.builder(verifier)
                        .masks(soft)
                        .maskCount(20)
                        .build()
                        .explain(FacePair.of(face, face));
        assertThat(why.provenance().settings()).containsEntry("kernel", "PLAIN_JAVA");
        assertThat(why.probe().undefinedCount()).isZero();
    }

    @Test
    void askingForNd4jSaysWhatToAdd() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ScoreCorrelation.Kernel.ND4J.resolve(MaskBatch.Form.BINARY))
                .withMessageContaining("org.nd4j:nd4j-native");
    }
}
