package io.github.corrrise.face;

import io.github.corrrise.internal.image.PointSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Cuts faces out of photographs so that five landmarks come to lie on the ArcFace template, which
 * the models of that family were trained on.
 *
 * <p>The crop is a turned, scaled and shifted part of the photograph ({@link
 * SimilarityTransform#fit}), sampled bilinearly; where it shrinks, the triangle filter is widened
 * by the same factor, so that nothing aliases. What lies beyond the photograph is black. Time is in
 * proportion to the larger of the crop and what it shows of the photograph; memory to the crop.
 * Immutable; safe for use by several threads.
 *
 * @param cropSize of the crops. The template is made for 112 x 112: its square is scaled to the
 *     longer side and centred, so that a crop of any size shows the same part of the face and one
 *     of 112 x 96 is cut at both sides
 * @since 0.1.0
 */
public record FaceAligner(FaceSize cropSize) {
    /*
     * Where InsightFace's models have the landmarks of an upright face in a crop of 112 x 112 (J.
     * Deng et al., "ArcFace: Additive Angular Margin Loss for Deep Face Recognition", CVPR 2019,
     * arXiv:1801.07698, and the code published with it).
     */
    private static final int TEMPLATE_SIDE = 112;
    private static final Landmarks TEMPLATE =
            Landmarks.of(
                    38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299,
                    92.2041);

    /** A fifth more pixels than there were takes no detail away; twice as many pretend some. */
    private static final double LEAST_PIXELS = 0.8;

    /** From about here on the landmarks of small detectors are off by half as much again. */
    private static final double LARGEST_ROLL = 20;

    private static final double LARGEST_CUT = 0.01;
    private static final double LARGEST_MISFIT = 0.2;

    /** Checks that the size is not null. */
    public FaceAligner {
        Objects.requireNonNull(cropSize, "cropSize");
    }

    /** For crops of 112 x 112. */
    public static FaceAligner arcFace() {
        return new FaceAligner(FaceSize.ARCFACE);
    }

    /** For crops of the size that a verifier wants. */
    public static FaceAligner of(FaceSize cropSize) {
        return new FaceAligner(cropSize);
    }

    /** Where the landmarks come to lie in the crop, as nearly as a similarity transform can. */
    public Landmarks template() {
        double scale = (double) Math.max(cropSize.height(), cropSize.width()) / TEMPLATE_SIDE;
        // The middle of the template's square goes to the middle of the crop.
        double middle = (TEMPLATE_SIDE - 1) / 2.0;
        return TEMPLATE.movedBy(
                new SimilarityTransform(
                        scale,
                        0,
                        (cropSize.width() - 1) / 2.0 - scale * middle,
                        (cropSize.height() - 1) / 2.0 - scale * middle));
    }

    /**
     * Cuts out one face, by landmarks of unstated origin. Where a detector found them, {@link
     * #align(FaceImage, Landmarks, String)} records which.
     *
     * @param photograph upright or not, of any size
     * @param landmarks of the face, in the photograph; some may lie beyond its border
     * @throws IllegalArgumentException where the landmarks coincide, or fit the template mirrored
     *     only
     */
    public AlignedFace align(FaceImage photograph, Landmarks landmarks) {
        return align(photograph, landmarks, "landmarks of unstated origin");
    }

    /**
     * Cuts out one face.
     *
     * @param photograph upright or not, of any size
     * @param landmarks of the face, in the photograph; some may lie beyond its border
     * @param source what found the landmarks, for example {@link FaceDetector#description}; it
     *     stands in the crop's {@link FaceImage#origin} and in the provenance of explanations
     * @throws IllegalArgumentException where the landmarks coincide, or fit the template mirrored
     *     only
     */
    public AlignedFace align(FaceImage photograph, Landmarks landmarks, String source) {
        Objects.requireNonNull(photograph, "photograph");
        Objects.requireNonNull(source, "source");
        SimilarityTransform toCrop =
                SimilarityTransform.fit(landmarks.points(), template().points());
        float[] planes = new float[3 * cropSize.pixelCount()];
        double covered = sample(photograph, toCrop.inverse(), planes);
        FaceImage crop =
                FaceImage.ofPlanes(cropSize, planes, photograph.origin().alignedBy(source));
        return new AlignedFace(crop, landmarks, toCrop, notes(landmarks, toCrop, covered));
    }

    /** Fills the planes and tells the share of the crop that the photograph covers. */
    private double sample(FaceImage photograph, SimilarityTransform back, float[] planes) {
        FaceSize from = photograph.size();
        PointSampler sampler =
                new PointSampler(from.height(), from.width(), Math.max(1, back.scale()));
        int pixelCount = cropSize.pixelCount();
        double covered = 0;
        for (int row = 0; row < cropSize.height(); row++) {
            for (int column = 0; column < cropSize.width(); column++) {
                Landmarks.Point place = back.apply(new Landmarks.Point(column, row));
                sampler.moveTo(place.x(), place.y());
                double share = sampler.share();
                covered += share;
                for (int colour = 0; share > 0 && colour < 3; colour++) {
                    double value = share * sampler.mean(photograph.values(), colour);
                    planes[colour * pixelCount + row * cropSize.width() + column] =
                            (float) Math.min(255, value);
                }
            }
        }
        return covered / pixelCount;
    }

    private List<AlignedFace.Note> notes(
            Landmarks landmarks, SimilarityTransform toCrop, double covered) {
        List<AlignedFace.Note> notes = new ArrayList<>();
        double pixels = 1 / toCrop.scale();
        if (pixels < LEAST_PIXELS) {
            notes.add(new AlignedFace.Note(AlignedFace.Note.Kind.TOO_SMALL, pixels, LEAST_PIXELS));
        }
        noteAbove(LARGEST_ROLL, Math.abs(toCrop.turn()), AlignedFace.Note.Kind.STRONG_ROLL, notes);
        noteAbove(LARGEST_CUT, 1 - covered, AlignedFace.Note.Kind.CUT_OFF, notes);
        noteAbove(LARGEST_MISFIT, misfit(landmarks, toCrop), AlignedFace.Note.Kind.POOR_FIT, notes);
        return notes;
    }

    private static void noteAbove(
            double limit,
            double measured,
            AlignedFace.Note.Kind kind,
            List<AlignedFace.Note> notes) {
        if (measured > limit) {
            notes.add(new AlignedFace.Note(kind, measured, limit));
        }
    }

    private double misfit(Landmarks landmarks, SimilarityTransform toCrop) {
        Landmarks template = template();
        List<Landmarks.Point> wanted = template.points();
        List<Landmarks.Point> reached = landmarks.movedBy(toCrop).points();
        double squareSum = 0;
        for (int i = 0; i < wanted.size(); i++) {
            double distance = wanted.get(i).distanceTo(reached.get(i));
            squareSum += distance * distance;
        }
        return Math.sqrt(squareSum / wanted.size()) / template.eyeDistance();
    }
}
