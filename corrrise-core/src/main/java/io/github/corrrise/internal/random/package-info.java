/**
 * Counter-based random numbers: draw {@code k} of stream {@code i} depends on the seed, {@code i}
 * and {@code k} alone, so results do not depend on order, batches or threads. Not API.
 */
@NullMarked
package io.github.corrrise.internal.random;

import org.jspecify.annotations.NullMarked;
