/**
 * Runnable examples, and the code that the pages show: what stands between {@code // region: name}
 * and {@code // endregion} equals a block of a page. Each is short enough to read at a sitting and
 * is run by a test. No library code belongs here.
 */
@NullMarked
package io.github.corrrise.docs;

import org.jspecify.annotations.NullMarked;
