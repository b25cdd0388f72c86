package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Font;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LetteringTest {
    private static final Font FONT = Lettering.open().small();

    @Nested
    class Wrapping {
        @Test
        void keepsShortTextWhole() {
            assertThat(Lettering.wrapped("a few words", FONT, 1000, 2))
                    .containsExactly("a few words");
            assertThat(Lettering.wrapped(" ", FONT, 1000, 2)).isEmpty();
        }

        @Test
        void losesNoWordWhereLinesAreEnough() {
            String words = "one two three four five six seven eight nine ten";
            List<String> lines = Lettering.wrapped(words, FONT, 120, 20);
            assertThat(lines).hasSizeGreaterThan(1);
            assertThat(String.join(" ", lines)).isEqualTo(words);
        }

        @Test
        void fitsEveryLine() {
            String path = "/models/" + "deep/".repeat(80) + "model.onnx and some words";
            assertThat(Lettering.wrapped(path, FONT, 300, 3))
                    .hasSize(3)
                    .allSatisfy(
                            line ->
                                    assertThat(Lettering.width(line, FONT))
                                            .isLessThanOrEqualTo(300))
                    .last()
                    .asString()
                    .endsWith("\u2026");
        }

        @Test
        void neverSplitsAPairOfSurrogates() {
            String faces = "\uD83D\uDE42".repeat(50);
            for (double width = 20; width < 60; width += 1.7) {
                String cut = Lettering.shortened(faces, FONT, width);
                assertThat(cut.replace("\uD83D\uDE42", "")).isEqualTo("\u2026");
            }
        }
    }

    /** What Java 17 throws on a machine without fonts is an InternalError. */
    @Test
    void saysWhatToInstallWhereThereIsNoFont() {
        assertThatThrownBy(
                        () ->
                                Lettering.open(
                                        () -> {
                                            throw new InternalError("no fonts");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fontconfig")
                .hasMessageContaining("HeatMaps.overlay")
                .hasCauseInstanceOf(InternalError.class);
    }
}
