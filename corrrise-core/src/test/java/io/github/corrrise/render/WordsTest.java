package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FaceOrigin;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    private static final SaliencyMap MAP = Samples.slope(Samples.SIZE, 0.5f);

    private static Explanation ended(StopReason reason) {
        Provenance usual = Samples.provenance(Samples.pair(), Optional.of(Threshold.of(0.31)));
        return Explanation.of(
                Samples.pair(),
                0.5312,
                Optional.of(Threshold.of(0.31)),
                MAP,
                Optional.empty(),
                new Provenance(
                        usual.method(),
                        usual.verifier(),
                        usual.inputs(),
                        usual.settings(),
                        usual.seed(),
                        usual.maskCount(),
                        usual.failedCount(),
                        usual.passCount(),
                        reason,
                        usual.libraryVersion(),
                        usual.timing()));
    }

    private static String html(Explanation why) {
        return Report.of(why).withStyle(HeatMaps.Style.defaults().withPanelSide(48)).toHtml();
    }

    private static <E extends Enum<E>> void assertToldApart(
            Class<E> kind, Function<E, String> words) {
        List<String> all = Arrays.stream(kind.getEnumConstants()).map(words).toList();
        assertThat(all).doesNotHaveDuplicates().allMatch(text -> !text.isBlank());
    }

    @Test
    void everyConstantHasWordsOfItsOwn() {
        assertToldApart(StopReason.class, Words::ended);
        assertToldApart(Decision.class, Words::decision);
        assertToldApart(Decision.class, decision -> Words.verdict(Optional.of(decision)));
        assertToldApart(Decision.class, decision -> Words.mark(Optional.of(decision)));
        assertToldApart(Decision.class, Words::place);
        assertToldApart(Decision.class, Words::predicate);
        assertToldApart(Truth.class, Words::truth);
        assertToldApart(Truth.class, Words::persons);
        assertToldApart(Side.class, Words::side);
        assertToldApart(FaceOrigin.Conversion.class, Words::conversion);
        assertToldApart(
                AlignedFace.Note.Kind.class,
                kind -> Words.note(new AlignedFace.Note(kind, 0.5, 0.25)));
        assertToldApart(Sign.class, Sign::title);
    }

    @Test
    void theFourOutcomesAreToldApart() {
        assertThat(Words.outcome(Decision.MATCH, Truth.GENUINE)).isEqualTo("true match");
        assertThat(Words.outcome(Decision.MATCH, Truth.IMPOSTOR)).isEqualTo("false match");
        assertThat(Words.outcome(Decision.NON_MATCH, Truth.GENUINE)).isEqualTo("false non-match");
        assertThat(Words.outcome(Decision.NON_MATCH, Truth.IMPOSTOR)).isEqualTo("true non-match");
    }

    /** A run ended by its reliability was said to be stopped by the time budget. */
    @ParameterizedTest
    @EnumSource(StopReason.class)
    void figureAndReportSayTheSameOfWhatEndedARun(StopReason reason) {
        Explanation why = ended(reason);
        assertThat(html(why)).contains(Words.ended(reason));
        if (reason == StopReason.MASK_COUNT) {
            assertThat(FigureWords.run(why)).doesNotContain("stopped");
        } else {
            assertThat(FigureWords.run(why)).endsWith(", stopped by " + Words.ended(reason));
        }
    }

    @ParameterizedTest
    @EnumSource(Decision.class)
    void figureReportAndIndexSayTheSameOfADecision(Decision decision) {
        Explanation why =
                Samples.explanation(
                        Samples.pair(),
                        decision == Decision.MATCH ? 0.5 : 0.1,
                        Optional.of(Threshold.of(0.31)),
                        MAP,
                        Optional.empty());
        String verdict = Words.verdict(Optional.of(decision));
        assertThat(FigureWords.verdict(why)).startsWith(verdict + ": ");
        assertThat(html(why)).contains("<title>" + verdict + " at ");
        ReportIndex index =
                ReportIndex.of(
                        List.of(
                                ReportIndex.Entry.of(
                                        1, "a", "b", why, Optional.of(Truth.GENUINE), "f")));
        assertThat(index.toHtml())
                .contains(Words.decision(decision), Words.outcome(decision, Truth.GENUINE));
    }

    @Test
    void aReportTellsWhatWasDoneToAPicture() {
        FaceSize size = new FaceSize(20, 20);
        FaceImage scaled = FaceImage.filled(new FaceSize(40, 40), 1, 2, 3).resizedTo(size);
        Explanation why =
                Samples.explanation(
                        FacePair.of(scaled, scaled),
                        0.5,
                        Optional.empty(),
                        Samples.slope(size, 0.5f),
                        Optional.empty());
        assertThat(html(why))
                .contains("20 \u00d7 20 pixels: scaled to this size without alignment")
                .contains("This picture was scaled to the model&#39;s size without alignment.");
    }
}
