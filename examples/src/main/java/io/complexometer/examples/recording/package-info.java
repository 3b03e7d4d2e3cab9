/**
 * Recordings of neurons: reading them, the entropy of their words and the dimension of what they
 * do, each with an error bar.
 */
package io.complexometer.examples.recording;
