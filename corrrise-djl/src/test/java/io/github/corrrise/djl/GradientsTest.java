package io.github.corrrise.djl;

import static io.github.corrrise.djl.TinyModels.LENGTH;
import static io.github.corrrise.djl.TinyModels.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.GradientCollector;
import io.github.corrrise.contract.DifferentiableEmbedderContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.verify.VerifierException;
import io.github.corrrise.verify.adapter.EmbedderBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives by the engine of PyTorch, of small models. */
@Tag("slow")
class GradientsTest {
    private static DjlFaceVerifier.Builder builder(String model) {
        return builder(TinyModels.pyTorch(model));
    }

    /** Passes of one face: of several, oneDNN derives convolutions of few channels wrongly. */
    private static DjlFaceVerifier.Builder single(String model) {
        return builder(model).batchLimit(1);
    }

    private static DjlFaceVerifier.Builder builder(Criteria<?, ?> criteria) {
        return DjlFaceVerifier.builder(criteria).inputSize(SIZE).gradients(true);
    }

    private static FaceBatch ramps(DjlFaceVerifier verifier, int count) {
        FaceImage[] faces = new FaceImage[count];
        Arrays.fill(faces, TinyModels.ramp(SIZE));
        return FaceBatch.of(verifier.layout(), faces);
    }

    private static float[][] ones(int count) {
        float[][] cotangents = new float[count][LENGTH];
        for (float[] cotangent : cotangents) {
            Arrays.fill(cotangent, 1);
        }
        return cotangents;
    }

    private abstract static class Contract implements DifferentiableEmbedderContract {
        @Override
        public double tolerance() {
            return 1e-5;
        }
    }

