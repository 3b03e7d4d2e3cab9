/** Files of numbers: text, and arrays as NumPy writes them. */
package io.complexometer.examples.numbers;
