package io.github.corrrise.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.contract.SmoothEmbedder;
import io.github.corrrise.correlation.MaskCache;
import io.github.corrrise.correlation.ScoreCorrelation;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.PixelLayout;
import io.github.corrrise.mask.Fill;
import io.github.corrrise.mask.GridMasks;
import io.github.corrrise.mask.MaskGenerator;
import io.github.corrrise.mask.PatchMasks;
import io.github.corrrise.passes.PassSettings;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.DifferentiableEmbedder;
import io.github.corrrise.verify.FailurePolicy;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of every baseline stands in the description, or is known to change no map. */
class BaselineDescriptionTest {
    private static final DifferentiableEmbedder VERIFIER =
            SmoothEmbedder.linear(new FaceSize(40, 40), PixelLayout.RGB_PLANAR_0_255, 2);

    /** Methods of which nothing can be set. */
    private static final Set<Class<?>> WITHOUT_SETTINGS = Set.of(Fggb.class, XSsab.class);

    /** Another value for each setting of a run that bears on maps. */
    private static final Map<String, Object> OF_RUNS =
            Map.of("fill", Fill.mean(), "seed", 1L, "sides", List.of(Side.PROBE));

    private static final Map<String, UnaryOperator<PassSettings.Builder>> OF_PASSES =
            Map.of(
                    "failurePolicy", passes -> passes.failurePolicy(FailurePolicy.SKIP),
                    "passBudget", passes -> passes.passBudget(100),
                    "timeBudget", passes -> passes.timeBudget(Duration.ofSeconds(9)),
                    "stopRule",
                            passes ->
                                    passes.stopRule(
                                            ScoreCorrelation.defaults()
                                                    .stopAtReliability(0.9, MaskCache.ofBytes(0))));

    /** Settings of passes that change no map. */
    private static final Map<String, UnaryOperator<PassSettings.Builder>> NEUTRAL =
            Map.of(
                    "batchSize", passes -> passes.batchSize(3),
                    "progress", passes -> passes.progress((done, total) -> {}),
                    "cancelWhen", passes -> passes.cancelWhen(() -> false),
                    "unchecked", PassSettings.Builder::unchecked,
                    "executor", passes -> passes.executor(Runnable::run, 2));

    static Stream<Baseline> baselines() throws Exception {
        List<Baseline> baselines = new ArrayList<>();
        for (Class<?> type : types()) {
            baselines.add(ofDefaults(type));
        }
        assertThat(baselines).hasSizeGreaterThanOrEqualTo(10);
        return baselines.stream();
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void everySettingOfTheMethodChangesTheDescription(Baseline baseline) throws Exception {
        RecordComponent[] components = baseline.getClass().getRecordComponents();
        assertThat(components.length == 0)
                .isEqualTo(WITHOUT_SETTINGS.contains(baseline.getClass()));
        for (RecordComponent component : components) {
            Object varied = varied(component.getAccessor().invoke(baseline));
            Baseline other = (Baseline) with((Record) baseline, component.getName(), varied);
            assertThat(description(other, RunSettings.defaults()))
                    .as(component.getName())
                    .isNotEqualTo(description(baseline, RunSettings.defaults()));
        }
        assertThat(description(baseline.negated(), RunSettings.defaults()))
                .isEqualTo(description(baseline, RunSettings.defaults()) + ", negated");
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void everySettingOfTheRunChangesItOrChangesNoMap(Baseline baseline) throws Exception {
        RunSettings run = RunSettings.defaults();
        String plain = description(baseline, run);
        for (RecordComponent component : RunSettings.class.getRecordComponents()) {
            if (component.getType() == PassSettings.class) {
                continue;
            }
            assertThat(OF_RUNS).containsKey(component.getName());
            Object other = with(run, component.getName(), OF_RUNS.get(component.getName()));
            assertThat(description(baseline, (RunSettings) other))
                    .as(component.getName())
                    .isNotEqualTo(plain);
        }
        Set<String> settings =
                Arrays.stream(PassSettings.Builder.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .filter(method -> method.getReturnType() == PassSettings.Builder.class)
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        assertThat(settings).hasSize(OF_PASSES.size() + NEUTRAL.size());
        for (String name : settings) {
            boolean neutral = NEUTRAL.containsKey(name);
            assertThat(neutral)
                    .as("%s is one or the other", name)
                    .isNotEqualTo(OF_PASSES.containsKey(name));
            PassSettings passes =
                    (neutral ? NEUTRAL : OF_PASSES).get(name).apply(PassSettings.builder()).build();
            String other = description(baseline, run.withPasses(passes));
            assertThat(other.equals(plain)).as(name).isEqualTo(neutral);
        }
    }

    private static String description(Baseline baseline, RunSettings run) {
        return baseline.on(VERIFIER, run).description();
    }

    /** All baselines of the package that have settings; given maps are files and have none. */
    private static List<Class<?>> types() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Baseline.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve(Baseline.class.getPackageName().replace('.', '/'));
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.contains("-info")) {
                    Class<?> type = loaded(name.substring(0, name.length() - 6));
                    if (Baseline.class.isAssignableFrom(type)
                            && !Set.of(Baseline.class, Negated.class, GivenMaps.class)
                                    .contains(type)) {
                        types.add(type);
                    }
                }
            }
        }
        return types;
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(Baseline.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /**
     * Every baseline is offered with defaults by a factory of the interface, but one whose maps are
     * given.
     */
    private static Baseline ofDefaults(Class<?> type) throws Exception {
        if (type == Fixed.class) {
            return Baseline.fixed(flat(), flat());
        }
        List<Baseline> made = new ArrayList<>();
        for (Method method : factories()) {
            Baseline baseline = (Baseline) method.invoke(null);
            if (baseline.getClass() == type) {
                made.add(baseline);
            }
        }
        assertThat(made).as(type.getSimpleName()).isNotEmpty();
        return made.get(0);
    }

    private static SaliencyMap flat() {
        FaceSize size = VERIFIER.inputSize();
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, new float[size.pixelCount()]);
    }

    private static List<Method> factories() {
        return Arrays.stream(Baseline.class.getMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getParameterCount() == 0)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** The record with one component changed. */
    private static Object with(Record record, String name, Object value) throws Exception {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] =
                    components[i].getName().equals(name)
                            ? value
                            : components[i].getAccessor().invoke(record);
        }
        Constructor<?> canonical = record.getClass().getDeclaredConstructor(types);
        return canonical.newInstance(values);
    }

    private static Object varied(Object value) {
        if (value instanceof SaliencyMap map) {
            float[] values = map.toArray();
            values[0] += 0.5f;
            return SaliencyMap.of(map.size(), map.scale(), values);
        }
        if (value instanceof Boolean yes) {
            return !yes;
        }
        if (value instanceof Integer count) {
            return count + 2;
        }
        if (value instanceof Double number) {
            return 0.8 * number;
        }
        if (value instanceof MaskGenerator masks) {
            return masks.equals(GridMasks.defaults())
                    ? PatchMasks.published()
                    : GridMasks.defaults();
        }
        if (value instanceof List<?> list) {
            return list.subList(0, list.size() - 1);
        }
        throw new IllegalStateException("no other value is known for " + value);
    }
}
