/**
 * What commands share: options, the reader of pair lists, file names, tables, folders, error
 * messages and exit codes.
 */
@NullMarked
package io.github.corrrise.cli.command;

import org.jspecify.annotations.NullMarked;
