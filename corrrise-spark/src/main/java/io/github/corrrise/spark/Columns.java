package io.github.corrrise.spark;

import io.github.corrrise.internal.check.Checks;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Names of the columns that are read and written.
 *
 * @param probe pictures of the probes
 * @param reference pictures of the references
 * @param output what is added
 */
record Columns(String probe, String reference, String output) {
    Columns withProbe(String name) {
        return new Columns(name, reference, output);
    }

    Columns withReference(String name) {
        return new Columns(probe, name, output);
    }

    Columns withOutput(String name) {
        return new Columns(probe, reference, name);
    }

    /**
     * The columns of the pictures in a dataset.
     *
     * @param probe as the dataset spells it
     * @param reference as the dataset spells it
     * @param holdFiles whether one of them holds paths
     */
    record Found(String probe, String reference, boolean holdFiles) {}

    /**
     * Finds the columns, as Spark's own expressions do.
     *
     * @param caseSensitive whether names that differ by case are two names
     */
    Found in(StructType schema, boolean caseSensitive) {
        List<String> names = Arrays.asList(schema.fieldNames());
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(caseSensitive ? name : lower(name))) {
                throw Checks.rejected("columns", "of different names", "two called " + name);
            }
        }
        if (seen.contains(caseSensitive ? output : lower(output))) {
            throw Checks.rejected("outputCol", "a new column", output + ", which exists");
        }
        int first = indexOf(probe, "probeCol", names, caseSensitive);
        int second = indexOf(reference, "referenceCol", names, caseSensitive);
        boolean probeFiles = holdsFiles(schema.apply(first), "probeCol");
        boolean referenceFiles = holdsFiles(schema.apply(second), "referenceCol");
        return new Found(names.get(first), names.get(second), probeFiles || referenceFiles);
    }

    private static int indexOf(
            String name, String argument, List<String> names, boolean caseSensitive) {
        for (int i = 0; i < names.size(); i++) {
            String other = names.get(i);
            if (other.equals(name) || (!caseSensitive && lower(other).equals(lower(name)))) {
                return i;
            }
        }
        throw Checks.rejected(argument, "a column of the dataset, one of " + names, name);
    }

    private static boolean holdsFiles(StructField field, String argument) {
        boolean files = field.dataType().equals(DataTypes.StringType);
        if (!files && !field.dataType().equals(DataTypes.BinaryType)) {
            throw Checks.rejected(
                    argument,
                    "of pictures (binary) or of paths of pictures (string)",
                    field.name() + " of type " + field.dataType().catalogString());
        }
        return files;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
