package consumer;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceAligner;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.Landmarks;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.Report;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Side;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Explains two drawn photographs by a tiny model; ends with an exception where that fails. */
public final class Consumer {
    /** One node, which averages the channels of 112 x 112 pixels; 117 bytes of ONNX. */
    private static final String MODEL =
            "CAg6cwokCgRmYWNlEgllbWJlZGRpbmciEUdsb2JhbEF2ZXJhZ2VQb29sYiQKCWVtYmVkZGluZxIXChUI"
                    + "ARIRCgMSAW4KAggDCgIIAQoCCAESBHRpbnlaHwoEZmFjZRIXChUIARIRCgMSAW4KAggDCgIIcAoCCH"
                    + "BCBAoAEA0=";

    private static final Landmarks FOUND =
            Landmarks.of(60, 70, 120, 72, 90, 105, 66, 135, 115, 137);

    private Consumer() {}

    public static void main(String[] arguments) throws IOException {
        requireModules();
        Path folder = Path.of(arguments[0]);
        String internals = Files.readString(folder.resolve("jdeps.txt"));
        if (!internals.isBlank()) {
            throw new IllegalStateException("the library uses the JDK's own API: " + internals);
        }
        Path model = Files.write(folder.resolve("tiny.onnx"), Base64.getDecoder().decode(MODEL));
        FaceImage probe = FaceImage.read(photograph(folder.resolve("probe.png"), Color.ORANGE));
        FaceImage reference = FaceImage.read(photograph(folder.resolve("reference.png"), Color.PINK));
        try (var verifier = OnnxFaceVerifier.builder(model).threshold(0.5).open();
                var explainer =
                        Explainer.builder(verifier)
                                .parts(FaceParts.ofTemplate(verifier.inputSize()))
                                .claims()
                                .maskCount(100)
                                .build()) {
            FaceAligner aligner = FaceAligner.of(verifier.inputSize());
            AlignedFace left = aligner.align(probe, FOUND, "by hand");
            AlignedFace right = aligner.align(reference, FOUND, "by hand");
            Explanation why = explainer.explain(FacePair.of(left.crop(), right.crop()));
            Report.of(why)
                    .withPhotograph(Side.PROBE, probe, left)
                    .withPhotograph(Side.REFERENCE, reference, right)
                    .write(folder.resolve("report.html"));
            HeatMaps.figure(why).write(folder.resolve("why.png"));
            System.out.println(why);
        }
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            long bytes = 0;
            for (Path jar : jars.sorted().toList()) {
                bytes += Files.size(jar);
                System.out.printf("%,12d %s%n", Files.size(jar), jar.getFileName());
            }
            System.out.printf("%,12d in all%n", bytes);
        }
    }

    private static void requireModules() throws IOException {
        Module core = Explainer.class.getModule();
        if (!core.isNamed() || !core.getName().equals("io.github.corrrise.core")) {
            throw new IllegalStateException("expected on the module path, was " + core);
        }
        try (InputStream nd4j = Consumer.class.getResourceAsStream("/org/nd4j/linalg/factory/Nd4j.class")) {
            if (nd4j != null) {
                throw new IllegalStateException("ND4J was to be excluded");
            }
        }
    }

    private static Path photograph(Path file, Color skin) throws IOException {
        BufferedImage picture = new BufferedImage(180, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(skin);
        pen.fillOval(30, 20, 120, 160);
        pen.setColor(Color.DARK_GRAY);
        pen.fillOval(52, 64, 16, 12);
        pen.fillOval(112, 66, 16, 12);
        pen.fillRect(66, 132, 50, 6);
        pen.dispose();
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
