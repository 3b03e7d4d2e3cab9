/** The ways out of the listener: Micrometer meters, a Prometheus endpoint. */
package io.complexometer.export;
