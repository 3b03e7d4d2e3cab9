package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.network.Features;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Probe;
import io.complexometer.network.Weights;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Copies weights and activations on the training thread, into buffers that the analysis gives back:
 * one of each where both share a thread, two where a snapshot can wait while another is analysed.
 */
final class Sampler {
  private final NetworkReader network;
  private final Optional<Probe> probe;
  private final Queue<Weights> freeWeights = new ConcurrentLinkedQueue<>();
  private final Queue<Features> freeFeatures = new ConcurrentLinkedQueue<>();

  private long weightsNanos;

  Sampler(NetworkReader network, Optional<Probe> probe) {
    this.network = network;
    this.probe = probe;
  }

  /**
   * Takes a snapshot.
   *
   * @param moment the iteration, epoch, time and score, and nothing else
   * @param weights whether to copy the weights
   * @param features whether to run the probe
   * @param waiting a snapshot that was not analysed: what is not taken anew is inherited from it,
   *     and its other buffers are used again
   * @return the snapshot
   */
  Snapshot take(Snapshot moment, boolean weights, boolean features, Optional<Snapshot> waiting) {
    long start = System.nanoTime();
    Optional<Snapshot.Taken<Weights>> copiedWeights =
        part(
            weights,
            waiting.flatMap(Snapshot::weights),
            freeWeights,
            network::reserveWeights,
            network::read,
            moment.iteration());
    weightsNanos = System.nanoTime() - start;
    Optional<Snapshot.Taken<Features>> copiedFeatures =
        part(
            features,
            waiting.flatMap(Snapshot::features),
            freeFeatures,
            () -> probe.orElseThrow().reserveFeatures(),
            copy -> probe.orElseThrow().run(copy),
            moment.iteration());
    return new Snapshot(
        moment.iteration(),
        moment.epoch(),
        moment.wallTimeMillis(),
        moment.score(),
        copiedWeights,
        copiedFeatures);
  }

  /** How long copying the weights took in the last snapshot. */
  long weightsNanos() {
    return weightsNanos;
  }

  private static <T> Optional<Snapshot.Taken<T>> part(
      boolean anew,
      Optional<Snapshot.Taken<T>> waiting,
      Queue<T> free,
      Supplier<T> reserve,
      Consumer<T> copy,
      long iteration) {
    if (!anew) {
      return waiting;
    }
    T buffer = waiting.map(Snapshot.Taken::copy).orElseGet(free::poll);
    if (buffer == null) {
      buffer = reserve.get();
    }
    copy.accept(buffer);
    return Optional.of(new Snapshot.Taken<>(buffer, iteration));
  }

  /** Takes the buffers of an analysed snapshot back. */
  void release(Snapshot snapshot) {
    snapshot.weights().ifPresent(taken -> freeWeights.add(taken.copy()));
    snapshot.features().ifPresent(taken -> freeFeatures.add(taken.copy()));
  }

  /** The moment of an iteration, with nothing copied yet. */
  static Snapshot moment(long iteration, int epoch, double score) {
    Value value = Double.isFinite(score) ? Value.of(score) : Value.absent("non-finite score");
    return new Snapshot(
        iteration, epoch, System.currentTimeMillis(), value, Optional.empty(), Optional.empty());
  }
}
