package io.github.corrrise.internal.check;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Names an object of the caller in messages, even where its description throws. */
public final class SafeName {
    private SafeName() {}

    /** The description or, where it throws or is null, the name of the class. */
    public static String of(Object named, Supplier<String> description) {
        return of(named, description, failure -> {});
    }

    /**
     * The description or, where it throws or is null, the name of the class.
     *
     * @param failed receives what the description threw
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
