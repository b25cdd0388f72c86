package io.github.corrrise.face;

import io.github.corrrise.internal.check.Checks;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.EnumSet;
import java.util.Set;

/** Turns pictures of any colour model into planes of 0..255, and planes about. */
final class Pixels {
    private Pixels() {}

    static FaceImage from(BufferedImage picture) {
        FaceSize size = new FaceSize(picture.getHeight(), picture.getWidth());
        Set<FaceOrigin.Conversion> conversions = EnumSet.noneOf(FaceOrigin.Conversion.class);
        ColorModel model = picture.getColorModel();
        boolean grey = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        boolean sixteenBit =
                model instanceof ComponentColorModel
                        && model.getTransferType() == DataBuffer.TYPE_USHORT;
        requireIntegers(model);
        if (grey) {
            conversions.add(FaceOrigin.Conversion.GREYSCALE_TO_RGB);
        }
        if (model.hasAlpha()) {
            conversions.add(FaceOrigin.Conversion.ALPHA_OVER_BLACK);
        }
        if (!grey && !model.getColorSpace().isCS_sRGB()) {
            conversions.add(FaceOrigin.Conversion.COLOURS_TO_SRGB);
        }
        if (sixteenBit) {
            conversions.add(FaceOrigin.Conversion.SIXTEEN_BIT_TO_0_255);
        }
        // Java takes its grey colour space for linear light and would brighten grey pixels on the
        // way to RGB; and it would cut 16 bits to 8. Both are read from the raster as they stand.
        float[] planes;
        if (model instanceof ComponentColorModel && grey) {
            planes = ofRaster(picture.getRaster(), model);
        } else if (sixteenBit) {
            BufferedImage srgb = model.getColorSpace().isCS_sRGB() ? picture : toSrgb16(picture);
            planes = ofRaster(srgb.getRaster(), srgb.getColorModel());
        } else {
            planes = ofArgb(picture, size);
        }
        return FaceImage.ofPlanes(size, planes, conversions.toArray(FaceOrigin.Conversion[]::new));
    }

    /** Floats and 32-bit integers have no agreed range that 0..255 would stand for. */
    private static void requireIntegers(ColorModel model) {
        int type = model.getTransferType();
        if (model instanceof ComponentColorModel
                && type != DataBuffer.TYPE_BYTE
                && type != DataBuffer.TYPE_USHORT) {
            String kind =
                    switch (type) {
                        case DataBuffer.TYPE_SHORT -> "signed";
                        case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> "floating point";
                        default -> DataBuffer.getDataTypeSize(type) + " bits";
                    };
            throw Checks.rejected("picture", "of 8 or 16 bits a channel, unsigned", kind);
        }
    }

    private static BufferedImage toSrgb16(BufferedImage picture) {
        boolean alpha = picture.getColorModel().hasAlpha();
        ColorModel model =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        alpha,
                        false,
                        alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT);
        BufferedImage srgb =
                new BufferedImage(
                        model,
                        model.createCompatibleWritableRaster(
                                picture.getWidth(), picture.getHeight()),
                        false,
                        null);
        return new ColorConvertOp(null).filter(picture, srgb);
    }

    private static float[] ofRaster(Raster raster, ColorModel model) {
        int width = raster.getWidth();
        int pixelCount = raster.getHeight() * width;
        int colourBands = model.getNumColorComponents();
        boolean over = model.hasAlpha() && !model.isAlphaPremultiplied();
        float opaque = over ? largest(model, colourBands) : 1f;
        float[] planes = new float[3 * pixelCount];
        float[] row = new float[width];
        float[] alpha = new float[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            if (over) {
                raster.getSamples(0, y, width, 1, colourBands, alpha);
            }
            for (int colour = 0; colour < 3; colour++) {
                int band = Math.min(colour, colourBands - 1);
                double step = 255.0 / largest(model, band);
                raster.getSamples(0, y, width, 1, band, row);
                int start = colour * pixelCount + y * width;
                for (int x = 0; x < width; x++) {
                    float value = (float) Math.min(255, row[x] * step);
                    planes[start + x] = value * (over ? alpha[x] / opaque : 1f);
                }
            }
        }
        return planes;
    }

    /** The sample that means full intensity: 255 of 8 bits, 65535 of 16. */
    private static float largest(ColorModel model, int band) {
        return (1 << model.getComponentSize(band)) - 1;
    }

    private static float[] ofArgb(BufferedImage picture, FaceSize size) {
        int width = size.width();
        int pixelCount = size.pixelCount();
        float[] planes = new float[3 * pixelCount];
        int[] row = new int[width];
        for (int y = 0; y < size.height(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                float cover = (row[x] >>> 24) / 255f;
                int pixel = y * width + x;
                planes[pixel] = (row[x] >> 16 & 0xFF) * cover;
                planes[pixelCount + pixel] = (row[x] >> 8 & 0xFF) * cover;
                planes[2 * pixelCount + pixel] = (row[x] & 0xFF) * cover;
            }
        }
        return planes;
    }

    /**
     * Applies an EXIF orientation: 1 as stored, 2 mirrored, 3 turned by 180 degrees, 4 flipped, 5
     * transposed, 6 turned clockwise, 7 transversed, 8 turned anticlockwise.
     */
    static FaceImage oriented(FaceImage stored, int orientation) {
        if (orientation == 1) {
            return stored;
        }
        boolean swapsAxes = orientation >= 5;
        FaceSize from = stored.size();
        FaceSize to = swapsAxes ? from.transposed() : from;
        float[] planes = new float[3 * to.pixelCount()];
        for (int row = 0; row < to.height(); row++) {
            for (int column = 0; column < to.width(); column++) {
                int storedRow = swapsAxes ? column : row;
                int storedColumn = swapsAxes ? row : column;
                if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) {
                    storedRow = from.height() - 1 - storedRow;
                }
                if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) {
                    storedColumn = from.width() - 1 - storedColumn;
                }
                for (int colour = 0; colour < 3; colour++) {
                    planes[colour * to.pixelCount() + row * to.width() + column] =
                            stored.valueAt(colour, storedRow * from.width() + storedColumn);
                }
            }
        }
        Set<FaceOrigin.Conversion> conversions =
                EnumSet.of(FaceOrigin.Conversion.EXIF_ORIENTATION_APPLIED);
        conversions.addAll(stored.conversions());
        return FaceImage.ofPlanes(to, planes, conversions.toArray(FaceOrigin.Conversion[]::new));
    }
}
