/** When a training has done enough, and the ways in which Deeplearning4j lets itself be stopped. */
package io.complexometer.monitor.stopping;
