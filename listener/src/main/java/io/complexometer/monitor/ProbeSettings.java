package io.complexometer.monitor;

import io.complexometer.network.ProbeData;
import io.complexometer.network.ProbedRows;

/**
 * What the user set of the probe.
 *
 * @param data its examples
 * @param rowLimit the rows of a layer not to exceed, unless there are more examples
 * @param flatten whether all numbers of an example are one row
 * @param everyBatches which training batches are read in its stead; 0 for none
 * @param remaining what remains of the weight of earlier ones at each
 */
record ProbeSettings(
    ProbeData data, int rowLimit, boolean flatten, int everyBatches, double remaining) {

  boolean readsBatches() {
    return everyBatches > 0;
  }

  ProbedRows rows(long seed) {
    return new ProbedRows(rowLimit, flatten, seed);
  }
}
