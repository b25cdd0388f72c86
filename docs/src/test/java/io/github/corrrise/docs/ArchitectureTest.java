package io.github.corrrise.docs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.verify.FaceEmbedder;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers of the library and what no class of it may do. */
class ArchitectureTest {
    private static final String ROOT = "io.github.corrrise";
    private static final String INTERNAL = ROOT + ".internal..";

    /** What the library modules hold: neither contracts, pages, commands nor benchmarks. */
    private static final JavaClasses LIBRARY =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("/corrrise/contract/"))
                    .withImportOption(location -> !location.contains("/corrrise/docs/"))
                    .withImportOption(location -> !location.contains("/corrrise/bench/"))
                    .withImportOption(location -> !location.contains("/corrrise/cli/"))
                    .importPackages(ROOT);

    /**
     * Which packages of the library a package may use besides itself and {@code internal}. A new
     * package is entered here, with a decision record where it changes the layers.
     */
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry(
                            "",
                            Set.of(
                                    "claims",
                                    "parts",
                                    "profile",
                                    "correlation",
                                    "passes",
                                    "saliency",
                                    "rates",
                                    "mask",
                                    "verify",
                                    "face")),
                    Map.entry("face", Set.of()),
                    Map.entry("verify", Set.of("face")),
                    Map.entry("verify.adapter", Set.of("verify", "face")),
                    Map.entry("mask", Set.of("face")),
                    Map.entry("rates", Set.of("verify")),
                    Map.entry("saliency", Set.of("rates", "verify", "face")),
                    Map.entry("passes", Set.of("saliency", "mask", "verify", "face")),
                    Map.entry("correlation", Set.of("passes", "saliency", "mask", "face")),
                    Map.entry(
                            "baseline",
                            Set.of(
                                    "render",
                                    "correlation",
                                    "passes",
                                    "saliency",
                                    "mask",
                                    "verify",
                                    "face")),
                    Map.entry(
                            "evaluation",
                            Set.of("passes", "saliency", "rates", "mask", "verify", "face")),
                    Map.entry("audit", Set.of("evaluation", "saliency", "verify", "face")),
                    Map.entry("claims", Set.of("passes", "saliency", "mask", "verify", "face")),
                    Map.entry("parts", Set.of("passes", "saliency", "mask", "verify", "face")),
                    Map.entry(
                            "profile",
                            Set.of(
                                    "evaluation",
                                    "correlation",
                                    "saliency",
                                    "mask",
                                    "verify",
                                    "face")),
                    Map.entry(
                            "profiling",
                            Set.of(
                                    "",
                                    "profile",
                                    "baseline",
                                    "evaluation",
                                    "parts",
                                    "correlation",
                                    "passes",
                                    "saliency",
                                    "mask",
                                    "verify",
                                    "face")),
                    Map.entry("render", Set.of("audit", "rates", "saliency", "verify", "face")),
                    Map.entry(
                            "replay",
                            Set.of(
                                    "",
                                    "render",
                                    "profile",
                                    "correlation",
                                    "saliency",
                                    "mask",
                                    "verify",
                                    "face")),
                    Map.entry("onnx", Set.of("verify.adapter", "verify", "face")),
                    Map.entry("djl", Set.of("verify.adapter", "saliency", "verify", "face")),
                    Map.entry(
                            "spark",
                            Set.of(
                                    "",
                                    "audit",
                                    "onnx",
                                    "parts",
                                    "passes",
                                    "saliency",
                                    "mask",
                                    "verify.adapter",
                                    "verify",
                                    "face")));

    private static final Set<String> ADAPTERS = Set.of("onnx", "djl");

    private static String packageName(String layer) {
        return layer.isEmpty() ? ROOT : ROOT + "." + layer;
    }

    @Test
    void theLibraryIsSeen() {
        assertThat(LIBRARY.contain(FaceVerifier.class)).isTrue();
        assertThat(LIBRARY.contain("io.github.corrrise.onnx.OnnxFaceVerifier")).isTrue();
        assertThat(LIBRARY.contain("io.github.corrrise.djl.DjlFaceVerifier")).isTrue();
        assertThat(LIBRARY.contain("io.github.corrrise.spark.SparkExplainer")).isTrue();
        assertThat(LIBRARY).noneMatch(type -> type.getPackageName().equals(ROOT + ".contract"));
    }

    @Test
    void everyPackageHasItsPlaceInTheLayers() {
        Set<String> known = new LinkedHashSet<>();
        MAY_USE.keySet().forEach(layer -> known.add(packageName(layer)));
        classes()
                .should()
                .resideInAnyPackage(
                        Stream.concat(known.stream(), Stream.of(INTERNAL)).toArray(String[]::new))
                .check(LIBRARY);
    }

    @Test
    void layersUseOnlyWhatLiesBelow() {
        List<String> violations = new ArrayList<>();
        MAY_USE.forEach(
                (layer, below) -> {
                    List<String> allowed = new ArrayList<>();
                    allowed.add(packageName(layer));
                    below.forEach(name -> allowed.add(packageName(name)));
                    if (!ADAPTERS.contains(layer)) {
                        allowed.add(INTERNAL);
                    }
                    violations.addAll(
                            usesOfTheLibraryStayIn(packageName(layer), allowed)
                                    .evaluate(LIBRARY)
                                    .getFailureReport()
                                    .getDetails());
                });
        assertThat(violations).isEmpty();
    }

    @Test
    void whatIsInternalUsesNothingOfTheApi() {
        usesOfTheLibraryStayIn(INTERNAL, List.of(INTERNAL)).check(LIBRARY);
    }

    private static ArchRule usesOfTheLibraryStayIn(String users, List<String> allowed) {
        return noClasses()
                .that()
                .resideInAPackage(users)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        allowed.toArray(String[]::new)))))
                .allowEmptyShould(true);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void picturesOfThePlatformAreKnownToFaceAndRenderOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".face", ROOT + ".render")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".djl.DjlImages") // may wrap one
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..")
                .check(LIBRARY);
    }

    @Test
    void facesAreReadAndNotDrawn() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".face")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.awt..", "javax.swing..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        "java.awt.image", "java.awt.color"))))
                .check(LIBRARY);
    }

    @Test
    void publicSignaturesSpeakOfThePlatformAndTheLibraryOnly() {
        classes()
                .that(CAN_BE_SEEN)
                .and()
                .resideOutsideOfPackages(INTERNAL, ROOT + ".djl", ROOT + ".spark")
                .should(
                        mentionInPublicOnly(
                                "types of the platform and of the API",
                                resideInAPackage("java..")
                                        .or(resideInAPackage(ROOT + ".."))
                                        .and(DescribedPredicate.not(resideInAPackage(INTERNAL)))))
                .check(LIBRARY);
    }

    @Test
    void noBackEndTypeStandsInAPublicSignature() {
        classes()
                .that(CAN_BE_SEEN)
                .should(
                        mentionInPublicOnly(
                                "no type of ND4J, ONNX Runtime or DJL's arrays",
                                DescribedPredicate.not(
                                        resideInAnyPackage(
                                                "org.nd4j..",
                                                "ai.onnxruntime..",
                                                "ai.djl.ndarray.."))))
                .check(LIBRARY);
    }

    private static final DescribedPredicate<JavaClass> CAN_BE_SEEN =
            describe(
                    "can be seen by users",
                    type -> {
                        JavaClass here = type;
                        while (isOpen(here.getModifiers())) {
                            if (here.getEnclosingClass().isEmpty()) {
                                return true;
                            }
                            here = here.getEnclosingClass().get();
                        }
                        return false;
                    });

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC)
                || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static ArchCondition<JavaClass> mentionInPublicOnly(
            String what, DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("mention in public only " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<JavaClass> above = new LinkedHashSet<>(type.getAllRawInterfaces());
                type.getRawSuperclass().ifPresent(above::add);
                report(type.getName(), above, events);
                for (JavaMember member : type.getMembers()) {
                    if (isOpen(member.getModifiers())
                            && !member.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                        report(member.getFullName(), mentioned(member), events);
                    }
                }
            }

            private void report(String where, Set<JavaClass> mentioned, ConditionEvents events) {
                for (JavaClass type : mentioned) {
                    JavaClass element = type.getBaseComponentType();
                    if (!element.isPrimitive() && !allowed.test(element)) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        element, where + " mentions " + element.getName()));
                    }
                }
            }
        };
    }

    private static Set<JavaClass> mentioned(JavaMember member) {
        Set<JavaClass> types = new LinkedHashSet<>();
        if (member instanceof JavaField field) {
            types.addAll(field.getType().getAllInvolvedRawTypes());
        }
        if (member instanceof JavaCodeUnit unit) {
            types.addAll(unit.getReturnType().getAllInvolvedRawTypes());
            unit.getParameterTypes().forEach(type -> types.addAll(type.getAllInvolvedRawTypes()));
            unit.getExceptionTypes().forEach(types::add);
        }
        return types;
    }

    @Test
    void theStandardStreamsAreTheApplications() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
    }

    @Test
    void chanceComesFromSeedsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(StrictMath.class, "random")
                .check(LIBRARY);
    }

    /** Elapsed time ends a run by its budget; the time of day is in no result. */
    @Test
    void nobodyAsksForTheTimeOfDay() {
        DescribedPredicate<JavaAccess<?>> clock =
                describe(
                        "java.time's now",
                        access ->
                                access.getTargetOwner().getPackageName().equals("java.time")
                                        && access.getName().equals("now"));
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessTargetWhere(clock)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .check(LIBRARY);
    }

    @Test
    void noThreadIsStartedAndNoneIsRemembered() {
        noClasses()
                .should()
                .callConstructorWhere(JavaCall.Predicates.target(owner(type(Thread.class))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class, ForkJoinPool.class, ThreadLocal.class)
                .check(LIBRARY);
    }

    /** Of the channels those of files are allowed, which alone can be locked. */
    @Test
    void theNetworkIsNotUsed() {
        DescribedPredicate<JavaClass> network =
                resideInAnyPackage("java.net..", "javax.net..", "java.rmi..", "java.nio.channels..")
                        .and(
                                not(
                                        belongToAnyOf(
                                                FileChannel.class,
                                                FileLock.class,
                                                OverlappingFileLockException.class)));
        noClasses().should().dependOnClassesThat(network).check(LIBRARY);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<JavaPackage> packages = new LinkedHashSet<>();
        LIBRARY.forEach(type -> packages.add(type.getPackage()));
        assertThat(packages).isNotEmpty();
        for (JavaPackage each : packages) {
            assertThat(each.isAnnotatedWith(NullMarked.class)).as(each.getName()).isTrue();
        }
    }

    @Test
    void theInterfacesStandWhereTheDesignPutsThem() {
        for (Class<?> type :
                List.of(
                        FaceVerifier.class,
                        FaceEmbedder.class,
                        MaskGenerator.class,
                        SaliencyExplainer.class)) {
            assertThat(type).isInterface();
        }
        assertThat(FaceVerifier.class.getPackageName()).isEqualTo(ROOT + ".verify");
        assertThat(FaceEmbedder.class.getPackageName()).isEqualTo(ROOT + ".verify");
        assertThat(MaskGenerator.class.getPackageName()).isEqualTo(ROOT + ".mask");
        assertThat(SaliencyExplainer.class.getPackageName()).isEqualTo(ROOT + ".saliency");
        for (JavaClass type : LIBRARY) {
            if (type.getSimpleName().equals("DeletionInsertionMetric")) {
                assertThat(type.isInterface()).isTrue();
                assertThat(type.getPackageName()).isEqualTo(ROOT + ".evaluation");
            }
        }
    }
}
