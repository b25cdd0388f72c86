package io.github.corrrise.cli.command;

import io.github.corrrise.verify.Truth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose the pictures of a list are: those that a chain of genuine pairs connects are of one person,
 * and all others of different persons. One of the pictures of a person stands for all.
 */
public final class Persons {
    private final Map<Path, Path> linked = new HashMap<>();
    private final List<PairTable.Row> genuine;

    private Persons(List<PairTable.Row> rows) {
        this.genuine =
                rows.stream()
                        .filter(row -> row.truth().equals(Optional.of(Truth.GENUINE)))
                        .toList();
        for (PairTable.Row row : genuine) {
            linked.put(of(row.probeFile()), of(row.referenceFile()));
        }
    }

    public static Persons of(List<PairTable.Row> rows) {
        return new Persons(rows);
    }

    /** The picture that stands for the person of this one. */
    public Path of(Path picture) {
        Path end = picture;
        for (Path next = linked.get(end); next != null && !next.equals(end); ) {
            end = next;
            next = linked.get(end);
        }
        return end;
    }

    /** The first genuine row of each person, in the order of the list. */
    public List<PairTable.Row> firstGenuine() {
        Set<Path> seen = new HashSet<>();
        List<PairTable.Row> first = new ArrayList<>();
        for (PairTable.Row row : genuine) {
            if (seen.add(of(row.probeFile()))) {
                first.add(row);
            }
        }
        return first;
    }
}
