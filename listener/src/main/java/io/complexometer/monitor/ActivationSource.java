package io.complexometer.monitor;

import io.complexometer.network.Activations;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Probe;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.TrainingBatches;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where activations come from: a probe that is run, or the batches that training goes through. */
final class ActivationSource implements AutoCloseable {
  private final Probe probe;
  private final Optional<TrainingBatches> batches;
  private final int everyBatches;
  private long seen;

  private ActivationSource(NetworkReader network, ProbeSettings settings, long seed) {
    this.probe = new Probe(network, settings.data(), settings.rows(seed));
    this.everyBatches = settings.everyBatches();
    this.batches =
        settings.readsBatches()
            ? Optional.of(new TrainingBatches(network, settings.rows(seed), settings.remaining()))
            : Optional.empty();
  }

  /**
   * The source that the settings ask for.
   *
   * @throws IllegalArgumentException if the probe does not fit
   */
  static Optional<ActivationSource> of(NetworkReader network, Settings settings) {
    return settings.uses(Input.PROBE)
        ? settings.probe().map(probe -> new ActivationSource(network, probe, settings.seed()))
        : Optional.empty();
  }

  List<ProbedLayer> layers() {
    return probe.layers();
  }

  int examples() {
    return probe.examples();
  }

  /** In words, for the first line of the log. */
  String describe() {
    return batches.isPresent()
        ? "activations of one in %d training batches".formatted(everyBatches)
        : "a run of the probe of %d examples takes about %.3g s"
            .formatted(probe.examples(), probe.forwardPassNanos() / 1e9);
  }

  /** The activations now. */
  Activations take() {
    return batches.map(TrainingBatches::snapshot).orElseGet(probe::run);
  }

  /** Counts a training batch that goes by; whether it is to be read. */
  boolean wantsBatch() {
    return batches.isPresent() && seen++ % everyBatches == 0;
  }

  /** Reads a batch. */
  void read(Consumer<TrainingBatches> batch) {
    batches.ifPresent(batch);
  }

  @Override
  public void close() {
    probe.close();
    batches.ifPresent(TrainingBatches::close);
  }
}
