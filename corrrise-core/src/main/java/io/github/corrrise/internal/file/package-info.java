/**
 * Files of the library: written completely or not at all, or added to line by line by one program
 * at a time; text in UTF-8. Knows bytes and paths, not what they mean. Not API.
 */
@NullMarked
package io.github.corrrise.internal.file;

import org.jspecify.annotations.NullMarked;
