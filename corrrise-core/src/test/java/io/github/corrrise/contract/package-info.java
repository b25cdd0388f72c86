/**
 * What every implementation of a public interface must do, as tests: an interface of default JUnit
 * tests for each. An implementation's test class implements the interface, supplies instances and
 * nothing more. Published as a test-jar, for adapters outside this project too; it uses JUnit 5,
 * AssertJ and the library's public API only.
 */
@NullMarked
package io.github.corrrise.contract;

import org.jspecify.annotations.NullMarked;
