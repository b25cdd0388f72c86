package io.github.corrrise.bench;

import io.github.corrrise.Explainer;
import io.github.corrrise.saliency.SaliencyExplainer;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.FaceVerifier;
import java.util.LinkedHashMap;
import java.util.Map;

/** The methods that can be evaluated, by the names that tables call them. */
final class Methods {
    /** Binds a method to a verifier, to explain these sides. */
    @FunctionalInterface
    interface Method {
        SaliencyExplainer bind(FaceVerifier verifier, Side... sides);
    }

    private static final Map<String, Method> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put(
                "corrrise-published",
                (verifier, sides) ->
                        Explainer.builder(verifier)
                                .published()
                                .sides(sides)
                                .withoutSignificance()
                                .build());
    }

    private Methods() {}

    /** The method of a name. */
    static Method named(String name) {
        Method method = BY_NAME.get(name);
        if (method == null) {
            throw new IllegalArgumentException(
                    "method must be one of " + BY_NAME.keySet() + ", was " + name);
        }
        return method;
    }
}
