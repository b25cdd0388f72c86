/** Benchmarks and the figures that the documentation quotes. Never published. */
@NullMarked
package io.github.corrrise.bench;

import org.jspecify.annotations.NullMarked;
