package io.github.corrrise.render;

import io.github.corrrise.face.FaceImage;
import io.github.corrrise.face.FacePair;
import io.github.corrrise.face.FaceParts;
import io.github.corrrise.face.FaceSize;
import io.github.corrrise.internal.version.LibraryVersion;
import io.github.corrrise.rates.ErrorRates;
import io.github.corrrise.rates.ScoreMeaning;
import io.github.corrrise.saliency.DecisionClaims;
import io.github.corrrise.saliency.Explanation;
import io.github.corrrise.saliency.PartEffects;
import io.github.corrrise.saliency.PartShares;
import io.github.corrrise.saliency.Provenance;
import io.github.corrrise.saliency.SaliencyMap;
import io.github.corrrise.saliency.Side;
import io.github.corrrise.saliency.StopReason;
import io.github.corrrise.saliency.Unusual;
import io.github.corrrise.verify.Threshold;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Drawn faces and made-up maps: nobody's biometric data. */
final class Samples {
    static final FaceSize SIZE = new FaceSize(56, 48);
    static final SaliencyMap.Significance AT_FIVE_PER_CENT =
            new SaliencyMap.Significance(0.05, 0.2, 199);

    private Samples() {}

    /** Beyond chance by clusters: what reaches the bound in the upper half of the map. */
    static SaliencyMap clusteredAbove(SaliencyMap map, float bound) {
        BitSet upper = new BitSet();
        FaceSize size = map.size();
        for (int pixel = 0; pixel < size.pixelCount() / 2; pixel++) {
            float value = map.at(pixel / size.width(), pixel % size.width());
            upper.set(pixel, Math.abs(value) >= bound);
        }
        return map.withSignificance(
                new SaliencyMap.Significance(
                        0.05, bound, 399, SaliencyMap.Significance.Statistic.CLUSTER),
                upper);
    }

    /** An oval with two eyes and a mouth. */
    static FaceImage face(FaceSize size, Color skin) {
        BufferedImage picture =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.scale(size.width() / 100.0, size.height() / 100.0);
        graphics.setColor(new Color(0x7D93A8));
        graphics.fillRect(0, 0, 100, 100);
        graphics.setColor(skin);
        graphics.fillOval(15, 5, 70, 90);
        graphics.setColor(Color.DARK_GRAY);
        graphics.fillOval(30, 38, 12, 8);
        graphics.fillOval(58, 38, 12, 8);
        graphics.setColor(new Color(0x9B3B3B));
        graphics.fillOval(38, 72, 24, 8);
        graphics.dispose();
        return FaceImage.from(picture);
    }

    static FacePair pair() {
        return FacePair.of(face(SIZE, new Color(0xE0AC88)), face(SIZE, new Color(0xC68A66)));
    }

