/** The ways out of the listener: Micrometer meters, a Prometheus endpoint, a log of samples. */
package io.complexometer.export;
