package io.github.corrrise.internal.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version written into the jar when it was built. */
public final class LibraryVersion {
    /** The version as Maven writes it; "unknown" where the file of properties is missing. */
    public static final String VALUE = read();

    private LibraryVersion() {}

    private static String read() {
        try (InputStream stream = LibraryVersion.class.getResourceAsStream("library.properties")) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("library.properties cannot be read", e);
        }
    }
}
