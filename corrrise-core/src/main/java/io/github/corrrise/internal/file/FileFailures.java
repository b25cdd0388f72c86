package io.github.corrrise.internal.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;

/** Words what is wrong with a file, the same everywhere. */
public final class FileFailures {
    private FileFailures() {}

    /**
     * The reason of a failure, for a message in which the caller names the path. Of a failure that
     * is not known here it is the failure's own message, or its class where it has none.
     */
    public static String reason(IOException failure) {
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "a file or folder of that name exists";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return "the folder is not empty";
        }
        if (failure instanceof FileSystemLoopException) {
            return "too many links";
        }
        if (failure instanceof CharacterCodingException) {
            return "not UTF-8";
        }
        // The message of a failure of the file system is only a path.
        return failure.getMessage() == null || failure instanceof FileSystemException
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
