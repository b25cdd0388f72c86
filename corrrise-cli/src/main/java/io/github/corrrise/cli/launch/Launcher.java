package io.github.corrrise.cli.launch;

import java.lang.reflect.InvocationTargetException;

/**
 * Where the jar starts: compiled for Java 8, so that an old Java is told in a sentence what is
 * wanted instead of a class file's version.
 */
public final class Launcher {
    private static final int OLDEST_JAVA = 17;
    private static final String PROGRAM = "io.github.corrrise.cli.Corrrise";

    private Launcher() {}

    /**
     * Starts the program; ends with code 1 where Java is too old.
     *
     * @param arguments the program's
     * @throws Exception where the program cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        String version = System.getProperty("java.specification.version");
        if (isTooOld(version)) {
            System.err.println(
                    "corrrise needs Java " + OLDEST_JAVA + " or later; this is Java " + version);
            System.exit(1);
        }
        // Pictures are drawn in memory; no display is needed.
        System.setProperty("java.awt.headless", "true");
        try {
            Class.forName(PROGRAM)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw (Error) new Error(PROGRAM + " ended").initCause(e.getCause());
        }
    }

    /** Of a version such as 1.8, 11 or 25. */
    static boolean isTooOld(String version) {
        return version.startsWith("1.") || Integer.parseInt(version) < OLDEST_JAVA;
    }
}
