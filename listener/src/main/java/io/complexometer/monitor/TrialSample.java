package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Probe;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Takes a sample that nobody gets, to know what one costs before the training begins. All that it
 * needs is its own and thrown away: readers, instruments with their memory, counters. So no later
 * sample can tell that it was taken.
 *
 * <p>It is taken twice, or where it takes little time a few times, and the last counts: in the
 * first, classes are loaded and compiled, which does not matter only where it takes long.
 */
final class TrialSample {
  private static final int MOST = 10;
  private static final long ENOUGH = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(5); // to be taken twice

  private final Settings settings;
  private final NetworkReader network;
  private final Optional<Probe> probe;

  private TrialSample(NetworkReader network, Settings settings, Optional<Probe> probe) {
    this.settings = settings;
    this.network = network;
    this.probe = probe;
  }

  /**
   * What the early samples of a training will cost.
   *
   * @param model on the thread that trains it, between two iterations
   * @param settings what is measured
   * @param schedule when it is
   * @param health is told of faults
   * @return empty without early samples in the settings, and after a fault
   */
  static Optional<ScheduleCost> cost(
      Model model, Settings settings, Schedule schedule, HealthCounters health) {
    if (settings.sampling() == Sampling.REGULAR) {
      return Optional.empty();
    }
    try {
      int done =
          model instanceof MultiLayerNetwork sequential
              ? sequential.getIterationCount()
              : ((ComputationGraph) model).getIterationCount();
      SortedMap<Long, Set<Measure>> early = schedule.early(done);
      return Optional.of(
          ScheduleCost.of(early, early.isEmpty() ? Map.of() : nanos(model, settings)));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("the cost of early samples cannot be measured", e);
      return Optional.empty();
    }
  }

  /** What a sample of everything costs, in nanoseconds by kind of work. */
  private static Map<Work, Long> nanos(Model model, Settings settings) {
    NetworkReader network = NetworkReader.of(model);
    Optional<Probe> probe =
        settings
            .probe()
            .filter(data -> settings.uses(Input.PROBE))
            .map(data -> new Probe(network, data.data(), data.rows(settings.seed())));
    try {
      TrialSample trial = new TrialSample(network, settings, probe);
      long start = System.nanoTime();
      Map<Work, Long> nanos = trial.take();
      for (int i = 1; i < MOST && System.nanoTime() - start < (i == 1 ? TOO_LONG : ENOUGH); i++) {
        nanos = trial.take();
      }
      return nanos;
    } finally {
      probe.ifPresent(Probe::close);
    }
  }

  private Map<Work, Long> take() {
    Map<Work, Long> nanos = new HashMap<>();
    List<ProbedLayer> layers = probe.map(Probe::layers).orElse(List.of());
    Costs costs = new Costs(Set.copyOf(settings.usableMeasures()), network.matrices(), layers);
    try (GramWorkspace workspace = new GramWorkspace()) {
      Material material =
          new Material(
              settings.uses(Input.WEIGHTS)
                  ? Optional.of(time(Input.WEIGHTS, this::weights, nanos))
                  : Optional.empty(),
              probe.map(inputs -> time(Input.PROBE, inputs::run, nanos)),
              workspace,
              new SpectrumCache(network.matrices(), settings.largestExactOrder(), costs),
              NullModel.of(network.matrices(), settings),
              costs);
      for (Measure measure : settings.usableMeasures()) {
        measure.instrument(settings, network.matrices(), layers).measure(material);
      }
    }
    if (settings.probe().filter(ProbeSettings::readsBatches).isPresent()) {
      nanos.remove(Input.PROBE); // the probe stands for batches, which the training runs anyway
    }
    nanos.putAll(costs.takeRecent());
    return nanos;
  }

  private Weights weights() {
    Weights room = network.reserveWeights();
    network.read(room);
    return room;
  }

  private static <T> T time(Input input, Supplier<T> work, Map<Work, Long> nanos) {
    long start = System.nanoTime();
    T taken = work.get();
    nanos.put(input, System.nanoTime() - start);
    return taken;
  }
}
