/**
 * Face verifiers over any engine of the Deep Java Library (DJL) that the application brings. Plain
 * Java types in and out; no engine array in a public signature. The adapter itself is yet to come.
 */
@NullMarked
package io.github.corrrise.djl;

import org.jspecify.annotations.NullMarked;
