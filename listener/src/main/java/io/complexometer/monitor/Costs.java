package io.complexometer.monitor;

import io.complexometer.network.Layer;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the monitor's work takes: since the beginning by measure and layer, for scrapes, and since
 * it was last asked, for the budget. Safe for all threads.
 */
final class Costs {
  private record Place(Work work, Optional<Layer> layer) {}

  private static final class Tally {
    private long count;
    private long nanos;
  }

  private final Map<Place, Tally> tallies = new LinkedHashMap<>();
  private Map<Work, Long> recent = new HashMap<>(); // of measures

  /**
   * Nothing has been done yet, but it is known of what there will be a tally.
   *
   * @param measures that will be taken
   * @param matrices of the network
   * @param layers that the probe sees
   */
  Costs(Collection<Measure> measures, List<WeightMatrix> matrices, List<ProbedLayer> layers) {
    for (Measure measure : measures) {
      expect(measure.input());
      switch (measure) {
        case SPECTRUM -> expectSpectra(matrices);
        case CPSE -> {
          expectSpectra(matrices);
          expect(Measure.CPSE);
        }
        case EFFECTIVE_DIMENSION -> layers.forEach(layer -> expect(measure, layer.layer()));
        case NONLINEARITY ->
            layers.stream()
                .filter(layer -> layer.absence().isEmpty())
                .forEach(layer -> expect(measure, layer.layer()));
      }
    }
  }

  private void expectSpectra(List<WeightMatrix> matrices) {
    matrices.forEach(matrix -> expect(Measure.SPECTRUM, matrix.layer()));
  }

  private void expect(Work work) {
    tallies.putIfAbsent(new Place(work, Optional.empty()), new Tally());
  }

  private void expect(Work work, Layer layer) {
    tallies.putIfAbsent(new Place(work, Optional.of(layer)), new Tally());
  }

  /** Does a piece of a measure's work of a layer, and counts it. */
  <T> T time(Measure measure, Layer layer, Supplier<T> piece) {
    return time(measure, Optional.of(layer), 1, piece);
  }

  /** Does a piece of a measure's work of the whole network, and counts it. */
  <T> T time(Measure measure, Supplier<T> piece) {
    return time(measure, Optional.empty(), 1, piece);
  }

  /** Does what belongs to a piece of work that was counted already. */
  <T> T timeMore(Measure measure, Layer layer, Supplier<T> piece) {
    return time(measure, Optional.of(layer), 0, piece);
  }

  private <T> T time(Measure measure, Optional<Layer> layer, int count, Supplier<T> piece) {
    long start = System.nanoTime();
    try {
      return piece.get();
    } finally {
      long nanos = System.nanoTime() - start;
      add(new Place(measure, layer), count, nanos);
      addRecent(measure, nanos);
    }
  }

  /** Enters what inputs took. */
  void add(Map<Work, Long> nanos) {
    nanos.forEach((input, taken) -> add(new Place(input, Optional.empty()), 1, taken));
  }

  private synchronized void add(Place place, int count, long nanos) {
    Tally tally = tallies.get(place);
    tally.count += count;
    tally.nanos += nanos;
  }

  private synchronized void addRecent(Measure measure, long nanos) {
    recent.merge(measure, nanos, Long::sum);
  }

  /** What each measure has taken since this was last asked, in nanoseconds. */
  synchronized Map<Work, Long> takeRecent() {
    Map<Work, Long> taken = recent;
    recent = new HashMap<>();
    return taken;
  }

  /** Everything so far, always the same places in the same order. */
  synchronized List<Cost> all() {
    List<Cost> costs = new ArrayList<>();
    tallies.forEach(
        (place, tally) ->
            costs.add(
                new Cost(
                    place.work().label(),
                    place.layer(),
                    tally.count,
                    tally.nanos / (double) TimeUnit.SECONDS.toNanos(1))));
    return costs;
  }
}
