/**
 * Argument checks with one wording: the argument's name, the accepted range, the value received.
 * Not API.
 */
@NullMarked
package io.github.corrrise.internal.check;

import org.jspecify.annotations.NullMarked;
