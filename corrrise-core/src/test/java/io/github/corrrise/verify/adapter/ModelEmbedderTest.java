package io.github.corrrise.verify.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.VerifierException;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** What all adapters share, on an engine of three lines. */
class ModelEmbedderTest {
    private static final FaceSize SIZE = new FaceSize(4, 4);

    /** Embeds a face as its first value and 1; takes some number of faces at most. */
    private static final class Toy extends ModelEmbedder {
        private final int most;
        private final boolean mixes;
        private final float[] memory = new float[64];
        private int passes;

        private Toy(Builder builder) {
            super(
                    builder.settings(),
                    new Model(
                            "toy",
                            "",
                            SIZE,
                            EmbedderBuilder.TensorOrder.NCHW,
                            builder.fixed,
                            "",
                            "Java",
                            Origin.UNKNOWN));
            this.most = builder.most;
            this.mixes = builder.mixes;
        }

        /** One array for all passes, as an engine that keeps its memory has. */
        @Override
        protected EmbeddingRows pass(FaceBatch faces, int first, int faceCount, int rowCount) {
            passes++;
            if (rowCount > most) {
                throw new VerifierException(
                        "toy failed on " + rowCount + " faces", new Error("at " + rowCount));
            }
            for (int i = 0; i < faceCount; i++) {
                memory[2 * i] = faces.values().get((first + i) * faces.faceLength());
                memory[2 * i + 1] = 1;
            }
            FloatBuffer values = FloatBuffer.wrap(memory, 0, 2 * rowCount);
            long[] shape = mixes ? new long[] {1, 2L * rowCount} : new long[] {rowCount, 2};
            return new EmbeddingRows(shape, values);
        }

        @Override
        protected void release() {}
    }

    private static final class Builder extends EmbedderBuilder<Builder> {
        private int most = Integer.MAX_VALUE;
        private int fixed;
        private boolean mixes;

        @Override
        protected Builder self() {
            return this;
        }

        Builder most(int faces) {
            this.most = faces;
            return this;
        }

        Builder fixed(int faces) {
            this.fixed = faces;
            return this;
        }

        Builder mixing() {
            this.mixes = true;
            return this;
        }

        Toy open() {
            Toy toy = new Toy(this);
            toy.measure();
            return toy;
        }
    }

    private static FaceBatch faces(ModelEmbedder verifier, int count) {
        FaceImage[] faces = new FaceImage[count];
        for (int i = 0; i < count; i++) {
            faces[i] = FaceImage.filled(SIZE, 10 * i, 0, 0);
        }
        return FaceBatch.of(verifier.layout(), faces);
    }

    /** The engine's own memory is copied before the next pass writes it. */
    @Test
    void rowsOfEarlierPassesStayAsTheyWere() {
        try (Toy toy = new Builder().mean(0).deviation(1).batchLimit(2).open()) {
            float[][] embeddings = toy.embed(faces(toy, 5));
            for (int i = 0; i < 5; i++) {
                assertThat(embeddings[i]).containsExactly(10 * i, 1);
            }
        }
    }

    @Test
    void openingWhereTwoFacesFailSaysThatOneWorks() {
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(new Builder().most(1)::open)
                .withMessage(
                        "toy failed on 2 faces. One face at a time works: set batchLimit(1) on the"
                                + " builder (--batch-size 1 of a command)")
                .withCauseInstanceOf(Error.class);
        assertThatIllegalArgumentException()
                .isThrownBy(new Builder().mixing()::open)
                .withMessage(
                        "output of toy for 2 faces must be [2,D] or [2,D,1,1], was [1,4]. One face"
                                + " at a time works: set batchLimit(1) on the builder"
                                + " (--batch-size 1 of a command)");
        try (Toy toy = new Builder().most(1).batchLimit(1).open()) {
            assertThat(toy.embed(faces(toy, 3))).hasDimensions(3, 2);
        }
    }

    /** Opened with two, failed on more: one further pass, and none where passes do not fail. */
    @Test
    void aLaterPassThatFailsOnSeveralFacesSaysThatFewerWork() {
        try (Toy toy = new Builder().most(7).open()) {
            assertThat(toy.passes).isEqualTo(1);
            assertThatExceptionOfType(VerifierException.class)
                    .isThrownBy(() -> toy.embed(faces(toy, 16)))
                    .withMessage(
                            "toy failed on 16 faces. One face at a time works: set batchLimit(1) on"
                                    + " the builder, or a limit under 16 that works (--batch-size 1"
                                    + " of a command)");
            assertThat(toy.passes).isEqualTo(3);
            assertThat(toy.embed(faces(toy, 7))).hasDimensions(7, 2);
            assertThat(toy.passes).isEqualTo(4);
        }
    }

    /** Nothing to lower: the message is the engine's. */
    @Test
    void whereOneFaceFailsTooNothingIsPromised() {
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(new Builder().most(0)::open)
                .withMessage("toy failed on 2 faces");
        assertThatExceptionOfType(VerifierException.class)
                .isThrownBy(new Builder().most(3).fixed(4)::open)
                .withMessage("toy failed on 4 faces");
    }
}
