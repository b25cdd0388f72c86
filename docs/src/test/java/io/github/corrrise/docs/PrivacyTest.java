package io.github.corrrise.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceBatch;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.Report;
import io.github.corrrise.replay.Replay;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.LocalDescriptorVerifier;
import io.github.corrrise.verify.Threshold;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is known of a person stays in results, and what a run leaves behind has a bound. */
class PrivacyTest {
    private static final FaceSize SIZE = new FaceSize(32, 40);
    private static final LocalDescriptorVerifier VERIFIER =
            LocalDescriptorVerifier.defaults().withInputSize(SIZE);

    /** In no word of the library. */
    private static final String NAME = "Trillian-0815";

    /** What changes within a bound, and why that is one. */
    private static final Map<String, String> BOUNDED =
            Map.of(
                    "io.github.corrrise.onnx.NativeRuntime.FIRST_FAILURE",
                    "one exception",
                    "io.github.corrrise.djl.GradientModel.ONE_AT_A_TIME",
                    "one lock",
                    "io.github.corrrise.djl.EngineStart.FIRST_FAILURE",
                    "one exception",
                    "io.github.corrrise.internal.file.LineFile.OPEN",
                    "files that are open; closing removes them",
                    "io.github.corrrise.spark.OpenMatchers.OPEN",
                    "matchers in use and one idle; the next one closes it");

    @Test
    void theLogOfATestIsCaptured() {
        List<String> events =
                CapturingLog.during(() -> LoggerFactory.getLogger("a.b").trace("heard {}", 7));
        assertThat(events).containsExactly("a.b TRACE heard 7 null");
        assertThat(CapturingLog.during(() -> {})).isEmpty();
    }

    /** Whatever runs, fails, is written and read: nothing of it is logged at any level. */
    @Test
    void noFaceScoreDigestOrNameIsLogged(@TempDir Path folder) {
        FacePair pair = FacePair.of(face(1), face(2));
        AtomicReference<Explanation> explained = new AtomicReference<>();
        List<String> events =
                CapturingLog.during(
                        () -> {
                            Explanation why = explained(pair);
                            explained.set(why);
                            write(why, folder);
                            fail(folder, pair);
                        });
        Explanation why = explained.get();
        List<String> secrets =
                List.of(
                        NAME,
                        Double.toString(why.similarity()),
                        Float.toString((float) why.similarity()),
                        Float.toString(pair.probe().toPlanes()[5]),
                        Float.toString(VERIFIER.embed(batch(pair))[0][3]),
                        Float.toString(why.probe().at(3, 4)),
                        pair.probe().digest(),
                        why.provenance().inputs().digest());
        for (String event : events) {
            assertThat(event).doesNotContain(secrets);
        }
        assertThat(events)
                .as("the library says one thing, at most")
                .filteredOn(event -> event.startsWith("io.github.corrrise"))
                .allMatch(event -> event.contains("ND4J has no usable back end"));
    }

    private static FaceBatch batch(FacePair pair) {
        return FaceBatch.of(VERIFIER.layout(), pair.probe());
    }

    private static Explanation explained(FacePair pair) {
        for (ScoreCorrelation.Kernel kernel : ScoreCorrelation.Kernel.values()) {
            Throwable refused =
                    catchThrowable(
                            () ->
                                    Explainer.builder(VERIFIER)
                                            .maskCount(16)
                                            .kernel(kernel)
                                            .build()
                                            .explain(pair));
            if (refused != null) {
                assertThat(refused).isInstanceOf(IllegalArgumentException.class);
            }
        }
        try (Explainer explainer =
                Explainer.builder(VERIFIER)
                        .maskCount(40)
                        .parts(FaceParts.ofTemplate(SIZE))
                        .claims()
                        .cropDigests()
                        .build()) {
            return explainer.explain(pair);
        }
    }

    private static void write(Explanation why, Path folder) {
        Path json = folder.resolve(NAME + ".json");
        ExplanationJson.writeWithFaces(why, json);
        Report.of(why).write(folder.resolve(NAME + ".html"));
        HeatMaps.figure(why).write(folder.resolve(NAME + ".png"));
        assertThat(Replay.read(json).with(VERIFIER, why.pair()).isSame()).isTrue();
    }

    private static void fail(Path folder, FacePair pair) {
        FaceVerifier naming =
                FaceVerifier.of(
                        NAME,
                        SIZE,
                        Threshold.of(0.5),
                        (probe, reference) -> {
                            throw new IllegalStateException(NAME);
                        });
        assertThat(catchThrowable(() -> Explainer.of(naming).explain(pair)))
                .hasMessageContaining(NAME);
        Path picture = folder.resolve(NAME + ".jpg");
        assertThat(catchThrowable(() -> Files.writeString(picture, "no picture"))).isNull();
        assertThat(catchThrowable(() -> FaceImage.read(picture))).hasMessageContaining(NAME);
        assertThat(catchThrowable(() -> Replay.read(picture))).hasMessageContaining(NAME);
        assertThat(catchThrowable(() -> ExplanationJson.read(folder.resolve(NAME))))
                .hasMessageContaining(NAME);
    }

    /**
     * Constants, and lazily made ones: no field that is written again, no collection that grows,
     * but for those whose bound is known. A service that runs for months, and one that is loaded
     * again and again, depend on it.
     */
    @Tag("slow")
    @Test
    void nothingStaticGrows() throws ReflectiveOperationException {
        JavaClasses library =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("/corrrise/contract/"))
                        .withImportOption(location -> !location.contains("/corrrise/docs/"))
                        .withImportOption(location -> !location.contains("/corrrise/bench/"))
                        .withImportOption(location -> !location.contains("/corrrise/cli/"))
                        .importPackages("io.github.corrrise");
        List<String> growing = new ArrayList<>();
        int seen = 0;
        for (JavaClass type : library) {
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                    seen++;
                    if (grows(field)) {
                        growing.add(field.getFullName());
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(growing).containsExactlyInAnyOrderElementsOf(BOUNDED.keySet());
    }

    private static boolean grows(JavaField field) throws ReflectiveOperationException {
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            return true;
        }
        JavaClass type = field.getRawType();
        if (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class)) {
            Field reflected = field.reflect();
            reflected.setAccessible(true);
            String made = reflected.get(null).getClass().getName();
            return !made.startsWith("java.util.ImmutableCollections")
                    && !made.startsWith("java.util.Collections$Unmodifiable");
        }
        return type.getName().startsWith("java.util.concurrent.")
                && !Set.of("java.util.concurrent.TimeUnit").contains(type.getName());
    }

    private static FaceImage face(long seed) {
        float[] rgb = new float[3 * SIZE.pixelCount()];
        for (int i = 0; i < rgb.length; i++) {
            int row = i / 3 / SIZE.width();
            int column = i / 3 % SIZE.width();
            rgb[i] = (float) (120 + 90 * Math.sin(row * 0.6 + seed) * Math.cos(column * 0.5));
        }
        return FaceImage.ofFloats(SIZE, rgb);
    }
}