    /** Rises evenly from {@code -largest} at the left rim to {@code largest} at the right. */
    static SaliencyMap slope(FaceSize size, float largest) {
        float[] values = new float[size.pixelCount()];
        for (int pixel = 0; pixel < values.length; pixel++) {
            int column = pixel % size.width();
            values[pixel] = largest * (2f * column / (size.width() - 1) - 1);
        }
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values);
    }

    static SaliencyMap constant(FaceSize size, float value) {
        float[] values = new float[size.pixelCount()];
        Arrays.fill(values, value);
        return SaliencyMap.of(size, SaliencyMap.Scale.CORRELATION, values);
    }

    /** What the toy explains a pair from. */
    static Provenance.Inputs inputs(FacePair pair, String verifier, Optional<Threshold> threshold) {
        return Provenance.Inputs.of(pair, verifier, threshold, "toy maps");
    }

    static Provenance provenance(FacePair pair, Optional<Threshold> threshold) {
        String verifier = "toy \"quoted\" \u00fc";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("masks", "PatchMasks[10 of 0.27]");
        settings.put("fill", "black");
        return new Provenance(
                "CorrRISE",
                verifier,
                inputs(pair, verifier, threshold),
                settings,
                Long.MAX_VALUE,
                500,
                0,
                1002,
                StopReason.MASK_COUNT,
                LibraryVersion.VALUE,
                new Provenance.Timing(Duration.ofMillis(1500), Duration.ofMillis(1250)));
    }

    /** Of two halves, with a name that needs escapes and a zero that is negative. */
    static PartEffects parts(FaceSize size, double similarity, Optional<Threshold> threshold) {
        int[] labels = new int[size.pixelCount()];
        Arrays.fill(labels, 0, labels.length / 2, 1);
        FaceParts parts = FaceParts.ofLabels(size, List.of("lower \"half\"", "upper half"), labels);
        PartEffects.Effect lower =
                new PartEffects.Effect("lower \"half\"", similarity - 0.25, -1, similarity, 0.25);
        PartEffects.Effect upper =
                new PartEffects.Effect("upper half", similarity, similarity, similarity, -0.0);
        PartEffects.Effect odd =
                new PartEffects.Effect("upper half", 1.0 / 3, 0.1, 0.5, similarity - 1.0 / 3);
        return new PartEffects(
                parts,
                similarity,
                threshold,
                List.of(lower, upper),
                List.of(lower, odd),
                List.of(lower, upper),
                20);
    }

    /** Shares of the same halves, estimated; of the reference both act together. */
    static PartShares shares(PartEffects effects) {
        String lower = effects.parts().names().get(0);
        String upper = effects.parts().names().get(1);
        double similarity = effects.similarity();
        return new PartShares(
                effects.parts(),
                similarity,
                0.125,
                similarity,
                List.of(
                        new PartShares.Share(lower, similarity - 0.375, 0.03125),
                        new PartShares.Share(upper, 0.25, 0.0625)),
                List.of(
                        new PartShares.Share(lower, -0.5, 0),
                        new PartShares.Share(upper, 0.5, 1.0 / 3)),
                Map.of(Side.REFERENCE, new PartShares.Together(lower, upper, -0.75, 0)),
                1,
                4);
    }

    /** Of the probe, with and without a share. */
    static DecisionClaims claims() {
        return new DecisionClaims(
                List.of(
                        new DecisionClaims.Claim(
                                Side.PROBE,
                                DecisionClaims.Kind.HIDING_TURNS,
                                OptionalDouble.of(0.0703125),
                                0.25,
                                19,
                                2),
                        new DecisionClaims.Claim(
                                Side.PROBE,
                                DecisionClaims.Kind.SHOWING_KEEPS,
                                OptionalDouble.empty(),
                                0.5,
                                0,
                                0)),
                51);
    }

    static Explanation explanation(SaliencyMap probe, Optional<SaliencyMap> reference) {
        return explanation(pair(), 0.5312, Optional.of(Threshold.of(0.31)), probe, reference);
    }

    static Explanation explanation(
            FacePair pair,
            double similarity,
            Optional<Threshold> threshold,
            SaliencyMap probe,
            Optional<SaliencyMap> reference) {
        return Explanation.of(
                pair, similarity, threshold, probe, reference, provenance(pair, threshold));
    }

    /** Three impostor pairs as high, and no genuine pair as low. */
    static ScoreMeaning meaning(double similarity) {
        return new ScoreMeaning(
                "gate <4>",
                "0f".repeat(32),
                similarity,
                new ErrorRates.Rate(3, 12_000),
                new ErrorRates.Rate(0, 800));
    }

    /** A mouth beyond the bound and a nose within it, by a profile of 39 pairs. */
    static Unusual unusual(FaceSize size) {
        SaliencyMap map =
                SaliencyMap.of(size, Unusual.DEVIATION, slope(size, 6f).toArray())
                        .withSignificance(new SaliencyMap.Significance(0.05, 3.5, 78));
        return new Unusual(
                "0f".repeat(32),
                39,
                20,
                List.of(
                        new Unusual.Part("nose", 0.08, 0.06, 0.7, 28),
                        new Unusual.Part("mouth", -0.12, 0.031, -4.25, 39)),
                OptionalDouble.of(3.25),
                map,
                Optional.of(map));
    }
}
