package io.github.corrrise.render;

import io.github.corrrise.audit.Audit;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An audit as one page: error rates with intervals, the DET curve, the scores, where the model
 * looks for each outcome and group and what differs beyond chance, the parts, the worst errors, and
 * what was not measured. One HTML file that loads nothing.
 *
 * <pre>{@code
 * AuditReport.of(Audit.of(explainer).run(pairs, file)).withName("set X").write(page);
 * }</pre>
 *
 * <p>It holds no face unless one is given as the ground of the maps; the names of the worst errors
 * are personal data. The page claims no fairness: it says what a claim would need. Immutable; safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class AuditReport {
    private final Audit.Result result;
    private final String name;
    private final Map<String, String> links;
    private final Optional<FaceImage> ground;

    private AuditReport(
            Audit.Result result,
            String name,
            Map<String, String> links,
            Optional<FaceImage> ground) {
        this.result = result;
        this.name = name;
        this.links = links;
        this.ground = ground;
    }

    /**
     * The page of an audit.
     *
     * @throws IllegalArgumentException where no pair was audited
     */
    public static AuditReport of(Audit.Result result) {
        Checks.atLeast(1, result.pairs().size(), "pairs");
        return new AuditReport(result, "the pairs", Map.of(), Optional.empty());
    }

    /** The same page, naming the set of pairs. */
    public AuditReport withName(String newName) {
        if (newName.isBlank()) {
            throw Checks.rejected("name", "not blank", "\"" + newName + "\"");
        }
        return new AuditReport(result, newName, links, ground);
    }

    /**
     * The same page, linking the worst errors to their reports.
     *
     * @param newLinks from names of pairs to paths relative to the page, their parts separated by
     *     {@code /}
     */
    public AuditReport withLinks(Map<String, String> newLinks) {
        for (String link : newLinks.values()) {
            PageLink.require(link);
        }
        return new AuditReport(result, name, Map.copyOf(newLinks), ground);
    }

    /**
     * The same page, its maps on this face instead of a drawn one: the mean of many, say.
     *
     * @param face of the size of the maps; it will be in the page
     */
    public AuditReport withGround(FaceImage face) {
        Objects.requireNonNull(face, "face");
        result.statistics()
                .run()
                .map(run -> run.size())
                .filter(size -> !size.equals(face.size()))
                .ifPresent(
                        size -> {
                            throw Checks.rejected("face", "of size " + size, face.size());
                        });
        return new AuditReport(result, name, links, Optional.of(face));
    }

    /**
     * The twenty worst errors: those that scored farthest on the wrong side of the threshold, the
     * farthest first.
     */
    public List<Audit.Scored> worstErrors() {
        return AuditPage.worst(result);
    }

    /** The page; its UTF-8 bytes are those that {@link #write} writes. */
    public String toHtml() {
        return new AuditPage(result, name, links, ground).html();
    }

    /**
     * Writes the page, UTF-8, whole or not at all.
     *
     * @throws java.io.UncheckedIOException where the folder is missing, the target is a folder or
     *     writing fails; the message names the file
     */
    public void write(Path file) {
        Objects.requireNonNull(file, "file");
        byte[] bytes = toHtml().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, output -> output.write(bytes));
    }

    /** How many pairs; never a name. */
    @Override
    public String toString() {
        return "AuditReport[" + result.pairs().size() + " pairs]";
    }
}
