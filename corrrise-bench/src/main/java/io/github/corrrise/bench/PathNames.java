package io.github.corrrise.bench;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths from arguments and tables, with the cause told where the system cannot express one. */
public final class PathNames implements ITypeConverter<Path> {
    /**
     * A picture of a table, absolute: a message that names it can be followed from any folder.
     *
     * @param folder that relative names are relative to
     * @param name as it stands in the table
     * @throws IllegalArgumentException where the system cannot express the name
     */
    public static Path resolved(Path folder, String name) {
        try {
            return folder.resolve(name).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    @Override
    public Path convert(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(reason(e));
        }
    }

    private static String reason(InvalidPathException e) {
        return "'"
                + e.getInput()
                + "' cannot be a file name here ("
                + e.getReason()
                + "): Java encodes file names as "
                + System.getProperty("sun.jnu.encoding")
                + "; set the environment variable LC_ALL=C.UTF-8 for names of other characters";
    }
}
