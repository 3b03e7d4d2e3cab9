/** All measures of a network that is not being trained. */
package io.complexometer.examples.analysis;
