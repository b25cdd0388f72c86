package io.github.corrrise.mask;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.internal.check.Checks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Fills that masks take in turn. No fill is neutral: each is itself something that a verifier sees.
 * What several have in common is what the mask hides.
 *
 * <p>Masks of one fill are compared with their like only: each fill is a stratum. Turns shift by
 * one after each round (0 1 1 0 0 1 1 0 for two fills), so that fills meet all parts of {@link
 * MixedMasks} and both halves of a run.
 *
 * @param inTurn at least one; copied
 * @since 0.1.0
 */
public record Fills(List<Fill> inTurn) {
    /** Copies the list and checks that it holds a fill. */
    public Fills {
        inTurn = List.copyOf(inTurn);
        Checks.atLeast(1, inTurn.size(), "inTurn.size()");
    }

    /** These fills in turn; a single one is that of all masks. */
    public static Fills of(Fill... inTurn) {
        return new Fills(List.of(inTurn));
    }

    /** How many. */
    public int count() {
        return inTurn.size();
    }

    /**
     * Which of the fills a mask takes.
     *
     * @param mask index, at least 0
     */
    public int turn(long mask) {
        return (int) ((mask + mask / inTurn.size()) % inTurn.size());
    }

    /**
     * The stratum of a mask in a run: masks of one stratum of their generator and of one fill.
     *
     * @param ofMasks its stratum among the masks, at least 0
     * @param mask index, at least 0
     */
    public int stratum(int ofMasks, long mask) {
        return ofMasks * inTurn.size() + turn(mask);
    }

    /**
     * The picture behind a face by each fill, in their order.
     *
     * @throws IllegalStateException where a fill gives null or a picture of another size; the
     *     message names it
     */
    public List<FaceImage> behind(FaceImage face) {
        return inTurn.stream().map(fill -> behind(fill, face)).toList();
    }

    private static FaceImage behind(Fill fill, FaceImage face) {
        // A fill of a caller may break what the type promises.
        Optional<FaceImage> picture = Optional.ofNullable(fill.behind(face));
        return picture.filter(given -> given.size().equals(face.size()))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "fill "
                                                + fill
                                                + " must give a picture of "
                                                + face.size()
                                                + ", gave "
                                                + picture.map(FaceImage::toString).orElse("null")));
    }

    /** The fill, or {@code A, B in turn}. */
    @Override
    public String toString() {
        String all = inTurn.stream().map(Fill::toString).collect(Collectors.joining(", "));
        return inTurn.size() == 1 ? all : all + " in turn";
    }
}
