/** When to measure, in which thread, and what becomes of the samples. */
package io.complexometer.monitor;
