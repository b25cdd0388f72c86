package io.github.corrrise.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page with its style and script inside: {@code name.html}, {@code page.css} and {@code
 * name.css}, and {@code name.js} where it has one. The page's policy names both by their hash, so
 * that nothing else in it can run, whatever a text from outside holds.
 */
final class Page {
    private final Template template;
    private final String style;
    private final String script;

    private Page(Template template, String style, String script) {
        this.template = template;
        this.style = style;
        this.script = script;
    }

    /** What every page has; what is its own fills the section {@code body}. */
    record Parts(
            String title,
            String style,
            String styleHash,
            String script,
            String scriptHash,
            Record body) {}

    static Page of(String name) {
        return new Page(
                Template.resource(name + ".html"), style(name), Template.text(name + ".js"));
    }

    static Page withoutScript(String name) {
        return new Page(Template.resource(name + ".html"), style(name), "");
    }

    private static String style(String name) {
        return Template.text("page.css") + Template.text(name + ".css");
    }

    String filled(String title, Record body) {
        return template.filled(new Parts(title, style, hash(style), script, hash(script), body));
    }

    /** As a Content-Security-Policy names what stands between two tags. */
    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
