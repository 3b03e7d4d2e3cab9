/** Runs that are over: shown again, or written for other programs. */
package io.complexometer.examples.log;
