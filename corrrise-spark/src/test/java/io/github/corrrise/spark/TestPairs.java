package io.github.corrrise.spark;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.verify.FaceVerifier;
import io.github.corrrise.verify.Threshold;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Drawn pairs and matchers that cost next to nothing. */
final class TestPairs {
    static final FaceSize SIZE = new FaceSize(16, 16);

    static final StructType SCHEMA =
            new StructType()
                    .add("id", DataTypes.LongType, false)
                    .add("probe", DataTypes.BinaryType)
                    .add("reference", DataTypes.BinaryType);

    /**
     * One node averages each channel, from [n,3,16,16] to [n,3,1,1]: an ONNX file written field by
     * field after onnx.proto.
     */
    private static final String TINY_ONNX =
            "08083a730a240a04666163651209656d62656464696e672211476c6f62616c41766572616765506f6f6c"
                    + "120474696e795a1f0a046661636512170a15080112110a0312016e0a0208030a0208100a0208"
                    + "1062240a09656d62656464696e6712170a15080112110a0312016e0a0208030a0208010a0208"
                    + "0142040a00100d";

    private TestPairs() {}

    static byte[] tinyOnnx() {
        return HexFormat.of().parseHex(TINY_ONNX);
    }

    static Path writeTinyOnnx(Path folder) {
        try {
            return Files.write(folder.resolve("tiny.onnx"), tinyOnnx());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Weighs the upper half of a face more than the lower. */
    static FaceVerifier cheapVerifier() {
        return FaceVerifier.of("cheap", SIZE, Threshold.of(-20), TestPairs::nearness);
    }

    private static double nearness(FaceImage probe, FaceImage reference) {
        double sum = 0;
        for (int row = 0; row < SIZE.height(); row++) {
            for (int column = 0; column < SIZE.width(); column++) {
                double difference = probe.at(row, column, 0) - reference.at(row, column, 0);
                sum += Math.abs(difference) / (1 + row);
            }
        }
        return -sum / SIZE.pixelCount();
    }

    /** A picture file, another for every seed. */
    static byte[] picture(FaceSize size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int top = random.nextInt(size.height() / 2);
        int left = random.nextInt(size.width() / 2);
        int colour = random.nextInt(1 << 24);
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < size.height(); row++) {
            for (int column = 0; column < size.width(); column++) {
                boolean inside =
                        row >= top
                                && row < top + size.height() / 2
                                && column >= left
                                && column < left + size.width() / 2;
                int shade = (row * 7 + column * 5) & 0xFF;
                picture.setRGB(column, row, inside ? colour : shade << 16 | shade << 8 | shade);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] probe(long id) {
        return picture(SIZE, 2 * id);
    }

    static byte[] reference(long id) {
        return picture(SIZE, 2 * id + 1);
    }

    /** Pairs of drawn crops. */
    static List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < count; id++) {
            rows.add(RowFactory.create(id, probe(id), reference(id)));
        }
        return rows;
    }

    static Dataset<Row> pairs(SparkSession spark, int count) {
        return spark.createDataFrame(rows(count), SCHEMA);
    }

    /** All of a row as text that tells every bit of every number. */
    static List<String> exactly(Dataset<Row> rows) {
        return sorted(rows).stream().map(TestPairs::text).toList();
    }

    /** Sorted here: to let Spark sort is to run the job twice. */
    static List<Row> sorted(Dataset<Row> rows) {
        return rows.collectAsList().stream()
                .sorted(Comparator.comparing(row -> row.<Long>getAs("id")))
                .toList();
    }

    private static String text(Object value) {
        if (value instanceof Row row) {
            StringBuilder text = new StringBuilder("(");
            for (int i = 0; i < row.size(); i++) {
                text.append(text(row.get(i))).append("; ");
            }
            return text.append(')').toString();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        // Of a float or a double the shortest text that no other number has.
        return String.valueOf(value);
    }
}
