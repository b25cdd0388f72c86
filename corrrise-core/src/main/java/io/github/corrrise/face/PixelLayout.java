package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * How a verifier wants its pixels: channel order, planes or interleaved, and the normalisation.
 *
 * <pre>value = (pixel - mean[c]) / deviation[c],   pixel in [0, 255]</pre>
 *
 * <p>The mean and the deviation are given in red, green, blue order whatever the channel order.
 * Immutable; safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class PixelLayout {
    /** Which channel comes first. */
    public enum ChannelOrder {
        /** Red, green, blue. */
        RGB,
        /** Blue, green, red, as OpenCV has it. */
        BGR
    }

    /** RGB, one plane after another (CHW), 0..255 as they are. */
    public static final PixelLayout RGB_PLANAR_0_255 =
            new PixelLayout(ChannelOrder.RGB, true, new float[3], new float[] {1, 1, 1});

    private final ChannelOrder order;
    private final boolean planar;
    private final float[] mean;
    private final float[] deviation;

    private PixelLayout(ChannelOrder order, boolean planar, float[] mean, float[] deviation) {
        this.order = order;
        this.planar = planar;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** The same layout in another channel order. */
    public PixelLayout withOrder(ChannelOrder newOrder) {
        return new PixelLayout(Objects.requireNonNull(newOrder, "order"), planar, mean, deviation);
    }

    /** The same layout with planes one after another (CHW, as in NCHW models). */
    public PixelLayout asPlanar() {
        return new PixelLayout(order, true, mean, deviation);
    }

    /** The same layout with the channels of a pixel side by side (HWC, as in NHWC models). */
    public PixelLayout asInterleaved() {
        return new PixelLayout(order, false, mean, deviation);
    }

    /**
     * The same layout with another mean, in 0..255 units.
     *
     * @param newMean one finite value for all channels, or three in red, green, blue order
     */
    public PixelLayout withMean(float... newMean) {
        float[] perChannel = perChannel(newMean, "mean");
        for (float value : perChannel) {
            Checks.finite(value, "mean");
        }
        return new PixelLayout(order, planar, perChannel, deviation);
    }

    /**
     * The same layout with another deviation, in 0..255 units.
     *
     * @param newDeviation one finite value above 0 for all channels, or three in red, green, blue
     *     order
     */
    public PixelLayout withDeviation(float... newDeviation) {
        float[] perChannel = perChannel(newDeviation, "deviation");
        for (float value : perChannel) {
            Checks.insideHalfOpen(0, Float.MAX_VALUE, value, "deviation");
        }
        return new PixelLayout(order, planar, mean, perChannel);
    }

    /** Which channel comes first. */
    public ChannelOrder order() {
        return order;
    }

    /** True for one plane after another (CHW), false for interleaved channels (HWC). */
    public boolean isPlanar() {
        return planar;
    }

    /** Mean of a colour: 0 red, 1 green, 2 blue. */
    public float mean(int colour) {
        return mean[Objects.checkIndex(colour, 3)];
    }

    /** Deviation of a colour: 0 red, 1 green, 2 blue. */
    public float deviation(int colour) {
        return deviation[Objects.checkIndex(colour, 3)];
    }

    /** Position of a colour (0 red, 1 green, 2 blue) among the channels of this order. */
    int channelOf(int colour) {
        return order == ChannelOrder.RGB ? colour : 2 - colour;
    }

    private static float[] perChannel(float[] values, String name) {
        if (values.length == 1) {
            return new float[] {values[0], values[0], values[0]};
        }
        if (values.length == 3) {
            return values.clone();
        }
        throw Checks.rejected(name, "one value or three", values.length + " values");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PixelLayout that
                && order == that.order
                && planar == that.planar
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return Objects.hash(order, planar, Arrays.hashCode(mean), Arrays.hashCode(deviation));
    }

    /** For example {@code RGB planar, (pixel - [127.5, 127.5, 127.5]) / [128.0, 128.0, 128.0]}. */
    @Override
    public String toString() {
        return order
                + (planar ? " planar" : " interleaved")
                + ", (pixel - "
                + Arrays.toString(mean)
                + ") / "
                + Arrays.toString(deviation);
    }
}
