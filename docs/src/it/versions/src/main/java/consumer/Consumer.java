package consumer;

import io.github.corrrise.Explainer;
import io.github.corrrise.djl.DjlImages;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.verify.FaceVerifier;

/** Compares the versions that the jars tell with the POM's; ends with an exception otherwise. */
public final class Consumer {
    private Consumer() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        String version = arguments[0];
        requireResolved("org.apache.commons.lang3.StringUtils", arguments[1]);
        requireResolved("org.apache.commons.io.IOUtils", arguments[2]);
        requireResolved("org.apache.commons.codec.Charsets", arguments[3]);
        require(version, "provenance", libraryVersion());
        requireManifest("corrrise core", version, Explainer.class);
        requireManifest("corrrise ONNX", version, OnnxFaceVerifier.class);
        requireManifest("corrrise DJL", version, DjlImages.class);
    }

    /** What others ask for older versions of must be what was tested. */
    private static void requireResolved(String type, String version)
            throws ClassNotFoundException {
        Class<?> found = Class.forName(type, false, Consumer.class.getClassLoader());
        String jar = found.getProtectionDomain().getCodeSource().getLocation().getPath();
        if (!jar.endsWith("-" + version + ".jar")) {
            throw new IllegalStateException(type + " must be of " + version + ", was of " + jar);
        }
    }

    private static String libraryVersion() {
        FaceSize size = new FaceSize(16, 16);
        FaceVerifier verifier = FaceVerifier.of(size, (probe, reference) -> probe.mean(0));
        FaceImage face = FaceImage.filled(size, 200, 150, 100);
        try (Explainer explainer = Explainer.builder(verifier).maskCount(10).build()) {
            return explainer.explain(FacePair.of(face, face)).provenance().libraryVersion();
        }
    }

    private static void requireManifest(String title, String version, Class<?> type) {
        String jar = type.getProtectionDomain().getCodeSource().getLocation().toString();
        if (!jar.endsWith(".jar")) {
            throw new IllegalStateException(type + " must come from a jar, came from " + jar);
        }
        require(title, "title of " + jar, type.getPackage().getImplementationTitle());
        require(version, "version of " + jar, type.getPackage().getImplementationVersion());
    }

    private static void require(String expected, String subject, String received) {
        if (!expected.equals(received)) {
            throw new IllegalStateException(
                    subject + " must be '" + expected + "', was '" + received + "'");
        }
    }
}
