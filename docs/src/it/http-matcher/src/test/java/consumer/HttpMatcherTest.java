package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.corrrise.Explainer;
import io.github.corrrise.contract.FaceVerifierContract;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of all verifiers, over a real connection; and what happens when that fails. */
class HttpMatcherTest implements FaceVerifierContract {
    private static final FaceSize SIZE = new FaceSize(112, 112);
    private static final LocalDescriptorVerifier MATCHER = LocalDescriptorVerifier.defaults();
    private static HttpServer server;
    private static HttpClient client;

    @BeforeAll
    static void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/score", HttpMatcherTest::answer);
        server.createContext("/broken", exchange -> send(exchange, 503, "later"));
        server.start();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] both = exchange.getRequestBody().readAllBytes();
        int cut = Integer.parseInt(exchange.getRequestHeaders().getFirst("Probe-Length"));
        FaceImage probe = FaceImage.read(Arrays.copyOf(both, cut));
        FaceImage reference = FaceImage.read(Arrays.copyOfRange(both, cut, both.length));
        send(exchange, 200, Float.toString(score(probe, reference)));
    }

    private static float score(FaceImage probe, FaceImage reference) {
        return MATCHER.similarities(FaceBatch.of(MATCHER.layout(), probe), reference)[0];
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpMatcher matcher(String path) {
        int port = server.getAddress().getPort();
        return new HttpMatcher(client, URI.create("http://localhost:" + port + path), SIZE);
    }

    @Override
    public FaceVerifier openVerifier() {
        return matcher("/score");
    }

    private FacePair pair() {
        return FacePair.of(faces(SIZE).get(0), faces(SIZE).get(1));
    }

    @Test
    void explainsAPair() {
        try (Explainer explainer = Explainer.builder(matcher("/score")).maskCount(60).build()) {
            Explanation why = explainer.explain(pair());
            assertEquals(
                    score(pair().probe(), pair().reference()),
                    why.similarity(),
                    1e-3);
            assertTrue(why.probe().largestMagnitude() > 0);
        }
    }

    @Test
    void aMatcherThatFailsIsNamedAndTheCauseIsKept() {
        try (Explainer explainer = Explainer.builder(matcher("/broken")).maskCount(60).build()) {
            VerifierException thrown =
                    assertThrows(VerifierException.class, () -> explainer.explain(pair()));
            assertTrue(thrown.getMessage().contains("the matcher at http://localhost"));
            assertTrue(thrown.getCause().getCause() instanceof IOException);
        }
    }
}
