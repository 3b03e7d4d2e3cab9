/** Two networks beside each other. */
package io.complexometer.examples.comparison;
