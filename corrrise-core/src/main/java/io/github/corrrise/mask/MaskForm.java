package io.github.corrrise.mask;

/**
 * What masks are made of; decides which code may sum them.
 *
 * @since 0.1.0
 */
public enum MaskForm {
    /** Every pixel is visible or hidden; kept as runs of hidden pixels. */
    BINARY,
    /** A coarse grid, enlarged bilinearly; kept as its nodes. */
    GRID,
    /** Any visibility; kept as one float per pixel. */
    SOFT
}
