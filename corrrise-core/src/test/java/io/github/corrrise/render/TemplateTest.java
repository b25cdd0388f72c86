package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static String filled(String text, Record values) {
        return Template.of(text).filled(values);
    }

    /** Values of one hole. */
    record Name(String name) {}

    record Is(boolean is) {}

    record Some(Object some) {}

    record Word(String word) {}

    @Nested
    class KnownValues {
        @Test
        void textIsEscapedAndMarkupIsNot() {
            Name values = new Name("<a href=\"x\">Tom & 'Jerry'</a>");
            assertThat(filled("({{name}})", values))
                    .isEqualTo("(&lt;a href=&quot;x&quot;&gt;Tom &amp; &#39;Jerry&#39;&lt;/a&gt;)");
            assertThat(filled("({{&name}})", values)).isEqualTo("(" + values.name() + ")");
        }

        @Test
        void aSectionStandsForEveryItem() {
            record Item(int n) {}
            record Items(List<Item> items, String end) {}
            Items values = new Items(List.of(new Item(1), new Item(2)), "!");
            assertThat(filled("{{#items}}{{n}}{{end}} {{/items}}.", values)).isEqualTo("1! 2! .");
        }

        @ParameterizedTest
        @CsvSource({"true, yes", "false, no"})
        void aSectionStandsWhereSomethingIsTrue(boolean value, String expected) {
            assertThat(filled("{{#is}}yes{{/is}}{{^is}}no{{/is}}", new Is(value)))
                    .isEqualTo(expected);
        }

        @Test
        void aSectionStandsWhereSomethingIsThere() {
            String text = "{{#some}}{{word}}{{/some}}{{^some}}none{{/some}}";
            assertThat(filled(text, new Some(Optional.of(new Word("one"))))).isEqualTo("one");
            assertThat(filled(text, new Some(Optional.empty()))).isEqualTo("none");
            assertThat(filled(text, new Some(List.of()))).isEqualTo("none");
        }

        @Test
        void anItemMayBeATextItself() {
            assertThat(filled("{{#some}}({{.}}){{/some}}", new Some(List.of("a", "<b>"))))
                    .isEqualTo("(a)(&lt;b&gt;)");
            assertThat(filled("{{#some}}({{.}}){{/some}}", new Some(Optional.of("one"))))
                    .isEqualTo("(one)");
        }
    }

    @Nested
    class Properties {
        /** Who names a file after a hole gets the name and not what is in the hole. */
        @Test
        void whatFillsAHoleIsNotReadAgain() {
            record Values(String name, String secret) {}
            assertThat(filled("{{name}}", new Values("{{&secret}}", "s")))
                    .isEqualTo("{{&amp;secret}}");
        }

        @Test
        void theInnermostItemIsAskedFirst() {
            record Inner(String x) {}
            record Outer(String x, Inner in) {}
            Outer values = new Outer("outer", new Inner("inner"));
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
            assertThatThrownBy(() -> filled("{{other}}", new Name("1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing is called other");
        }

        @Test
        void sectionsWithoutAnEnd() {
            record A(boolean a) {}
            assertThatThrownBy(() -> filled("{{#a}}x", new A(true)))
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
