/**
 * The commands that judge methods: deletion and insertion, games of known truth, and what must hold
 * of any map. Pairs and methods go in, tables with intervals come out.
 */
@NullMarked
package io.github.corrrise.cli.judge;

import org.jspecify.annotations.NullMarked;
