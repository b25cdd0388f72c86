package io.github.corrrise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.cli.command.PairTable;
import io.github.corrrise.evaluation.LabelledPair;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.profiling.ModelProfiler;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFiguresTest {
    @TempDir private Path folder;

    /** a, b, c and d are of one person by a chain, and so they must not stand in both halves. */
    @Test
    void picturesLinkedByGenuinePairsAreOfOnePerson() throws IOException {
        Path csv =
                Files.writeString(
                        folder.resolve("pairs.csv"),
                        """
                        probe,reference,truth
                        a,b,GENUINE
                        x,y,GENUINE
                        c,d,GENUINE
                        a,x,IMPOSTOR
                        b,c,GENUINE
                        """);
        assertThat(ProfileFigures.onePerPerson(PairTable.read(csv, null).rows()))
                .extracting(PairTable.Row::number)
                .containsExactly(2L, 3L);
    }

    @Test
    void everyPersonIsInOneGenuinePairAndTwoImpostorPairs() {
        List<LabelledPair> persons =
                Stream.of(10, 20, 30)
                        .map(
                                level ->
                                        LabelledPair.of(
                                                "p" + level,
                                                Truth.GENUINE,
                                                FacePair.of(face(level), face(level + 1))))
                        .toList();
        List<ModelProfiler.Pair> pairs = ProfileFigures.pairs(persons);
        assertThat(pairs).hasSize(6);
        assertThat(pairs.subList(0, 3)).allMatch(ModelProfiler.Pair::isGenuine);
        assertThat(pairs.subList(3, 6)).noneMatch(ModelProfiler.Pair::isGenuine);
        assertThat(pairs.get(5).probePerson()).isEqualTo("p30");
        assertThat(pairs.get(5).referencePerson()).isEqualTo("p10");
        assertThat(pairs.get(5).faces().get()).isEqualTo(FacePair.of(face(30), face(11)));
    }

    private static FaceImage face(int level) {
        return FaceImage.filled(new FaceSize(8, 8), level, level, level);
    }
}
