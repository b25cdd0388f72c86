package io.github.corrrise.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import io.github.corrrise.verify.VerifierException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a consumer meets who has brought no engine. */
@Tag("without-engine")
class WithoutEngineTest {
    @Test
    void saysWhatToAdd() {
        assertThat(Engine.getAllEngines()).isSubsetOf("RPC");
        Criteria<NDList, NDList> criteria =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(TinyModels.file("embedder.pt"))
                        .build();
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(DjlFaceVerifier.builder(criteria)::open)
                .withMessage(
                        "no engine of DJL is on the class path: add one, for example"
                                + " ai.djl.pytorch:pytorch-engine or"
                                + " ai.djl.onnxruntime:onnxruntime-engine");
    }
}
