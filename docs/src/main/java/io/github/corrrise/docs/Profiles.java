package io.github.corrrise.docs;

import io.github.corrrise.Explainer;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.profile.ModelProfile;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.FaceVerifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What is typical of a model, and what is unusual about a pair. */
public final class Profiles {
    private Profiles() {}

    /** Prints the parts of a pair beside what is typical of the model. */
    public static Unusual explain(FaceVerifier verifier, FacePair pair, Path file) {
        // region: explain
        ModelProfile profile = ModelProfile.read(file);
        try (Explainer explainer =
                Explainer.builder(verifier)
                        .profile(profile)
                        .parts(FaceParts.ofTemplate(verifier.inputSize()))
                        .build()) {
            Unusual unusual = explainer.explain(pair).unusual().orElseThrow();
            for (Unusual.Part part : unusual.parts()) {
                System.out.printf(
                        Locale.ROOT,
                        "%s: %+.3f, typical %+.3f, %+.1f spreads%s%n",
                        part.part(),
                        part.effect(),
                        part.typical(),
                        part.deviation(),
                        unusual.isUnusual(part) ? ", unusual" : "");
            }
            return unusual;
        }
        // endregion
    }

    /** Makes a profile and writes it. */
    public static ModelProfile make(
            FaceVerifier verifier, List<ModelProfiler.Pair> pairs, Path runFile, Path file) {
        // region: make
        ModelProfile profile = ModelProfiler.builder(verifier).build().profile(pairs, runFile);
        profile.write(file);
        System.out.println(profile.design() + " " + profile.trust().seedStability());
        // endregion
        return profile;
    }

    /** A pair whose faces are loaded when they are needed. */
    public static ModelProfiler.Pair pair(
            String probePerson, String referencePerson, FacePair faces) {
        // region: pair
        ModelProfiler.Pair pair =
                new ModelProfiler.Pair(
                        "pair 17", // no two pairs share a name
                        probePerson, // equal names: a genuine pair
                        referencePerson,
                        () -> faces); // or loads them
        // endregion
        return pair;
    }
}
