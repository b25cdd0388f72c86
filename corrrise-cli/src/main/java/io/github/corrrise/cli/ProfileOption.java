package io.github.corrrise.cli;

import io.github.corrrise.cli.command.FileNames;
import io.github.corrrise.profile.ModelProfile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of the commands that explain by a profile. */
final class ProfileOption {
    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "Profile of the model, as the command profile writes it: sets masks and fill, and tells"
                            + " what is unusual about a pair.")
    private @Nullable Path file;

    /** The profile, where one was named. */
    Optional<ModelProfile> read() {
        return Optional.ofNullable(file).map(FileNames::absolute).map(ModelProfile::read);
    }
}
