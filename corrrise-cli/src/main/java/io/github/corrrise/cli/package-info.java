/**
 * The program {@code corrrise}: a command for each task, from a pair to an audit. A command reads
 * its options, asks the library and writes files; it computes nothing itself.
 */
@NullMarked
package io.github.corrrise.cli;

import org.jspecify.annotations.NullMarked;
