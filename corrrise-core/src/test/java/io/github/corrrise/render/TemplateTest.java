package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static String filled(String text, Map<String, ?> values) {
        return Template.of(text).filled(values);
    }

    @Nested
    class KnownValues {
        @Test
        void textIsEscapedAndMarkupIsNot() {
            Map<String, String> values = Map.of("name", "<a href=\"x\">Tom & 'Jerry'</a>");
            assertThat(filled("({{name}})", values))
                    .isEqualTo("(&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;)");
            assertThat(filled("({{&name}})", values)).isEqualTo("(" + values.get("name") + ")");
        }

        @Test
        void aSectionStandsForEveryItem() {
            Map<String, Object> values =
                    Map.of("items", List.of(Map.of("n", 1), Map.of("n", 2)), "end", "!");
            assertThat(filled("{{#items}}{{n}}{{end}} {{/items}}.", values)).isEqualTo("1! 2! .");
        }

        @ParameterizedTest
        @CsvSource({"true, yes", "false, no"})
        void aSectionStandsWhereSomethingIsTrue(boolean value, String expected) {
            assertThat(filled("{{#is}}yes{{/is}}{{^is}}no{{/is}}", Map.of("is", value)))
                    .isEqualTo(expected);
        }

        @Test
        void aSectionStandsWhereSomethingIsThere() {
            String text = "{{#some}}{{word}}{{/some}}{{^some}}none{{/some}}";
            assertThat(filled(text, Map.of("some", Optional.of(Map.of("word", "one")))))
                    .isEqualTo("one");
            assertThat(filled(text, Map.of("some", Optional.empty()))).isEqualTo("none");
            assertThat(filled(text, Map.of("some", List.of()))).isEqualTo("none");
        }
    }

    @Nested
    class Properties {
        /** Who names a file after a hole gets the name and not what is in the hole. */
        @Test
        void whatFillsAHoleIsNotReadAgain() {
            assertThat(filled("{{name}}", Map.of("name", "{{&secret}}", "secret", "s")))
                    .isEqualTo("{{&amp;secret}}");
        }

        @Test
        void theInnermostItemIsAskedFirst() {
            Map<String, Object> values = Map.of("x", "outer", "in", Map.of("x", "inner"));
            assertThat(filled("{{x}} {{#in}}{{x}}{{/in}} {{x}}", values))
                    .isEqualTo("outer inner outer");
        }

        @Test
        void charactersThatHtmlForbidsAreReplaced() {
            assertThat(Template.escaped("a\u0000b\u001Bc\td\ne\uFFFEf\uD800g\u0085h"))
                    .isEqualTo("a\uFFFDb\uFFFDc\td\ne\uFFFDf\uFFFDg\uFFFDh");
            assertThat(Template.escaped("Zo\u00EB \uD83D\uDE42"))
                    .isEqualTo("Zo\u00EB \uD83D\uDE42");
        }
    }

    @Nested
    class Rejects {
        @Test
        void namesThatNobodyKnows() {
            assertThatThrownBy(() -> filled("{{other}}", Map.of("name", 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing is called other");
        }

        @Test
        void sectionsWithoutAnEnd() {
            assertThatThrownBy(() -> filled("{{#a}}x", Map.of("a", true)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a has no end");
        }

        @Test
        void resourcesThatAreMissing() {
            assertThatThrownBy(() -> Template.resource("nothing.html"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing.html");
        }
    }
}
