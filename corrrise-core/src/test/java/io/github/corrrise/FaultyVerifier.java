package io.github.corrrise;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.Threshold;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The descriptor with one fault, while it is armed. */
final class FaultyVerifier implements FaceEmbedder, AutoCloseable {
    /** What goes wrong; every method is right unless overridden. */
    interface Fault {
        /**
         * The answer of a call.
         *
         * @param call number of the call, from 1
         */
        default float[][] embed(FaceBatch faces, float[][] right, int call, FaultyVerifier self) {
            return right;
        }

        default double similarity(double right) {
            return right;
        }

        default FaceSize inputSize(int asked) {
            return ExplainerSamples.SIZE;
        }

        default PixelLayout layout(int asked) {
            return ExplainerSamples.VERIFIER.layout();
        }

        default Optional<Threshold> threshold() {
            return ExplainerSamples.VERIFIER.threshold();
        }

        default String description() {
            return "faulty";
        }

        default Origin origin() {
            return Origin.UNKNOWN;
        }
    }

    private static final Fault NONE = new Fault() {};

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Fault fault;
    private volatile boolean closed;

    FaultyVerifier(Fault fault) {
        this.fault = fault;
    }

    void mend() {
        fault = NONE;
        closed = false;
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public float[][] embed(FaceBatch faces) {
        if (closed) {
            throw new IllegalStateException("closed by itself");
        }
        float[][] right = ExplainerSamples.VERIFIER.embed(faces);
        return fault.embed(faces, right, calls.incrementAndGet(), this);
    }

    @Override
    public double similarity(float[] a, float[] b) {
        return fault.similarity(ExplainerSamples.VERIFIER.similarity(a, b));
    }

    @Override
    public FaceSize inputSize() {
        return fault.inputSize(asked.incrementAndGet());
    }

    @Override
    public PixelLayout layout() {
        return fault.layout(asked.get());
    }

    @Override
    public Optional<Threshold> threshold() {
        return fault.threshold();
    }

    @Override
    public String description() {
        return fault.description();
    }

    @Override
    public Origin origin() {
        return fault.origin();
    }
}