    /** Scripted with what training would switch: saved in evaluation mode it stays there. */
    @Nested
    class OfASmoothModel extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder("smooth").batchLimit(2).open();
        }
    }

    @Nested
    class OfUnitLength extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder("smooth").unitLength(true).open();
        }
    }

    @Nested
    class OfAFixedBatch extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return builder("smooth").fixedBatch(3).open();
        }
    }

    /** A rectifier has kinks: differences see some of them. */
    @Nested
    class OfAModelThatWorksInPlace extends Contract {
        @Override
        public DjlFaceVerifier openVerifier() {
            return single("in-place").open();
        }

        @Override
        public double differenceTolerance() {
            return 0.02;
        }
    }

    @Nested
    class KnownValues {
        private static final float[] COTANGENT = {1, -1, 0.5f, 2, -2, 0.25f};

        /** By autograd of PyTorch 1.13 in Python, of the same weights and the same ramp. */
        @Test
        void theGradientIsThatOfAutograd() {
            try (var verifier = builder("smooth").mean(0).deviation(1).open()) {
                float[] gradient =
                        verifier.pullBack(ramps(verifier, 1), new float[][] {COTANGENT})[0];
                int[][] places = {{0, 0, 0}, {1, 5, 4}, {2, 11, 8}, {2, 3, 7}};
                double[] expected = {
                    0.0175775624811650, 0.0109865758568048, -0.0032906597480178, 0.0064970953390002
                };
                for (int i = 0; i < places.length; i++) {
                    int[] place = places[i];
                    int value = place[0] * SIZE.pixelCount() + place[1] * SIZE.width() + place[2];
                    assertThat((double) gradient[value]).isCloseTo(expected[i], within(1e-7));
                }
                double squareSum = 0;
                for (float value : gradient) {
                    squareSum += (double) value * value;
                }
                assertThat(Math.sqrt(squareSum)).isCloseTo(0.1886686235666275, within(1e-6));
            }
        }

        @Test
        void aModelThatDoublesItsInputInPlaceHasTwiceTheSlope() {
            try (var plain = single("embedder").mean(0).deviation(1).open();
                    var doubled = single("in-place").mean(0).deviation(1).open()) {
                // A rectifier whose input changes its sign has another slope; biases are small.
                float[] once = plain.pullBack(ramps(plain, 1), ones(1))[0];
                float[] twice = doubled.pullBack(ramps(doubled, 1), ones(1))[0];
                int agreeing = 0;
                for (int i = 0; i < once.length; i++) {
                    if (Math.abs(twice[i] - 2 * once[i]) <= 1e-6) {
                        agreeing++;
                    }
                }
                assertThat(agreeing).isGreaterThan(once.length * 9 / 10);
            }
        }

        @Test
        void oneOfTwoOutputsIsDifferentiated() {
            try (var first = single("two-outputs").output(0).open();
                    var second = single("two-outputs").output(1).open()) {
                float[] once = first.pullBack(ramps(first, 1), ones(1))[0];
                float[] twice = second.pullBack(ramps(second, 1), ones(1))[0];
                for (int i = 0; i < once.length; i++) {
                    assertThat((double) twice[i]).isCloseTo(2 * once[i], within(1e-7));
                }
            }
        }

        @Test
        void aModelThatWantsChannelsLastGetsThemBack() {
            try (var planar = single("embedder").open();
                    var interleaved =
                            single("interleaved")
                                    .tensorOrder(EmbedderBuilder.TensorOrder.NHWC)
                                    .open()) {
                float[] planes = planar.pullBack(ramps(planar, 1), ones(1))[0];
                float[] pixels = interleaved.pullBack(ramps(interleaved, 1), ones(1))[0];
                int pixelCount = SIZE.pixelCount();
                for (int i = 0; i < planes.length; i++) {
                    double same = pixels[3 * (i % pixelCount) + i / pixelCount];
                    assertThat((double) planes[i]).isCloseTo(same, within(1e-7));
                }
            }
        }

        /** A number that a graph keeps must not lie in memory that is freed meanwhile. */
        @Test
        void collectingGarbageChangesNoGradient() throws InterruptedException {
            AtomicBoolean done = new AtomicBoolean();
            Thread collecting =
                    new Thread(
                            () -> {
                                while (!done.get()) {
                                    System.gc();
                                    ByteBuffer.allocateDirect(Float.BYTES).putInt(0, -1);
                                }
                            });
            try (var verifier = builder("smooth").open()) {
                FaceBatch faces = ramps(verifier, 2);
                float[][] cotangents = {COTANGENT, COTANGENT};
                float[] expected = verifier.pullBack(faces, cotangents)[0];
                collecting.start();
                for (int i = 0; i < 60; i++) {
                    assertThat(verifier.pullBack(faces, cotangents)[0])
                            .containsExactly(expected, within(1e-6f));
                }
            } finally {
                done.set(true);
                collecting.join();
            }
        }

        @Test
        void theDescriptionIsTheSameWithGradientsAndWithout() {
            try (var with = builder("smooth").open();
                    var without =
                            DjlFaceVerifier.builder(TinyModels.pyTorch("smooth"))
                                    .inputSize(SIZE)
                                    .open()) {
                assertThat(with.description()).isEqualTo(without.description());
            }
        }
    }

    @Nested
    class Rejects {
        @Test
        void gradientsThatWereNotAskedFor() {
            try (var verifier =
                    DjlFaceVerifier.builder(TinyModels.pyTorch("smooth")).inputSize(SIZE).open()) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> verifier.pullBack(ramps(verifier, 1), ones(1)))
                        .withMessageContaining("gradients(true) must be set")
                        .withMessageContaining("smooth");
            }
        }

        @Test
        void anotherEngine() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder(TinyModels.onnxRuntime()).open())
                    .withMessageContaining("PyTorch")
                    .withMessageContaining("OnnxRuntime");
        }

        @Test
        void aModelThatIsLoaded() {
            try (ZooModel<NDList, NDList> model = TinyModels.load(TinyModels.pyTorch("smooth"))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () ->
                                        DjlFaceVerifier.builder(model)
                                                .inputSize(SIZE)
                                                .gradients(true)
                                                .open())
                        .withMessageContaining("opened from criteria");
                assertThat(model.getNDManager().isOpen()).isTrue();
            }
        }

        @Test
        void aModelThatWasSavedInTrainingMode() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder("training-mode").open())
                    .withMessageContaining("training-mode")
                    .withMessageContaining("same embeddings")
                    .withMessageContaining("eval()");
        }

        @Test
        void aModelWithoutDerivatives() {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> single("detached").open())
                    .withMessageContaining("detached")
                    .withMessageContaining("no gradients");
        }

        @Test
        void aGradientThatIsNotANumber() {
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> single("steep-root").open())
                    .withMessageContaining("steep-root")
                    .withMessageContaining("must be finite, was NaN");
        }

        @Test
        void aVerifierThatIsClosed() {
            var verifier = builder("smooth").open();
            FaceBatch faces = ramps(verifier, 1);
            verifier.close();
            assertThatIllegalStateException()
                    .isThrownBy(() -> verifier.pullBack(faces, ones(1)))
                    .withMessageContaining("closed");
        }

        @ParameterizedTest
        @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
        void aCotangentThatIsNotFinite(float value) {
            try (var verifier = builder("smooth").open()) {
                float[][] cotangents = ones(1);
                cotangents[0][3] = value;
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> verifier.pullBack(ramps(verifier, 1), cotangents))
                        .withMessageContaining("cotangent must be finite");
            }
        }

        /** The engine has one collector in a process; afterwards all is well again. */
        @Test
        void aCollectorOfTheApplicationsOwnIsNamed() {
            try (var verifier = builder("smooth").open()) {
                try (GradientCollector other = Engine.getEngine("PyTorch").newGradientCollector()) {
                    assertThat(other).isNotNull();
                    assertThatExceptionOfType(VerifierException.class)
                            .isThrownBy(() -> verifier.pullBack(ramps(verifier, 1), ones(1)))
                            .withMessageContaining("no gradients")
                            .withMessageContaining("already collecting");
                }
                assertThat(verifier.pullBack(ramps(verifier, 1), ones(1))[0]).isNotEmpty();
            }
        }
    }
}
