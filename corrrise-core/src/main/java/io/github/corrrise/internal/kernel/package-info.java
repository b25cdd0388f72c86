/**
 * The sums that correlation consists of, on plain arrays: for every pixel the weighted sum of its
 * visibility over the masks. One dense kernel in ND4J, one in Java, one for runs of hidden pixels,
 * one for enlarged grids. Knows neither masks nor maps. Not API.
 */
@NullMarked
package io.github.corrrise.internal.kernel;

import org.jspecify.annotations.NullMarked;
