/** Digests that tell one input from another. Not API. */
@NullMarked
package io.github.corrrise.internal.digest;

import org.jspecify.annotations.NullMarked;
