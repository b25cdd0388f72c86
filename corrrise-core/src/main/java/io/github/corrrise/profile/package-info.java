/**
 * What is typical of one model, learned from pairs of its user: where contributions are to be
 * expected, which design explains it best, how far its maps can be trusted, and what is unusual
 * about a further pair. {@code io.github.corrrise.profiling} makes profiles.
 */
@NullMarked
package io.github.corrrise.profile;

import org.jspecify.annotations.NullMarked;
