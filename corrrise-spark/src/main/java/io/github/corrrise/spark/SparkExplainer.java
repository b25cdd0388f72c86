package io.github.corrrise.spark;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.passes.MaskPlan;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.adapter.ModelFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Explains the pairs of a dataset of Apache Spark: {@link io.github.corrrise.Explainer} on every
 * executor.
 *
 * <pre>{@code
 * Dataset<Row> explained = SparkExplainer.of(SparkModel.onnx("file:///models/arcface.onnx"))
 *         .threshold(0.31)
 *         .explain(pairs);
 * explained.write().parquet("hdfs:///explained");
 * }</pre>
 *
 * <p>A pair is a row with a column for each picture: {@code binary}, the bytes of a picture file,
 * or {@code string}, its path in a file system of Hadoop's that the executors reach. All columns
 * pass through unchanged, and one is added, a structure:
 *
 * <pre>
 * similarity  double     the verifier's raw score
 * threshold   double     the operating point, if there is one
 * decision    string     MATCH or NON_MATCH, where there is a threshold
 * probe       struct     the signed map of the probe: height and width, values (float, row by row),
 *                        bound (double, that chance stays under; null where there is none) and
 *                        undefined (indices of pixels about which the map cannot tell)
 * reference   struct     the same of the reference
 * parts       array      for each part its name and its effect on the similarity, hidden in the
 *                        probe, in the reference and in both (double); null unless asked for
 * provenance  struct     verifier, settings, digest of the inputs, passes; no time of any kind
 * error       string     why the pair could not be explained; null where it was
 * </pre>
 *
 * <p>A pair that cannot be read or explained is a row whose {@code error} says why and where all
 * else is null. A model that cannot be opened fails the task, and so the job. Equal pairs and
 * settings give bit-identical rows on equal processors, whatever the partitions, after a task was
 * tried again and after an executor was lost.
 *
 * <p>Lazy, as all of Spark: what is used twice is computed twice, {@code orderBy} on an explained
 * dataset included, unless it was written or persisted first. Each task computes on one thread, and
 * holds one pair at a time; an executor holds one model, and buffers per task. No shuffle.
 *
 * <p>Immutable: each setter returns a changed copy. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SparkExplainer {
    private final SparkModel model;
    private final RunSettings settings;
    private final Columns columns;
    private final @Nullable String detector;

    private SparkExplainer(
            SparkModel model, RunSettings settings, Columns columns, @Nullable String detector) {
        this.model = model;
        this.settings = settings;
        this.columns = columns;
        this.detector = detector;
    }

    /**
     * With the defaults of {@link io.github.corrrise.Explainer#of}: 500 masks, seed 0, maps of both
     * faces. No threshold and no parts; columns {@code probe} and {@code reference} are read and
     * {@code explanation} is added.
     */
    public static SparkExplainer of(SparkModel model) {
        return new SparkExplainer(
                Objects.requireNonNull(model, "model"),
                RunSettings.defaults(),
                new Columns("probe", "reference", "explanation"),
                null);
    }

    /**
     * The similarity at or above which the decision is MATCH; none unless given. A verifier of
     * {@link SparkModel#of} has its own.
     *
     * @param similarity finite
     */
    public SparkExplainer threshold(double similarity) {
        return with(settings.withThreshold(Threshold.of(similarity).value()));
    }

    /**
     * Masks per face, at least 2 and at most {@value MaskPlan#MOST_MASKS}; 500 unless given.
     *
     * @param count means nothing without maps
     */
    public SparkExplainer maskCount(int count) {
        return with(settings.withMaskCount(MaskPlan.requireMaskCount(count)));
    }

    /** Seed of the masks, any value; 0 unless given. */
    public SparkExplainer seed(long newSeed) {
        return with(settings.withSeed(newSeed));
    }

    /**
     * Whether maps are made, as they are unless told otherwise. Without them no mask is drawn:
     * {@code probe} and {@code reference} are null, and a pair costs 2 passes, with parts 46,
     * instead of 1002.
     */
    public SparkExplainer maps(boolean on) {
        return with(settings.withMaps(on));
    }

    /**
     * Whether the effects of the eleven parts of {@link
     * io.github.corrrise.face.FaceParts#ofTemplate} are measured, for 46 passes more; not unless
     * told so.
     */
    public SparkExplainer parts(boolean on) {
        return with(settings.withParts(on));
    }

    /**
     * Takes pictures for photographs: YuNet finds the face in each, which must be its only one, and
     * it is aligned to the model's size. Without a detector pictures are aligned crops of that
     * size.
     *
     * @param uri YuNet as ONNX, read and broadcast as {@link SparkModel#onnx} is
     */
    public SparkExplainer detector(String uri) {
        return new SparkExplainer(
                model, settings, columns, Objects.requireNonNull(uri, "detector"));
    }

    /** The column of the probes, {@code probe} unless given. */
    public SparkExplainer probeCol(String name) {
        return with(columns.withProbe(Objects.requireNonNull(name, "probeCol")));
    }

    /** The column of the references, {@code reference} unless given. */
    public SparkExplainer referenceCol(String name) {
        return with(columns.withReference(Objects.requireNonNull(name, "referenceCol")));
    }

    /** The column that is added, {@code explanation} unless given; none may be called so. */
    public SparkExplainer outputCol(String name) {
        return with(columns.withOutput(Objects.requireNonNull(name, "outputCol")));
    }

    private SparkExplainer with(RunSettings newSettings) {
        return new SparkExplainer(model, newSettings, columns, detector);
    }

    private SparkExplainer with(Columns newColumns) {
        return new SparkExplainer(model, settings, newColumns, detector);
    }

    /**
     * The pairs with their explanations, computed when an action asks for them. Columns are checked
     * and the model's file is read now, on the driver.
     *
     * @param pairs may hold null and unreadable pictures
     * @return the same rows in the same partitions, with one column more
     * @throws IllegalArgumentException where a column is missing, of another type or exists
     *     already; where a threshold is given for a verifier of a supplier; where the model's graph
     *     names further files or is too large to be broadcast
     * @throws UncheckedIOException where the model's or the detector's file is missing or cannot be
     *     read
     * @throws io.github.corrrise.verify.VerifierException where it is no ONNX file
     */
    public Dataset<Row> explain(Dataset<Row> pairs) {
        SparkSession session = pairs.sparkSession();
        boolean caseSensitive =
                Boolean.parseBoolean(session.conf().get("spark.sql.caseSensitive", "false"));
        Columns.Found found = columns.in(pairs.schema(), caseSensitive);
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        PairTask task =
                new PairTask(
                        found.probe(),
                        found.reference(),
                        settings,
                        openable(spark),
                        detector == null ? null : BroadcastFile.read(spark, "detector", detector),
                        found.holdFiles()
                                ? spark.broadcast(
                                        new SerializableConfiguration(spark.hadoopConfiguration()))
                                : null);
        /*
         * A function of two columns leaves all others alone, where a map over rows would take them
         * to Java and back. Explode of a list of one is a step of its own: the optimiser neither
         * runs it on the driver, as it does with projections of local data, nor again for each
         * field that is asked for, and filters of other columns still come before it.
         */
        Column explanation =
                functions
                        .udf(new PairFunction(task), ExplanationRows.SCHEMA)
                        .asNonNullable()
                        .apply(column(pairs, found.probe()), column(pairs, found.reference()));
        return pairs.select(
                functions.col("*"),
                functions.explode(functions.array(explanation)).as(columns.output()));
    }

    /** By its whole name, whatever signs are in it. */
    private static Column column(Dataset<Row> pairs, String name) {
        return pairs.col("`" + name.replace("`", "``") + "`");
    }

    private OpenableModel openable(JavaSparkContext spark) {
        return switch (model.place()) {
            case BROADCAST ->
                    new OpenableModel.Sent(
                            BroadcastFile.read(spark, "model", model.name()), model.input());
            case SHARED ->
                    new OpenableModel.OnEveryNode(
                            model.name(),
                            ModelFile.readOnnx(Path.of(model.name())).sha256(),
                            model.input());
            case SUPPLIED -> {
                if (settings.threshold() != null) {
                    throw Checks.rejected(
                            "threshold",
                            "that of the verifier where a supplier opens it",
                            settings.threshold());
                }
                yield new OpenableModel.Supplied(model.supplier(), model.name());
            }
        };
    }

    /** Model, settings and columns. */
    @Override
    public String toString() {
        return "SparkExplainer["
                + model
                + ", "
                + settings
                + ", "
                + columns
                + (detector == null ? "" : ", detector " + detector)
                + "]";
    }
}
