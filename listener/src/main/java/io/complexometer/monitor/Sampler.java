package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.network.Activations;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Weights;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Copies the weights and takes the activations, on the training thread. Weights are copied into
 * buffers that the analysis gives back: one where both share a thread, two where a snapshot can
 * wait while another is analysed.
 */
final class Sampler {
  private final NetworkReader network;
  private final Optional<ActivationSource> source;
  private final Queue<Weights> freeWeights = new ConcurrentLinkedQueue<>();
  private final Map<Input, Long> nanos = new EnumMap<>(Input.class);

  Sampler(NetworkReader network, Optional<ActivationSource> source) {
    this.network = network;
    this.source = source;
  }

  /**
   * Takes a snapshot.
   *
   * @param moment the iteration, epoch, time and score, and nothing else
   * @param measures what is to be measured: decides what is copied
   * @param waiting a snapshot that was not analysed: its measures are inherited, with what is not
   *     copied anew, and its other buffers are used again
   * @return the snapshot
   */
  Snapshot take(Snapshot moment, Set<Measure> measures, Optional<Snapshot> waiting) {
    nanos.clear();
    Set<Measure> all = EnumSet.noneOf(Measure.class);
    all.addAll(measures);
    waiting.ifPresent(snapshot -> all.addAll(snapshot.measures()));
    return new Snapshot(
        moment.iteration(),
        moment.epoch(),
        moment.wallTimeMillis(),
        moment.score(),
        all,
        weights(moment.iteration(), measures, waiting.flatMap(Snapshot::weights)),
        activations(moment.iteration(), measures, waiting.flatMap(Snapshot::activations)),
        moment.last(),
        moment.exempt());
  }

  private Optional<Snapshot.Taken<Weights>> weights(
      long iteration, Set<Measure> measures, Optional<Snapshot.Taken<Weights>> waiting) {
    if (!looksAt(Input.WEIGHTS, measures)) {
      return waiting;
    }
    long start = System.nanoTime();
    Weights buffer = waiting.map(Snapshot.Taken::copy).orElseGet(freeWeights::poll);
    if (buffer == null) {
      buffer = network.reserveWeights();
    }
    network.read(buffer);
    nanos.put(Input.WEIGHTS, System.nanoTime() - start);
    return Optional.of(new Snapshot.Taken<>(buffer, iteration));
  }

  private Optional<Snapshot.Taken<Activations>> activations(
      long iteration, Set<Measure> measures, Optional<Snapshot.Taken<Activations>> waiting) {
    if (!looksAt(Input.PROBE, measures)) {
      return waiting;
    }
    long start = System.nanoTime();
    Activations activations = source.orElseThrow().take();
    nanos.put(Input.PROBE, System.nanoTime() - start);
    return Optional.of(new Snapshot.Taken<>(activations, iteration));
  }

  private static boolean looksAt(Input input, Set<Measure> measures) {
    return measures.stream().anyMatch(measure -> measure.input() == input);
  }

  /** How long each input took that is new in the last snapshot. */
  Map<Work, Long> nanos() {
    return new HashMap<>(nanos);
  }

  /** Takes the buffers of an analysed snapshot back. */
  void release(Snapshot snapshot) {
    snapshot.weights().ifPresent(taken -> freeWeights.add(taken.copy()));
  }

  /** The moment of an iteration, with nothing copied yet. */
  static Snapshot moment(long iteration, int epoch, double score, boolean last, boolean exempt) {
    Value value = Double.isFinite(score) ? Value.of(score) : Value.absent("non-finite score");
    return new Snapshot(
        iteration,
        epoch,
        System.currentTimeMillis(),
        value,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        last,
        exempt);
  }
}
