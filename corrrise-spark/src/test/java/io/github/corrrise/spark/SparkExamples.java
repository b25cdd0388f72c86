package io.github.corrrise.spark;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.onnx.OnnxFaceVerifier;
import io.github.corrrise.render.AuditReport;
import io.github.corrrise.verify.ModelPreset;
import io.github.corrrise.verify.adapter.EmbedderBuilder.Metric;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the page on Spark shows. */
final class SparkExamples {
    private SparkExamples() {}

    static void explain(SparkSession spark, String pairsFile, String model, String folder) {
        // region: explain
        Dataset<Row> pairs = spark.read().option("header", true).csv(pairsFile);
        Dataset<Row> explained =
                SparkExplainer.of(SparkModel.onnx(model)) // read here, sent to the executors
                        .threshold(0.31)
                        .parts(true)
                        .explain(pairs); // columns probe and reference: paths of aligned crops
        explained.write().parquet(folder);
        // endregion
    }

    static Dataset<Row> failed(SparkSession spark, String folder) {
        // region: failed
        Dataset<Row> failed =
                spark.read()
                        .parquet(folder)
                        .filter("explanation.error is not null")
                        .select("probe", "reference", "explanation.error");
        // endregion
        return failed;
    }

    static Dataset<Row> parts(SparkSession spark, String folder) {
        // region: parts
        Dataset<Row> effects =
                spark.read()
                        .parquet(folder)
                        .selectExpr("explanation.decision", "explode(explanation.parts) as part")
                        .groupBy("decision", "part.name")
                        .avg("part.probe", "part.reference", "part.both");
        // endregion
        return effects;
    }

    static Audit.Result audit(SparkSession spark, String folder, Path page) {
        // region: audit
        Audit.Result audit =
                SparkAudit.of("id", "truth")
                        .groupCol("age")
                        .personCols("probePerson", "referencePerson")
                        .audit(spark.read().parquet(folder));
        AuditReport.of(audit).withName("set X").write(page);
        // endregion
        return audit;
    }

    static SparkModel models() {
        // region: models
        SparkModel sent = SparkModel.onnx("hdfs:///models/mobileface.onnx");
        SparkModel large = SparkModel.shared("/mnt/models/resnet100.onnx"); // on every node
        SparkModel own =
                SparkModel.of(
                        () ->
                                OnnxFaceVerifier.builder(Path.of("/mnt/models/facenet.onnx"))
                                        .preset(ModelPreset.FACENET)
                                        .metric(Metric.euclidean())
                                        .threshold(-1.1)
                                        .open());
        SparkExplainer.of(sent.preset(ModelPreset.MOBILEFACE)).threshold(0.27);
        // endregion
        return own == large ? sent : large;
    }
}
