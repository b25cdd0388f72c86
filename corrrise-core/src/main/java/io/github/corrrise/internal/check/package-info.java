/**
 * Argument checks with one wording: the argument's name, the accepted range, the value received.
 * Beside them names for messages and a search for shared arrays. Not API.
 */
@NullMarked
package io.github.corrrise.internal.check;

import org.jspecify.annotations.NullMarked;
