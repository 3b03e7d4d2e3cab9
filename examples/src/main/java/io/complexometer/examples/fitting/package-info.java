/** Laws fitted to a series from a file: reading it, and saying what was found. */
package io.complexometer.examples.fitting;
