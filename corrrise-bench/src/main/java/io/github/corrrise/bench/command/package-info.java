/**
 * What all commands share: options, the reader of pair lists, file names, error messages and exit
 * codes. A command itself belongs in the module that it serves. Never published.
 */
@NullMarked
package io.github.corrrise.bench.command;

import org.jspecify.annotations.NullMarked;
