package io.complexometer.monitor;

import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.network.WeightMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The newest density of each weight matrix: carried over until its spectrum is measured anew. */
final class Densities implements Stateful {
  private final Density[] newest;

  /**
   * Nothing was measured yet.
   *
   * @param matrices whose densities are asked for; all that are measured, or none
   */
  Densities(List<WeightMatrix> matrices) {
    this.newest =
        matrices.stream()
            .map(matrix -> Density.absent(matrix, Analyser.NOT_MEASURED, -1))
            .toArray(Density[]::new);
  }

  List<Density> newest() {
    return Arrays.asList(newest);
  }

  /** Takes over what an instrument has measured; of most instruments that is nothing. */
  void keep(List<SpectralDensity> measured, long iteration) {
    for (int i = 0; i < Math.min(newest.length, measured.size()); i++) {
      newest[i] = Density.of(newest[i].matrix(), measured.get(i), iteration);
    }
  }

  /** They could not be measured. */
  void fail(String reason, long iteration) {
    for (int i = 0; i < newest.length; i++) {
      newest[i] = Density.absent(newest[i].matrix(), reason, iteration);
    }
  }

  @Override
  public void save(StateWriter state) {
    state.list(newest(), Densities::save);
  }

  private static void save(StateWriter state, Density density) {
    state.optional(density.absence(), StateWriter::text);
    state.number(density.iteration());
    state.integers(density.counts().stream().mapToInt(Integer::intValue).toArray());
  }

  /** They may be asked for now and were not before, or the other way round. */
  @Override
  public void restore(StateReader state) {
    int saved = state.count();
    for (int i = 0; i < saved; i++) {
      Optional<String> absence = state.optional(StateReader::text);
      long iteration = state.number();
      List<Integer> counts = Arrays.stream(state.integers()).boxed().toList();
      if (i < newest.length) {
        newest[i] = new Density(newest[i].matrix(), counts, absence, iteration);
      }
    }
  }
}
