package io.github.corrrise.internal.check;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A name for messages about an object of the caller's, whose description may fail in its turn. */
public final class SafeName {
    private SafeName() {}

    /** The description or, where it fails or is null, the class. */
    public static String of(Object named, Supplier<String> description) {
        return of(named, description, failure -> {});
    }

    /**
     * The description or, where it fails or is null, the class.
     *
     * @param failed told why there is no description
     */
    public static String of(
            Object named, Supplier<String> description, Consumer<Throwable> failed) {
        try {
            return Objects.requireNonNull(description.get(), "description");
        } catch (Throwable e) {
            failed.accept(e);
            return named.getClass().getName();
        }
    }
}
