package io.github.corrrise.cli.command;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** File names as users write them: in arguments and in the cells of a list. */
public final class FileNames {
    /** What a JVM puts where it cannot decode an argument. */
    private static final char REPLACEMENT = '\uFFFD';

    private FileNames() {}

    /**
     * The path of a name.
     *
     * @throws IllegalArgumentException where the file system takes no such name, or the JVM cannot
     *     express it in the encoding that the locale gives to file names; the message says which
     */
    public static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            String encoding = encoding();
            if (isExpressible(name, encoding)) {
                throw new IllegalArgumentException(
                        "file name must be one that this system takes, was "
                                + name.replace('\0', '?')
                                + " ("
                                + e.getReason()
                                + ")",
                        e);
            }
            throw inexpressible("file name", name, encoding, e);
        }
    }

    /**
     * The absolute path of what a user named relative to the current folder. Links and {@code ..}
     * stay as they are.
     *
     * @throws IllegalArgumentException where the JVM cannot express the current folder's name
     */
    public static Path absolute(Path path) {
        String current = System.getProperty("user.dir", "");
        if (!path.isAbsolute() && current.indexOf(REPLACEMENT) >= 0) {
            throw inexpressible("name of the current folder", current, encoding(), null);
        }
        return path.toAbsolutePath();
    }

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", "UTF-8");
    }

    private static boolean isExpressible(String name, String encoding) {
        Charset charset = Charset.forName(encoding);
        return !charset.canEncode() || charset.newEncoder().canEncode(name);
    }

    private static IllegalArgumentException inexpressible(
            String what, String name, String encoding, @Nullable Exception cause) {
        return new IllegalArgumentException(
                what
                        + " must consist of characters of "
                        + encoding
                        + ", which the locale makes the JVM's encoding of file names"
                        + " (sun.jnu.encoding), was "
                        + name
                        + "; run the command with LC_ALL=C.UTF-8",
                cause);
    }
}
