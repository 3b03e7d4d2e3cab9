/** The networks the examples train. */
package io.complexometer.examples.network;
