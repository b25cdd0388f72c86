/**
 * What leaves the program: pictures ({@link io.github.corrrise.render.HeatMaps}), arrays ({@link
 * io.github.corrrise.render.NpyFormat}), explanations to be read again ({@link
 * io.github.corrrise.render.ExplanationJson}) and pages for people ({@link
 * io.github.corrrise.render.Report}, {@link io.github.corrrise.render.ReportIndex}), whose
 * templates, style and script are resources. Maps are scaled, blended and interpolated here and
 * nowhere else, and nothing computed from a picture flows back. A file is written only where the
 * caller names it, whole or not at all.
 */
@NullMarked
package io.github.corrrise.render;

import org.jspecify.annotations.NullMarked;
