package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.List;

/** Takes one measure of the material of a snapshot. */
interface Instrument {

  /**
   * What it will measure of a network.
   *
   * @param layers of the network, in forward order
   * @param matrices of the network, in forward order
   * @return the series, in the order of the values of {@link #measure}
   */
  List<Series> series(List<Layer> layers, List<WeightMatrix> matrices);

  /**
   * Measures.
   *
   * @param material holds the measure's input
   * @return one value for each series
   */
  List<Value> measure(Material material);
}
