package io.github.corrrise.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceEmbedder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link FaceEmbedder} must do, beyond being a verifier. */
public interface FaceEmbedderContract extends FaceVerifierContract {
    @Override
    FaceEmbedder openVerifier();

    /** One vector a face, in their order, all of the same length, whatever the batch. */
    @Test
    default void givesOneVectorAFaceAllOfOneLength() {
        Law.holds(
                "one embedding per face, all of one length, whatever the batch",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                List<FaceImage> faces = faces(embedder.inputSize());
                                float[][] together =
                                        embedder.embed(ContractFaces.batch(embedder, faces, 1));
                                assertThat(together.length).isEqualTo(faces.size());
                                for (int i = 0; i < together.length; i++) {
                                    float[] alone =
                                            embedder.embed(
                                                            ContractFaces.batch(
                                                                    embedder, faces.get(i)))[0];
                                    assertThat(together[i]).isNotEmpty().hasSameSizeAs(together[0]);
                                    assertThat(alone).hasSameSizeAs(together[0]);
                                }
                            });
                });
    }

    /** The similarity of two embeddings is the score of the pair, in either role. */
    @Test
    default void scoresAPairByTheSimilarityOfItsEmbeddings() {
        Law.holds(
                "similarities(...) are similarity(a, b) of the embeddings, in either role",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                List<FaceImage> faces = faces(embedder.inputSize());
                                FaceBatch batch = ContractFaces.batch(embedder, faces, 0);
                                float[][] embeddings = embedder.embed(batch);
                                for (int i = 0; i < faces.size(); i++) {
                                    float[] asProbes = embedder.similarities(batch, faces.get(i));
                                    float[] asReferences =
                                            embedder.similarities(faces.get(i), batch);
                                    for (int other = 0; other < faces.size(); other++) {
                                        // Scores are floats: half a unit in the last place of 1.
                                        double rounding = tolerance() + 1e-7;
                                        assertThat((double) asProbes[other])
                                                .isCloseTo(
                                                        embedder.similarity(
                                                                embeddings[other], embeddings[i]),
                                                        within(rounding));
                                        assertThat((double) asReferences[other])
                                                .isCloseTo(
                                                        embedder.similarity(
                                                                embeddings[i], embeddings[other]),
                                                        within(rounding));
                                    }
                                }
                            });
                });
    }

    /** Two embeddings of one face point the same way: their cosine is 1. */
    @Test
    default void pointsTheSameWayForTheSameFace() {
        Law.holds(
                "two embeddings of one face point the same way",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                List<FaceImage> faces = faces(embedder.inputSize());
                                float[][] embeddings =
                                        embedder.embed(ContractFaces.batch(embedder, faces, 0));
                                for (int i = 0; i < faces.size(); i++) {
                                    float[] again =
                                            embedder.embed(
                                                            ContractFaces.batch(
                                                                    embedder, faces.get(i)))[0];
                                    assertThat(cosine(embeddings[i], embeddings[i]))
                                            .isCloseTo(1, within(1e-9));
                                    assertThat(cosine(embeddings[i], again))
                                            .isCloseTo(1, within(tolerance() + 1e-9));
                                }
                            });
                });
    }

    /** What is written into a result is not seen by later calls. */
    @Test
    default void leavesTheVectorsToTheCaller() {
        Law.holds(
                "embeddings are the caller's: no later call writes to them or reads them",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                List<FaceImage> faces = faces(embedder.inputSize());
                                FaceBatch batch = ContractFaces.batch(embedder, faces, 0);
                                float[][] first = embedder.embed(batch);
                                float[] expected = first[0].clone();
                                embedder.embed(ContractFaces.batch(embedder, faces.get(1)));
                                assertThat(first[0]).containsExactly(expected);
                                for (float[] vector : first) {
                                    Arrays.fill(vector, Float.NaN);
                                }
                                float[][] second = embedder.embed(batch);
                                assertThat(cosine(second[0], expected))
                                        .isCloseTo(1, within(1e-9 + tolerance()));
                            });
                });
    }

    /** A batch as an explanation gives it: in memory with room for more faces. */
    @Test
    default void embedsABatchWithRoomForMore() {
        Law.holds(
                "a batch is read up to its count, not to its capacity, and each face has an array of its own",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                FaceBatch batch =
                                        ContractFaces.batch(
                                                embedder, faces(embedder.inputSize()), 1);
                                float[][] embeddings = embedder.embed(batch);
                                assertThat(embeddings.length).isEqualTo(batch.count());
                                for (int i = 0; i < embeddings.length; i++) {
                                    for (int other = 0; other < i; other++) {
                                        assertThat(embeddings[i])
                                                .as("faces %d and %d have an array each", other, i)
                                                .isNotSameAs(embeddings[other]);
                                    }
                                }
                            });
                });
    }

    /** Embedding reads the batch and writes nothing into it. */
    @Test
    default void embedsWithoutWritingToTheBatch() {
        Law.holds(
                "embed(...) writes nothing into the batch",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                FaceBatch batch =
                                        ContractFaces.batch(
                                                embedder, faces(embedder.inputSize()), 1);
                                float[] before = ContractFaces.valuesOf(batch);
                                embedder.embed(batch);
                                ContractFaces.mustHold(before, batch);
                            });
                });
    }

    /** Faces of another size are not embedded; the message names both sizes. */
    @Test
    default void embedsNoFacesOfAnotherSize() {
        Law.holds(
                "faces of another size are refused by an IllegalArgumentException that names both sizes",
                () -> {
                    Opened.use(
                            openVerifier(),
                            embedder -> {
                                FaceSize size = embedder.inputSize();
                                FaceSize otherSize = ContractFaces.otherSize(size);
                                FaceBatch wrong =
                                        ContractFaces.batch(
                                                embedder,
                                                FaceImage.filled(otherSize, 90, 120, 150));
                                assertThatIllegalArgumentException()
                                        .isThrownBy(() -> embedder.embed(wrong))
                                        .withMessageContaining(size.toString())
                                        .withMessageContaining(otherSize.toString());
                            });
                });
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int d = 0; d < a.length; d++) {
            product += (double) a[d] * b[d];
            squareA += (double) a[d] * a[d];
            squareB += (double) b[d] * b[d];
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
