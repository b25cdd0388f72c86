package io.github.corrrise.spark;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createMapType;
import static org.apache.spark.sql.types.DataTypes.createStructField;
import static org.apache.spark.sql.types.DataTypes.createStructType;

import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Threshold;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Explanations as values of a column: what is equal in them is equal in the rows. How long a pair
 * took is left out, so that a run that is done again gives the same rows.
 */
final class ExplanationRows {
    private static final StructType MAP =
            struct(
                    required("height", IntegerType),
                    required("width", IntegerType),
                    required("values", createArrayType(FloatType, false)),
                    optional("bound", DoubleType),
                    required("undefined", createArrayType(IntegerType, false)));

    private static final StructType PART =
            struct(
                    required("name", StringType),
                    required("probe", DoubleType),
                    required("reference", DoubleType),
                    required("both", DoubleType));

    private static final StructType ORIGIN =
            struct(
                    required("conversions", createArrayType(StringType, false)),
                    optional("alignment", StringType));

    private static final StructType PROVENANCE =
            struct(
                    required("method", StringType),
                    required("verifier", StringType),
                    required("explainer", StringType),
                    required("digest", StringType),
                    required("probe", ORIGIN),
                    required("reference", ORIGIN),
                    required("settings", createMapType(StringType, StringType, false)),
                    required("seed", LongType),
                    required("maskCount", IntegerType),
                    required("failedCount", IntegerType),
                    required("passCount", LongType),
                    required("stopReason", StringType),
                    required("libraryVersion", StringType));

    static final StructType SCHEMA =
            struct(
                    optional("similarity", DoubleType),
                    optional("threshold", DoubleType),
                    optional("decision", StringType),
                    optional("probe", MAP),
                    optional("reference", MAP),
                    optional("parts", createArrayType(PART, false)),
                    optional("provenance", PROVENANCE),
                    optional("error", StringType));

    private ExplanationRows() {}

    private static StructType struct(StructField... fields) {
        return createStructType(fields);
    }

    private static StructField required(String name, DataType type) {
        return createStructField(name, type, false);
    }

    private static StructField optional(String name, DataType type) {
        return createStructField(name, type, true);
    }

    /** A pair that was explained. */
    static Row of(
            double similarity,
            Optional<Threshold> threshold,
            Optional<SaliencyMap> probe,
            Optional<SaliencyMap> reference,
            Optional<PartEffects> parts,
            Provenance provenance) {
        return RowFactory.create(
                similarity,
                threshold.map(Threshold::value).orElse(null),
                threshold.map(at -> at.decide(similarity).name()).orElse(null),
                probe.map(ExplanationRows::map).orElse(null),
                reference.map(ExplanationRows::map).orElse(null),
                parts.map(ExplanationRows::parts).orElse(null),
                provenance(provenance),
                null);
    }

    /** A pair that was not. */
    static Row error(String message) {
        Object[] values = new @Nullable Object[SCHEMA.length()];
        values[SCHEMA.fieldIndex("error")] = message;
        return RowFactory.create(values);
    }

    private static Row map(SaliencyMap map) {
        int height = map.size().height();
        int width = map.size().width();
        int[] undefined =
                map.undefinedCount() == 0
                        ? new int[0]
                        : IntStream.range(0, height * width)
                                .filter(i -> !map.isDefined(i / width, i % width))
                                .toArray();
        return RowFactory.create(
                height,
                width,
                map.toArray(),
                map.significance().map(SaliencyMap.Significance::bound).orElse(null),
                undefined);
    }

    private static Row[] parts(PartEffects effects) {
        List<PartEffects.Effect> probe = effects.probe();
        return IntStream.range(0, probe.size())
                .mapToObj(
                        part ->
                                RowFactory.create(
                                        probe.get(part).part(),
                                        probe.get(part).effect(),
                                        effects.reference().get(part).effect(),
                                        effects.both().get(part).effect()))
                .toArray(Row[]::new);
    }

    private static Row provenance(Provenance provenance) {
        return RowFactory.create(
                provenance.method(),
                provenance.verifier(),
                provenance.inputs().explainer(),
                provenance.inputs().digest(),
                origin(provenance.inputs().probe()),
                origin(provenance.inputs().reference()),
                provenance.settings(),
                provenance.seed(),
                provenance.maskCount(),
                provenance.failedCount(),
                provenance.passCount(),
                provenance.stopReason().name(),
                provenance.libraryVersion());
    }

    private static Row origin(FaceOrigin origin) {
        return RowFactory.create(
                origin.conversions().stream().map(Enum::name).toArray(String[]::new),
                origin.alignment().orElse(null));
    }
}
