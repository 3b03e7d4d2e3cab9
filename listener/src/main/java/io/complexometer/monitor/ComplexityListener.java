package io.complexometer.monitor;

import io.complexometer.network.TrainingBatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the complexity of a network while it trains.
 *
 * <pre>{@code
 * try (ComplexityListener listener =
 *     ComplexityListener.builder().probe(features).sink(meters).build()) {
 *   listener.attach(model);
 *   model.fit(iterator, epochs);
 * }
 * }</pre>
 *
 * <p>Every N iterations it copies the weights, and less often runs a fixed probe batch through the
 * network in inference mode; measures them; and hands an immutable {@link Sample} to its sinks. The
 * training is never changed (the final parameters are bit-identical with and without a listener),
 * never ended by a fault of the monitor, and the monitor takes no more than a share of one core's
 * time: see {@link Builder#share}.
 *
 * <p>One listener watches one model; other models that report to it (clones of parallel training)
 * are counted and ignored. All its methods belong to the thread that trains, but {@link #health}.
 */
public final class ComplexityListener extends BaseTrainingListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);

  private final Settings settings;
  private final HealthCounters health = new HealthCounters();
  private final StopSignal stop;
  private volatile Monitor monitor;
  private volatile boolean closed;
  private boolean refused;

  private ComplexityListener(Settings settings, StopSignal stop) {
    this.settings = settings;
    this.stop = stop;
  }

  /**
   * A builder with the defaults: weights every 100 iterations, a probe every 500, all measures.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Checks that model and probe fit, and adds the listener to the model.
   *
   * @param model an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @return the session that has begun
   * @throws IllegalArgumentException if the model or the probe cannot be read; the message says why
   * @throws IllegalStateException if the listener is closed, or attached already
   */
  public Session attach(Model model) {
    if (closed || monitor != null) {
      throw new IllegalStateException(
          closed ? "the listener is closed: build another" : "the listener is attached already");
    }
    refused = true;
    monitor = new Monitor(model, settings, health, stop);
    refused = false;
    if (model instanceof MultiLayerNetwork network) {
      network.addListeners(this);
    } else {
      ((ComputationGraph) model).addListeners(this);
    }
    return monitor.session();
  }

  /** Called by Deeplearning4j in each iteration, before the parameters change. */
  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    forwardPass(model, batches -> batches.add(activations));
  }

  /** Called by Deeplearning4j in each iteration, before the parameters change. */
  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    if (model instanceof ComputationGraph graph) {
      String input = graph.getConfiguration().getNetworkInputs().get(0);
      forwardPass(model, batches -> batches.add(activations, input));
    }
  }

  // Here and below whatever is thrown ends here: errors too, as an assertion of a sink, and what
  // sinks and criteria in other languages throw without declaring it.
  private void forwardPass(Model model, Consumer<TrainingBatches> batch) {
    try {
      if (!closed && monitor != null && monitor.watches(model)) {
        monitor.forwardPass(batch);
      }
    } catch (Throwable e) {
      health.failure("reading a training batch failed", e);
    }
  }

  /** Called by Deeplearning4j after each iteration, on the training thread. */
  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (closed) {
      return;
    }
    try {
      if (monitor == null) {
        attachLate(model);
      } else if (!monitor.watches(model)) {
        health.ignoredReports.increment();
        return;
      }
      if (monitor != null) {
        monitor.iterationDone(iteration, epoch);
      }
    } catch (Throwable e) {
      health.failure("taking a sample failed", e);
    }
  }

  /** Deeplearning4j does not tell a listener that it was set: the first iteration does. */
  private void attachLate(Model model) {
    long start = System.nanoTime();
    try {
      monitor = new Monitor(model, settings, health, stop);
    } catch (Throwable e) {
      closed = true;
      health.failure("cannot watch this training", e);
    } finally {
      health.interrupted(System.nanoTime() - start); // the training has begun, and waits
    }
  }

  /**
   * The session, once there is one.
   *
   * @return empty before the listener is attached
   */
  public Optional<Session> session() {
    return Optional.ofNullable(monitor).map(Monitor::session);
  }

  /**
   * After which iteration this session goes on: the last before the state was saved that it was
   * {@linkplain Builder#resume resumed} from.
   *
   * @return empty before the listener is attached, and for a session that began then
   */
  public OptionalLong resumedAfter() {
    return monitor == null ? OptionalLong.empty() : monitor.resumedAfter();
  }

  /**
   * Saves what is remembered of the training so far: the values last measured, the points of the
   * fits and the fits, the random networks, what estimators and the criterion start from. A
   * listener {@linkplain Builder#resume resumed} from it, on the model saved in the same pause,
   * goes on as this one does. To be called on the training thread between two iterations, before
   * {@link #close}; it waits until what was sampled is analysed.
   *
   * <p>The file is replaced as a whole or not at all. That it could not be saved is no fault of the
   * training: it is counted, and logged.
   *
   * @param file where to
   * @return whether it is saved
   */
  public boolean save(Path file) {
    try {
      if (closed || monitor == null) {
        throw new IllegalStateException(
            closed ? "the listener is closed: save before" : "the listener is not attached yet");
      }
      monitor.save(file);
      return true;
    } catch (Throwable e) {
      health.failure("saving the state to " + file + " failed", e);
      return false;
    }
  }

  /**
   * What the early samples of {@link Sampling#LOGARITHMIC} will cost, measured as the listener was
   * attached.
   *
   * @return empty before that, with {@link Sampling#REGULAR}, and where it could not be measured
   */
  public Optional<ScheduleCost> scheduleCost() {
    return Optional.ofNullable(monitor).flatMap(Monitor::scheduleCost);
  }

  /**
   * What the monitor has done so far; safe for all threads.
   *
   * @return its counters now
   */
  public Health health() {
    return health.health(stop.isRequested());
  }

  /**
   * Takes a last sample, waits until everything is analysed, and tells the sinks that the session
   * has ended. To be called on the training thread, after the training.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (monitor != null) {
      monitor.close();
    } else if (!refused) { // whoever was told why needs no other reason
      log.warn("closed without a single iteration: was the listener attached to the model?");
    }
  }

  /** Settings of a listener; each has a default. */
  public static final class Builder extends SessionOptions<Builder> {

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Builds the listener.
     *
     * @return to be attached to a model
     * @throws IllegalStateException if training batches are to be read and there is no probe
     */
    public ComplexityListener build() {
      Settings settings =
          new Settings(
              name,
              tags,
              notes,
              intervals,
              sampling,
              probeSettings(),
              measures,
              headline,
              largestExactOrder,
              spectralDensity,
              mode,
              share,
              estimators,
              structureLevel,
              inputs,
              seed,
              fits,
              fitsAreChosen,
              sinks,
              criterion,
              resume);
      return new ComplexityListener(settings, stop);
    }
  }
}
