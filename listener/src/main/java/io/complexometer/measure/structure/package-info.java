/**
 * Layer algebra: what the structure of a network alone says of its capacity and of how it
 * compresses, without weights or data.
 */
package io.complexometer.measure.structure;
