/**
 * The front door: {@link io.github.corrrise.Explainer}. One call explains one comparison;
 * everything it takes and gives back stands in the packages below. Nothing else belongs here.
 */
@NullMarked
package io.github.corrrise;

import org.jspecify.annotations.NullMarked;
