/**
 * Explanations of the pairs of a dataset of Apache Spark: {@link
 * io.github.corrrise.spark.SparkExplainer} and the models that it runs, {@link
 * io.github.corrrise.spark.SparkModel}; {@link io.github.corrrise.spark.SparkAudit} adds them up.
 * What is computed from one pair belongs to the core; here is only what carries it to executors:
 * the columns, one open model per JVM, the rows.
 */
@NullMarked
package io.github.corrrise.spark;

import org.jspecify.annotations.NullMarked;
