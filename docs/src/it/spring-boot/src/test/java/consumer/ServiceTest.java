package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ServiceTest {
    private static final String BOUNDARY = "----pictures";

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    /** An oval on a ground, as a PNG of any size. */
    private static byte[] drawn(int side, int shift) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(90, 110, 130));
        graphics.fillRect(0, 0, side, side);
        graphics.setColor(new Color(220, 180, 150));
        graphics.fillOval(side / 5, side / 8, side * 3 / 5, side * 3 / 4);
        graphics.setColor(Color.BLACK);
        graphics.fillOval(side / 3 + shift, side / 3, side / 12, side / 12);
        graphics.fillOval(side * 3 / 5 - shift, side / 3, side / 12, side / 12);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private HttpRequest request(String accept, byte[] probe, byte[] reference) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "probe", probe);
        part(body, "reference", reference);
        body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/explanations"))
                .header("Accept", accept)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
    }

    private static void part(ByteArrayOutputStream body, String name, byte[] picture)
            throws IOException {
        if (picture.length == 0) {
            return;
        }
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.png\"\r\n"
                                .formatted(BOUNDARY, name, name)
                        + "Content-Type: image/png\r\n\r\n";
        body.write(head.getBytes(StandardCharsets.UTF_8));
        body.write(picture);
        body.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void answersInJson() throws Exception {
        HttpResponse<byte[]> response =
                send(request("application/json", drawn(200, 0), drawn(150, 3)));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(text(response)).contains("\"similarity\":", "\"libraryVersion\":", "CorrRISE");
    }

    @Test
    void answersWithAFigure() throws Exception {
        HttpResponse<byte[]> response = send(request("image/png", drawn(112, 0), drawn(112, 3)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(response.body())).getWidth())
                .isGreaterThan(200);
    }

    @Test
    void answersWithAReport() throws Exception {
        HttpResponse<byte[]> response = send(request("text/html", drawn(112, 0), drawn(112, 3)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response)).startsWith("<!DOCTYPE html>").contains("</html>");
    }

    @Test
    void eightAtOnceGetTheSameAnswer() throws Exception {
        HttpRequest request = request("application/json", drawn(112, 0), drawn(112, 5));
        List<CompletableFuture<HttpResponse<byte[]>>> all =
                IntStream.range(0, 8)
                        .mapToObj(
                                i ->
                                        client.sendAsync(
                                                request,
                                                HttpResponse.BodyHandlers.ofByteArray()))
                        .toList();
        String expected = text(send(request));
        for (CompletableFuture<HttpResponse<byte[]>> one : all) {
            assertThat(one.get().statusCode()).isEqualTo(200);
            assertThat(text(one.get())).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNoPictureIsAProblem() throws Exception {
        byte[] nonsense = "no picture".getBytes(StandardCharsets.UTF_8);
        HttpResponse<byte[]> response =
                send(request("application/json", nonsense, drawn(112, 0)));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(422);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(text(response)).contains("\"detail\":", "\"status\":422");
    }

    @Test
    void aPictureThatIsMissingIsAProblem() throws Exception {
        HttpResponse<byte[]> response =
                send(request("application/json", drawn(112, 0), new byte[0]));
        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(text(response)).contains("reference");
    }
}
