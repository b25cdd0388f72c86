package io.github.corrrise.cli;

import io.github.corrrise.cli.Comparison.Subjects;
import io.github.corrrise.cli.command.Subject;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.internal.file.WholeFile;
import io.github.corrrise.render.ExplanationJson;
import io.github.corrrise.render.HeatMaps;
import io.github.corrrise.render.NpyFormat;
import io.github.corrrise.render.Report;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.verify.Truth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An explanation as files. What an earlier run left is deleted first and the JSON is written last,
 * so that where it stands all files are of the explanation that it holds: by it a later run knows
 * what is done.
 */
record ExplanationFolder(Path folder) {
    static final String REPORT = "explanation.html";

    private static final String JSON = "explanation.json";
    private static final String FIGURE = "explanation.png";
    private static final String PARTS = "parts.csv";

    /** What can be written. */
    enum Format {
        /** The report. */
        HTML,
        /** The explanation without its faces, to be read again. */
        JSON,
        /** The figure. */
        PNG,
        /** The effects of the parts, for a spreadsheet. */
        CSV,
        /** The maps of both signs, for NumPy. */
        NPY;

        private List<String> files() {
            return switch (this) {
                case HTML -> List.of(REPORT);
                case JSON -> List.of(ExplanationFolder.JSON);
                case PNG -> List.of(FIGURE);
                case CSV -> List.of(PARTS);
                case NPY ->
                        List.of(
                                "probe-similar.npy",
                                "probe-dissimilar.npy",
                                "reference-similar.npy",
                                "reference-dissimilar.npy");
            };
        }
    }

    void write(
            Explanation why,
            Subjects subjects,
            String probeName,
            String referenceName,
            Optional<Truth> truth,
            Set<Format> formats) {
        try {
            Files.createDirectories(folder);
            for (Format format : Format.values()) {
                for (String name : format.files()) {
                    Files.deleteIfExists(folder.resolve(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
        if (formats.contains(Format.PNG)) {
            HeatMaps.figure(why).write(folder.resolve(FIGURE));
        }
        if (formats.contains(Format.CSV)) {
            writeParts(why);
        }
        if (formats.contains(Format.NPY)) {
            writeMaps(why.probe(), "probe");
            why.reference().ifPresent(map -> writeMaps(map, "reference"));
        }
        if (formats.contains(Format.HTML)) {
            Report report = Report.of(why).withNames(probeName, referenceName);
            report = truth.map(report::withTruth).orElse(report);
            report = withPhotograph(report, Side.PROBE, subjects.probe());
            report = withPhotograph(report, Side.REFERENCE, subjects.reference());
            report.write(folder.resolve(REPORT));
        }
        if (formats.contains(Format.JSON)) {
            ExplanationJson.write(why, folder.resolve(JSON));
        }
    }

    /** By a file of its own that is moved: a run that is killed leaves no half of a table. */
    private void writeParts(Explanation why) {
        PartEffects parts =
                why.parts().orElseThrow(() -> new IllegalArgumentException("parts: not measured"));
        WholeFile.write(
                folder.resolve(PARTS),
                output -> output.write(parts.toCsv().getBytes(StandardCharsets.UTF_8)));
    }

    private void writeMaps(SaliencyMap map, String side) {
        NpyFormat.write(map.similar(), folder.resolve(side + "-similar.npy"));
        NpyFormat.write(map.dissimilar(), folder.resolve(side + "-dissimilar.npy"));
    }

    private static Report withPhotograph(Report report, Side side, Subject subject) {
        return subject.photograph().isEmpty() || subject.aligned().isEmpty()
                ? report
                : report.withPhotograph(side, subject.photograph().get(), subject.aligned().get());
    }

    /**
     * The explanation that an earlier run left here, if it is whole and was made from the same.
     *
     * @param inputs what an explanation would be made from now
     * @param formats what must be there
     */
    Optional<Explanation> written(FacePair pair, Provenance.Inputs inputs, Set<Format> formats) {
        Path json = folder.resolve(JSON);
        if (!Files.exists(json) || !formats.stream().allMatch(this::holds)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ExplanationJson.read(json, pair))
                    .filter(kept -> kept.provenance().inputs().equals(inputs));
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private boolean holds(Format format) {
        return format.files().stream().allMatch(name -> Files.exists(folder.resolve(name)));
    }
}
