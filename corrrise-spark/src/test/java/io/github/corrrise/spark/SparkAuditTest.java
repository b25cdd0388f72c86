package io.github.corrrise.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.corrrise.Explainer;
import io.github.corrrise.audit.Audit;
import io.github.corrrise.audit.SaliencyStatistics;
import io.github.corrrise.audit.SaliencyStatistics.Finding;
import io.github.corrrise.audit.SaliencyStatistics.Selection;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.render.AuditReport;
import io.github.corrrise.verify.Truth;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Explained pairs, added up on executors. */
class SparkAuditTest {
    private static final int PAIRS = 24;
    private static final SparkAudit AUDIT =
            SparkAudit.of("id", "truth").groupCol("kind").personCols("one", "other");

    private static SparkSession spark;
    private static Dataset<Row> explained;

    @BeforeAll
    static void explain() {
        spark =
                SparkSession.builder()
                        .master("local[2]")
                        .config("spark.ui.enabled", "false")
                        .config("spark.sql.shuffle.partitions", "2")
                        .config("spark.driver.host", "localhost")
                        .config("spark.driver.bindAddress", "127.0.0.1")
                        .getOrCreate();
        explained =
                SparkExplainer.of(SparkModel.of(TestPairs::cheapVerifier))
                        .maskCount(20)
                        .parts(true)
                        .explain(
                                TestPairs.pairs(spark, PAIRS)
                                        .withColumn(
                                                "truth",
                                                functions.expr(
                                                        "if(id % 3 = 0, 'IMPOSTOR', 'GENUINE')"))
                                        .withColumn(
                                                "kind", functions.expr("if(id % 2 = 0, 'a', null)"))
                                        .withColumn("one", functions.expr("concat('p', id div 2)"))
                                        .withColumn(
                                                "other",
                                                functions.expr(
                                                        "if(id % 3 = 0, concat('q', id),"
                                                                + " concat('p', id div 2))")))
                        .cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Audit.Pair pair(long id) {
        Truth truth = id % 3 == 0 ? Truth.IMPOSTOR : Truth.GENUINE;
        Audit.Pair pair =
                Audit.Pair.of(
                                LabelledPair.of(
                                        "" + id,
                                        truth,
                                        FacePair.of(
                                                FaceImage.read(TestPairs.probe(id)),
                                                FaceImage.read(TestPairs.reference(id)))))
                        .withPersons(
                                "p" + id / 2, truth == Truth.IMPOSTOR ? "q" + id : "p" + id / 2);
        return id % 2 == 0 ? pair.withGroup("a") : pair;
    }

    private static Audit.Result plainLoop() {
        try (Explainer explainer =
                Explainer.builder(TestPairs.cheapVerifier())
                        .maskCount(20)
                        .parts(FaceParts.ofTemplate(TestPairs.SIZE))
                        .build()) {
            return Audit.of(explainer)
                    .run(LongStream.range(0, PAIRS).mapToObj(SparkAuditTest::pair));
        }
    }

    @Tag("slow")
    @Test
    void theResultIsThatOfAPlainLoop() {
        Audit.Result plain = plainLoop();
        for (int partitions : new int[] {1, 3, 7}) {
            Audit.Result result = AUDIT.audit(explained.repartition(partitions));
            assertThat(result.pairs()).containsExactlyInAnyOrderElementsOf(plain.pairs());
            assertThat(result.statistics().run()).isEqualTo(plain.statistics().run());
            for (Selection selection :
                    new Selection[] {
                        Selection.all(), Selection.of(Truth.GENUINE), Selection.all().ofGroups("a")
                    }) {
                assertAlike(
                        result.statistics().mean(selection), plain.statistics().mean(selection));
            }
        }
    }

    private static void assertAlike(Finding one, Finding other) {
        assertThat(one.pairCount()).isEqualTo(other.pairCount());
        assertThat(one.personCount().orElseThrow())
                .isEqualTo(other.personCount().orElseThrow(), within(1e-12));
        assertThat(one.mean().toArray()).containsExactly(other.mean().toArray(), within(1e-6f));
        for (int part = 0; part < one.parts().size(); part++) {
            assertThat(one.parts().get(part).effect())
                    .isEqualTo(other.parts().get(part).effect(), within(1e-12));
            assertThat(one.parts().get(part).isSignificant())
                    .isEqualTo(other.parts().get(part).isSignificant());
        }
    }

    @Tag("slow")
    @Test
    void thePageIsMadeOfIt() {
        assertThat(AuditReport.of(AUDIT.audit(explained)).withName("set X").toHtml())
                .contains("24 pairs of set X");
    }

    @Tag("slow")
    @Test
    void whatCouldNotBeExplainedIsLeftOutAndTold() {
        Dataset<Row> broken =
                SparkExplainer.of(SparkModel.of(TestPairs::cheapVerifier))
                        .maskCount(20)
                        .explain(
                                TestPairs.pairs(spark, 4)
                                        .withColumn(
                                                "probe", functions.expr("if(id = 2, X'00', probe)"))
                                        .withColumn("truth", functions.lit("GENUINE")));
        Audit.Result result = SparkAudit.of("id", "truth").audit(broken);
        assertThat(result.pairs()).hasSize(3);
        assertThat(result.unreadable())
                .singleElement()
                .satisfies(pair -> assertThat(pair.name()).isEqualTo("2"));
        assertThat(result.statistics().count(Selection.all())).isEqualTo(3);
    }

    @Test
    void nothingToAddUpGivesNothing() {
        SaliencyStatistics none = AUDIT.statistics(explained.filter("id < 0"));
        assertThat(none.run()).isEmpty();
        assertThat(none.count(Selection.all())).isZero();
    }

    @Test
    void columnsTruthsAndMapsThatAreMissingAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparkAudit.of("name", "truth").statistics(explained))
                .withMessageStartingWith("column must be one of [id, probe, reference, truth")
                .withMessageEndingWith("was name");
        Dataset<Row> untrue = explained.withColumn("truth", functions.lit("perhaps"));
        assertThatThrownBy(() -> AUDIT.statistics(untrue))
                .rootCause()
                .hasMessageContaining("must be GENUINE or IMPOSTOR, was perhaps");
        Dataset<Row> withoutMaps =
                SparkExplainer.of(SparkModel.of(TestPairs::cheapVerifier))
                        .maps(false)
                        .explain(
                                TestPairs.pairs(spark, 2)
                                        .withColumn("truth", functions.lit("GENUINE")));
        assertThatThrownBy(() -> SparkAudit.of("id", "truth").statistics(withoutMaps))
                .rootCause()
                .hasMessageContaining("must be there, as maps(true) makes it, was null");
        assertThat(AUDIT.explanationCol("e"))
                .hasToString("SparkAudit[[id, truth, e, kind, one, other]]");
    }
}
