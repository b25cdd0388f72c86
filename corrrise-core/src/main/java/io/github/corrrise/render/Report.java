package io.github.corrrise.render;

import io.github.corrrise.face.AlignedFace;
import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Truth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An explanation as a page to be read by a person: one HTML file that loads nothing, with pictures,
 * style and script in it. It tells the decision in a sentence, the score against the threshold and,
 * where the explainer was given labelled scores, among these, both faces with their maps, what is
 * beyond chance, how sure the maps are, how they were made, how to read them and what they must not
 * be used for.
 *
 * <p>The maps show what is beyond chance, since the rest would be read as a finding. A box above
 * them shows the whole map, marked as such on the screen and on paper. Use it to see whether a
 * region was missed narrowly or lies far within chance, or where nothing is beyond chance and more
 * masks might help; never to name a region that the map without it does not show.
 *
 * <p>The page needs no script to be read or printed; with one, the maps fade by a slider and tell
 * their values under the pointer and to the arrow keys. Light or dark follows the reader's system.
 * Its policy lets no script or style run but its own, and every text from outside is escaped.
 *
 * <p><b>The page shows the faces</b>: it is biometric data, written only where the caller names a
 * file. Immutable; safe for use by several threads. Equal reports give equal bytes.
 *
 * @since 0.1.0
 */
public final class Report {
    private final Explanation explanation;
    private final Optional<Names> names;
    private final List<Detail> details;
    private final Optional<Truth> truth;
    private final HeatMaps.Style style;

    private final Map<Side, Photograph> photographs;

    /** Where a face was cut out. */
    record Photograph(FaceImage picture, AlignedFace aligned) {}

    /** What the faces are called, such as the names of their files. */
    record Names(String probe, String reference) {
        String of(Side side) {
            return switch (side) {
                case PROBE -> probe;
                case REFERENCE -> reference;
            };
        }
    }

    /** A line of the caller's own. */
    record Detail(String key, String value) {}

    private Report(
            Explanation explanation,
            Optional<Names> names,
            List<Detail> details,
            Optional<Truth> truth,
            HeatMaps.Style style,
            Map<Side, Photograph> photographs) {
        this.explanation = explanation;
        this.names = names;
        this.details = details;
        this.truth = truth;
        this.style = style;
        this.photographs = photographs;
    }

    /** A report without names, its maps drawn 336 pixels high or wide in the default style. */
    public static Report of(Explanation explanation) {
        return new Report(
                Objects.requireNonNull(explanation, "explanation"),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                HeatMaps.Style.defaults().withPanelSide(336),
                Map.of());
    }

    /**
     * The same report, the faces named: any text, for example the names of their files. It is shown
     * as it is: leave folders out that nobody needs to see.
     */
    public Report withNames(String probe, String reference) {
        Names newNames =
                new Names(
                        Objects.requireNonNull(probe, "probe"),
                        Objects.requireNonNull(reference, "reference"));
        return new Report(explanation, Optional.of(newNames), details, truth, style, photographs);
    }

    /**
     * The same report with one more line under the names, such as a case number, a date, an
     * examiner or a note. Lines keep their order; nothing is filled in by itself, so equal reports
     * stay equal bytes.
     *
     * @param key what the line tells, not blank
     * @param value any text
     */
    public Report withDetail(String key, String value) {
        if (key.isBlank()) {
            throw Checks.rejected("key", "not blank", "\"" + key + "\"");
        }
        List<Detail> more = new ArrayList<>(details);
        more.add(new Detail(key, Objects.requireNonNull(value, "value")));
        return new Report(explanation, names, List.copyOf(more), truth, style, photographs);
    }

    /** The same report, telling what the pair really is. */
    public Report withTruth(Truth newTruth) {
        return new Report(explanation, names, details, Optional.of(newTruth), style, photographs);
    }

    /**
     * The same report, showing the maps of a face on the photograph that it was cut out of, too.
     *
     * @param side whose photograph it is
     * @param photograph shown at up to 720 pixels
     * @param aligned how the face that was explained was cut out of it
     * @throws IllegalArgumentException where its crop is not the face that was explained
     */
    public Report withPhotograph(Side side, FaceImage photograph, AlignedFace aligned) {
        Objects.requireNonNull(photograph, "photograph");
        if (!aligned.crop().equals(face(side))) {
            throw Checks.rejected("aligned", "of the " + side + " that was explained", aligned);
        }
        Map<Side, Photograph> all = new EnumMap<>(Side.class);
        all.putAll(photographs);
        all.put(side, new Photograph(photograph, aligned));
        return new Report(explanation, names, details, truth, style, all);
    }

    /**
     * The same report in another style. The opacity is where the slider starts; the limit makes
     * several reports comparable; the panel's side is the resolution of the maps and with it the
     * size of the file.
     */
    public Report withStyle(HeatMaps.Style newStyle) {
        return new Report(
                explanation,
                names,
                details,
                truth,
                Objects.requireNonNull(newStyle, "style"),
                photographs);
    }

    /** The page; its UTF-8 bytes are those that {@link #write} writes. */
    public String toHtml() {
        return new ReportPage(this).html();
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

    Explanation explanation() {
        return explanation;
    }

    Optional<Names> names() {
        return names;
    }

    List<Detail> details() {
        return details;
    }

    Optional<Truth> truth() {
        return truth;
    }

    FaceImage face(Side side) {
        return switch (side) {
            case PROBE -> explanation.pair().probe();
            case REFERENCE -> explanation.pair().reference();
        };
    }

    Optional<Photograph> photograph(Side side) {
        return Optional.ofNullable(photographs.get(side));
    }

    HeatMaps.Style style() {
        return style;
    }

    /** What is explained; never a name or a face. */
    @Override
    public String toString() {
        return "Report[" + explanation + "]";
    }
}
