/** Runnable examples. Each is short enough to read at a sitting and is run by a test. */
@NullMarked
package io.github.corrrise.docs;

import org.jspecify.annotations.NullMarked;
