package io.github.corrrise.render;

import io.github.corrrise.internal.check.Checks;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.verify.Decision;
import io.github.corrrise.verify.Threshold;
import io.github.corrrise.verify.Truth;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One page over many reports: the decisions against the truth, the scores on a line, and a table of
 * the pairs to be sorted and filtered, each with both faces under the map that answers its
 * decision, the parts that weigh most, and a link to its report. One HTML file that loads nothing.
 *
 * <p><b>The page shows the faces</b>, small, where an entry was made from an explanation: it is
 * biometric data then; {@link #withoutFaces()} leaves them out. About 10 kB a pair. Immutable; safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class ReportIndex {
    private final List<Entry> entries;
    private final List<Failure> failures;
    private final OptionalLong total;

    /**
     * One pair.
     *
     * @param row its number in the list it came from, at least 0
     * @param probe what the probe is called
     * @param reference what the reference is called
     * @param similarity the verifier's score
     * @param threshold the verifier's operating point, if any
     * @param truth what the pair really is, if known
     * @param probeShare share of the probe's map that is significant, in [0, 1]
     * @param referenceShare the same of the reference's, if it has a map
     * @param link path of the report relative to the index, its parts separated by {@code /}
     * @param preview its faces and parts, if they are to be shown
     */
    public record Entry(
            long row,
            String probe,
            String reference,
            double similarity,
            Optional<Threshold> threshold,
            Optional<Truth> truth,
            double probeShare,
            OptionalDouble referenceShare,
            String link,
            Optional<Preview> preview) {
        /** Checks the ranges. */
        public Entry {
            Checks.atLeast(0, row, "row");
            Objects.requireNonNull(probe, "probe");
            Objects.requireNonNull(reference, "reference");
            Checks.finite(similarity, "similarity");
            Objects.requireNonNull(threshold, "threshold");
            Objects.requireNonNull(truth, "truth");
            Checks.inside(0.0, 1.0, probeShare, "probeShare");
            referenceShare.ifPresent(share -> Checks.inside(0.0, 1.0, share, "referenceShare"));
            Objects.requireNonNull(preview, "preview");
            PageLink.require(link);
        }

        /** What an index tells of an explanation, its faces and parts too. */
        public static Entry of(
                long row,
                String probe,
                String reference,
                Explanation why,
                Optional<Truth> truth,
                String link) {
            Optional<Double> referenceShare = why.reference().map(SaliencyMap::significantShare);
            return new Entry(
                    row,
                    probe,
                    reference,
                    why.similarity(),
                    why.threshold(),
                    truth,
                    why.probe().significantShare(),
                    referenceShare.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                    link,
                    Optional.of(Preview.of(why)));
        }

        private Entry withoutPreview() {
            return new Entry(
                    row,
                    probe,
                    reference,
                    similarity,
                    threshold,
                    truth,
                    probeShare,
                    referenceShare,
                    link,
                    preview.map(Preview::withoutFaces));
        }

        Optional<Decision> decision() {
            return threshold.map(value -> value.decide(similarity));
        }
    }

    /**
     * What an index shows of a pair: its faces, each under the map that answers the decision, and
     * the parts that weigh most, where they were measured. Holds a few thousand bytes, not the
     * explanation. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Preview {
        private final List<IndexFaces.Face> faces;
        private final List<ReportAnswer.Weight> parts;

        private Preview(List<IndexFaces.Face> faces, List<ReportAnswer.Weight> parts) {
            this.faces = faces;
            this.parts = parts;
        }

        /** The preview of an explanation. */
        public static Preview of(Explanation why) {
            return new Preview(
                    IndexFaces.of(why),
                    why.parts()
                            .map(effects -> ReportAnswer.foremost(why, effects))
                            .orElse(List.of()));
        }

        private Preview withoutFaces() {
            return new Preview(List.of(), parts);
        }

        List<IndexFaces.Face> faces() {
            return faces;
        }

        List<ReportAnswer.Weight> parts() {
            return parts;
        }

        /** How many faces; never a picture. */
        @Override
        public String toString() {
            return "Preview[" + faces.size() + " faces, " + parts.size() + " parts]";
        }
    }

    /**
     * A pair that could not be explained.
     *
     * @param row its number in the list it came from
     * @param reason why
     */
    public record Failure(long row, String reason) {
        /** Checks that there is a reason. */
        public Failure {
            Objects.requireNonNull(reason, "reason");
        }
    }

    private ReportIndex(List<Entry> entries, List<Failure> failures, OptionalLong total) {
        this.entries = entries;
        this.failures = failures;
        this.total = total;
    }

    /** An index over these pairs, in this order. */
    public static ReportIndex of(List<Entry> entries) {
        return new ReportIndex(List.copyOf(entries), List.of(), OptionalLong.empty());
    }

    /** The same index, listing what could not be explained. */
    public ReportIndex withFailures(List<Failure> newFailures) {
        return new ReportIndex(entries, List.copyOf(newFailures), total);
    }

    /**
     * The same index of a run that may not be at its end: while fewer than so many pairs stand in
     * it, failures counted, the page says how far the run is, as in "12 of 40 pairs explained so
     * far".
     *
     * @param count of all pairs of the run, at least that of the entries
     */
    public ReportIndex withTotal(long count) {
        Checks.atLeast(entries.size(), count, "total");
        return new ReportIndex(entries, failures, OptionalLong.of(count));
    }

    /** The same index without pictures of faces. Names and decisions stay, and so do the parts. */
    public ReportIndex withoutFaces() {
        return new ReportIndex(
                entries.stream().map(Entry::withoutPreview).toList(), failures, total);
    }

    /** The page; its UTF-8 bytes are those that {@link #write} writes. */
    public String toHtml() {
        return new IndexPage(entries, failures, total).html();
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
        return "ReportIndex[" + entries.size() + " pairs, " + failures.size() + " failures]";
    }
}
