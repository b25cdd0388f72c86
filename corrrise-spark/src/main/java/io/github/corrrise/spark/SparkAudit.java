package io.github.corrrise.spark;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.verify.Outcome;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Adds up explained pairs on the executors: where a model looks, for each outcome and group.
 *
 * <pre>{@code
 * Audit.Result audit = SparkAudit.of("id", "truth")
 *         .groupCol("age")
 *         .personCols("probePerson", "referencePerson")
 *         .audit(spark.read().parquet("hdfs:///explained"));
 * AuditReport.of(audit).write(Path.of("audit.html"));
 * }</pre>
 *
 * <p>Reads what {@link SparkExplainer} wrote, with maps and a threshold, beside columns of the
 * caller's: a name for each pair, each another, and its truth, {@code GENUINE} or {@code IMPOSTOR}.
 * Pairs whose explanation is an error are left out and told. An executor holds one set of {@link
 * SaliencyStatistics} per task, some 1.3 MB for each outcome and group, which are combined in a
 * tree; the result is that of a plain loop, up to rounding.
 *
 * <p>Immutable: each setter returns a changed copy. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SparkAudit {
    private final String name;
    private final String truth;
    private final String explanation;
    private final @Nullable String group;
    private final @Nullable String probePerson;
    private final @Nullable String referencePerson;

    private SparkAudit(
            String name,
            String truth,
            String explanation,
            @Nullable String group,
            @Nullable String probePerson,
            @Nullable String referencePerson) {
        this.name = name;
        this.truth = truth;
        this.explanation = explanation;
        this.group = group;
        this.probePerson = probePerson;
        this.referencePerson = referencePerson;
    }

    /**
     * An audit of the column {@code explanation}, without groups and persons.
     *
     * @param nameCol column of the pairs' names, each another, of any type that a string can be
     *     made of
     * @param truthCol column of strings, GENUINE or IMPOSTOR
     */
    public static SparkAudit of(String nameCol, String truthCol) {
        return new SparkAudit(
                Objects.requireNonNull(nameCol, "nameCol"),
                Objects.requireNonNull(truthCol, "truthCol"),
                "explanation",
                null,
                null,
                null);
    }

    /** The column of explanations, {@code explanation} unless given. */
    public SparkAudit explanationCol(String column) {
        return new SparkAudit(
                name,
                truth,
                Objects.requireNonNull(column, "explanationCol"),
                group,
                probePerson,
                referencePerson);
    }

    /** The column of groups that are to be told apart; null and blanks in it are no group. */
    public SparkAudit groupCol(String column) {
        return new SparkAudit(
                name,
                truth,
                explanation,
                Objects.requireNonNull(column, "groupCol"),
                probePerson,
                referencePerson);
    }

    /** The columns of whom a pair shows; null and blanks in either are not known. */
    public SparkAudit personCols(String probe, String reference) {
        return new SparkAudit(
                name,
                truth,
                explanation,
                group,
                Objects.requireNonNull(probe, "probePersonCol"),
                Objects.requireNonNull(reference, "referencePersonCol"));
    }

    /**
     * Where the model looks. That a name comes once is the caller's to see to; {@link #audit}
     * checks it.
     *
     * <p>The job fails, and the cause says why, where a pair has no truth, map or threshold, or was
     * explained by another run than others.
     *
     * @param explained pairs with their explanations; those with an error are left out
     * @throws IllegalArgumentException where a column is missing
     */
    public SaliencyStatistics statistics(Dataset<Row> explained) {
        Dataset<Row> rows = selected(explained);
        JavaRDD<Row> pairs =
                rows.filter(functions.col("error").isNull()).select(AuditRow.names()).toJavaRDD();
        return pairs.treeAggregate(
                        new StatisticsBuffer(),
                        (sums, row) -> sums.add(AuditRow.pair(row)),
                        StatisticsBuffer::combine)
                .statistics();
    }

    /**
     * The same with the score of every pair, which come to the driver: 100 bytes or so a pair. Runs
     * two jobs over the dataset: write it first.
     *
     * @param explained pairs with their explanations; those with an error are among the unreadable
     * @throws IllegalArgumentException where a column is missing, or a name comes twice
     */
    public Audit.Result audit(Dataset<Row> explained) {
        SaliencyStatistics statistics = statistics(explained);
        List<Audit.Scored> scored = new ArrayList<>();
        List<Audit.Unreadable> unreadable = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Dataset<Row> scores =
                selected(explained)
                        .select("name", "truth", "similarity", "threshold", "group", "error");
        for (Row row : scores.collectAsList()) {
            String pair = AuditRow.text(row, "name");
            if (!names.add(pair)) {
                throw Checks.rejected("names of pairs", "distinct", pair + " twice");
            }
            if (row.isNullAt(row.fieldIndex("error"))) {
                Truth known = AuditRow.truth(row);
                double similarity = row.getAs("similarity");
                double threshold = row.getAs("threshold");
                scored.add(
                        new Audit.Scored(
                                pair,
                                Outcome.of(known, Threshold.of(threshold).decide(similarity)),
                                similarity,
                                AuditRow.known(row, "group")));
            } else {
                unreadable.add(new Audit.Unreadable(pair, AuditRow.text(row, "error")));
            }
        }
        return new Audit.Result(statistics, scored, unreadable);
    }

    /** The columns by their names here. */
    private Dataset<Row> selected(Dataset<Row> explained) {
        List<String> there = Arrays.asList(explained.columns());
        Stream.of(name, truth, explanation, group, probePerson, referencePerson)
                .filter(Objects::nonNull)
                .filter(column -> !there.contains(column))
                .findFirst()
                .ifPresent(
                        column -> {
                            throw Checks.rejected("column", "one of " + there, column);
                        });
        Column parts = field("parts");
        return explained.select(
                quoted(name).cast(DataTypes.StringType).as("name"),
                quoted(truth).cast(DataTypes.StringType).as("truth"),
                optional(group).as("group"),
                optional(probePerson).as("probePerson"),
                optional(referencePerson).as("referencePerson"),
                field("similarity").as("similarity"),
                field("threshold").as("threshold"),
                field("probe").as("probe"),
                field("reference").as("reference"),
                parts.as("parts"),
                field("provenance.verifier").as("verifier"),
                field("provenance.explainer").as("explainer"),
                field("provenance.libraryVersion").as("libraryVersion"),
                field("error").as("error"));
    }

    private Column field(String path) {
        return functions.col(quotedName(explanation) + "." + path);
    }

    private static Column optional(@Nullable String column) {
        return column == null
                ? functions.lit(null).cast(DataTypes.StringType)
                : quoted(column).cast(DataTypes.StringType);
    }

    private static Column quoted(String column) {
        return functions.col(quotedName(column));
    }

    /** As one name, whatever signs are in it. */
    private static String quotedName(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** The columns. */
    @Override
    public String toString() {
        return "SparkAudit["
                + Stream.of(name, truth, explanation, group, probePerson, referencePerson)
                        .filter(Objects::nonNull)
                        .toList()
                + "]";
    }
}
