package io.github.corrrise.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileFailuresTest {
    /** The message of such a failure is its path, which the caller has named already. */
    @Test
    void noReasonIsOnlyAPath() {
        for (FileSystemException failure :
                List.of(
                        new NoSuchFileException("/a/b"),
                        new AccessDeniedException("/a/b"),
                        new FileAlreadyExistsException("/a/b"),
                        new DirectoryNotEmptyException("/a/b"),
                        new NotDirectoryException("/a/b"),
                        new FileSystemLoopException("/a/b"),
                        new FileSystemException("/a/b"))) {
            assertThat(FileFailures.reason(failure)).isNotBlank().doesNotContain("/a/b");
        }
    }

    @Test
    void aReasonThatIsKnownStands() {
        assertThat(FileFailures.reason(new FileSystemException("/a", null, "Is a directory")))
                .isEqualTo("Is a directory");
        assertThat(FileFailures.reason(new IOException("no space"))).isEqualTo("no space");
        assertThat(FileFailures.reason(new IOException())).isEqualTo("IOException");
        assertThat(FileFailures.reason(new MalformedInputException(1))).isEqualTo("not UTF-8");
    }
}
