/**
 * Files that appear whole or not at all, for every writer of the library. Knows bytes and paths,
 * nothing of what they mean. Not API.
 */
@NullMarked
package io.github.corrrise.internal.file;

import org.jspecify.annotations.NullMarked;
