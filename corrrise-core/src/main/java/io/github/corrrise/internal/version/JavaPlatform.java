package io.github.corrrise.internal.version;

/** What Java code runs on here. */
public final class JavaPlatform {
    /** For example {@code Java 17.0.15+6, OpenJDK 64-Bit Server VM, Linux amd64}. */
    public static final String NAME =
            "Java "
                    + Runtime.version()
                    + ", "
                    + property("java.vm.name")
                    + ", "
                    + property("os.name")
                    + " "
                    + property("os.arch");

    private JavaPlatform() {}

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
