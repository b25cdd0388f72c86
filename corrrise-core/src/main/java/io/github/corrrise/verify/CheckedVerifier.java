package io.github.corrrise.verify;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.internal.check.CallSample;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.check.SafeName;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** See {@link FaceVerifier#checked()}. */
class CheckedVerifier implements FaceVerifier {
    private final FaceVerifier inner;
    private final CallSample sample = new CallSample();

    /** As told last; asked for where it was not told yet. */
    private volatile @Nullable FaceSize size;

    private volatile @Nullable PixelLayout layout;

    private CheckedVerifier(FaceVerifier inner) {
        this.inner = inner;
    }

    static FaceVerifier of(FaceVerifier verifier) {
        return verifier instanceof CheckedVerifier ? verifier : new CheckedVerifier(verifier);
    }

    static FaceEmbedder of(FaceEmbedder embedder) {
        return embedder instanceof Embedder ? embedder : new Embedder(embedder);
    }

    @Override
    public FaceSize inputSize() {
        FaceSize told = inner.inputSize();
        size = told;
        return told;
    }

    @Override
    public PixelLayout layout() {
        PixelLayout told = inner.layout();
        layout = told;
        return told;
    }

    @Override
    public Optional<Threshold> threshold() {
        return inner.threshold();
    }

    @Override
    public String description() {
        return inner.description();
    }

    @Override
    public Origin origin() {
        return inner.origin();
    }

    @Override
    public FaceVerifier checked() {
        return this;
    }

    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        requireSuitable(probes, "probes");
        requireSize(reference.size(), "reference");
        return scores(probes, faces -> inner.similarities(faces, reference));
    }

    @Override
    public float[] similarities(FaceImage probe, FaceBatch references) {
        requireSize(probe.size(), "probe");
        requireSuitable(references, "references");
        return scores(references, faces -> inner.similarities(probe, faces));
    }

    private float[] scores(FaceBatch faces, Function<FaceBatch, float[]> call) {
        return sampled(
                faces,
                each -> {
                    float[] scores = call.apply(each);
                    requireCount(each, "scores", scores == null ? -1 : scores.length);
                    for (int i = 0; i < scores.length; i++) {
                        if (Float.isInfinite(scores[i])) {
                            throw broken(
                                    "give a finite score, or NaN for a face that cannot be scored,"
                                            + " gave "
                                            + scores[i]
                                            + " for face "
                                            + i);
                        }
                    }
                    sample.saw(scores);
                    return scores;
                },
                (scores, alone) -> sample.sameScore(scores[scores.length - 1], alone[0]));
    }

    /** Whether the last of several answers is that of the last face alone. */
    private interface Comparison<T> {
        boolean same(T answers, T alone);
    }

    private <T> T sampled(FaceBatch faces, Function<FaceBatch, T> call, Comparison<T> comparison) {
        CallSample.Turn turn = sample.next();
        if (turn == CallSample.Turn.PLAIN) {
            return call.apply(faces);
        }
        long before = CallSample.checksum(faces.values());
        T answers = call.apply(faces);
        if (CallSample.checksum(faces.values()) != before) {
            throw broken("leave the batch as it was, wrote to it");
        }
        if (turn == CallSample.Turn.REPEATED) {
            int last = faces.count() - 1;
            if (!comparison.same(answers, call.apply(faces.alone(last)))) {
                throw broken(
                        "answer alike for the same face, did not for face "
                                + last
                                + " of "
                                + faces.count()
                                + " and that face alone: is a model in training mode, or is the"
                                + " matcher random?");
            }
        }
        return answers;
    }

    private void requireSuitable(FaceBatch faces, String name) {
        Checks.atLeast(1, faces.count(), name + ".count()");
        requireSize(faces.size(), name);
        PixelLayout told = layout;
        PixelLayout wanted = told == null ? layout() : told;
        if (!faces.layout().equals(wanted)) {
            throw Checks.rejected(name, "written in " + wanted, faces.layout());
        }
    }

    private void requireSize(FaceSize received, String name) {
        FaceSize told = size;
        FaceSize wanted = told == null ? inputSize() : told;
        if (!received.equals(wanted)) {
            throw Checks.rejected(name, wanted.toString(), received);
        }
    }

    private void requireCount(FaceBatch faces, String what, int received) {
        if (received != faces.count()) {
            throw broken(
                    "give "
                            + faces.count()
                            + " "
                            + what
                            + ", gave "
                            + (received < 0 ? "null" : Integer.toString(received)));
        }
    }

    private VerifierException broken(String law) {
        return new VerifierException(SafeName.of(inner, inner::description) + " must " + law);
    }

    /** The verifier and that it is checked. */
    @Override
    public String toString() {
        return "Checked[" + inner + "]";
    }

    private static final class Embedder extends CheckedVerifier implements FaceEmbedder {
        private final FaceEmbedder inner;

        Embedder(FaceEmbedder inner) {
            super(inner);
            this.inner = inner;
        }

        @Override
        public FaceEmbedder checked() {
            return this;
        }

        @Override
        public double similarity(float[] a, float[] b) {
            return inner.similarity(a, b);
        }

        @Override
        public float[][] embed(FaceBatch faces) {
            return embedded(faces, inner::embed);
        }

        @Override
        public float[] similarities(FaceBatch probes, FaceImage reference) {
            return super.similarities(probes, reference);
        }

        @Override
        public float[] similarities(FaceImage probe, FaceBatch references) {
            return super.similarities(probe, references);
        }
    }

    float[][] embedded(FaceBatch faces, Function<FaceBatch, float[][]> embed) {
        requireSuitable(faces, "faces");
        return sampled(
                faces,
                each -> {
                    float[][] rows = embed.apply(each);
                    requireCount(each, "embeddings", rows == null ? -1 : rows.length);
                    for (int i = 0; i < rows.length; i++) {
                        requireEmbedding(rows[i], rows[0], i);
                    }
                    return rows;
                },
                (rows, alone) -> CallSample.sameEmbedding(rows[rows.length - 1], alone[0]));
    }

    private void requireEmbedding(float @Nullable [] row, float @Nullable [] first, int i) {
        if (row == null || first == null || row.length == 0 || row.length != first.length) {
            throw broken(
                    "give embeddings of one length, at least 1, gave "
                            + (row == null ? "null" : Integer.toString(row.length))
                            + " for face "
                            + i);
        }
    }
}
