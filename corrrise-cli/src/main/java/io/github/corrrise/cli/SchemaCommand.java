package io.github.corrrise.cli;

import io.github.corrrise.cli.command.Commands;
import io.github.corrrise.cli.command.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of an explanation, for those who read the files elsewhere. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Prints the JSON Schema of explanation.json.",
        footer = {
            "",
            "Example:",
            "  corrrise schema > explanation.schema.json",
            "",
            Commands.EXIT_CODES
        })
final class SchemaCommand implements Callable<Integer> {
    private static final String SCHEMA = "/io/github/corrrise/cli/explanation.schema.json";

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (InputStream schema =
                Objects.requireNonNull(SchemaCommand.class.getResourceAsStream(SCHEMA), SCHEMA)) {
            String text = new String(schema.readAllBytes(), StandardCharsets.UTF_8);
            Objects.requireNonNull(spec, "spec").commandLine().getOut().print(text);
        }
        return 0;
    }
}
