package io.github.corrrise.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A page with its style and script inside: {@code name.html}, {@code page.css} and {@code
 * name.css}, {@code name.js}. The page's policy names both by their hash, so that nothing else in
 * it can run, whatever a text from outside holds.
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

    static Page of(String name) {
        return new Page(
                Template.resource(name + ".html"),
                Template.text("page.css") + Template.text(name + ".css"),
                Template.text(name + ".js"));
    }

    String filled(Map<String, ?> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("style", style);
        all.put("styleHash", hash(style));
        all.put("script", script);
        all.put("scriptHash", hash(script));
        return template.filled(all);
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
