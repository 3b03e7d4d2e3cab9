/** Laws that a measure follows in the course of a training: power laws, and what they are not. */
package io.complexometer.measure.scaling;
