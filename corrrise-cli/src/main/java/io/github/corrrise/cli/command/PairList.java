package io.github.corrrise.cli.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A list of pairs, and where its pictures are. */
public final class PairList {
    @Parameters(paramLabel = "PAIRS", description = "CSV of pairs.")
    private Path list = Path.of("pairs.csv");

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Where relative names start from; none: the folder of the CSV.")
    private @Nullable Path folder;

    /** None is set. */
    public PairList() {}

    /**
     * Reads the list.
     *
     * @throws java.io.UncheckedIOException where the file cannot be read or is no list of pairs
     */
    public PairTable read() {
        return PairTable.read(list, folder);
    }

    /** The name of the file. */
    public String name() {
        return String.valueOf(list.getFileName());
    }
}
