package io.github.corrrise.render;

import io.github.corrrise.face.FaceSize;
import io.github.corrrise.face.SimilarityTransform;
import java.util.List;
import java.util.Locale;

/**
 * The photograph that a face was cut out of, as {@code report.html} shows it.
 *
 * @param photoHeight pixels
 * @param photoWidth pixels
 * @param matrix takes the crop to where it lies in the photograph
 * @param label what the picture shows, for those who cannot see it
 * @param detail its size
 * @param notes what may be wrong with the alignment
 */
record ReportPhotograph(
        int photoHeight,
        int photoWidth,
        String matrix,
        String label,
        String detail,
        List<String> notes) {
    static ReportPhotograph of(Report.Photograph shot, String side) {
        FaceSize size = shot.picture().size();
        return new ReportPhotograph(
                size.height(),
                size.width(),
                matrix(shot.aligned().toPhotograph()),
                "The " + side + "'s photograph, the crop framed",
                Words.size(size) + " pixels, the crop framed",
                shot.aligned().notes().stream().map(Words::note).toList());
    }

    /** Between corners of pixels, where the transform is between their middles. */
    private static String matrix(SimilarityTransform way) {
        double x = way.shiftX() + 0.5 * (1 - way.cosine() + way.sine());
        double y = way.shiftY() + 0.5 * (1 - way.sine() - way.cosine());
        return String.format(
                Locale.ROOT,
                "%.6f %.6f %.6f %.6f %.4f %.4f",
                way.cosine(),
                way.sine(),
                -way.sine(),
                way.cosine(),
                x,
                y);
    }
}
