package io.github.corrrise.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.Explainer;
import io.github.corrrise.correlation.ContributionPrior;
import io.github.corrrise.evaluation.Estimate;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.fuzz.Fuzz;
import io.github.corrrise.internal.json.Base64Floats;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.saliency.Explanation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged profiles: read and used, or refused by the documented exceptions. A digest keeps out
 * accidents, not who writes one of his own: where nothing but it is wrong, it is mended.
 */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ProfileFuzzTest {
    private static final int FEW = 300;
    private static final long MOST_BYTES = 64L << 20;
    private static final FaceParts PARTS = FaceParts.ofTemplate(ProfiledPersons.SIZE);
    private static final Pattern MENDED = Pattern.compile("that of the content, ([0-9a-f]{64})");
    private static final Pattern DIGEST = Pattern.compile("\"digest\" ?: ?\"[^\"]*\"");

    /** Arrays of floats in base64, the digest aside, and plain numbers. */
    private static final Pattern NUMBER =
            Pattern.compile(
                    "\"([A-Za-z0-9+/]{16,}={0,2})\"(?<!\"[0-9a-f]{64}\")"
                            + "|(?<=: )-?[0-9][-+.0-9E]*");

    @TempDir private static Path folder;

    private static byte[] whole = new byte[0];

    @BeforeAll
    static void writeAProfile() throws IOException {
        List<ModelProfile.Observed> pairs = new ArrayList<>();
        try (Explainer explainer =
                Explainer.builder(ProfiledPersons.VERIFIER).maskCount(8).parts(PARTS).build()) {
            for (int person = 0; person < 4; person++) {
                Explanation why =
                        explainer.explain(ProfiledPersons.pair(person, person).faces().get());
                pairs.add(
                        new ModelProfile.Observed(
                                why.similarity(),
                                why.probe(),
                                why.reference().orElseThrow(),
                                why.parts()));
            }
        }
        float[] spreads = new float[20];
        Arrays.fill(spreads, 0.5f);
        Estimate estimate = new Estimate(0.5, 0.25, 0.75);
        ModelProfile profile =
                ModelProfile.of(
                        new ModelProfile.Origin(
                                ProfiledPersons.VERIFIER.description(),
                                LibraryVersion.VALUE,
                                ProfiledPersons.SIZE,
                                8,
                                4,
                                4,
                                4,
                                100),
                        ModelProfile.Design.DEFAULT,
                        Optional.of(ContributionPrior.of(4, 5, spreads, List.of(spreads.clone()))),
                        pairs,
                        List.of(
                                new ModelProfile.DesignCheck(
                                        ModelProfile.Design.MEAN, estimate, estimate)),
                        new ModelProfile.Trust(
                                estimate,
                                Optional.of(estimate),
                                Optional.empty(),
                                Optional.empty()));
        Path file = folder.resolve("whole.json");
        profile.write(file);
        whole = Files.readAllBytes(file);
    }

    private static ModelProfile read(byte[] file) {
        Path path = folder.resolve("profile.json");
        try {
            Files.write(path, file);
            return ModelProfile.read(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (IllegalArgumentException e) {
            Matcher mended = MENDED.matcher(String.valueOf(e.getMessage()));
            if (!mended.find()) {
                throw e;
            }
            String text = new String(file, StandardCharsets.UTF_8);
            String again = DIGEST.matcher(text).replaceAll("\"digest\":\"" + mended.group(1) + '"');
            if (again.equals(text)) {
                throw e;
            }
            return readOnce(path, again);
        }
    }

    private static ModelProfile readOnce(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ModelProfile.read(path);
    }

    /** What is read can be used. */
    private static void use(ModelProfile profile) {
        profile.requireFor(ProfiledPersons.VERIFIER);
        try (Explainer explainer =
                Explainer.builder(ProfiledPersons.VERIFIER)
                        .profile(profile)
                        .parts(PARTS)
                        .maskCount(8)
                        .build()) {
            Explanation why = explainer.explain(ProfiledPersons.pair(0, 0).faces().get());
            assertThat(profile.unusual(why).probe().toArray()).doesNotContain(Float.NaN);
        } catch (RuntimeException e) {
            throw new AssertionError("a profile that was read cannot be used: " + e, e);
        }
    }

    @Test
    void damagedProfilesAreReadAndUsedOrRefused() {
        Fuzz fuzz =
                new Fuzz(
                        "profile",
                        List.of(whole),
                        file -> use(read(file)),
                        thrown ->
                                thrown instanceof UncheckedIOException
                                        || thrown instanceof IllegalArgumentException,
                        MOST_BYTES);
        assertThat(fuzz.run(8, Fuzz.cases(FEW))).isEmpty();
    }

    /** One number of a profile that is otherwise right: a float of an array, or a plain one. */
    @Test
    void profilesOfAnyNumbersAreReadAndUsedOrRefused() {
        String text = new String(whole, StandardCharsets.UTF_8);
        List<MatchResult> numbers = NUMBER.matcher(text).results().toList();
        Fuzz fuzz =
                Fuzz.ofNumbers(
                        "numbers of a profile",
                        file -> {
                            ByteBuffer bytes = ByteBuffer.wrap(file);
                            MatchResult old =
                                    numbers.get(Math.floorMod(bytes.getInt(), numbers.size()));
                            String changed =
                                    text.substring(0, old.start())
                                            + (old.group(1) == null
                                                    ? number(bytes)
                                                    : floats(old.group(1), bytes))
                                            + text.substring(old.end());
                            use(read(changed.getBytes(StandardCharsets.UTF_8)));
                        },
                        IllegalArgumentException.class::isInstance,
                        MOST_BYTES);
        assertThat(fuzz.run(18, Fuzz.cases(FEW))).isEmpty();
    }

    private static String number(ByteBuffer bytes) {
        String[] edges = {"0", "1", "-1", "1e999", "-1e308", "5e-324", "2147483647", "1e-40"};
        int kind = Math.floorMod(bytes.getInt(), 2 * edges.length);
        double any = Double.longBitsToDouble(bytes.getLong());
        return kind < edges.length || !Double.isFinite(any)
                ? edges[kind % edges.length]
                : Double.toString(any);
    }

    private static String floats(String text, ByteBuffer bytes) {
        float[] edges = {
            0,
            -1,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            3e38f
        };
        float[] values = Base64Floats.decoded(text);
        int kind = Math.floorMod(bytes.getInt(), 2 * edges.length);
        values[Math.floorMod(bytes.getInt(), values.length)] =
                kind < edges.length ? edges[kind] : Float.intBitsToFloat(bytes.getInt());
        return '"' + Base64Floats.encoded(values) + '"';
    }
}
