/** What the listener costs a training, and what a measure costs beside its reference. */
package io.complexometer.benchmark;
