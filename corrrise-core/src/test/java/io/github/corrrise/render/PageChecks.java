package io.github.corrrise.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold of every page, whatever it shows. */
final class PageChecks {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-zA-Z][\\w-]*)((?:\"[^\"]*\"|[^\">])*)>");
    private static final Pattern ADDRESS =
            Pattern.compile("\\b(?:href|src|action|data|poster|srcset)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("\\bid=\"([^\"]*)\"");
    private static final Pattern POINTS_TO =
            Pattern.compile("(?:href=\"#|url\\(#|aria-labelledby=\"|for=\")([\\w-]+)");
    private static final Set<String> WITHOUT_END =
            Set.of(
                    "meta",
                    "input",
                    "rect",
                    "line",
                    "circle",
                    "stop",
                    "polyline",
                    "use",
                    "image",
                    "br",
                    "img");

    private PageChecks() {}

    static void mustBeWhole(String html) {
        mustStandAlone(html);
        mustNest(html);
        mustPointToWhatIsThere(html);
        mustAllowItselfOnly(html);
    }

    /** A tenth of the page, and all of its words. */
    static String withoutPictures(String html) {
        return html.replaceAll("base64,[\\w+/=]+", "");
    }

    /** Nothing is loaded: pictures are inside, links are within the page or relative. */
    static void mustStandAlone(String html) {
        Matcher address = ADDRESS.matcher(html);
        while (address.find()) {
            assertThat(address.group(1))
                    .matches("data:image/(png|jpeg);base64,[\\w+/=]+|#[\\w-]+|[\\w%./~-]+");
        }
        String code = withoutPictures(html).replace("http://www.w3.org/2000/svg", "");
        assertThat(code).doesNotContain("//www", "http:", "https:", "@import", "url(h", "url(/");
        assertThat(code).doesNotContain("<link", "<iframe", "<object", "<embed", "eval(", "fetch(");
    }

    private static void mustNest(String html) {
        Deque<String> open = new ArrayDeque<>();
        String text =
                html.replaceAll("(?s)(<style>).*?(</style>)|(<script>).*?(</script>)", "$1$2$3$4");
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            String name = tag.group(2);
            if (WITHOUT_END.contains(name)) {
                continue;
            }
            if (tag.group(1).isEmpty()) {
                open.push(name);
            } else {
                assertThat(open.pop()).isEqualTo(name);
            }
        }
        assertThat(open).isEmpty();
    }

    private static void mustPointToWhatIsThere(String html) {
        Set<String> ids = new TreeSet<>();
        Matcher id = ID.matcher(html);
        while (id.find()) {
            assertThat(ids.add(id.group(1))).as("id " + id.group(1) + " once").isTrue();
        }
        Matcher pointer = POINTS_TO.matcher(html);
        while (pointer.find()) {
            assertThat(ids).contains(pointer.group(1));
        }
    }

    /** The policy names style and script by the hashes of what really stands in the page. */
    private static void mustAllowItselfOnly(String html) {
        assertThat(html)
                .contains("default-src 'none'")
                .contains("style-src 'sha256-" + hash(between(html, "<style>", "</style>")) + "'")
                .doesNotContain("unsafe-inline")
                .doesNotContainPattern("<\\w[^>]* (?:style|on\\w+)=");
        if (html.contains("<script")) {
            assertThat(html)
                    .contains(
                            "script-src 'sha256-"
                                    + hash(between(html, "<script>", "</script>"))
                                    + "'");
        } else {
            assertThat(html).doesNotContain("script-src");
        }
    }

    private static String between(String html, String from, String to) {
        int start = html.indexOf(from) + from.length();
        return html.substring(start, html.indexOf(to, start));
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
