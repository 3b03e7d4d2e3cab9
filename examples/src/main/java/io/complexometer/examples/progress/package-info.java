/** How far long calculations have come. */
package io.complexometer.examples.progress;
