package consumer;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FaceDetector;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.UnreadablePictureException;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.Report;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.ExplanationSummary;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.VerifierException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MultipartFile;

/** Explains two uploaded pictures. */
@SpringBootApplication
public class Service {
    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    // region: spring-beans
    /** A verifier that needs no model; a service opens an OnnxFaceVerifier in its place. */
    @Bean
    LocalDescriptorVerifier verifier() {
        return LocalDescriptorVerifier.defaults();
    }

    /** One for all requests: it bears several threads, and Spring closes it. */
    @Bean
    Explainer explainer(LocalDescriptorVerifier verifier) {
        return Explainer.builder(verifier).maskCount(200).build();
    }

    /** The first explanation of a process takes longest: no user waits for it. */
    @Bean
    ApplicationRunner warmUp(LocalDescriptorVerifier verifier, Explainer explainer) {
        FaceImage grey = FaceImage.filled(verifier.inputSize(), 128, 128, 128);
        return arguments -> explainer.explain(FacePair.of(grey, grey));
    }

    // endregion

    // region: spring-controller
    /** One address; what the client accepts decides between JSON, a figure and a report. */
    @RestController
    @RequestMapping(path = "/explanations", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    static class Explanations {
        private final LocalDescriptorVerifier verifier;
        private final Explainer explainer;

        Explanations(LocalDescriptorVerifier verifier, Explainer explainer) {
            this.verifier = verifier;
            this.explainer = explainer;
        }

        @PostMapping(produces = MediaType.APPLICATION_JSON_VALUE)
        ExplanationSummary summary(
                @RequestParam("probe") MultipartFile probe,
                @RequestParam("reference") MultipartFile reference)
                throws IOException {
            return ExplanationSummary.of(explain(probe, reference));
        }

        @PostMapping(produces = MediaType.IMAGE_PNG_VALUE)
        byte[] figure(
                @RequestParam("probe") MultipartFile probe,
                @RequestParam("reference") MultipartFile reference)
                throws IOException {
            return HeatMaps.figure(explain(probe, reference)).toPng();
        }

        @PostMapping(produces = "text/html;charset=UTF-8")
        String report(
                @RequestParam("probe") MultipartFile probe,
                @RequestParam("reference") MultipartFile reference)
                throws IOException {
            return Report.of(explain(probe, reference)).toHtml();
        }

        private Explanation explain(MultipartFile probe, MultipartFile reference)
                throws IOException {
            return explainer.explain(FacePair.of(face(probe), face(reference)));
        }

        /** Crops are scaled to the model's size; photographs are aligned with a detector first. */
        private FaceImage face(MultipartFile picture) throws IOException {
            return FaceImage.read(picture.getBytes(), 8_000_000).resizedTo(verifier.inputSize());
        }
    }

    // endregion

    // region: spring-problems
    /** Errors as RFC 9457 wants them; messages of the library hold no faces. */
    @RestControllerAdvice
    static class Problems {
        @ExceptionHandler({
            UnreadablePictureException.class,
            FaceDetector.NoFaceException.class,
            FaceDetector.SeveralFacesException.class
        })
        ProblemDetail picture(RuntimeException thrown) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.valueOf(422), thrown.getMessage());
        }

        @ExceptionHandler(VerifierException.class)
        ProblemDetail verifier(VerifierException thrown) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, thrown.getMessage());
        }

        @ExceptionHandler(CancellationException.class)
        ProblemDetail cancelled(CancellationException thrown) {
            return ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }
    // endregion
}
