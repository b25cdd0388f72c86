package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.bench.ModelOptions;
import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.DetectedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.onnx.YuNetDetector;
import io.github.corrrise.saliency.Progress;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.ModelPreset;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What both commands compare faces with: options, and what they open. */
final class Comparison {
    @Option(names = "--model", description = "ONNX face model; none: the built-in verifier.")
    private @Nullable Path model;

    @Mixin private ModelOptions options = new ModelOptions();

    @Option(
            names = "--detector",
            description =
                    "YuNet as ONNX: pictures are photographs, and the face in each is found and"
                            + " aligned. None: pictures are aligned crops.")
    private @Nullable Path detector;

    @Option(
            names = "--largest",
            description = "Take the largest face where a photograph shows several.")
    private boolean largest;

    @Option(names = "--masks", defaultValue = "500", description = "Masks a face.")
    private int maskCount;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the masks.")
    private long seed;

    /** A face to compare and, where it was found in a photograph, how. */
    record Subject(FaceImage face, Optional<FaceImage> photograph, Optional<AlignedFace> aligned) {
        static Subject ofCrop(FaceImage crop) {
            return new Subject(crop, Optional.empty(), Optional.empty());
        }
    }

    /** Two subjects. */
    record Subjects(Subject probe, Subject reference) {
        FacePair pair() {
            return FacePair.of(probe.face(), reference.face());
        }
    }

    /** Finds faces; closing it closes the detector, if there is one. */
    interface FaceSource extends AutoCloseable {
        Subject read(Path picture);

        @Override
        void close();
    }

    /** A verifier and what closes it. */
    record OpenVerifier(FaceVerifier verifier, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /**
     * Opens the verifier.
     *
     * @param crop size for the built-in verifier; a model knows its own
     */
    OpenVerifier openVerifier(FaceSize crop) {
        if (model == null) {
            Double threshold = options.threshold();
            LocalDescriptorVerifier builtIn =
                    LocalDescriptorVerifier.defaults().withInputSize(crop);
            return new OpenVerifier(
                    threshold == null ? builtIn : builtIn.withThreshold(threshold), () -> {});
        }
        OnnxFaceVerifier verifier = options.open(model, ModelPreset.ARCFACE);
        return new OpenVerifier(verifier, verifier::close);
    }

    /** Whether crops may have any size: those of the built-in verifier, without a detector. */
    boolean takesAnySize() {
        return model == null && detector == null;
    }

    /** Opens what reads faces, aligned to the size that the verifier wants. */
    FaceSource openFaces(FaceSize wanted) {
        if (detector == null) {
            return new FaceSource() {
                @Override
                public Subject read(Path picture) {
                    return Subject.ofCrop(crop(picture, wanted));
                }

                @Override
                public void close() {}
            };
        }
        YuNetDetector finder = YuNetDetector.builder(detector).open();
        FaceAligner aligner = FaceAligner.of(wanted);
        return new FaceSource() {
            @Override
            public Subject read(Path picture) {
                return find(picture, finder, aligner);
            }

            @Override
            public void close() {
                finder.close();
            }
        };
    }

    private FaceImage crop(Path picture, FaceSize wanted) {
        FaceImage crop = options.read(picture);
        if (!takesAnySize() && !crop.size().equals(wanted)) {
            throw new IllegalArgumentException(
                    "picture must be an aligned crop of "
                            + wanted
                            + " (for photographs name a face detector: --detector yunet.onnx), was "
                            + crop.size()
                            + ": "
                            + picture);
        }
        return crop;
    }

    private Subject find(Path picture, FaceDetector finder, FaceAligner aligner) {
        FaceImage photograph = options.read(picture);
        try {
            DetectedFace found = largest ? finder.largest(photograph) : finder.only(photograph);
            AlignedFace aligned =
                    aligner.align(photograph, found.landmarks(), finder.description());
            return new Subject(aligned.crop(), Optional.of(photograph), Optional.of(aligned));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + picture, e);
        }
    }

    /** The explainer that the options describe; close it. */
    Explainer explainer(FaceVerifier verifier, Progress progress) {
        return Explainer.builder(verifier)
                .maskCount(maskCount)
                .seed(seed)
                .progress(progress)
                .build();
    }
}
