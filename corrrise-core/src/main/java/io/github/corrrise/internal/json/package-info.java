/** What the library's JSON formats share: fields asked for by name, floats as text. Not API. */
@NullMarked
package io.github.corrrise.internal.json;

import org.jspecify.annotations.NullMarked;
