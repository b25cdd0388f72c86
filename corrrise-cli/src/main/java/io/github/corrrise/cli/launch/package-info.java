/** The start of the program, which any Java can read. */
@NullMarked
package io.github.corrrise.cli.launch;

import org.jspecify.annotations.NullMarked;
