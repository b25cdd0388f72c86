package io.github.corrrise.cli.judge;

import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.saliency.Explanation;
import java.nio.file.Path;

/** Names of files of maps, the same where maps are kept and where they are read. */
final class MapFiles {
    private MapFiles() {}

    /** Of this pair alone: two names that differ only in other letters are not to share a file. */
    static String name(String pair) {
        String safe = pair.replaceAll("[^\\w.-]+", "_");
        return safe.equals(pair.replaceFirst(" ", "_"))
                ? safe
                : safe + "-" + Integer.toHexString(pair.hashCode());
    }

    /** The file of the map of a probe. */
    static String probe(String name) {
        return name + ".probe.npy";
    }

    /** Writes the maps of a pair into a folder. */
    static void write(String pair, Explanation why, Path folder) {
        String name = name(pair);
        NpyFormat.write(why.probe(), folder.resolve(probe(name)));
        why.reference()
                .ifPresent(map -> NpyFormat.write(map, folder.resolve(name + ".reference.npy")));
    }
}
