package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.SpectralDensity;
import java.util.List;
import java.util.Optional;

/** Takes one measure of the material of a snapshot; made for one network. */
interface Instrument extends Stateful {

  /**
   * What it measures.
   *
   * @return the series, in the order of the values of {@link #measure}
   */
  List<Series> series();

  /**
   * Measures.
   *
   * @param material holds the measure's input
   * @return one value for each series
   */
  List<Value> measure(Material material);

  /**
   * Where eigenvalues lie, of the material just measured.
   *
   * @return one for each weight matrix, or none
   */
  default List<SpectralDensity> densities() {
    return List.of();
  }

  /** Nothing where it measures every time anew. */
  @Override
  default void save(StateWriter state) {}

  @Override
  default void restore(StateReader state) {}

  /** What whoever reads the values just measured should know; asked until it has been said once. */
  default Optional<String> caution() {
    return Optional.empty();
  }
}
