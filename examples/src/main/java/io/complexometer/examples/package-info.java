/** The command-line program. */
package io.complexometer.examples;
