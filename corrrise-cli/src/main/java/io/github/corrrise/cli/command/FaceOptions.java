package io.github.corrrise.cli.command;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.YuNetDetector;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that reads faces from pictures. */
public final class FaceOptions {
    /** No model of faces takes larger crops. */
    private static final FaceSize LARGEST_CROP = new FaceSize(512, 512);

    private static final double MILLION = 1e6;

    @Option(
            names = "--detector",
            paramLabel = "FILE",
            description =
                    "YuNet as ONNX: pictures are photographs, and the face in each is found and"
                            + " aligned. None: pictures are aligned crops.")
    private @Nullable Path detector;

    @Option(
            names = "--largest",
            description = "Take the largest face where a photograph shows several.")
    private boolean largest;

    @Option(
            names = "--max-megapixels",
            paramLabel = "COUNT",
            description =
                    "Largest picture that is read, in (0, 700] million pixels; default"
                            + " ${DEFAULT-VALUE}.")
    private double maxMegapixels = FaceImage.MAX_PIXELS / MILLION;

    /** None are set. */
    public FaceOptions() {}

    /** Whether pictures are photographs. */
    public boolean hasDetector() {
        return detector != null;
    }

    /** Opens what reads faces of this size; the caller closes it. */
    public FaceSource open(FaceSize wanted) {
        int mostPixels = mostPixels();
        if (detector == null) {
            return FaceSource.crops(wanted, mostPixels);
        }
        YuNetDetector finder = YuNetDetector.builder(FileNames.absolute(detector)).open();
        return FaceSource.photographs(finder, finder::close, largest, wanted, mostPixels);
    }

    /** What reads crops of any size that a crop can have. */
    public FaceSource anyCrops() {
        return FaceSource.cropsUpTo(LARGEST_CROP, mostPixels());
    }

    private int mostPixels() {
        long most = Math.round(maxMegapixels * MILLION);
        if (!(maxMegapixels > 0) || most < 1 || most > FaceSize.MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "--max-megapixels must be in (0, "
                            + Math.round(FaceSize.MOST_PIXELS / MILLION)
                            + "], was "
                            + maxMegapixels);
        }
        return (int) most;
    }
}
