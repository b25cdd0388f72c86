package io.github.corrrise.spark;

import io.github.corrrise.audit.AuditedPair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** A row of {@link SparkAudit} as the pair that it tells of. */
final class AuditRow {
    private static final String[] NAMES = {
        "name",
        "truth",
        "group",
        "probePerson",
        "referencePerson",
        "similarity",
        "threshold",
        "probe",
        "reference",
        "parts",
        "verifier",
        "explainer",
        "libraryVersion"
    };

    private AuditRow() {}

    /** What {@link #pair} reads. */
    static Column[] names() {
        Column[] columns = new Column[NAMES.length];
        for (int i = 0; i < NAMES.length; i++) {
            columns[i] = functions.col(NAMES[i]);
        }
        return columns;
    }

    static AuditedPair pair(Row row) {
        String name = text(row, "name");
        Truth truth = truth(row);
        @Nullable Row probe = row.getAs("probe");
        if (probe == null) {
            throw Checks.rejected("map of pair " + name, "there, as maps(true) makes it", "null");
        }
        @Nullable Row reference = row.getAs("reference");
        if (row.isNullAt(row.fieldIndex("threshold"))) {
            throw Checks.rejected("threshold of pair " + name, "given to the explainer", "null");
        }
        List<AuditedPair.PartEffect> effects = effects(row);
        AuditedPair.Run run =
                new AuditedPair.Run(
                        text(row, "verifier"),
                        text(row, "explainer"),
                        text(row, "libraryVersion"),
                        row.<Double>getAs("threshold"),
                        new FaceSize(probe.<Integer>getAs("height"), probe.<Integer>getAs("width")),
                        SaliencyMap.Scale.CORRELATION.quantity(),
                        effects.stream().map(AuditedPair.PartEffect::part).toList());
        AuditedPair pair =
                AuditedPair.of(
                        run,
                        name,
                        truth,
                        row.<Double>getAs("similarity"),
                        values(probe),
                        Optional.ofNullable(reference).map(AuditRow::values),
                        effects);
        Optional<String> group = known(row, "group");
        pair = group.isPresent() ? pair.withGroup(group.get()) : pair;
        Optional<String> probePerson = known(row, "probePerson");
        Optional<String> referencePerson = known(row, "referencePerson");
        return probePerson.isPresent() && referencePerson.isPresent()
                ? pair.withPersons(probePerson.get(), referencePerson.get())
                : pair;
    }

    /** What a column says, where it says anything. */
    static Optional<String> known(Row row, String column) {
        @Nullable String text = row.getAs(column);
        return Optional.ofNullable(text).filter(each -> !each.isBlank());
    }

    static Truth truth(Row row) {
        @Nullable String word = row.getAs("truth");
        for (Truth truth : Truth.values()) {
            if (truth.name().equals(word)) {
                return truth;
            }
        }
        throw Checks.rejected(
                "truth of pair " + text(row, "name"), "GENUINE or IMPOSTOR", String.valueOf(word));
    }

    static String text(Row row, String column) {
        @Nullable String text = row.getAs(column);
        if (text == null) {
            throw Checks.rejected(column, "given in every row", "null");
        }
        return text;
    }

    private static List<AuditedPair.PartEffect> effects(Row row) {
        int index = row.fieldIndex("parts");
        List<AuditedPair.PartEffect> effects = new ArrayList<>();
        if (!row.isNullAt(index)) {
            for (Row part : row.<Row>getList(index)) {
                double probe = part.getAs("probe");
                double reference = part.getAs("reference");
                effects.add(
                        new AuditedPair.PartEffect(
                                part.getAs("name"), (probe + reference) / 2, part.getAs("both")));
            }
        }
        return effects;
    }

    private static float[] values(Row map) {
        List<Float> values = map.getList(map.fieldIndex("values"));
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }
}
