/**
 * The mathematics of the adjusted estimator, on plain arrays: a smooth basis over the face, a
 * penalised fit of scores on it, and the exact moments of random patches and grids. Knows neither
 * masks nor maps. Not API.
 */
@NullMarked
package io.github.corrrise.internal.model;

import org.jspecify.annotations.NullMarked;
