/** Filters on single planes of floats: resampling and Gaussian blur. Not API. */
@NullMarked
package io.github.corrrise.internal.image;

import org.jspecify.annotations.NullMarked;
