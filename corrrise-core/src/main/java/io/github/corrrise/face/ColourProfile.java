package io.github.corrrise.face;

import java.awt.Transparency;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** An ICC profile that the platform's colour management can convert by. */
final class ColourProfile {
    private final ICC_Profile profile;

    private ColourProfile(ICC_Profile profile) {
        this.profile = profile;
    }

    /** The profile in these bytes; empty where they are damaged. */
    static Optional<ColourProfile> read(byte[] bytes) {
        try {
            ICC_Profile profile = ICC_Profile.getInstance(bytes);
            new ICC_ColorSpace(profile).toRGB(new float[profile.getNumComponents()]);
            return Optional.of(new ColourProfile(profile));
        } catch (IllegalArgumentException | CMMException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Whether it is one of red, green and blue. */
    boolean isOfRgb() {
        return profile.getColorSpaceType() == ColorSpace.TYPE_RGB;
    }

    /** The picture with its samples taken for those of this profile, which is one of RGB. */
    BufferedImage assignedTo(BufferedImage picture) {
        boolean deep =
                picture.getColorModel() instanceof ComponentColorModel
                        && picture.getColorModel().getTransferType() == DataBuffer.TYPE_USHORT;
        boolean alpha = picture.getColorModel().hasAlpha();
        int type = deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        BufferedImage plain =
                new BufferedImage(
                        model(ColorSpace.getInstance(ColorSpace.CS_sRGB), alpha, type),
                        raster(picture, alpha, type),
                        false,
                        null);
        if (deep) {
            new ColorConvertOp(null).filter(picture, plain);
        } else {
            int width = picture.getWidth();
            int[] row = new int[width];
            for (int y = 0; y < picture.getHeight(); y++) {
                picture.getRGB(0, y, width, 1, row, 0, width);
                plain.setRGB(0, y, width, 1, row, 0, width);
            }
        }
        ColorSpace space = new ICC_ColorSpace(profile);
        return new BufferedImage(model(space, alpha, type), plain.getRaster(), false, null);
    }

    private static ComponentColorModel model(ColorSpace space, boolean alpha, int type) {
        return new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, type);
    }

    private static WritableRaster raster(BufferedImage picture, boolean alpha, int type) {
        return model(ColorSpace.getInstance(ColorSpace.CS_sRGB), alpha, type)
                .createCompatibleWritableRaster(picture.getWidth(), picture.getHeight());
    }
}
