/**
 * Makes a profile of a model from pairs of its user, within a budget and resumable. A profile
 * itself, and what it is good for, is in {@code io.github.corrrise.profile}.
 */
@NullMarked
package io.github.corrrise.profiling;

import org.jspecify.annotations.NullMarked;
