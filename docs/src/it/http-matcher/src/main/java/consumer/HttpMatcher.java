package consumer;

import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;

// region: http-matcher
/** A matcher behind HTTP: takes two PNGs, one after the other, and answers with their score. */
public record HttpMatcher(HttpClient client, URI address, FaceSize inputSize)
        implements FaceVerifier {
    @Override
    public float[] similarities(FaceBatch probes, FaceImage reference) {
        if (!probes.size().equals(inputSize) || !reference.size().equals(inputSize)) {
            throw new IllegalArgumentException(
                    "faces must be %s, were %s and %s"
                            .formatted(inputSize, probes.size(), reference.size()));
        }
        float[] scores = new float[probes.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(probes.face(i), reference);
        }
        return scores;
    }

    private float score(FaceImage probe, FaceImage reference) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            ImageIO.write(probe.toBufferedImage(), "png", body);
            int probeLength = body.size();
            ImageIO.write(reference.toBufferedImage(), "png", body);
            HttpRequest request =
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(10))
                            .header("Probe-Length", Integer.toString(probeLength))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                            .build();
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> Float.parseFloat(response.body());
                case 422 -> Float.NaN; // no face: the explainer's failure policy decides
                default -> throw new IOException("status " + response.statusCode());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the matcher was asked");
        } catch (IOException e) {
            throw new UncheckedIOException("the matcher at " + address + " failed", e);
        }
    }

    @Override
    public String description() {
        return "the matcher at " + address;
    }
}
// endregion
