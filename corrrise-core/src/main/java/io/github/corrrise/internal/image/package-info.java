/**
 * Filters on planes of floats: resampling, sampling at single points and Gaussian blur. Not API.
 */
@NullMarked
package io.github.corrrise.internal.image;

import org.jspecify.annotations.NullMarked;
