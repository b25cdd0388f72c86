package io.github.corrrise.onnx;

import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.VerifierException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * YuNet, a small face detector, in an ONNX file, run by ONNX Runtime.
 *
 * <pre>
 * try (var detector = YuNetDetector.builder(Path.of("yunet.onnx")).open()) {
 *     DetectedFace face = detector.largest(photograph);
 * }
 * </pre>
 *
 * <p>The model has one float32 input, [1,3,H,W] of blue, green and red in 0..255, and twelve
 * outputs, {@code cls}, {@code obj}, {@code bbox} and {@code kps} for each of the strides 8, 16 and
 * 32, as its authors and OpenCV's zoo export it; height and width are open or fixed. That is
 * checked once, when it is opened, and a plain picture is sent through. A photograph is scaled down
 * where a side is too long, never up, and padded with black to multiples of 32. Heads must be about
 * upright: the further one leans, the more its landmarks are off, and a face that stands on its
 * head is taken for an upright one.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it: {@link #close()} waits for
 * running calls, and calls after it throw {@link IllegalStateException}. Photographs reach the
 * file's model and nothing else: the runtime's telemetry is switched off for the whole process. A
 * call takes about 30 bytes for each pixel of the scaled photograph.
 *
 * @since 0.1.0
 */
public final class YuNetDetector implements FaceDetector, AutoCloseable {
    private static final FaceSize PLAIN = new FaceSize(64, 96);

    private final OnnxSession session;
    private final YuNetShape shape;
    private final double scoreThreshold;
    private final double overlapThreshold;
    private final int mostFaces;
    private final int longestSide;
    private final String description;

    private YuNetDetector(Builder settings, OnnxSession session, YuNetShape shape) {
        this.session = session;
        this.shape = shape;
        this.scoreThreshold = settings.scoreThreshold;
        this.overlapThreshold = settings.overlapThreshold;
        this.mostFaces = settings.mostFaces;
        this.longestSide = settings.longestSide;
        this.description =
                session.file().name()
                        + " ("
                        + session.file().version()
                        + "), YuNet, score at least "
                        + scoreThreshold
                        + ", overlap at most "
                        + overlapThreshold
                        + ", longest side "
                        + longestSide
                        + ", at most "
                        + mostFaces
                        + " faces, "
                        + session.engine();
    }

    /**
     * Starts from a score of 0.7, an overlap of 0.3, 100 faces, a longest side of 640, one thread
     * and the CPU.
     *
     * @param model the ONNX file; neither it nor a file that its graph names may change before the
     *     detector is closed
     */
    public static Builder builder(Path model) {
        return new Builder(ModelSource.of(model));
    }

    /**
     * Starts from the bytes of an ONNX file, with the defaults of {@link #builder(Path)}. They must
     * hold the weights: a graph that names further files is refused when it is opened.
     *
     * @param model copied, and kept by the builder
     */
    public static Builder builder(byte[] model) {
        return new Builder(ModelSource.of(model));
    }

    /**
     * All faces found, the largest first, no more than the builder allows.
     *
     * @throws IllegalStateException after {@link #close()}
     * @throws VerifierException where the runtime fails, or a face's box or landmarks are not
     *     numbers, or out of range
     */
    @Override
    public List<DetectedFace> detect(FaceImage photograph) {
        Objects.requireNonNull(photograph, "photograph");
        YuNetInput input = YuNetInput.of(photograph.size(), longestSide, shape);
        List<OnnxSession.Output> outputs =
                session.whileOpen("detector", () -> run(photograph, input));
        return Suppression.of(candidates(outputs, input), overlapThreshold).stream()
                .map(input::onPhotograph)
                .sorted(DetectedFace.LARGEST_FIRST)
                .limit(mostFaces)
                .toList();
    }

    /** The outputs of the heads, stride by stride. */
    private List<OnnxSession.Output> run(FaceImage photograph, YuNetInput input) {
        List<String> wanted = new ArrayList<>();
        YuNetShape.STRIDES.forEach(stride -> wanted.addAll(YuNetShape.outputNames(stride)));
        return session.run(
                shape.inputName(),
                input.values(photograph),
                input.shape(),
                wanted,
                "a photograph of " + photograph.size());
    }

    private List<DetectedFace> candidates(List<OnnxSession.Output> outputs, YuNetInput input) {
        List<DetectedFace> candidates = new ArrayList<>();
        int partCount = outputs.size() / YuNetShape.STRIDES.size();
        for (int i = 0; i < YuNetShape.STRIDES.size(); i++) {
            int stride = YuNetShape.STRIDES.get(i);
            new YuNetHead(
                            session.file().name(),
                            stride,
                            input.height() / stride,
                            input.width() / stride)
                    .read(
                            outputs.subList(i * partCount, (i + 1) * partCount),
                            scoreThreshold,
                            candidates::add);
        }
        return candidates;
    }

    /**
     * The digest of the model as it was opened, 64 hexadecimal digits in lower case: the SHA-256 of
     * the file; where the graph names files of weights, the one of several files that {@link
     * io.github.corrrise.verify.adapter.ModelFile} defines.
     */
    public String modelSha256() {
        return session.file().sha256();
    }

    /**
     * The model's name, the first 12 digits of its digest, the thresholds, the limits and what it
     * runs on.
     */
    @Override
    public String description() {
        return description;
    }

    /**
     * Gives the model's memory back, once running calls have ended. Closing again does nothing.
     *
     * @throws VerifierException where the runtime fails
     */
    @Override
    public void close() {
        session.close();
    }

    /** The class and the description. */
    @Override
    public String toString() {
        return "YuNetDetector[" + description + "]";
    }

    /**
     * Settings of a detector that is not open yet, each optional; a builder may be opened several
     * times. Not safe for use by several threads.
     */
    public static final class Builder {
        private ModelSource source;
        private double scoreThreshold = 0.7;
        private double overlapThreshold = 0.3;
        private int mostFaces = 100;
        private int longestSide = 640;
        private int intraOpThreadCount = 1;
        private ExecutionProvider provider = ExecutionProvider.CPU;
        private @Nullable Integer device;

        private Builder(ModelSource source) {
            this.source = source;
        }

        /**
         * The model's name in messages and in the description; by default the file's, or the number
         * of bytes.
         */
        public Builder modelName(String name) {
            this.source = source.named(name);
            return this;
        }

        /**
         * The score from which on something is a face: lower finds more and mistakes more.
         *
         * @param score in (0, 1]
         */
        public Builder scoreThreshold(double score) {
            if (!(score > 0 && score <= 1)) {
                throw Rejection.of("scoreThreshold", "in (0.0, 1.0]", score);
            }
            this.scoreThreshold = score;
            return this;
        }

        /**
         * How much two boxes may overlap (shared area over covered area) and still be two faces.
         *
         * @param overlap in [0, 1]
         */
        public Builder overlapThreshold(double overlap) {
            if (!(overlap >= 0 && overlap <= 1)) {
                throw Rejection.of("overlapThreshold", "in [0.0, 1.0]", overlap);
            }
            this.overlapThreshold = overlap;
            return this;
        }

        /**
         * How many faces a photograph gives at most; the largest are given.
         *
         * @param count at least 1
         */
        public Builder mostFaces(int count) {
            this.mostFaces = Rejection.unlessAtLeast(1, count, "mostFaces");
            return this;
        }

        /**
         * The longer side that larger photographs are scaled down to. Small faces in large
         * photographs need more, and time and memory grow with its square. A model of fixed height
         * and width goes by those where they are smaller.
         *
         * @param pixels at least 32
         */
        public Builder longestSide(int pixels) {
            this.longestSide = Rejection.unlessAtLeast(YuNetShape.SIDE_STEP, pixels, "longestSide");
            return this;
        }

        /**
         * Threads of the runtime that share one photograph, 1 by default: then a call computes on
         * the thread that makes it and the runtime starts none.
         *
         * @param count at least 1
         */
        public Builder intraOpThreads(int count) {
            this.intraOpThreadCount = Rejection.unlessAtLeast(1, count, "intraOpThreads");
            return this;
        }

        /** What to compute on, {@link ExecutionProvider#CPU} by default; its first device. */
        public Builder executionProvider(ExecutionProvider newProvider) {
            this.provider = Objects.requireNonNull(newProvider, "provider");
            this.device = null;
            return this;
        }

        /**
         * What to compute on.
         *
         * @param newProvider {@link ExecutionProvider#CUDA}, {@link ExecutionProvider#TENSOR_RT} or
         *     {@link ExecutionProvider#DIRECT_ML}
         * @param newDevice which device, at least 0
         */
        public Builder executionProvider(ExecutionProvider newProvider, int newDevice) {
            this.device = newProvider.requireDevice(newDevice);
            this.provider = newProvider;
            return this;
        }

        /**
         * Loads the model and checks it; the caller closes what it gets. On failure nothing stays
         * open.
         *
         * @throws java.io.UncheckedIOException where the file, or one that its graph names, is
         *     missing, empty, no regular file or not readable
         * @throws IllegalArgumentException where the model's inputs or outputs are not YuNet's;
         *     where bytes are empty or name further files
         * @throws VerifierException where it is no ONNX file, where the runtime cannot be loaded,
         *     has no such provider, refuses the file, or fails
         */
        public YuNetDetector open() {
            OnnxSession session = OnnxSession.open(session());
            try {
                YuNetDetector detector = new YuNetDetector(this, session, YuNetShape.of(session));
                detector.detect(FaceImage.filled(PLAIN, 0, 0, 0));
                return detector;
            } catch (Throwable e) {
                session.close();
                throw e;
            }
        }

        private SessionSettings session() {
            return new SessionSettings(source, intraOpThreadCount, provider, device);
        }
    }
}
