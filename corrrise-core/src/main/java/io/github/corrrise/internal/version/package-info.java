/** Which version of the library this is. Not API. */
@NullMarked
package io.github.corrrise.internal.version;

import org.jspecify.annotations.NullMarked;
